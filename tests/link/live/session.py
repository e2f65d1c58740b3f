"""A program that is edited, and linked again from what was written down: what tests of linking again are tried on."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.languages.python.linking import LINKING
from indexer.link.deep import deeply
from indexer.link.emitted import Emitted
from indexer.link.flow import FlowLinker
from indexer.link.live.relinker import FlowRelinker, Relinked
from indexer.link.live.remembered import Remembered
from indexer.link.live.versions import Roots
from indexer.model.records import FileFacts, Recorded

P = ParamSpec("P")

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
        self.remembered = Remembered(())

    def begin(self, recorded: Recorded) -> None:
        """Takes what linking from nothing wrote down."""
        self._records = dict(recorded.files)
        self.remembered = Remembered(recorded.files)
        self._asked = {(one.file, one.asker): one.questions for one in recorded.asked}

    def take(self, again: Relinked) -> None:
        """Takes what linking again wrote down; what is remembered is what would be read."""
        self.remembered.take(again.records)
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
        assert looked_up(self.remembered) == looked_up(Remembered(sorted(self._records.items())))

    def records(self) -> Iterable[tuple[str, bytes]]:
        """The record of each file, with its path."""
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


def looked_up(remembered: Remembered) -> dict[str, Any]:
    """All that can be looked up, without what has nothing any more."""
    tables = {name: table for name, table in vars(remembered).items() if not name.startswith("_")}
    tables["children"] = remembered.children({})
    return {
        name: {key: held for key, held in table.items() if held or name == "plain"} for name, table in tables.items()
    }


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
        again = FlowRelinker(self.kept.remembered, self.kept, LINKING, changed, Roots([], [])).run()
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


def deep(test: Callable[P, None]) -> Callable[P, None]:
    """A test that runs where the stack is deep and nothing is collected, as linking does."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        deeply(lambda: test(*args, **kwargs))

    return run
