"""What an index holds, what a symbol looks like, what is wrong with an index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import UnknownSymbol
from indexer.query.diagnosis import check_index, check_machine
from indexer.query.show import show
from indexer.query.status import read_status


def test_counts(database: Any) -> None:
    """Status counts files, symbols by kind, edges by kind and provenance, most frequent first."""
    status = read_status(database, "/repo", "/index")
    assert (status.root, status.index, status.files, status.external, status.unresolved) == ("/repo", "/index", 6, 2, 1)
    assert status.symbols == {"function": 7, "method": 6, "module": 6, "class": 4}
    assert next(iter(status.edges)) == "contains"
    assert sum(status.edges.values()) == sum(status.provenance.values())
    assert status.vectors is None
    assert status.finished is None


def test_counts_of_an_empty_index(empty_index: Any) -> None:
    """An index without rows counts nothing and fails nowhere."""
    status = read_status(empty_index)
    assert (status.files, status.lines, status.nodes, status.symbols, status.edges) == (0, 0, 0, {}, {})


def _run(database: Any, counts: dict[str, int]) -> None:
    columns = "stamp, started, finished, revision, counts"
    row = {"rows": [["1", 1.0, 2.0, "", counts]]}
    database.write(f"?[{columns}] <- $rows :put run {{stamp => {columns.removeprefix('stamp, ')}}}", row)


def test_edges_are_told_as_the_last_run_noted_them(make_database: Callable[[str], Any], tmp_path: Path) -> None:
    """They are not counted; that there are others is for the diagnosis to find."""
    database = make_database("mnestic")
    _run(database, {"files": 1, "edges": 7, "edges.calls": 7, "provenance.type": 4, "provenance.import": 3})
    status = read_status(database)
    assert (status.edges, status.provenance) == ({"calls": 7}, {"type": 4, "import": 3})
    (counts,) = [check for check in check_index(database, tmp_path) if check.name == "counts"]
    assert (counts.verdict, counts.advice) == ("bad", f"codalog index --fresh {tmp_path}")


def test_edges_are_counted_where_a_run_noted_no_provenances(make_database: Callable[[str], Any]) -> None:
    """As runs of earlier versions did, which `--at` still tells of."""
    database = make_database("mnestic")
    counted = read_status(database)
    _run(database, {"files": 1, "edges": 7, "edges.calls": 7})
    assert (read_status(database).edges, read_status(database).provenance) == (counted.edges, counted.provenance)


def test_share_of_vectors(make_database: Callable[[str], Any]) -> None:
    """The share of nodes with vectors of the active model is told, of what there is now: the past needs none."""
    database = make_database("mnestic")
    database.write(":create embedding_1 {key: Int => vector: <F32; 2>}")
    database.write("?[key, vector] <- [[0, vec([1, 0])], [1, vec([0, 1])]] :put embedding_1 {key => vector}")
    texts = dict.fromkeys(("revision", "weights_hash", "engine", "template_version", "normalisation", "place"), "")
    model = {
        "id": "m",
        "name": "tiny",
        "dimension": 2,
        "window": 0,
        "relation": "embedding_1",
        "active": True,
        "next": False,
        "changed": 0,
        **texts,
    }
    columns = ", ".join(model)
    rows = {"rows": [list(model.values())]}
    database.write(f"?[{columns}] <- $rows :put model {{id => {columns.removeprefix('id, ')}}}", rows)
    status = read_status(database)
    assert status.vectors is not None
    assert (status.vectors.model, status.vectors.nodes) == ("tiny", 2)
    assert status.vectors.share == pytest.approx(2 / status.nodes)
    database.write("?[id] := *symbol{id, name}, name != 'shop' && name != 'base' :rm symbol {id}")
    status = read_status(database)
    assert status.vectors is not None
    assert (status.vectors.share, status.nodes > 2) == (1.0, True)  # what is left are the two that have one


def test_show(database: Any) -> None:
    """A definition comes with its place, text, members and uses."""
    (order,) = show(database, "Order")
    assert (order.symbol, order.path, order.line, order.end_line) == ("shop.models.Order", "shop/models.py", 5, 30)
    assert order.members == ("shop.models.Order.save", "shop.models.Order.total")
    assert order.outline == ((7, "method", "save", "def save()"), (14, "method", "total", "def total()"))
    assert order.docstring == "About Order."
    assert order.source == "pass"
    assert order.uses == 3


def test_show_all_and_external(database: Any) -> None:
    """Several are all shown; an external symbol has no text; an unknown one is refused."""
    assert [found.symbol for found in show(database, "dump")] == ["shop.copy.dump", "shop.views.dump"]
    (dumps,) = show(database, "json.dumps")
    assert (dumps.path, dumps.source, dumps.uses) == ("", "", 1)
    with pytest.raises(UnknownSymbol):
        show(database, "nothing_here")


def test_a_sound_index(database: Any, tmp_path: Path) -> None:
    """Of a sound index only what is missing or stale is noted."""
    verdicts = {check.name: check.verdict for check in check_index(database, tmp_path)}
    assert verdicts == {
        "rows": "ok",
        "counts": "ok",
        "edges": "bad",
        "owners": "ok",
        "problems": "ok",
        "vectors": "note",
        "fresh": "note",
    }
    (edges,) = [check for check in check_index(database, tmp_path) if check.name == "edges"]
    assert edges.message == "1 edges lead to no symbol"  # Order.clean_up, which the small program leaves undefined


def test_an_empty_index(empty_index: Any, tmp_path: Path) -> None:
    """An empty index is bad, and the advice is to index."""
    rows = check_index(empty_index, tmp_path)[0]
    assert (rows.verdict, rows.message, rows.advice) == ("bad", "the index is empty", f"codalog index {tmp_path}")


def test_machine() -> None:
    """The machine's checks say which Python runs and which embedder there is."""
    checks = {check.name: check for check in check_machine()}
    assert checks["python"].message.startswith("Python 3.")
    assert checks["embedder"].verdict in {"ok", "note"}
