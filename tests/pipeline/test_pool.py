"""The pool of processes: every file once, and none can stop the rest."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from indexer.model.records import Problem
from indexer.pipeline import pool, wire
from indexer.pipeline.wire import Extracted
from indexer.pipeline.worker import Task, extract_file
from indexer.sources.load import LoadOptions

pytestmark = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="doubles are inherited")


@pytest.fixture
def task(tmp_path: Path) -> Task:
    for number in range(60):
        (tmp_path / f"f{number:02}.py").write_text(f"def f{number}():\n    return {number}\n", encoding="utf-8")
    return Task(tmp_path, LoadOptions(max_bytes=10_000, redact=True))


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that inherit what a test puts in place of the extractor."""
    context = multiprocessing.get_context("fork")
    monkeypatch.setattr(pool.multiprocessing, "get_context", lambda _: context)
    monkeypatch.setattr(
        pool, "_SECONDS_TO_END", 0.1
    )  # they inherit each other's connections, too: none sees its own close


def paths(task: Task) -> list[str]:
    return sorted(os.listdir(task.root))


def outcome(results: list[pool.Result]) -> tuple[list[str], list[Problem]]:
    done = [result.facts.path for result in results if isinstance(result, Extracted)]
    return done, [result for result in results if isinstance(result, Problem)]


@pytest.mark.parametrize("workers", [1, 3])
def test_processes_give_what_one_process_gives(task: Task, workers: int) -> None:
    """Every file once, with equal facts; progress counts them."""
    told: list[int] = []
    found = list(pool.extract_all(task, paths(task), workers, told.append))
    assert told == list(range(1, 61))
    ours = {path: extract_file(task, path) for path in paths(task)}
    theirs = {result.facts.path: result for result in found if isinstance(result, Extracted)}
    assert theirs.keys() == ours.keys()
    for path, result in theirs.items():
        mine = ours[path]
        assert isinstance(mine, Extracted)
        assert result.nodes() == mine.nodes()
        assert result.facts._replace(newlines=()) == mine.facts._replace(newlines=())
        assert list(result.facts.newlines) == list(mine.facts.newlines)


@pytest.mark.usefixtures("forked")
def test_a_crash_is_recorded_and_the_rest_indexed(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that ends the process, as a parser's fault does: the other files of its chunk are done again."""

    def crash(task: Task, path: str) -> Extracted | Problem | str:
        if path in ("f07.py", "f08.py", "f59.py"):
            os.kill(os.getpid(), signal.SIGKILL)
        return extract_file(task, path)

    monkeypatch.setattr(pool, "extract_file", crash)
    done, problems = outcome(list(pool.extract_all(task, paths(task), 2)))
    assert {(problem.path, problem.code) for problem in problems} == {(f"f{n}.py", "crash") for n in ("07", "08", "59")}
    assert done == [path for path in paths(task) if path not in ("f07.py", "f08.py", "f59.py")]


@pytest.mark.usefixtures("forked")
def test_a_hang_is_recorded_and_the_rest_indexed(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes too long is given up."""

    def hang(task: Task, path: str) -> Extracted | Problem | str:
        while path == "f30.py":
            pass
        return extract_file(task, path)

    monkeypatch.setattr(pool, "extract_file", hang)
    monkeypatch.setattr(pool, "SECONDS_A_FILE", 0.5)
    done, problems = outcome(list(pool.extract_all(task, paths(task), 2)))
    assert [(problem.path, problem.code) for problem in problems] == [("f30.py", "timeout")]
    assert len(done) == 59


def test_leaving_early_ends_the_processes(task: Task) -> None:
    """A caller that stops, as on Ctrl-C, leaves no process behind."""
    results = pool.extract_all(task, paths(task), 2)
    next(results)
    assert multiprocessing.active_children()
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_what_goes_over_the_wire_comes_back(task: Task) -> None:
    """Facts, problems and paths."""
    results = [extract_file(task, "f01.py"), Problem("a", "unreadable", "why", 0), "binary.dat"]
    back = wire.load(wire.dump(results))
    assert back[1:] == results[1:]
    first, ours = back[0], results[0]
    assert isinstance(first, Extracted)
    assert isinstance(ours, Extracted)
    assert first.facts.symbols == ours.facts.symbols
    assert first.facts.semantics == ours.facts.semantics
    assert list(first.facts.newlines) == list(ours.facts.newlines)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads what a process blocks from /proc")
def test_a_worker_that_starts_cannot_be_interrupted(task: Task) -> None:
    """Ctrl-C goes to all processes of a terminal: one that is still starting would print a traceback. Here it comes again."""
    worker = pool._Worker(multiprocessing.get_context("spawn"), task)
    try:
        status = Path(f"/proc/{worker.process.pid}/status").read_text(encoding="ascii")
        blocked = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigBlk"))
        assert blocked >> (signal.SIGINT - 1) & 1
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        worker.end()
