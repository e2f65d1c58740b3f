"""What an index run did."""

from __future__ import annotations

from typing import NamedTuple

from indexer.model.records import Problem


class IndexReport(NamedTuple):
    """What was read, written and left out."""

    root: str
    """The repository."""
    folder: str
    """Folder of the index."""
    changed: bool
    """False where nothing had changed and nothing was written."""
    revision: str
    """VCS commit that was read, '' where there is none."""
    files: int
    """Files in the index."""
    symbols: int
    """Definitions in the index."""
    edges: int
    unresolved: int
    """Uses whose target is not known."""
    nodes: int
    """Distinct bodies of definitions."""
    vectors: int
    """Nodes that have a vector."""
    embedder: str
    """What made the vectors and why it was chosen; '' where none were made."""
    skipped: dict[str, int]
    """Files left out, by reason."""
    problems: tuple[Problem, ...]
    """What was wrong with single files."""
    read: tuple[str, ...]
    """Paths of the files that were read again; empty where all were, or none."""
    linked: int
    """Files that were linked again, read again or not; 0 where all were, or none."""
    written: dict[str, int]
    """Rows put or removed, by relation, where only what differs was written; empty where all was."""
    why: str
    """Why the run did what it did, in a few words."""
    seconds: float
    """Wall-clock time of the run."""
