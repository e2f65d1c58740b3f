"""A repository with an index, as the store writes it: what commands and the façade are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from indexer.model.identity import digest, new_stamp, symbol_id
from indexer.model.records import Symbol
from indexer.pipeline.rows import edge_counts
from indexer.store import IndexWriter, index_folder, load_schema

SOURCE = """\
class Order:
    def total(self):
        return 1

def checkout(order):
    return order.total()
"""

# kind, qualified name, parent, start line, end line, signature
DEFINITIONS = [
    ("module", "shop", None, 0, 5, ""),
    ("class", "shop.Order", "shop", 0, 2, "class Order"),
    ("method", "shop.Order.total", "shop.Order", 1, 2, "def total(self)"),
    ("function", "shop.checkout", "shop", 4, 5, "def checkout(order)"),
]
EDGES = [
    *((parent, "contains", name, start, 0, "syntactic", 1.0) for _, name, parent, start, *_ in DEFINITIONS if parent),
    ("shop.checkout", "calls", "shop.Order.total", 1, 17, "type", 0.9),
]


def symbols() -> Iterator[Symbol]:
    for kind, name, parent, start, end, signature in DEFINITIONS:
        yield Symbol(
            id=symbol_id(name),
            moniker=f"python . {name}",
            name=name.rpartition(".")[2],
            qualified_name=name,
            kind=kind,
            path="shop.py",
            language="python",
            parent=symbol_id(parent) if parent else None,
            content_hash=digest(name.encode()),
            start_line=start,
            start_column=0,
            end_line=end,
            end_column=0,
            name_line=start,
            name_column=4,
            signature=signature,
            docstring="",
            exported=True,
            external=False,
            test=False,
            detail=(),
            words="",
        )


def build(root: Path, data: Path) -> None:
    """Write the shop, and its index below `data`."""
    file = root / "shop.py"
    file.write_text(SOURCE, encoding="utf-8", newline="\n")
    stat = file.stat()
    stamp = new_stamp()
    folder = index_folder(root, data_dir=data)
    with IndexWriter(folder, meta={"root": str(root)}) as writer:
        state = (stat.st_size, stat.st_mtime_ns, stat.st_ino, 6, 0, stamp, False, False, False)
        writer.put("file", [("shop.py", "python", digest(file.read_bytes()), "", *state)])
        columns = load_schema().relation("symbol").headers
        rows = [{**symbol._asdict(), "rank": 0.25, "stamp": stamp} for symbol in symbols()]
        writer.put("symbol", [tuple(row[column] for column in columns) for row in rows])
        edges = [(symbol_id(a), kind, symbol_id(b), *rest) for a, kind, b, *rest in EDGES]
        writer.put("edge", edges)
        nodes: list[tuple[Any, ...]] = []
        for key, symbol in enumerate(symbols()):
            text = "\n".join(SOURCE.splitlines()[symbol.start_line : symbol.end_line + 1])
            head = (symbol.content_hash, key, symbol.kind, "python", symbol.name, symbol.signature)
            nodes.append((*head, "", text, 9))
        writer.put("node", nodes)
        writer.put("text", [(symbol.id, symbol.name.lower()) for symbol in symbols()])
        began = [1_700_000_000_000_000, True]
        states = [(one.id, began, one.content_hash, stamp, one.path, one.qualified_name) for one in symbols()]
        writer.put("version", states)
        writer.put("run", [(stamp, 1.0, 1_700_000_000.0, "abc123", {"files": 1, **edge_counts(edges)})])
        writer.finish().close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The shop and the folder of its index, made once: a build waits for the disk."""
    data = tmp_path_factory.mktemp("shop data")
    root = tmp_path_factory.mktemp("shop repo")
    (root / "sub").mkdir()
    build(root, data)
    return root, data


@pytest.fixture
def shop(built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An indexed repository, which is also the current folder; leave it as it is."""
    root, data = built
    monkeypatch.setenv("CODALOG_DATA_DIR", str(data))
    with chdir(root):
        yield root
