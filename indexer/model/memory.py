"""Memory that is free goes back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Gives free memory back to the system, where the C library has a call for it (glibc); does nothing elsewhere.

    glibc keeps freed memory below the highest block in use, for its own later use. Python puts small objects elsewhere, so
    that what a repository's packed facts took is never used again. The call looks at free blocks only: a few milliseconds.
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    try:
        found: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; Windows
        return lambda _: None
    return found
