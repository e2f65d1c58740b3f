"""Memory that goes back to the system."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from indexer.model import memory


def test_where_the_c_library_has_no_call_for_it_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with musl, and on macOS and Windows."""

    def without(_: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", without)
    memory._trim.cache_clear()
    memory.give_back()
    memory._trim.cache_clear()


def test_all_that_is_free_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library is asked to keep nothing at the top of the heap."""
    kept: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=kept.append))
    memory._trim.cache_clear()
    memory.give_back()
    memory._trim.cache_clear()
    assert kept == [0]
