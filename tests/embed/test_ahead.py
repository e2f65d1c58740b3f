"""Running ahead of what is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from indexer.embed.ahead import ahead


@pytest.mark.parametrize("depth", [1, 3])
def test_items_come_in_order(depth: int) -> None:
    """However far it runs ahead, nothing is lost, doubled or moved."""
    assert list(ahead(range(20), depth)) == list(range(20))
    assert list(ahead([], depth)) == []


def test_the_next_item_is_made_while_one_is_used() -> None:
    """When the first is given out, the second is being made."""
    second = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    running = ahead(items())
    assert next(running) == 1
    assert second.wait(10)
    assert list(running) == [2]


def test_an_error_comes_where_its_item_would() -> None:
    """What fails in the other thread fails here, after the items before it."""

    def items() -> Iterator[int]:
        yield 1
        raise ValueError("second")

    running = ahead(items())
    assert next(running) == 1
    with pytest.raises(ValueError, match="second"):
        next(running)
