"""Recall and target precision against a trace."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.trace.baseline import rows
from benchmarks.trace.compare import Call, read_calls, score
from benchmarks.trace.pairs import Pair, Place

CALLER = Place("m.py", 1, "caller")
RIGHT = Place("m.py", 10, "run")
WRONG = Place("n.py", 20, "run")
INIT = Place("m.py", 30, "__init__")


def pair(callee: Place, name: str, form: str = "x.m()", made: str = "") -> Pair:
    return Pair(CALLER, callee, name, form, made)


def call(callee: Place, confidence: float = 1.0, owner: str = "") -> Call:
    return Call(CALLER, callee, owner, confidence, "type", 1)


def symbol(place: Place, kind: str, parent: str | None = None, *, external: bool = False) -> dict[str, Any]:
    found = {"type": "symbol", "id": f"{place.path}#{place.line}", "kind": kind, "name": place.name, "parent": parent}
    return found | {"path": None if external else place.path, "name_start": [place.line, 4], "external": external}


def edge(kind: str, source: Place, target: Place, confidence: float = 0.9) -> dict[str, Any]:
    ends = {"source": f"{source.path}#{source.line}", "target": f"{target.path}#{target.line}"}
    return {"type": "edge", "kind": kind, **ends, "line": 1, "confidence": confidence, "provenance": "type"}


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    export = tmp_path / "export.jsonl"
    export.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return export


def test_recall_counts_pairs_found() -> None:
    """One of two executed pairs is an edge."""
    result = score([pair(RIGHT, "run"), pair(INIT, "C", "constructor")], [call(RIGHT)])
    assert result.recall["all"] == (1, 2)
    assert result.recall["x.m()"] == (1, 1)
    assert result.missed == [pair(INIT, "C", "constructor")]


def test_precision_counts_edges_whose_name_was_exercised() -> None:
    """An edge to a namesake that did not run is wrong; one of a name that was never exercised is not judged."""
    never = call(Place("m.py", 40, "never"))
    result = score([pair(RIGHT, "run")], [call(RIGHT), call(WRONG), never])
    assert result.precision["all"] == (1, 2)
    assert result.wrong == [call(WRONG)]


def test_an_init_is_exercised_by_its_class_name() -> None:
    """An edge to `C.__init__` is judged where `C(...)` was executed."""
    result = score([pair(INIT, "C", "constructor")], [call(INIT, owner="C")])
    assert result.precision["constructor"] == (1, 1)


def test_inherited_constructors_are_reported_apart() -> None:
    """`Sub()` that ran a base's `__init__` is in neither total."""
    result = score([pair(INIT, "Sub", "constructor", made="Sub")], [])
    assert result.recall["all"] == (0, 0)
    assert result.recall["inherited"] == (0, 1)
    assert result.missed == []


def test_instantiates_is_a_call_of_the_class_own_init(tmp_path: Path) -> None:
    """An `instantiates` edge finds the `__init__` that the class defines, and nothing where it defines none."""
    owner, bare = Place("m.py", 29, "C"), Place("m.py", 50, "D")
    export = written(
        tmp_path,
        symbol(CALLER, "function"),
        symbol(owner, "class"),
        symbol(INIT, "constructor", "m.py#29"),
        symbol(bare, "class"),
        edge("instantiates", CALLER, owner),
        edge("instantiates", CALLER, bare),
    )
    assert [(found.callee, found.owner) for found in read_calls(export)] == [(INIT, "C")]


def test_an_edge_keeps_its_highest_confidence(tmp_path: Path) -> None:
    """Several sites from one caller to one callee are one call."""
    rows = (
        symbol(CALLER, "function"),
        symbol(RIGHT, "method"),
        *(edge("calls", CALLER, RIGHT, x) for x in (0.4, 0.8, 0.6)),
    )
    assert [found.confidence for found in read_calls(written(tmp_path, *rows))] == [0.8]


def test_targets_outside_the_project_do_not_count(tmp_path: Path) -> None:
    """External callees and edges that are no calls are passed over."""
    outside = Place("x", 0, "len")
    rows = (
        symbol(CALLER, "function"),
        symbol(outside, "external", external=True),
        symbol(RIGHT, "method"),
        edge("calls", CALLER, outside),
        edge("references", CALLER, RIGHT),
    )
    assert read_calls(written(tmp_path, *rows)) == []


def test_a_source_that_is_no_definition_counts_as_what_encloses_it(tmp_path: Path) -> None:
    """A call in a variable's value is its module's."""
    module, variable = Place("m.py", 1, "m"), Place("m.py", 3, "x")
    rows = (
        symbol(module, "module"),
        symbol(variable, "variable", "m.py#1"),
        symbol(RIGHT, "function"),
        edge("calls", variable, RIGHT),
    )
    assert [found.caller for found in read_calls(written(tmp_path, *rows))] == [Place("m.py", 0, "")]


@pytest.mark.parametrize(("threshold", "found"), [(0.0, ["a", "b"]), (0.9, [])])
def test_names_alone_are_the_floor(tmp_path: Path, threshold: float, found: list[str]) -> None:
    """A name that two definitions share gets an edge to both, each half as sure."""
    (tmp_path / "a.py").write_text("def run():\n    pass\n", encoding="utf-8")
    (tmp_path / "b.py").write_text("def run():\n    pass\n\n\nrun()\n", encoding="utf-8")
    calls = read_calls(written(tmp_path, *rows(tmp_path)))
    assert sorted(each.callee.path[0] for each in calls if each.confidence >= threshold) == found
