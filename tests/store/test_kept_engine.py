"""A database that stays open between updates."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.store import IndexFolder
from indexer.store.engine import Binding
from indexer.store.reader import IndexReader
from indexer.store.updater import Change, IndexUpdater, KeptEngine


@pytest.fixture
def built(folder: IndexFolder, build: Callable[..., IndexReader]) -> IndexFolder:
    """A folder with the small index."""
    build().close()
    return folder


def problems(folder: IndexFolder, binding: Binding) -> list[str]:
    """What another reader finds."""
    with IndexUpdater(folder, binding=binding) as other:
        return sorted(row[0] for row in other.read("?[path] := *problem{path}").rows)


def put(updater: IndexUpdater, path: str) -> None:
    updater.apply([Change("problem", [(path, "syntax", 1, "why")], [])])


def test_it_is_open_from_one_update_to_the_next(built: IndexFolder, binding: Binding) -> None:
    """Others see what it wrote, and it sees what others wrote in between."""
    kept = KeptEngine()
    with IndexUpdater(built, binding=binding, kept=kept) as first:
        engine = first.engine
        put(first, "a.py")
    assert "a.py" in problems(built, binding)
    with IndexUpdater(built, binding=binding) as between:
        put(between, "b.py")
    with IndexUpdater(built, binding=binding, kept=kept) as second:
        assert second.engine is engine
        assert ["b.py"] in second.read("?[path] := *problem{path}").rows
        put(second, "c.py")
    assert {"a.py", "b.py", "c.py"} <= set(problems(built, binding))
    kept.close()


def test_another_file_in_its_place_is_opened_anew(built: IndexFolder, binding: Binding, tmp_path: Path) -> None:
    """What is written then is not lost in the file that is gone."""
    kept = KeptEngine()
    with IndexUpdater(built, binding=binding, kept=kept) as first:
        engine = first.engine
    path = built.required()
    shutil.copy(path, tmp_path / "aside")
    (tmp_path / "aside").replace(path)
    with IndexUpdater(built, binding=binding, kept=kept) as second:
        assert second.engine is not engine
        put(second, "new.py")
    assert "new.py" in problems(built, binding)
    kept.close()
