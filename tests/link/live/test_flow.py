"""Linking again what a change concerns gives what linking from nothing gives."""

from __future__ import annotations

import gc
import marshal
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.languages.python.linking import LINKING
from indexer.link.emitted import Emitted
from indexer.link.flow import FlowLinker
from indexer.link.live.afresh import Afresh
from indexer.link.live.relinker import FlowRelinker, Relinked
from indexer.link.live.versions import Roots
from indexer.model.records import FileFacts, Recorded

PROGRAM = {
    "app/__init__.py": "from .models import *\nfrom .views import view as shown\n\n__all__ = ['shown', 'Model']\n",
    "app/models.py": '''"""Models."""
import abc
from app.tools import register, chain

__all__ = ["Model", "Special"]
KINDS = {"plain": None}

class Model(abc.ABC):
    limit = 3

    def __init__(self, owner=None):
        self.owner = owner
        self.items = []

    @property
    def head(self):
        return self.items[0]

    def save(self, using):
        using.write(self)
        return self.clean()

    @abc.abstractmethod
    def clean(self):
        raise NotImplementedError

    @classmethod
    def make(cls, *args):
        return cls(*args)

@register
class Special(Model):
    def clean(self):
        return chain(self, lambda it: it.owner)

KINDS["special"] = Special
''',
    "app/tools.py": """from functools import wraps

HANDLERS = []

def register(cls):
    HANDLERS.append(cls)
    return cls

def traced(f):
    @wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner

def chain(first, then):
    return then(first)

def each(things):
    for thing in things:
        yield thing
""",
    "app/views.py": """from . import models
from .tools import HANDLERS, chain, each, traced

class Sink:
    def write(self, what):
        what.owner = self
        return [what]

@traced
def view(kind):
    made = models.KINDS[kind].make(Sink())
    made.save(Sink())
    made.items.append(Sink())
    return chain(made, helper)

def helper(it):
    it.clean()
    return it.owner

def everything():
    for handler in each(HANDLERS):
        handler().save(Sink())
    return view("special").write(1)
""",
    "run.py": "from app import shown, Model\nimport app.views\n\n\ndef main(argument=shown):\n    argument('plain')\n    return Model.make().head\n\n\nmain(app.views.view)\n",
}

Contributed = dict[tuple[str, int], tuple[set[Any], set[Any], set[Any]]]


def facts_of(path: str, text: str) -> FileFacts:
    """What extraction finds in a file."""
    return extract(text.encode(), path, words_of)


def plain(parts: list[Emitted]) -> tuple[set[Any], set[Any], set[Any]]:
    """Contributions in any order."""
    edges = {edge for part in parts for edge in part.edges}
    overrides = {one for part in parts for one in part.overrides}
    return edges, {one for part in parts for one in part.unresolved}, overrides


def from_nothing(files: list[FileFacts]) -> tuple[FlowLinker, Contributed]:
    """What linking all files at once finds, and what did."""
    linker = FlowLinker(files, LINKING, [])
    return linker, {(files[file].path, index): plain(parts) for file, index, parts in linker.emit()}


class Kept:
    """What linking writes down, as an index keeps it: bytes."""

    def __init__(self) -> None:
        self.files: dict[str, FileFacts] = {}
        self._records: dict[str, bytes] = {}
        self._asked: dict[tuple[int, int], bytes] = {}

    def begin(self, recorded: Recorded) -> None:
        """Takes what linking from nothing wrote down."""
        self._records = dict(recorded.files)
        self._asked = {(one.file, one.asker): one.questions for one in recorded.asked}

    def take(self, again: Relinked) -> None:
        """Takes what linking again wrote down."""
        for path, packed in again.records.items():
            if packed is None:
                del self._records[path]
            else:
                self._records[path] = packed
        for pair, questions in again.asked.items():
            if questions is None:
                del self._asked[pair]
            else:
                self._asked[pair] = questions

    def records(self) -> Iterable[tuple[str, bytes]]:
        """See `Stored`."""
        return self._records.items()

    def facts(self, path: str) -> FileFacts:
        """See `Stored`."""
        return self.files[path]

    def asked(self, files: Iterable[int]) -> Iterable[tuple[int, int, bytes]]:
        """See `Stored`."""
        wanted = set(files)
        return [(of, asker, packed) for (of, asker), packed in self._asked.items() if of in wanted]

    def ahead(self, paths: Iterable[str]) -> None:
        """Nothing is read: all of it is here."""
        assert set(paths) <= self.files.keys()

    def questions(self, pairs: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        """See `Stored`."""
        return {pair: self._asked[pair] for pair in pairs if pair in self._asked}


class Session:
    """A program that is edited, and linked again from what was written down."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.kept = Kept()
        self.facts = self.kept.files = {path: facts_of(path, text) for path, text in sorted(texts.items())}
        linker, self._contributed = from_nothing(list(self.facts.values()))
        self.kept.begin(linker.recorded)

    def edit(self, changes: Mapping[str, str | None]) -> list[str]:
        """Changes files; gives those that were linked again."""
        changed = {path: None if text is None else facts_of(path, text) for path, text in changes.items()}
        changed = {path: facts for path, facts in changed.items() if facts is not None or path in self.facts}
        again = FlowRelinker(self.kept, LINKING, changed, Roots([], [])).run()
        self.kept.take(again)
        for path, facts in changed.items():
            if facts is None:
                self.facts.pop(path, None)
            else:
                self.facts[path] = facts
        gone = again.contributions.keys() | {path for path, facts in changed.items() if facts is None}
        self._contributed = {key: value for key, value in self._contributed.items() if key[0] not in gone}
        for path, symbols in again.contributions.items():
            self._contributed |= {(path, index): plain(parts) for index, parts in symbols}
        return sorted(again.contributions)

    def contributed(self) -> Contributed:
        """What there is now."""
        return dict(self._contributed)

    def written(self) -> dict[str, Any]:
        """What is written down of each file's calls and classes, in any order."""
        return {path: _plainly(packed) for path, packed in self.kept.records()}

    def expected_written(self) -> dict[str, Any]:
        """The same, of linking from nothing; for edits after which scopes have the numbers that they begin with."""
        linker, _ = from_nothing([self.facts[path] for path in sorted(self.facts)])
        return {path: _plainly(packed) for path, packed in linker.recorded.files}

    def expected(self) -> Contributed:
        """What linking from nothing finds."""
        return from_nothing([self.facts[path] for path in sorted(self.facts)])[1]


def _plainly(packed: bytes) -> Any:
    """A record without the order of what has none, and without what may be more than is needed: what was asked."""
    number, _, rounds, bases, digests, foreign, _, named = marshal.loads(packed)
    passed = [({cause: set(values) for cause, values in fresh}, set(gone)) for fresh, gone in rounds]
    return number, passed, bases, digests, set(foreign), named


def in_deep_thread(work: Callable[[], None]) -> None:
    """Runs in a thread with stack for deep evaluation, as linking does."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            failures.append(error)

    size, limit = threading.stack_size(256 * 1024 * 1024), sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(100_000)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]


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
def test_any_edits_give_what_linking_from_nothing_gives(edits: list[tuple[str, str, int, int, str]]) -> None:
    """After each edit, and files that are not said to be linked again contribute what they did."""

    def work() -> None:
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

    in_deep_thread(work)


@pytest.mark.parametrize(
    ("path", "old", "new", "again"),
    [
        ("app/tools.py", "    HANDLERS.append(cls)\n", "    HANDLERS.append(cls)\n    count = 1\n", ["app/tools.py"]),
        ("app/tools.py", "def traced(f):\n", "\n\n# a comment\ndef traced(f):\n", ["app/tools.py"]),
        ("app/views.py", "    it.clean()\n", "    it.clean()\n    print(it)\n", ["app/views.py"]),
        ("app/models.py", "    limit = 3\n", "", ["app/models.py"]),
        ("app/tools.py", "yield thing\n", "yield thing\n\n\ndef last(it):\n    return it\n", ["app/tools.py"]),
    ],
)
def test_what_nobody_asked_for_concerns_its_own_file_alone(path: str, old: str, new: str, again: list[str]) -> None:
    """A line in a body, a comment, a member that is not used, a function after all others."""

    def work() -> None:
        session = Session(PROGRAM)
        assert session.edit({path: PROGRAM[path].replace(old, new)}) == again
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_a_name_that_was_looked_up_in_vain_is_found_once_it_is_there() -> None:
    """A miss is noted as a look-up like any other."""

    def work() -> None:
        session = Session({"a.py": "from b import thing\n\nthing()\n", "b.py": ""})
        assert session.edit({"b.py": "def thing(): pass\n"}) == ["a.py", "b.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_a_new_file_concerns_those_who_imported_it_already() -> None:
    """Where imports lead is looked up, too."""

    def work() -> None:
        session = Session({"a.py": "import c\n\nc.f()\n", "b.py": "import d\n", "z.py": "x = 1\n"})
        assert session.edit({"c.py": "def f(): pass\n"}) == ["a.py", "c.py"]
        assert session.contributed() == session.expected()
        assert session.edit({"c.py": None}) == ["a.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_classes_that_derive_from_each_other_are_linked_from_nothing() -> None:
    """What is known of them depends on what is asked first, so keeping up says that it cannot."""

    def work() -> None:
        session = Session({"a.py": "from b import B\n\nclass A(B): pass\n", "b.py": "class B: pass\n"})
        with pytest.raises(Afresh):
            session.edit({"b.py": "from a import A\n\nclass B(A): pass\n"})

    in_deep_thread(work)


def test_a_new_subclass_concerns_who_calls_what_it_overrides() -> None:
    """Which classes derive from one is decided in other files, also for who asks in the file of that class."""

    def work() -> None:
        base = "class Base:\n    def run(self):\n        return self.step()\n\n    def step(self):\n        return 1\n"
        session = Session({"a.py": base})
        derived = "from a import Base\n\nclass Child(Base):\n    def step(self):\n        return 2\n"
        assert session.edit({"b.py": derived}) == ["a.py", "b.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_a_subclass_that_begins_to_override_concerns_who_calls_what_it_overrides() -> None:
    """The one question that was asked of all subclasses has another answer."""

    def work() -> None:
        base = "class Base:\n    def step(self):\n        raise NotImplementedError\n\n    def go(self):\n        self.step()\n"
        between = "from base import Base\n\nclass Between(Base): pass\n"
        last = "from between import Between\n\nclass Last(Between):\n    def other(self): pass\n"
        session = Session({"base.py": base, "between.py": between, "last.py": last})
        assert session.edit({"last.py": last.replace("other", "another")}) == ["last.py"]
        assert session.edit({"last.py": last.replace("other", "step")}) == ["base.py", "last.py"]
        assert session.contributed() == session.expected()
        assert session.edit({"last.py": last}) == ["base.py", "last.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_a_member_that_only_subclasses_elsewhere_set_is_found_again() -> None:
    """Their files are not linked again, nor is what they say of other names read."""

    def work() -> None:
        base = "class Base:\n    def go(self):\n        self.made.run()\n"
        sub = "from base import Base\n\nclass Made:\n    def run(self): pass\n\nclass Sub(Base):\n    def prepare(self):\n        self.made = Made()\n"
        session = Session({"base.py": base, "sub.py": sub})
        found = session.contributed()
        assert session.edit({"base.py": base.replace("self.made.run()", "return self.made.run()")}) == ["base.py"]
        assert session.contributed() == session.expected() != found

    in_deep_thread(work)


def test_a_base_that_begins_to_define_a_member_concerns_who_asks_for_it_below() -> None:
    """Also through classes between them, whose files are asked for what theirs define."""

    def work() -> None:
        base = "class Base:\n    def first(self): pass\n"
        between = "from base import Base\n\nclass Between(Base): pass\n"
        user = "from between import Between\n\nclass Last(Between):\n    def go(self):\n        self.second()\n"
        session = Session({"base.py": base, "between.py": between, "user.py": user})
        assert session.edit({"base.py": f"{base}    def third(self): pass\n"}) == ["base.py"]
        assert "user.py" in session.edit({"base.py": f"{base}    def second(self): pass\n"})
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_what_only_shows_once_callers_are_known_concerns_who_asked() -> None:
    """In the first round, in which nothing is known of callers, both versions give nothing."""

    def work() -> None:
        lower = "def given(it):\n    return it.first()\n"
        kinds = "class X:\n    def go(self): pass\n\nclass Y:\n    def go(self): pass\n\n"
        kinds += "class K:\n    def first(self):\n        return X()\n\n    def second(self):\n        return Y()\n"
        user = "from a import given\nfrom b import K\n\ndef use():\n    given(K()).go()\n"
        session = Session({"a.py": lower, "b.py": kinds, "c.py": user})
        assert session.edit({"a.py": lower.replace("first", "second")}) == ["a.py", "c.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_what_is_written_down_after_an_edit_is_what_linking_from_nothing_writes_down() -> None:
    """Round by round, also of a file that is linked before the ones that its change concerns pass it something else."""

    def work() -> None:
        kinds = "class X:\n    def go(self): pass\n\nclass Y:\n    def go(self): pass\n"
        made = "from b import X, Y\n\ndef make():\n    return X\n\ndef hand(kind):\n    sink(kind())\n\n"
        made += "def sink(it):\n    it.go()\n"
        user = "from a import hand, make\n\ndef use():\n    hand(make())\n"
        session = Session({"a.py": made, "b.py": kinds, "c.py": user})
        assert session.written() == session.expected_written()
        assert session.edit({"a.py": made.replace("return X", "return Y")}) == ["a.py", "c.py"]
        assert session.contributed() == session.expected()
        assert session.written() == session.expected_written()

    in_deep_thread(work)


def test_a_container_that_moved_is_the_same_to_who_passes_it_on() -> None:
    """What is written down of files that are not linked again names it where it stands now."""

    def work() -> None:
        held = "class A:\n    def go(self): pass\n\nTHINGS = [A]\n"
        taking = "def use(things):\n    for thing in things:\n        thing().go()\n"
        session = Session(
            {"a.py": held, "b.py": taking, "c.py": "from a import THINGS\nfrom b import use\n\nuse(THINGS)\n"}
        )
        assert session.edit({"a.py": f"# a comment\n{held}"}) == ["a.py"]
        assert session.written() == session.expected_written()
        assert session.edit({"b.py": taking.replace("thing()", "it = thing()")}) == ["b.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_a_class_that_gets_another_base_elsewhere_is_no_subclass_any_more() -> None:
    """Also to files that were linked before it was known."""

    def work() -> None:
        bases = "class A:\n    def go(self):\n        self.step()\n\n    def step(self): pass\n\nclass B: pass\n\nBase = A\n"
        derived = "from a import Base\n\nclass K(Base):\n    def step(self): pass\n"
        session = Session({"a.py": bases, "b.py": derived})
        assert session.edit({"a.py": bases.replace("Base = A", "Base = B")}) == ["a.py", "b.py"]
        assert session.contributed() == session.expected()

    in_deep_thread(work)


def test_linking_again_leaves_nothing_to_the_collector() -> None:
    """With each edit, looking for what hangs on itself would cost more than the edit."""

    def work() -> None:
        session = Session(PROGRAM)
        changed = {
            "app/views.py": facts_of("app/views.py", PROGRAM["app/views.py"].replace("it.clean()", "it.save(it)"))
        }
        gc.collect()
        FlowRelinker(session.kept, LINKING, changed, Roots([], [])).run()
        assert gc.collect() == 0

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        in_deep_thread(work)
    finally:
        if was_enabled:
            gc.enable()
