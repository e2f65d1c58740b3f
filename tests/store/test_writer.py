"""Builds: all or nothing, whatever happens."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import BadDatalog, IndexLocked
from indexer.model.identity import symbol_id
from indexer.store import Binding, IndexFolder, IndexReader, IndexWriter
from indexer.store import writer as writer_module
from tests.store.conftest import fill, node

BUILD = """
import os, signal, sys
from pathlib import Path
from indexer.store import IndexFolder, IndexWriter, folder as module
from tests.store.conftest import fill

path, last = sys.argv[1], int(sys.argv[2])
step = 0

def dying(work):
    # Dies before and after each thing that publishing does to the disk.
    def wrapped(*args, **kwargs):
        for doing in (False, True):
            global step
            step += 1
            if step == last:
                os.kill(os.getpid(), signal.SIGKILL)
            if not doing:
                result = work(*args, **kwargs)
        return result
    return wrapped

with IndexWriter(IndexFolder(Path(path))) as writer:
    fill(writer, size=20)
    for name in ("_flush", "_flush_folder"):
        setattr(module, name, dying(getattr(module, name)))
    for name in ("rename", "replace", "write_text", "unlink"):
        setattr(Path, name, dying(getattr(Path, name)))
    writer.put = dying(writer.put)
    writer.finish()
print("steps", step)
"""

FULL = """
import resource, sys
from pathlib import Path
from indexer.errors import DiskFull
from indexer.store import IndexFolder, IndexWriter
from tests.store.conftest import node
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    with IndexWriter(IndexFolder(Path(sys.argv[1])), binding=sys.argv[2]) as writer:
        writer.put("node", ((*node(f"{key:064}", key)[:7], "x" * 500, 9) for key in range(5000)))
        writer.finish()
except DiskFull as error:
    print("full", str(error).count("\\n"))
"""

ROOT = Path(__file__).parents[2]


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )


def sizes(reader: IndexReader) -> set[int]:
    return {state.size for state in reader.files().values()}


def databases(folder: IndexFolder) -> list[str]:
    return sorted(file.name for file in folder.path.iterdir() if ".db" in file.name)


def test_a_build_is_read_back(reader: IndexReader) -> None:
    """Every relation has the rows that were put."""
    counts = {name: count for name, count in reader.counts().items() if count}
    assert counts == {
        "meta": 3, "file": 2, "problem": 1, "node": 3, "symbol": 3, "edge": 2, "unresolved": 1, "text": 3
    }  # fmt: skip


def test_the_text_is_found_by_its_words(reader: IndexReader) -> None:
    """The full-text index is filled while rows are put."""
    script = "?[symbol, score] := ~text:words{symbol | query: $q, k: 10, bind_score: score}"
    assert {row[0] for row in reader.run(script, {"q": "Request"}).rows} == {
        symbol_id(name) for name in ("pkg.mod", "pkg.mod.f", "pkg.mod.g")
    }
    assert [row[0] for row in reader.run(script, {"q": "mod"}).rows] == [symbol_id("pkg.mod")]


def test_secondary_indexes_are_true(reader: IndexReader) -> None:
    """An edge is found from its target, a node from its key."""
    assert [edge.kind for edge in reader.edges_to(symbol_id("pkg.mod.g"))] == ["calls"]
    assert reader.run("?[content_hash] := *node:by_key{key: 2, content_hash}").rows == [["h2"]]


def test_a_second_build_replaces_the_first(build: Callable[..., IndexReader], folder: IndexFolder) -> None:
    """There is one database file, the new one."""
    build().close()
    assert sizes(build(size=20)) == {20}
    assert databases(folder) == [folder.required().name]


def test_a_build_that_is_not_finished_changes_nothing(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """Leaving without `finish` leaves the former index and no litter, and frees the lock."""
    reader = build()
    before = databases(folder)
    with IndexWriter(folder, binding=binding) as writer:
        fill(writer, size=20)
    assert databases(folder) == before
    assert sizes(reader) == sizes(build()) == {10}


def test_a_build_keeps_more_of_its_file_in_memory_than_a_reader(binding: Binding, folder: IndexFolder) -> None:
    """How much is told in the file itself, so that nobody who opens the published one takes what building takes."""

    def pages(file: Path) -> int:
        with closing(sqlite3.connect(file)) as connection:
            return int(connection.execute("PRAGMA default_cache_size").fetchone()[0])

    with IndexWriter(folder, binding=binding) as writer:
        (file,) = folder.path.glob("building-*.db")
        building = pages(file)
        writer.finish().close()
    assert 0 < pages(folder.required()) < building


def test_two_builds_at_once_are_refused(folder: IndexFolder, binding: Binding) -> None:
    """The second is told, and the first goes on."""
    with IndexWriter(folder, binding=binding) as writer:
        with pytest.raises(IndexLocked), IndexWriter(folder, binding=binding):
            pass
        fill(writer)
        assert sizes(writer.finish()) == {10}


def test_readers_go_on_while_a_build_runs(
    build: Callable[..., IndexReader], folder: IndexFolder, binding: Binding
) -> None:
    """An open reader answers from the former index until the build is published, then from the new one."""
    reader = build()
    with IndexWriter(folder, binding=binding) as writer:
        fill(writer, size=20)
        assert sizes(reader) == {10}
        assert sizes(IndexReader(folder, binding=binding)) == {10}
        writer.finish()
        assert sizes(reader) == {20}


@pytest.mark.slow
@pytest.mark.parametrize("former", [True, False])
def test_killed_at_any_moment_the_index_is_the_old_or_the_new_one(
    former: bool, tmp_path: Path, folder: IndexFolder
) -> None:
    """For each step of publishing: kill there, look, and let the next writer clean up."""
    with IndexWriter(folder) as writer:
        if former:
            fill(writer)
            writer.finish().close()
    seen = []
    for last in range(1, 40):
        trial = IndexFolder(tmp_path / f"trial{last}")
        shutil.copytree(folder.path, trial.path)
        done = run(BUILD, trial.path, last)
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        seen.append(sizes(IndexReader(trial)) if trial.current() else set())
        with IndexWriter(trial):
            left = databases(trial)
            assert len(left) == len(seen[-1]) + 1, "what is published, and the build in progress"
    else:
        pytest.fail("never got to the end")
    old = {10} if former else set()
    assert seen == [old] * seen.count(old) + [{20}] * seen.count({20}), "once it is the new one it stays so"
    assert seen.count(old) >= 10
    assert seen.count({20}) >= 3


def test_a_full_disk_is_told_and_leaves_nothing(binding: Binding, folder: IndexFolder) -> None:
    """With a limit on the size of files in place of a full disk: one line, exit of the right kind, no litter."""
    done = run(FULL, folder.path, binding)
    assert done.stdout == "full 0\n", done.stderr
    assert databases(folder) == []


def test_a_generator_is_never_held_whole(
    folder: IndexFolder, binding: Binding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are written batch by batch as they come."""
    monkeypatch.setattr(writer_module, "_BATCH_ROWS", 10)
    with IndexWriter(folder, binding=binding) as writer:
        written: list[int] = []

        def rows() -> Iterator[tuple[object, ...]]:
            for number in range(35):
                if number == 20:
                    written.append(writer.run("?[count(path)] := *problem{path}").rows[0][0])
                yield (f"p{number % 7}", "syntax", number, "x")

        assert writer.put("problem", rows()) == 35
        assert written == [20]


def test_an_index_in_memory_stores_nothing(binding: Binding, tmp_path: Path) -> None:
    """Without a folder the reader answers from memory, after the writer is left too."""
    with IndexWriter(None, binding=binding) as writer:
        fill(writer)
        reader = writer.finish()
    assert reader.path is None
    assert len(reader.symbols_named("f")) == 1
    assert list(tmp_path.iterdir()) == []


def test_rows_that_do_not_fit_are_an_error(folder: IndexFolder, binding: Binding) -> None:
    """A wrong type, a missing column and an unknown relation are found when put."""
    with IndexWriter(folder, binding=binding) as writer:
        with pytest.raises(BadDatalog):
            writer.put("meta", [("key", 1)])
        with pytest.raises(BadDatalog):
            writer.put("edge", [(1, "calls", 2, 0, 0)])
        with pytest.raises(KeyError):
            writer.put("nothing", [])


@pytest.mark.parametrize("in_memory", [False, True])
def test_rows_that_wait_are_put_before_publishing(binding: Binding, folder: IndexFolder, *, in_memory: bool) -> None:
    """In the order of their keys, also where nobody asks for it; a rest in between loses nothing."""
    with IndexWriter(None if in_memory else folder, binding=binding) as writer:
        writer.wait("node", [node("h2", 2), node("h1", 1)])
        writer.put_waiting()
        writer.rest()
        writer.wait("node", [node("h4", 4)])
        writer.wait("node", [node("h3", 3)])
        reader = writer.finish()
    assert [row[0] for row in reader.rows("node")] == ["h1", "h2", "h3", "h4"]
    reader.close()
