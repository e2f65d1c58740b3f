"""Reading a whole repository into one graph, in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.link.linker import link
from indexer.model.memory import give_back
from indexer.model.records import Linked, Problem
from indexer.pipeline.collection import without_collection
from indexer.pipeline.plan import SOURCE_ROOT_MARKERS, Plan, make_plan
from indexer.pipeline.pool import extract_all
from indexer.pipeline.wire import Extracted
from indexer.pipeline.worker import Task
from indexer.settings import Settings
from indexer.telemetry import Progress, phase

OnProgress = Callable[[Progress], None]


class Extraction(NamedTuple):
    """All files of a plan, extracted."""

    files: list[Extracted]
    """In the order of their paths."""
    without_text: list[str]
    """Paths of files that hold no text, or were gone when they were read."""
    problems: list[Problem]
    """Of files that could not be read; of the others, see their facts."""


def ignore_progress(_: Progress) -> None:
    """Says nothing."""


def extract_plan(
    root: Path,
    plan: Plan,
    settings: Settings,
    on_progress: OnProgress,
    *,
    only: Sequence[str] | None = None,
    keep: Callable[[Extracted], None] | None = None,
    nodes: bool = True,
) -> Extraction:
    """Extracts the files of a plan.

    Args:
        root: The repository.
        plan: Its files.
        settings: What to choose.
        on_progress: Called with each step.
        only: Paths to extract; None for all.
        keep: Called with each file in order, while its facts are still packed.
        nodes: Whether the bodies of definitions stay in memory.
    """
    paths = [file.path for file in plan.files] if only is None else list(only)
    found = Extraction([], [], list(plan.problems))
    task = Task(root, plan.options)

    def tell(done: int) -> None:
        on_progress(Progress("extract", done, len(paths), ""))

    for result in extract_all(task, paths, settings.worker_count(), tell):
        if isinstance(result, Extracted):
            if keep is not None:
                keep(result)
            found.files.append(result._replace(packed_facts=b"", packed_nodes=result.packed_nodes if nodes else b""))
        elif isinstance(result, Problem):
            found.problems.append(result)
        else:
            found.without_text.append(result)
    found.files.sort(key=lambda file: file.facts.path)
    return found


def link_extraction(extraction: Extraction, on_progress: OnProgress) -> Linked:
    """Links what was extracted; what only linking needs is then let go."""
    whole = [file.facts for file in reversed(extraction.files)]
    extraction.files[:] = [file._replace(facts=file.facts._replace(semantics=None)) for file in extraction.files]
    count = len(whole)
    on_progress(Progress("link", 0, count, ""))
    tests = [file.facts.path for file in extraction.files if file.test]
    markers = [
        file.facts.path for file in extraction.files if file.facts.path.rpartition("/")[2] in SOURCE_ROOT_MARKERS
    ]
    linked = link((whole.pop() for _ in range(count)), tests=tests, roots=markers)
    give_back()  # the database takes what it needs next from there
    on_progress(Progress("link", count, count, ""))
    return linked


def analyse_repository(root: Path, settings: Settings, on_progress: OnProgress | None = None) -> Linked:
    """Reads a repository into one graph and stores nothing.

    Args:
        root: The repository.
        settings: What to choose.
        on_progress: Called with each step.

    Raises:
        SourceError: the repository cannot be read, or holds nothing.
        UsageError: it is no folder.
    """
    tell = on_progress or ignore_progress
    with without_collection():
        with phase("discover"):
            plan = make_plan(root, settings)
        with phase("extract"):
            extraction = extract_plan(root, plan, settings, tell, nodes=False)
        with phase("link"):
            return link_extraction(extraction, tell)
