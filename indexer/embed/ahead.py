"""Making what comes next while what there is, is used."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

Item = TypeVar("Item")

_END: Final[Any] = object()


def ahead(items: Iterable[Item], depth: int = 1) -> Iterator[Item]:
    """The items of an iterable, made in a thread of their own while earlier ones are used: worth it where making them
    waits, or releases the interpreter's lock.

    Args:
        items: Made one by one, never two at once.
        depth: How many may wait; the memory that they take is all that running ahead costs.
    """
    iterator = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="codalog-ahead") as pool:
        waiting: deque[Future[Any]] = deque(pool.submit(next, iterator, _END) for _ in range(depth))
        while (item := waiting.popleft().result()) is not _END:
            waiting.append(pool.submit(next, iterator, _END))
            yield item
