"""Reading an index."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import IndexDamaged, IndexFormatError, NoIndex, QueryTimeout
from indexer.model.identity import symbol_id
from indexer.store import Binding, FileState, IndexFolder, IndexReader, IndexWriter
from indexer.store import reader as reader_module
from tests.store.conftest import EDGES, STAMP, fill, symbol


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} | {
        ".": (b"", folder.stat().st_mtime_ns)
    }


def test_symbols_are_found_by_id_name_and_place(reader: IndexReader) -> None:
    """Each way finds the same whole row."""
    wanted = symbol("pkg.mod.f", "h1", parent="pkg.mod")
    (found,) = reader.symbols([symbol_id("pkg.mod.f"), 7])
    assert found.signature == wanted.signature
    assert found.detail == ["async", "static"]
    assert (found.parent, found.rank, found.stamp) == (symbol_id("pkg.mod"), 0.5, STAMP)
    assert reader.symbols_named("f") == reader.symbols_qualified("pkg.mod.f") == [found]
    assert found in reader.symbols_of_file("pkg/mod.py")
    assert len(reader.symbols_of_file("pkg/mod.py")) == 3
    assert reader.symbols_named("nothing") == reader.symbols([]) == []


def test_edges_are_found_from_both_ends(reader: IndexReader) -> None:
    """An edge comes back as the record that was put."""
    assert reader.edges_from(symbol_id("pkg.mod.f")) == [EDGES[1]]
    assert reader.edges_to(symbol_id("pkg.mod.f")) == [EDGES[0]]


def test_files_and_meta_tell_what_was_read(reader: IndexReader) -> None:
    """Enough to tell whether a file has changed since; nanoseconds survive."""
    state = FileState(10, 1_700_000_000_000_000_001, 42, "b" * 64)
    assert reader.files() == {"pkg/mod.py": state, "pkg/other.py": state}
    assert reader.meta()["root"] == "/somewhere"
    assert reader.node_keys() == {"h0": 0, "h1": 1, "h2": 2}


def test_all_rows_are_taken_over_without_loss(folder: IndexFolder, binding: Binding) -> None:
    """Ranges of ids leave out nothing, at their edges neither."""
    step = (1 << 63) // 32
    ids = [0, 1, step - 1, step, step + 1, (1 << 63) - 1]
    with IndexWriter(folder, binding=binding) as writer:
        writer.put("text", [(number, "x") for number in ids])
        reader = writer.finish()
    assert [row[0] for row in reader.rows("text")] == ids
    assert list(reader.rows("text", columns=["body", "symbol"])) == [["x", number] for number in ids]
    assert [row[0] for row in reader.rows("meta")] == ["format", "schema"]


def test_reading_changes_nothing_on_disk(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """Opening, asking and closing leave every byte and every time as they were: an index up to date costs no write."""
    build().close()
    before = snapshot(folder.path)
    with IndexReader(folder, binding=binding) as reader:
        assert reader.files()
        assert reader.symbols_named("f")
        assert reader.run("?[symbol] := ~text:words{symbol | query: 'alpha', k: 3}").rows
    assert snapshot(folder.path) == before


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of POSIX")
def test_a_reader_needs_no_right_to_write(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """An index that somebody else owns can be read."""
    build().close()
    for file in folder.path.iterdir():
        file.chmod(0o444)
    folder.path.chmod(0o555)
    try:
        assert IndexReader(folder, binding=binding).symbols_named("f")
    finally:
        folder.path.chmod(0o755)


def test_no_index_says_how_to_build_one(folder: IndexFolder, binding: Binding) -> None:
    """Nothing is made by asking."""
    with pytest.raises(NoIndex, match="codalog index"):
        IndexReader(folder, binding=binding)
    assert not folder.path.exists()


@pytest.mark.parametrize("key", ["format", "schema"])
def test_an_index_of_another_version_is_refused(folder: IndexFolder, binding: Binding, key: str) -> None:
    """Another format or another schema: what it has, what is wanted, what to do."""
    with IndexWriter(folder, binding=binding) as writer:
        writer.finish().close()
        path = folder.required()
    engine = reader_module.Engine(binding, path)
    engine.put("meta", ["key", "value"], [[key, "999"]])
    engine.close()
    with pytest.raises(IndexFormatError, match=r"999.*this version.*codalog index"):
        IndexReader(folder, binding=binding)


@pytest.mark.parametrize("damage", ["cut", "foreign", "scrambled"])
def test_a_damaged_index_says_so(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding, damage: str
) -> None:
    """Cut short, replaced by something else, or with its first pages overwritten: one line, and what to do."""
    build().close()
    path = folder.required()
    whole = path.read_bytes()
    foreign = folder.path / "x"
    reader_module.Engine(binding, foreign, create=True).close()
    bad = {
        "cut": whole[:20_000],
        "foreign": foreign.read_bytes(),
        "scrambled": whole[:200] + b"\xff" * 60_000 + whole[60_200:],
    }
    path.write_bytes(bad[damage])
    with pytest.raises(IndexDamaged, match="--fresh") as caught:
        IndexReader(folder, binding=binding)
    assert "\n" not in str(caught.value)


def test_a_readers_own_limit_holds_for_its_queries(reader: IndexReader, folder: IndexFolder, binding: Binding) -> None:
    """The limit of the reader counts unless a query brings its own."""
    slow = "a[x] := x in int_range(150)\n?[count(x)] := a[x], a[y], a[z], x + y + z < 0"
    with pytest.raises(QueryTimeout):
        IndexReader(folder, binding=binding, timeout=0.01).run(slow)
    with pytest.raises(QueryTimeout):
        reader.run(slow, timeout=0.01)


def test_threads_share_a_reader_while_builds_are_published(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """Every query sees one published state, never a mixture or an error."""
    reader = build(size=1)
    seen: list[set[int]] = []
    failed: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                seen.append({state.size for state in reader.files().values()})
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for size in range(2, 6):
        with IndexWriter(folder, binding=binding) as writer:
            fill(writer, size=size)
            writer.finish().close()
    stop.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert all(len(sizes) == 1 for sizes in seen)
    assert {state.size for state in reader.files().values()} == {5}
