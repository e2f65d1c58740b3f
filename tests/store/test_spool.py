"""Rows that wait on disk."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.errors import DiskFull
from indexer.model.identity import digest
from indexer.store import spool as spool_module
from indexer.store.spool import Spool


@pytest.mark.parametrize("waiting", [1, 7, 1000])
def test_rows_come_back_in_the_order_of_their_keys(
    waiting: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, wherever they waited: in memory, on disk, or some here and some there."""
    monkeypatch.setattr(spool_module, "_WAITING", waiting)
    rows = [(digest(str(number).encode()), number, "text", b"bytes", None, 0.5) for number in range(100)]
    random.Random(1).shuffle(rows)
    with Spool(tmp_path) as spool:
        for start in range(0, len(rows), 9):
            spool.add(rows[start : start + 9])
        assert list(spool.rows()) == sorted(rows)


def test_keys_of_any_length_are_in_order(tmp_path: Path) -> None:
    """Short keys, and keys that begin alike, too."""
    keys = ["", "a", "aa", "aab", "aaa", "b", "ab", "\u00e9"]
    with Spool(tmp_path) as spool:
        spool.add((key,) for key in keys)
        assert [row[0] for row in spool.rows()] == sorted(keys)


def test_what_waits_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed leaves no rows behind."""
    monkeypatch.setattr(spool_module, "_WAITING", 1)
    with Spool(tmp_path) as spool:
        spool.add([("key", 1)])
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an error of ours, with what to do."""
    monkeypatch.setattr(spool_module, "_WAITING", 1)
    with open("/dev/full", "r+b", buffering=0) as full, Spool(tmp_path) as spool:
        spool.close()
        monkeypatch.setattr(spool, "_file", full)
        with pytest.raises(DiskFull, match="no space left"):
            spool.add([("key", 1)])
