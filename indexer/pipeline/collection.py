"""Memory management of a run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Runs without the garbage collector of cycles.

    Facts and rows are millions of small tuples without cycles: looking through them again and again for what is not
    there took a quarter of a run.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
