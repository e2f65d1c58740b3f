"""Codalog: your code as a Datalog database.

    from indexer import CodeGraph

    CodeGraph.index("path/to/repository")
    with CodeGraph.open("path/to/repository") as graph:
        for row in graph.query("callers", symbol="Field.clean"):
            print(row["caller"], row["path"], row["line"])

Names are imported when they are first used, so that `import indexer` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.codegraph import CodeGraph as CodeGraph
    from indexer.codegraph import export_repository as export_repository
    from indexer.errors import CodalogError as CodalogError
    from indexer.pipeline import IndexReport as IndexReport
    from indexer.pipeline.overlay import Overlay as Overlay
    from indexer.pipeline.watch import WatchEvent as WatchEvent
    from indexer.query.answer import Answer as Answer
    from indexer.settings import Settings as Settings
    from indexer.settings import load_settings as load_settings
    from indexer.telemetry import Progress as Progress

_HOMES = {
    "Answer": "indexer.query.answer",
    "CodalogError": "indexer.errors",
    "CodeGraph": "indexer.codegraph",
    "IndexReport": "indexer.pipeline",
    "Overlay": "indexer.pipeline.overlay",
    "Progress": "indexer.telemetry",
    "Settings": "indexer.settings",
    "WatchEvent": "indexer.pipeline.watch",
    "export_repository": "indexer.codegraph",
    "load_settings": "indexer.settings",
}

__all__ = [
    "Answer",
    "CodalogError",
    "CodeGraph",
    "IndexReport",
    "Overlay",
    "Progress",
    "Settings",
    "WatchEvent",
    "export_repository",
    "load_settings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'indexer' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
