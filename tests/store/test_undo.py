"""What undoes a run: what it replaced, what it added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from indexer.store.engine import Engine
from indexer.store.schema import load_schema
from indexer.store.undo import REPLACED, Undo, pack, undo_rows, undone_after, unpack
from indexer.store.updater import Change

SAID_BY_THEMSELVES = {"run", "version", "edge_change", "undo"}
"""Relations whose rows say when they are from."""
A_RUNS_OWN = {"facts", "flow", "asked", "linked", "model"}
"""Relations that no answer about code depends on."""


@pytest.fixture
def engine() -> Engine:
    """An empty index in memory."""
    made = Engine("mnestic")
    for script in load_schema().scripts:
        made.run(script)
    return made


def problem(path: str, message: str) -> list[Any]:
    return [path, "syntax", 1, message]


def run(stamp: str) -> Change:
    return Change("run", [(stamp, 1.0, 2.0, "", {})], [])


def apply(engine: Engine, *changes: Change) -> list[Sequence[Any]]:
    """Records what undoes the changes, and makes them."""
    rows = undo_rows(engine, changes)
    for change in (*changes, Change("undo", rows, [])):
        relation = load_schema().relation(change.relation)
        keys = ", ".join(relation.headers[: relation.key_width])
        if change.removals:
            engine.run(f"?[{keys}] <- $keys :rm {change.relation} {{{keys}}}", {"keys": list(change.removals)})
        engine.put(change.relation, relation.headers, change.puts)
    return rows


def test_every_relation_is_undone_or_needs_no_undoing() -> None:
    """A new relation belongs to one side: decide which."""
    names = {relation.name for relation in load_schema().relations}
    assert names == set(REPLACED) | SAID_BY_THEMSELVES | A_RUNS_OWN


def test_what_is_packed_comes_back() -> None:
    """Rows and keys, as they were: texts of any kind, lists, nothing, numbers to the last digit."""
    undo = Undo([["a\udc80\u2028ö", [1, ["x"]], None, True, 1.1e-05]], [("k", 2), ("l", 3)])
    assert unpack(pack("r", "symbol", undo)[2]) == undo


def test_replaced_removed_and_added(engine: Engine) -> None:
    """Of the first two the rows are kept, of the third the key."""
    apply(engine, run("r1"), Change("problem", [problem("a", "old"), problem("b", "gone"), problem("c", "stays")], []))
    changes = Change("problem", [problem("a", "new"), problem("d", "added")], [["b", "syntax", 1]])
    (row,) = apply(engine, run("r2"), changes)
    assert row[:2] == ("r2", "problem")
    found = unpack(row[2])
    assert sorted(found.rows) == [problem("a", "old"), problem("b", "gone")]
    assert found.added == [("d", "syntax", 1)]


def test_later_runs_are_undone_as_one(engine: Engine) -> None:
    """Each key is what it was first: a row that came and went leaves no trace."""
    apply(engine, run("r1"), Change("problem", [problem("a", "1")], []))
    apply(engine, run("r2"), Change("problem", [problem("a", "2"), problem("b", "2")], []))
    apply(engine, run("r3"), Change("problem", [problem("a", "3")], [["b", "syntax", 1]]))
    assert undone_after(engine, "r1") == {"problem": Undo([problem("a", "1")], [("b", "syntax", 1)])}
    assert undone_after(engine, "r2") == {"problem": Undo(sorted([problem("a", "2"), problem("b", "2")]), [])}
    assert undone_after(engine, "r3") == {}


def test_upkeep_is_not_undone(engine: Engine) -> None:
    """Changes without a run, and those of backfilled runs, concern the past and not the present."""
    change = Change("problem", [problem("a", "1")], [])
    assert undo_rows(engine, [change]) == []
    assert undo_rows(engine, [Change("run", [*run("r1").puts, *run("r2").puts], []), change]) == []
