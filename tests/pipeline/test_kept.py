"""What a build writes of each file while it is extracted."""

from __future__ import annotations

from pathlib import Path

from indexer.pipeline.kept import KeptFiles
from indexer.pipeline.wire import Extracted
from indexer.pipeline.worker import Task, extract_file
from indexer.sources.load import LoadOptions
from indexer.store import IndexWriter


def _extracted(root: Path, path: str, text: str) -> Extracted:
    (root / path).write_text(text, encoding="utf-8")
    found = extract_file(Task(root, LoadOptions()), path)
    assert isinstance(found, Extracted)
    return found


def test_the_first_of_equal_bodies_speaks_for_all(tmp_path: Path) -> None:
    """A body that two files have is written once, as the first of them writes it."""
    first, second = (
        _extracted(tmp_path, "a.py", "def f(): return 1\n"),
        _extracted(tmp_path, "b.py", "def f():\n    return 1\n"),
    )
    with IndexWriter(None) as writer:
        kept = KeptFiles(writer, {})
        kept.add(first)
        kept.add(second)
        kept.flush()
        sources = writer.run("?[source] := *node{source, kind}, kind == 'function'").rows
        paths = writer.run("?[path] := *facts{path}").rows
    assert sources == [["def f(): return 1"]]
    assert paths == [["a.py"], ["b.py"]]


def test_a_body_that_was_there_keeps_its_integer(tmp_path: Path) -> None:
    """Other bodies get integers that no body had."""
    file = _extracted(tmp_path, "a.py", "def f(): return 1\ndef g(): return 2\n")
    function = next(node.content_hash for node in file.nodes() if node.name == "f")
    with IndexWriter(None) as writer:
        kept = KeptFiles(writer, {function: 7, "gone": 9})
        kept.add(file)
    assert kept.keys.pop(function) == 7
    assert sorted(kept.keys.values()) == [10, 11]
