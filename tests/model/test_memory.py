"""Memory that goes back to the system."""

from __future__ import annotations

import ctypes

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


def test_the_call_is_looked_up_once() -> None:
    """Giving back twice uses one and the same function."""
    memory.give_back()
    assert memory._trim() is memory._trim()
