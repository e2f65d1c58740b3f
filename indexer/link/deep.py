"""Work that recurses as deep as values flow."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_STACK = 512 * 1024 * 1024
"""Bytes of stack for the thread."""
_RECURSION = 200_000


def deeply(work: Callable[[], T]) -> T:
    """Does something where the stack is deep enough for evaluation, without a collector's rounds, and gives its result."""
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
            failure.append(error)

    outer_size, outer_limit = threading.stack_size(_STACK), sys.getrecursionlimit()
    collecting = gc.isenabled()
    gc.disable()
    try:
        sys.setrecursionlimit(max(outer_limit, _RECURSION))
        thread = threading.Thread(target=run, name="link")
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(outer_limit)
        threading.stack_size(outer_size)
        if collecting:
            gc.enable()
    if failure:
        raise failure[0]
    return result[0]
