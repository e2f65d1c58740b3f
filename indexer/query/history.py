"""What was: versions of a symbol, and what two moments differ in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from indexer.query.moments import MICRO, moment
from indexer.query.resolve import exactly, resolve_one
from indexer.query.runner import Runner


class Version(NamedTuple):
    """What a symbol was from a moment on."""

    at: str
    """ISO 8601, UTC."""
    present: bool
    """False where it is gone from then on."""
    content_hash: str
    stamp: str
    """UUIDv7 of when it took on this content."""
    path: str
    symbol: str
    """Its qualified name then."""
    source: str
    """Text of the body; '' where it is no longer kept."""
    diff: str
    """Unified diff from the version before; '' for the first, and where only what is inside of it changed."""
    inside: tuple[str, ...] = ()
    """Names, below its own, of what changed inside of it then: innermost ones, where its own text did not change."""


class SymbolChange(NamedTuple):
    """One symbol that differs between two moments."""

    change: str
    """'added', 'removed', 'changed', or 'moved' (the same body at another place or under another name)."""
    symbol: str
    """Qualified name: of what is there at the later moment; of what went, at the earlier."""
    path: str
    was: str
    """Qualified name at the earlier moment, where it was another."""
    inside: bool = False
    """Whether nothing of its own changed: what is inside of it did, and is listed, too."""


class EdgeChange(NamedTuple):
    """One relation that was gained or lost between two moments."""

    change: str
    """'gained' or 'lost'."""
    source: str
    kind: str
    target: str


class Difference(NamedTuple):
    """What two moments differ in."""

    symbols: list[SymbolChange]
    edges: list[EdgeChange]
    whole: bool
    """Whether all changes of edges between the moments are known: not those of a first build, of commits that were
    backfilled, nor of runs whose records have been collected."""
    since: str = ""
    """ISO 8601, UTC, of the first moment that is known, where the earlier one is before it: all that there was by then counts
    as added; '' where it is not."""


def history(runner: Runner, said: str | int) -> list[Version]:
    """All versions of a symbol, newest first.

    Args:
        runner: The index.
        said: As for `resolve_one`; a symbol that is gone by its qualified name.

    Raises:
        UnknownSymbol: nothing is or was called so.
        AmbiguousSymbol: several are.
    """
    script = """?[symbol, at, content_hash, stamp, path, qualified_name] := symbol = $id,
    *version{symbol, at, content_hash, stamp, path, qualified_name}"""
    rows = runner.run(script, {"id": _symbol(runner, said)}).rows
    rows = sorted(rows, key=lambda row: row[1][0])
    sources = _sources(runner, {row[2] for row in rows if row[2]})
    changed = _changed_inside(runner, {row[5] for row in rows if row[5]}) if len(rows) > 1 else {}
    found: list[Version] = []
    before = ""
    for _, (at, present), content_hash, stamp, path, name in rows:
        if found and (found[-1].present, found[-1].content_hash, found[-1].path) == (bool(present), content_hash, path):
            continue
        source = sources.get(content_hash, "")
        diff = _diff(before, source) if found and source and before else ""
        inside = changed.get(at, ()) if found and present and not diff else ()
        found.append(Version(_iso(at), bool(present), content_hash, stamp, path, name, source, diff, inside))
        before = source or before
    return found[::-1]


def _changed_inside(runner: Runner, names: set[str]) -> dict[int, tuple[str, ...]]:
    """What changed, appeared or went inside of a symbol that had these names, by moment: the innermost, by their names below
    its own."""
    script = """named[name] <- $names
inner[symbol, qualified_name, name] := named[name], *version{symbol, qualified_name}, starts_with(qualified_name, concat(name, '.'))
?[at, below] := inner[symbol, qualified_name, name], *version{symbol, at}, below = slice_string(qualified_name, length(name) + 1, length(qualified_name))"""
    found: dict[int, set[str]] = {}
    for (at, _), below in runner.run(script, {"names": [[name] for name in sorted(names)]}).rows:
        found.setdefault(at, set()).add(below)
    return {at: tuple(sorted(below - _around(below))) for at, below in found.items()}


def _around(names: Iterable[str]) -> set[str]:
    """Names that others continue."""
    return {name[:end] for name in names for end, sign in enumerate(name) if sign == "."}


def _symbol(runner: Runner, said: str | int) -> int:
    """The id of a symbol that is there or, failing that, was."""
    if isinstance(said, int):
        return said
    if not exactly(runner, said):
        script = "?[symbol] := *version{symbol, qualified_name}, is_in(qualified_name, [$name])"
        gone = runner.run(script, {"name": said}).rows
        if len(gone) == 1:
            return int(gone[0][0])
    return resolve_one(runner, said).id


def _sources(runner: Runner, hashes: set[str]) -> dict[str, str]:
    script = (
        "wanted[content_hash] <- $hashes\n?[content_hash, source] := wanted[content_hash], *node{content_hash, source}"
    )
    rows = runner.run(script, {"hashes": [[one] for one in sorted(hashes)]}).rows if hashes else []
    return {row[0]: row[1] for row in rows}


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return "\n".join(list(lines)[2:])


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / MICRO, UTC).isoformat(timespec="seconds")


def compare(runner: Runner, earlier: str, later: str) -> Difference:
    """What two moments differ in.

    Args:
        runner: The index.
        earlier: As for `moment`.
        later: As for `moment`.

    Raises:
        BadParameter: one of them is no moment.
    """
    first, last = moment(runner, earlier), moment(runner, later)
    known = _known_since(runner)
    since = _iso(known) if first < known <= last else ""
    symbols = _symbols(runner, _state(runner, first), _state(runner, last))
    return Difference(symbols, *_edges(runner, first, last), since)


def _known_since(runner: Runner) -> int:
    """The moment of the first version there is, microseconds since the epoch."""
    rows = runner.run("?[min(started)] := *run{started}, started > 0.0").rows
    return round(rows[0][0] * MICRO) if rows and rows[0][0] is not None else 0


def _state(runner: Runner, at: int) -> dict[int, tuple[str, str, str]]:
    """Every symbol at a moment: (content hash, path, qualified name) by id."""
    script = f"?[symbol, content_hash, path, qualified_name] := *version{{symbol, content_hash, path, qualified_name @ {int(at)}}}"
    return {row[0]: (row[1], row[2], row[3]) for row in runner.run(script).rows}


def _symbols(
    runner: Runner, before: Mapping[int, tuple[str, str, str]], after: Mapping[int, tuple[str, str, str]]
) -> list[SymbolChange]:
    gone: dict[str, list[tuple[str, str, str]]] = {}
    for symbol, state in before.items():
        if symbol not in after:
            gone.setdefault(state[0], []).append(state)
    found: list[SymbolChange] = []
    for symbol, (content_hash, path, name) in after.items():
        old = before.get(symbol)
        if old is None:
            moved = gone.get(content_hash)
            was = moved.pop() if moved else None
            found.append(SymbolChange("moved", name, path, was[2]) if was else SymbolChange("added", name, path, ""))
        elif old[0] != content_hash:
            found.append(SymbolChange("changed", name, path, ""))
        elif old[2] != name:
            found.append(SymbolChange("moved", name, path, old[2]))
    found += [SymbolChange("removed", name, path, "") for states in gone.values() for _, path, name in states]
    return sorted(_told_inside(runner, found, before, after), key=lambda one: (one.path, one.symbol, one.change))


def _told_inside(
    runner: Runner,
    found: list[SymbolChange],
    before: Mapping[int, tuple[str, str, str]],
    after: Mapping[int, tuple[str, str, str]],
) -> list[SymbolChange]:
    """The changes, with those marked whose own text is what it was: what is inside of them changed."""
    around = _around({one.symbol for one in found})
    hashes = {
        (path, name): (before[symbol][0], content_hash)
        for symbol, (content_hash, path, name) in after.items()
        if name in around and symbol in before and before[symbol][0] != content_hash
    }
    sources = _sources(runner, {one for pair in hashes.values() for one in pair})
    same = {
        place for place, (old, new) in hashes.items() if old in sources and sources[old] == sources.get(new)
    }  # fmt: skip
    return [
        one._replace(inside=True) if one.change == "changed" and (one.path, one.symbol) in same else one
        for one in found
    ]


def _edges(runner: Runner, first: int, last: int) -> tuple[list[EdgeChange], bool]:
    runs = runner.run("?[stamp, started] := *run{stamp, started}").rows
    between = [stamp for stamp, started in runs if first < round(started * MICRO) <= last]
    recorded = {row[0] for row in runner.run("?[run] := *undo{run}").rows}
    rows = runner.run(
        "wanted[run] <- $runs\n?[run, source, kind, target, gained] := wanted[run],"
        " *edge_change{run, source, kind, target, gained}",
        {"runs": [[stamp] for stamp in between]},
    ).rows if between else []  # fmt: skip
    net: dict[tuple[int, str, int], int] = {}
    for _, source, kind, target, gained in rows:
        net[source, kind, target] = net.get((source, kind, target), 0) + (1 if gained else -1)
    names = _names(runner, {symbol for source, _, target in net for symbol in (source, target)})
    found = [
        EdgeChange("gained" if count > 0 else "lost", names.get(source, "?"), kind, names.get(target, "?"))
        for (source, kind, target), count in net.items()
        if count
    ]
    return sorted(found), recorded.issuperset(between)


def _names(runner: Runner, symbols: set[int]) -> dict[int, str]:
    """Qualified names of symbols that are there, or were."""
    if not symbols:
        return {}
    given = {"symbols": [[one] for one in sorted(symbols)]}
    past = "wanted[symbol] <- $symbols\n?[symbol, qualified_name] := wanted[symbol], *version{symbol, qualified_name}, qualified_name != ''"
    now = "wanted[id] <- $symbols\n?[id, qualified_name] := wanted[id], *symbol{id, qualified_name}"
    return {row[0]: row[1] for script in (past, now) for row in runner.run(script, given).rows}
