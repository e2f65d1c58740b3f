"""A small index, on both bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from indexer.model.identity import symbol_id
from indexer.model.records import Edge, Symbol
from indexer.store import Binding, IndexFolder, IndexReader, IndexWriter, symbol_row

STAMP = "01890a5d-ac96-774b-bcce-b302099a8057"
LATER = "01890a5d-ac97-774b-bcce-b302099a8057"


@pytest.fixture(params=["mnestic", "pycozo"])
def binding(request: pytest.FixtureRequest) -> Binding:
    if request.param == "pycozo":
        pytest.importorskip("cozo_embedded")
    return request.param


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index")


def symbol(name: str, content_hash: str = "h0", path: str = "pkg/mod.py", parent: str | None = None) -> Symbol:
    return Symbol(
        id=symbol_id(name),
        moniker=f"python pkg 1 {name}",
        name=name.rpartition(".")[2],
        qualified_name=name,
        kind="function",
        path=path,
        language="python",
        parent=symbol_id(parent) if parent else None,
        content_hash=content_hash,
        start_line=1,
        start_column=2,
        end_line=3,
        end_column=4,
        name_line=5,
        name_column=6,
        signature=f"def {name}()",
        docstring="What it does.",
        exported=True,
        external=False,
        test=False,
        detail=("async", "static"),
        words="alpha beta",
    )


def external(name: str) -> Symbol:
    return symbol(name, "", "")._replace(external=True, kind="external")


def node(content_hash: str, key: int) -> tuple[object, ...]:
    return (content_hash, key, "function", "python", "f", "def f()", "", "def f(): pass", 5)


def file(path: str, size: int = 10) -> tuple[object, ...]:
    return (path, "python", "b" * 64, "m" * 64, size, 1_700_000_000_000_000_001, 42, 7, 0, STAMP, False, False, True)


SYMBOLS = [symbol("pkg.mod"), symbol("pkg.mod.f", "h1", parent="pkg.mod"), symbol("pkg.mod.g", "h2", parent="pkg.mod")]
EDGES = [
    Edge(symbol_id("pkg.mod"), "contains", symbol_id("pkg.mod.f"), 1, 0, "syntactic", 1.0),
    Edge(symbol_id("pkg.mod.f"), "calls", symbol_id("pkg.mod.g"), 2, 4, "scope", 0.9),
]


def fill(writer: IndexWriter, symbols: Iterable[Symbol] = SYMBOLS, size: int = 10) -> None:
    writer.put("file", [file("pkg/mod.py", size), file("pkg/other.py", size)])
    writer.put("node", [node(f"h{key}", key) for key in range(3)])
    writer.put("symbol", [symbol_row(one, STAMP, 0.5) for one in symbols])
    writer.put("edge", EDGES)
    writer.put("unresolved", [(symbol_id("pkg.mod.f"), "mystery", 1, 8, "call", "self")])
    writer.put("problem", [("pkg/other.py", "syntax", 3, "unexpected indent")])
    writer.put("text", [(one.id, f"{one.name} parse http request {one.words}") for one in symbols])


@pytest.fixture
def build(folder: IndexFolder, binding: Binding) -> Callable[..., IndexReader]:
    """Builds the small index and opens it."""

    def builder(size: int = 10) -> IndexReader:
        with IndexWriter(folder, binding=binding, meta={"root": "/somewhere"}) as writer:
            fill(writer, size=size)
            return writer.finish()

    return builder


@pytest.fixture
def reader(build: Callable[..., IndexReader]) -> IndexReader:
    return build()
