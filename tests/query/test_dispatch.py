"""Whom a change of a method that overrides another concerns: calls of what it overrides may mean it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.pipeline import index_repository
from indexer.settings import Settings

MANY = 30
"""More than linking gives an edge to each of."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeGraph]:
    """Classes that override one method, which is called of the base alone."""
    root: Path = tmp_path_factory.mktemp("dispatch")
    own = "".join(f"\n\nclass Job{n}(Job):\n    def run(self):\n        return {n}\n" for n in range(MANY))
    caller = "\n\ndef start(job: Job):\n    return job.run()\n\n\ndef main(job: Job):\n    return start(job)\n"
    (root / "jobs.py").write_text(f"class Job:\n    def run(self):\n        raise NotImplementedError\n{own}{caller}")
    (root / "test_jobs.py").write_text("from jobs import Job3, main\n\n\ndef test_main():\n    main(Job3())\n")
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embed=False)
    index_repository(root, settings)
    with CodeGraph.open(root, settings=settings) as opened:
        yield opened


def test_calls_of_what_is_overridden_are_told_where_too_many_override_it(graph: CodeGraph) -> None:
    """As calls of that, from there on through who calls them."""
    found = graph.query("callers", symbol="Job7.run", depth=2)
    assert [(row["caller"], row["calls"], row["depth"]) for row in found] == [
        ("jobs.start", "jobs.Job.run", 1),
        ("jobs.main", "jobs.start", 2),
    ]
    impact = graph.query("impact", symbol="Job7.run")
    assert impact.column("symbol") == ["jobs.start", "jobs.main", "test_jobs.test_main"]
    assert graph.query("tests", symbol="Job7.run").column("test") == ["test_jobs.test_main"]


@pytest.mark.parametrize("query", ["callers", "impact", "tests"])
def test_they_are_not_where_that_is_not_wanted(graph: CodeGraph, query: str) -> None:
    """Nor do other methods that override the same one count."""
    assert not graph.query(query, symbol="Job7.run", dispatch=False).rows
