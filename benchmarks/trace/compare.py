"""Call edges of an export beside what really ran.

    python -m benchmarks.trace.compare <cache>/sqlalchemy/trace.jsonl sqlalchemy.jsonl

The export is of `<cache>/<project>/src`, in the format `codalog-graph`. Recall: share of the executed pairs that are
among the call edges. Target precision: of the call edges whose (caller, name) was exercised, the share whose target was
really executed. Both for edges of a confidence of at least each threshold. Targets outside the project do not count.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.trace.pairs import FORMS, Pair, Place

THRESHOLDS = (0.0, 0.3, 0.5, 0.7, 0.9)
INHERITED = "inherited"
"""`Sub()` where the `__init__` that ran is a base's: reported apart and not part of the totals."""


class Call(NamedTuple):
    """A call edge between two definitions of the project."""

    caller: Place
    callee: Place
    owner: str
    """Name of the class when the callee is an `__init__`."""
    confidence: float
    provenance: str
    line: int


class Score(NamedTuple):
    """What one threshold gives."""

    recall: dict[str, tuple[int, int]]
    """Form, or 'all' -> (found, of)."""
    precision: dict[str, tuple[int, int]]
    """Form, or 'all' -> (executed, of those exercised)."""
    missed: list[Pair]
    wrong: list[Call]


def read_trace(path: Path) -> list[Pair]:
    """The pairs that `pairs.write_pairs` wrote."""
    with open(path, encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [
            Pair(Place(*row["caller"]), Place(*row["callee"]), row["name"], row["form"], row["made"]) for row in rows
        ]


class _Symbols:
    """Symbols of an export as places of definitions."""

    def __init__(self, symbols: Iterable[dict[str, Any]]) -> None:
        self.by_id = {symbol["id"]: symbol for symbol in symbols}
        self._constructors = {
            symbol["parent"]: symbol for symbol in self.by_id.values() if symbol["name"] == "__init__"
        }

    def place(self, moniker: str) -> Place | None:
        """Where the symbol, or what encloses it, is defined; None outside the project."""
        symbol = self.by_id.get(moniker)
        while symbol and symbol["kind"] not in {
            "module",
            "class",
            "enum",
            "function",
            "method",
            "constructor",
            "property",
        }:
            symbol = self.by_id.get(symbol["parent"])
        if symbol is None or symbol["path"] is None:
            return None
        if symbol["kind"] == "module":
            return Place(symbol["path"], 0, "")
        return Place(symbol["path"], symbol["name_start"][0], symbol["name"])

    def callee(self, edge: dict[str, Any]) -> tuple[Place, str] | None:
        """The function that a call edge runs, and its class where it is an `__init__`."""
        symbol = self.by_id.get(edge["target"])
        if symbol is None or symbol["external"]:
            return None
        if edge["kind"] == "instantiates":
            symbol = self._constructors.get(edge["target"])
        if symbol is None or symbol["kind"] not in {"function", "method", "constructor", "property"}:
            return None
        parent = self.by_id.get(symbol["parent"], {}) if symbol["name"] == "__init__" else {}
        owner = parent.get("name", "")
        return Place(symbol["path"], symbol["name_start"][0], symbol["name"]), owner


def read_calls(path: Path) -> list[Call]:
    """The call edges of an export, each (caller, callee) once, at its highest confidence."""
    symbols: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    with open(path, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["type"] == "symbol":
                symbols.append(row)
            elif row["type"] == "edge" and row["kind"] in {"calls", "instantiates"}:
                edges.append(row)
    table = _Symbols(symbols)
    best: dict[tuple[Place, Place], Call] = {}
    for edge in edges:
        caller, callee = table.place(edge["source"]), table.callee(edge)
        if caller and callee:
            call = Call(caller, *callee, edge["confidence"], edge["provenance"], edge["line"])
            key = caller, call.callee
            if key not in best or best[key].confidence < call.confidence:
                best[key] = call
    return list(best.values())


def score(pairs: Iterable[Pair], calls: Iterable[Call]) -> Score:
    """Recall over the pairs and target precision over the calls."""
    pairs, calls = list(pairs), list(calls)
    edges = {(call.caller, call.callee) for call in calls}
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed = []
    for pair in pairs:
        kinds = [INHERITED] if pair.made else [pair.form, "all"]
        total.update(kinds)
        if (pair.caller, pair.callee) in edges:
            found.update(kinds)
        elif not pair.made:
            missed.append(pair)
    executed = {(pair.caller, pair.callee) for pair in pairs}
    exercised: dict[tuple[Place, str], str] = {}
    for pair in pairs:
        exercised.setdefault((pair.caller, pair.name), pair.form)
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    wrong = []
    for call in calls:
        names = [call.callee.name, call.owner] if call.owner else [call.callee.name]
        forms = [exercised[call.caller, name] for name in names if (call.caller, name) in exercised]
        if forms:
            judged.update([forms[-1], "all"])
            if (call.caller, call.callee) in executed:
                right.update([forms[-1], "all"])
            else:
                wrong.append(call)
    shown = ("all", *FORMS, INHERITED)
    return Score(
        {form: (found[form], total[form]) for form in shown},
        {form: (right[form], judged[form]) for form in shown},
        missed,
        wrong,
    )


def _share(counts: tuple[int, int]) -> str:
    return f"{counts[0] / counts[1]:.3f}" if counts[1] else "-"


def table(pairs: list[Pair], calls: list[Call]) -> Iterator[str]:
    """Lines of the table of all thresholds."""
    shown = ("all", *FORMS, INHERITED)
    width = max(map(len, shown)) + 2
    yield f"{'confidence >=':15}{'':11}" + "".join(f"{form:>{width}}" for form in shown)
    yield f"{'pairs':26}" + "".join(f"{n:>{width}}" for n in (of for _, of in score(pairs, []).recall.values()))
    for threshold in THRESHOLDS:
        result = score(pairs, [call for call in calls if call.confidence >= threshold])
        for label, shares in (("recall", result.recall), ("precision", result.precision)):
            yield f"{threshold:<15}{label:11}" + "".join(f"{_share(shares[form]):>{width}}" for form in shown)


def _excerpt(root: Path, place: Place, name: str) -> str:
    lines = (root / place.path).read_text(encoding="utf-8", errors="replace").splitlines()
    calls = re.compile(rf"\b{re.escape(name)}\s*\(")
    for number in range(max(place.line, 0), len(lines)):
        if calls.search(lines[number]):
            return f"{place.path}:{number + 1}: {lines[number].strip()}"
    return f"{place.path}:{place.line}"


def details(pairs: list[Pair], result: Score, root: Path) -> Iterator[dict[str, Any]]:
    """What was missed and what was wrong, with the line of source, for reading."""
    targets: dict[tuple[Place, str], list[str]] = defaultdict(list)
    for pair in pairs:
        targets[pair.caller, pair.name].append(f"{pair.callee.path}:{pair.callee.line}")
    for pair in result.missed:
        callee = f"{pair.callee.path}:{pair.callee.line}"
        site = _excerpt(root, pair.caller, pair.name)
        yield {"what": "missed", "form": pair.form, "caller": pair.caller.name, "site": site, "callee": callee}
    for call in result.wrong:
        yield {
            "what": "wrong",
            "caller": call.caller.name,
            "site": _excerpt(root, call.caller, call.owner or call.callee.name),
            "callee": f"{call.callee.path}:{call.callee.line}",
            "executed": targets.get((call.caller, call.owner or call.callee.name), []),
            "provenance": call.provenance,
            "confidence": call.confidence,
        }


def main() -> None:
    """Prints the table; writes what was missed and wrong where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trace", type=Path, help="trace.jsonl; the source is the folder src/ beside it")
    parser.add_argument("export", type=Path, help="export of that source")
    parser.add_argument("--callers", default="all", choices=("all", "tests", "library"), help="whose calls")
    parser.add_argument("--details", type=Path, help="write what was missed and wrong there, as JSON Lines")
    parser.add_argument("--threshold", type=float, default=0.0, help="confidence for --details and --json")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the table")
    arguments = parser.parse_args()

    def wanted(caller: Place) -> bool:
        is_test = re.search(r"(^|/)(tests?|testing)/|(^|/)(test_|conftest)[^/]*$", caller.path) is not None
        return arguments.callers == "all" or is_test == (arguments.callers == "tests")

    pairs = [pair for pair in read_trace(arguments.trace) if wanted(pair.caller)]
    calls = [call for call in read_calls(arguments.export) if wanted(call.caller)]
    result = score(pairs, [call for call in calls if call.confidence >= arguments.threshold])
    if arguments.json:
        print(json.dumps({"recall": result.recall, "precision": result.precision}))
    else:
        print("\n".join(table(pairs, calls)))
    if arguments.details:
        with open(arguments.details, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in details(pairs, result, arguments.trace.parent / "src"))


if __name__ == "__main__":
    main()
