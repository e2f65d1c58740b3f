"""One writer, and no reader in the middle of a write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import IndexLocked
from indexer.store import IndexFolder
from indexer.store.lock import Gate

HOLD = """
import sys
from collections.abc import Iterator
from pathlib import Path
from indexer.store import IndexFolder
with IndexFolder(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(folder: IndexFolder) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_writer_is_told_who_has_it(folder: IndexFolder, holder: subprocess.Popen[str]) -> None:
    """The error names the process that writes."""
    with pytest.raises(IndexLocked, match=f"process {holder.pid}"), folder.lock():
        pass


def test_the_lock_dies_with_its_process(folder: IndexFolder, holder: subprocess.Popen[str]) -> None:
    """A killed writer leaves nothing to clean up by hand."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with folder.lock():
        pass


def test_the_lock_is_free_again_and_excludes_in_one_process(folder: IndexFolder) -> None:
    """Two writers in one process exclude each other too; after the first leaves, the second may."""
    with folder.lock(), pytest.raises(IndexLocked, match=f"process {os.getpid()}"), folder.lock():
        pass
    with folder.lock():
        pass


def test_readers_share_the_gate_and_a_writer_waits_for_them(tmp_path: Path) -> None:
    """While anyone holds it shared, nobody gets it alone."""
    gate = Gate(tmp_path)
    gate.make()
    entered = threading.Event()

    def write() -> None:
        with gate.alone():
            entered.set()

    with gate.shared(), gate.shared():
        writer = threading.Thread(target=write)
        writer.start()
        assert not entered.wait(0.05)
    writer.join(5)
    assert entered.is_set()


def test_a_gate_that_nobody_made_stops_no_reader(tmp_path: Path) -> None:
    """Reading makes no file."""
    with Gate(tmp_path).shared():
        pass
    assert list(tmp_path.iterdir()) == []
