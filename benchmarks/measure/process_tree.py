"""Runs a command and tells what it and all its children cost."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

INTERVAL = 0.01
"""Seconds between two looks at the process tree."""


class Cost(NamedTuple):
    """What a finished command cost."""

    wall: float
    """Seconds."""
    cpu: float
    """User and system seconds of the command and of every child that was waited for."""
    tree_rss: int
    """Bytes: the highest sum of resident sizes over the process tree at one moment. Pages that processes share count
    once for each, so this is never too low."""
    process_rss: int
    """Bytes: the highest resident size of any one of its processes (`VmHWM`; `ru_maxrss` would not do: a program starts
    with that of the process which started it)."""
    processes: int
    """The most processes alive at one moment."""


class CommandFailed(Exception):
    """A measured command did not exit with 0."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[str, Cost]:
    """Runs a command to its end; Linux only, for it reads /proc.

    Args:
        command: Program and arguments.
        environment: Variables in place of this process's own.

    Returns:
        What it wrote to standard output, and its cost.

    Raises:
        CommandFailed: it exited with another status than 0.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    pieces: list[str] = []
    # Read aside: a child that fills the pipe must not wait for the sampler.
    reader = threading.Thread(target=lambda: pieces.extend(process.stdout or ()))
    reader.start()
    highest, largest, most = 0, 0, 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        sizes = _tree_sizes(process.pid)
        highest = max(highest, sum(now for now, _ in sizes))
        largest = max(largest, *(peak for _, peak in sizes), 0)
        most = max(most, len(sizes))
        time.sleep(INTERVAL)
    wall = time.perf_counter() - started
    reader.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode:
        message = f"{' '.join(command)} exited with {process.returncode}"
        raise CommandFailed(message)
    return "".join(pieces), Cost(wall, usage.ru_utime + usage.ru_stime, max(highest, largest), largest, most)


def _tree_sizes(pid: int) -> list[tuple[int, int]]:
    """Resident size now and at its highest, in bytes, of each process of the tree."""
    sizes = []
    pending = [pid]
    while pending:
        each = pending.pop()
        try:
            with open(f"/proc/{each}/status", encoding="utf-8", errors="replace") as status:
                memory = {
                    line[:5]: int(line.split()[1]) * 1024 for line in status if line.startswith(("VmHWM", "VmRSS"))
                }
            if memory:  # none: a zombie
                sizes.append((memory["VmRSS"], memory["VmHWM"]))
            for task in os.listdir(f"/proc/{each}/task"):
                with open(f"/proc/{each}/task/{task}/children", encoding="ascii") as children:
                    pending += map(int, children.read().split())
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended meanwhile
    return sizes
