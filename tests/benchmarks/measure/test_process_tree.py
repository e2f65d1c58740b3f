"""What a command and its children cost."""

import sys

import pytest

from benchmarks.measure.process_tree import CommandFailed, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

CHILD = "import time; held = bytearray(60_000_000); print('ready', flush=True); input()"
# The parent lets the child go only after the sampler has had time for many looks; it burns CPU meanwhile.
PARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
started = time.process_time()
while time.process_time() - started < 0.3:
    pass
child.communicate(b"\\n")
print("x" * 200_000)
"""


def test_cost_of_a_tree() -> None:
    """Output comes whole, memory is summed over the children, CPU is theirs and the command's."""
    out, cost = run([sys.executable, "-c", PARENT])
    assert len(out) == 200_001
    assert cost.processes == 2
    assert cost.tree_rss > cost.process_rss > 60_000_000
    assert cost.cpu >= 0.3
    assert cost.wall >= 0.3


def test_a_failed_command_is_told() -> None:
    """Another exit status than 0 is an error, not a measurement."""
    with pytest.raises(CommandFailed, match="exited with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])
