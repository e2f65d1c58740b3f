"""The outermost handler: every way out of the program has an exit status and at most one line on stderr."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Final

from indexer.errors import CodalogError, DiskFull, Interrupted, PermissionDenied

BROKEN_PIPE: Final = 141
INTERNAL: Final = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `codalog`.

    Args:
        arguments: Words after the program's name; None for those it was started with.

    Returns:
        The exit status: 0, that of `indexer.errors`, 130 when interrupted, 141 when the reader of the output left,
        70 for a fault of ours.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _utf8()
    try:
        from indexer.cli.app import run

        status = run(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _say("interrupted", Interrupted.exit_status)
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        if "--debug" in words:
            raise
        _drop_output()
        return _say(*_of_the_system(error))
    except CodalogError as error:
        if "--debug" in words:
            raise
        return _say(str(error), error.exit_status)
    except Exception as error:
        if "--debug" in words:
            raise
        fault = f"{type(error).__name__}: {error}"
        return _say(f"a fault of codalog's own ({fault}); run it with --debug and report what it prints", INTERNAL)
    return status


def _of_the_system(error: OSError) -> tuple[str, int]:
    """What to say of an error of the system that no layer foresaw, and the status to leave with."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "no space left for the output; make room or write elsewhere", DiskFull.exit_status
    if isinstance(error, PermissionError):
        return f"no right to use {error.filename}; change its rights or choose another", PermissionDenied.exit_status
    return f"the system refused ({error}); run it with --debug to see where", INTERNAL


def _say(message: str, status: int) -> int:
    line = " ".join(message.split())
    try:
        sys.stderr.write(f"codalog: {line}\n")
    except BrokenPipeError:
        _drop_output()
    return status


def _utf8() -> None:
    # Sources say more than a terminal's code page does, and a path may hold bytes that are no text at all.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    # Python flushes stdout when it ends, and would complain once more.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
