"""A pytest plugin that records which function of a project called which, while its own tests run.

Loaded with `-p recorder`; it imports only the standard library, for it runs in the traced project's environment.
Settings come from the environment: `TRACE_ROOT` (folder of the project), `TRACE_OUT` (file to write) and
`TRACE_SECONDS` (no new test starts after so long).

One JSON array a line: caller's path, first line and qualified name; the callee's; and, where the callee is an
`__init__`, the name of the class that was made. A pair is written once.
"""

import hashlib
import json
import os
import sys
import threading
import time
from types import CodeType, FrameType
from typing import Any

ROOT = os.path.realpath(os.environ["TRACE_ROOT"]) + os.sep
OUT = os.environ["TRACE_OUT"]
SECONDS = float(os.environ.get("TRACE_SECONDS", "300"))

_codes: dict[int, CodeType] = {}
"""Keeps every code object seen alive, so that its `id` stays its own."""
_pairs: set[tuple[int, int]] = set()
_made: set[tuple[int, int, str]] = set()
_inside: dict[int, bool] = {}
_started = time.monotonic()


def _is_inside(code: CodeType) -> bool:
    known = _inside.get(id(code))
    if known is None:
        _codes[id(code)] = code
        name = code.co_filename
        known = _inside[id(code)] = name[:1] != "<" and os.path.realpath(name).startswith(ROOT)
    return known


def _on_call(frame: FrameType) -> None:
    back = frame.f_back
    if back is None:
        return
    caller, callee = back.f_code, frame.f_code
    pair = (id(caller), id(callee))
    if callee.co_name == "__init__":
        if _is_inside(callee) and _is_inside(caller) and callee.co_varnames:
            made = type(frame.f_locals.get(callee.co_varnames[0])).__name__
            _made.add((*pair, made))
    elif pair not in _pairs and _is_inside(callee) and _is_inside(caller):
        _pairs.add(pair)


def _profile(frame: FrameType, event: str, _arg: Any) -> None:
    if event == "call":
        _on_call(frame)


def _monitor(*_: Any) -> None:
    _on_call(sys._getframe(1))  # noqa: SLF001 - the frame that starts: monitoring does not hand it over


def _start() -> None:
    if sys.version_info >= (3, 12):
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.PROFILER_ID, "codalog-trace")
        starts = monitoring.events.PY_START
        monitoring.register_callback(monitoring.PROFILER_ID, starts, _monitor)
        monitoring.set_events(monitoring.PROFILER_ID, starts)
    else:
        threading.setprofile(_profile)
        sys.setprofile(_profile)


def _stop() -> None:
    if sys.version_info >= (3, 12):
        sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
    else:
        threading.setprofile(None)
        sys.setprofile(None)


def _place(code: CodeType) -> list[Any]:
    path = os.path.realpath(code.co_filename)[len(ROOT) :].replace(os.sep, "/")
    return [path, code.co_firstlineno, code.co_qualname]


def _write() -> None:
    rows = [[*_place(_codes[a]), *_place(_codes[b]), ""] for a, b in _pairs]
    rows += [[*_place(_codes[a]), *_place(_codes[b]), made] for a, b, made in _made]
    with open(OUT, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in sorted(set(map(tuple, rows))))


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Puts the test classes and modules in an order of their hashes: a suite cut short is a fair sample of itself."""
    items.sort(key=lambda item: hashlib.sha256(item.nodeid.rpartition("::")[0].encode()).digest())


def pytest_runtest_logfinish() -> None:
    """Some tests take the profiler away; put it back."""
    if sys.version_info < (3, 12) and sys.getprofile() is not _profile:
        sys.setprofile(_profile)


def pytest_runtest_protocol(item: Any) -> None:
    """Starts no test after the time is up."""
    if time.monotonic() - _started > SECONDS:
        item.session.shouldstop = "the trace's time is up"


def pytest_unconfigure() -> None:
    """Writes what was seen."""
    _stop()
    _write()


_start()
