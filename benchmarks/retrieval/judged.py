"""Hand-written queries with the files that answer them, and the measure by which rankings of files are judged."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

QUERIES: Final = Path(__file__).parent / "queries"
K: Final = 10


class Query(NamedTuple):
    """One query."""

    kind: str
    """'question', 'concept' (keywords), 'symbol' or 'error' (a message that was seen)."""
    text: str
    files: tuple[str, ...]
    """Paths that answer it, all of them alike."""


class Project(NamedTuple):
    """The queries on one project."""

    name: str
    folder: str
    """Folder that its source unpacks to."""
    version: str
    get: str
    """How to get that source."""
    held_out: bool
    """Kept for the end: no weight was chosen by these queries."""
    queries: tuple[Query, ...]


def projects(folder: Path = QUERIES) -> list[Project]:
    """All projects with queries, in order of name."""
    return [_read(file) for file in sorted(folder.glob("*.toml"))]


def ndcg(paths: Sequence[str], right: Collection[str]) -> float:
    """NDCG@10 of a ranking of files, every right file worth the same (Järvelin and Kekäläinen 2002).

    Args:
        paths: best first, without repeats.
        right: what should be found.
    """
    gained = sum(1 / math.log2(place + 2) for place, path in enumerate(paths[:K]) if path in right)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(K, len(right))))


def distinct_files(paths: Iterable[str]) -> list[str]:
    """Paths of hits without repeats, in order of their first hit."""
    return list(dict.fromkeys(paths))


def _read(file: Path) -> Project:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    queries = tuple(Query(one["kind"], one["text"], tuple(one["files"])) for one in table["query"])
    return Project(file.stem, table["folder"], table["version"], table["get"], table["held_out"], queries)
