"""From a repository to an index: discover, extract, link, write, embed.

Names are imported when they are first used: a worker process needs only what extracts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.pipeline.analyse import analyse_repository as analyse_repository
    from indexer.pipeline.report import IndexReport as IndexReport
    from indexer.pipeline.run import index_repository as index_repository

_HOMES = {
    "IndexReport": "indexer.pipeline.report",
    "analyse_repository": "indexer.pipeline.analyse",
    "index_repository": "indexer.pipeline.run",
}

__all__ = ["IndexReport", "analyse_repository", "index_repository"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
