"""Linking again what a change concerns gives what linking from nothing gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.link.live.afresh import Afresh
from tests.link.live.session import PROGRAM, Session, deep

LINES = [
    "import os", "from app.tools import *", "x = view", "self.items = [self]", "return self", "pass", "view = helper",
    "made = Sink()", "def added(a, b=None): return a(b)", "class Added(Model): pass", "z = {'k': Special}", "it = lambda: it",
]  # fmt: skip
EDITS = st.tuples(
    st.sampled_from(["insert", "delete", "rename", "move", "remove", "restore", "copy", "base"]),
    st.sampled_from(sorted(PROGRAM)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(LINES),
)


def edited(texts: Mapping[str, str], edit: tuple[str, str, int, int, str]) -> dict[str, str | None]:
    """The files that an edit changes."""
    kind, path, first, second, line = edit
    if kind == "restore" or path not in texts:
        return {path: PROGRAM[path]}
    lines = texts[path].split("\n")
    at = first % len(lines)
    if kind == "remove":
        return {path: None}
    if kind == "copy":
        return {f"app/copy{second % 3}.py": texts[path]}
    if kind == "insert":
        indent = re.match(r"\s*", lines[at])
        lines.insert(at, (indent.group() if indent else "") + line)
    elif kind == "delete":
        del lines[at]
    elif kind == "move":
        moved = lines[at : at + 5]
        del lines[at : at + 5]
        to = second % (len(lines) + 1)
        lines[to:to] = moved
    else:
        pattern = r"(?:def|class) (\w+)" if kind == "rename" else r"class (\w+)"
        names = re.findall(pattern, texts[path])
        if names:
            name = names[first % len(names)]
            if kind == "rename":
                return {path: re.sub(rf"\b{name}\b", f"{name}2", texts[path])}
            return {path: re.sub(rf"class {name}\b(\([^)]*\))?", f"class {name}(Special)", texts[path])}
    return {path: "\n".join(lines)}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=8))
@example([("delete", "run.py", 0, 0, ""), ("delete", "run.py", 0, 0, ""), ("remove", "app/tools.py", 0, 0, "")])
@deep
def test_any_edits_give_what_linking_from_nothing_gives(edits: list[tuple[str, str, int, int, str]]) -> None:
    """After each edit, and files that are not said to be linked again contribute what they did."""
    session = Session(PROGRAM)
    texts = dict(PROGRAM)
    before = session.contributed()
    assert before == session.expected()
    for edit in edits:
        changes = edited(texts, edit)
        for path, text in changes.items():
            if text is None:
                texts.pop(path, None)
            else:
                texts[path] = text
        try:
            again = session.edit(changes)
        except Afresh:  # a class that derives from itself
            return
        now = session.contributed()
        assert now == session.expected()
        others = [key for key in now if key[0] not in again]
        assert {key: now[key] for key in others} == {key: before.get(key) for key in others}
        before = now
