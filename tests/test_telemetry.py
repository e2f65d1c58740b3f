"""Phases and their cost, and the log."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from indexer.telemetry import Progress, configure, cpu_seconds, logger, peak_rss, phase, recording


@pytest.fixture(autouse=True)
def quiet_after() -> Iterator[None]:
    yield
    configure(0)


def burn(seconds: float) -> None:
    end = cpu_seconds() + seconds
    while cpu_seconds() < end:
        sum(range(1000))


def test_phases_are_recorded_in_order() -> None:
    """Each phase that ends in a recording leaves a record with its cost."""
    with recording() as records:
        with phase("first"):
            burn(0.05)
        with phase("second"):
            pass
    first, second = records
    assert (first.name, second.name) == ("first", "second")
    assert first.cpu >= 0.05 - 1e-9  # differences of clock ticks round
    assert first.wall > second.wall
    assert first.rss > 0


def test_a_phase_that_fails_is_recorded() -> None:
    """A phase that ends in an error is recorded, and the error goes on."""
    with recording() as records, pytest.raises(ValueError, match="x"), phase("bad"):
        raise ValueError("x")
    assert [record.name for record in records] == ["bad"]


def test_recordings_nest() -> None:
    """The innermost recording gets the records; outside of all they go nowhere."""
    with recording() as outer:
        with recording() as inner, phase("in"):
            pass
        with phase("out"):
            pass
    with phase("nowhere"):
        pass
    assert [[record.name for record in records] for records in (inner, outer)] == [["in"], ["out"]]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the time of children that live")
def test_time_of_children_counts_once() -> None:
    """The time of a child counts while it lives, and is counted once when it has ended."""
    program = "import time\nwhile time.process_time() < .3: pass\nprint('done', flush=True)\ninput()"
    before = cpu_seconds()
    child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "done\n"
    living = cpu_seconds() - before
    child.communicate("\n")
    ended = cpu_seconds() - before
    tick = 0.02  # two ticks: what is read while it lives and what is accounted at its end are rounded apart
    assert living >= 0.3 - tick
    assert living - tick <= ended < living + 0.25


def test_peak_memory() -> None:
    """The peak of this process is at least what a Python takes."""
    own, child = peak_rss()
    assert own > 5_000_000
    assert child >= 0


def test_quiet_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    """Below a warning nothing is said, and structlog is not even used."""
    logger("part").debug("no")
    logger("part").info("no", value=1)
    logger("part").warning("yes", value=1)
    said = capsys.readouterr()
    assert said.out == ""
    assert "yes" in said.err
    assert "value=1" in said.err
    assert "no " not in said.err


def test_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    """One -v says what happens, two say everything; all of it on stderr."""
    configure(1)
    logger("part").debug("detail")
    logger("part").info("event")
    assert "detail" not in (once := capsys.readouterr().err)
    assert "event" in once
    configure(2)
    with phase("extract"):
        pass
    assert "extract" in capsys.readouterr().err


def test_progress_is_a_record() -> None:
    """A progress event is a frozen record."""
    event = Progress("extract", 1, 2, "")
    with pytest.raises(AttributeError):
        event.done = 2  # type: ignore[misc]
