"""Answers as of a moment are the answers that were given then."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.codegraph import CodeGraph
from indexer.errors import BadParameter, UnknownSymbol
from indexer.pipeline import index_repository
from indexer.query.fingerprint import current_rows
from indexer.settings import Settings
from indexer.store.folder import index_folder
from indexer.store.past import KEPT

CONTENTS = {
    "base.py": [
        "class Base:\n    def run(self):\n        return self.step()\n\n    def step(self):\n        return 1\n",
        "# Higher up.\nclass Base:\n    def run(self):\n        return helper()\n\n\ndef helper():\n    return 2\n",
        "class Base:\n    def step(self):\n        return 1\n",
    ],
    "use.py": [
        "from base import Base\n\n\nclass Child(Base):\n    def step(self):\n        return 2\n\n\ndef main():\n    Child().run()\n",
        "import base\n\n\ndef main():\n    base.Base().step()\n    base.Base().step()\n",
        "def main(:\n",
    ],
    "test_use.py": ["from use import main\n\n\ndef test_main():\n    main()\n", "import base\n"],
    "copy.py": ["class Base:\n    def step(self):\n        return 1\n"],
    "notes.md": ["# Notes\n\nOn base.\n", "# Notes\n\nOn use.\n"],
}  # fmt: skip
"""What each file may hold."""
QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "callers": {"symbol": "step", "depth": 3},
    "callees": {"symbol": "use.main", "depth": 3},
    "clones": {"min_lines": 1},
    "cycles": {},
    "definition": {"symbol": "Base"},
    "find": {"name": "*e*"},
    "hubs": {},
    "impact": {"symbol": "base.Base"},
    "importers": {"symbol": "base"},
    "imports": {"module": "use"},
    "outline": {"path": "base.py"},
    "overrides": {"symbol": "Child.step"},
    "path": {"from": "use.main", "to": "base.Base.step"},
    "references": {"symbol": "Base"},
    "rename": {"symbol": "base.Base.step"},
    "search": {"words": "base,step"},
    "subclasses": {"symbol": "base.Base"},
    "tests": {"symbol": "base.Base"},
    "unused": {},
}
"""Something to ask of every named query."""
Edit = tuple[str, int]
EDITS = st.sampled_from([(path, which) for path, states in CONTENTS.items() for which in range(len(states) + 1)])


class Repository:
    """A repository that is edited and indexed, and what its index said at each run."""

    def __init__(self, place: Path, **chosen: Any) -> None:
        self.root = place / "repo"
        self.root.mkdir()
        self.settings = Settings(data_dir=place / "data", embed=False, workers=1, **chosen)
        self.said: dict[str, dict[str, Any]] = {}
        (self.root / "always.py").write_text("def there():\n    return 1\n")
        for path in CONTENTS:
            self.edit((path, 0))

    def edit(self, edit: Edit) -> None:
        path, which = edit
        if which < len(CONTENTS[path]):
            (self.root / path).write_text(CONTENTS[path][which])
        else:
            (self.root / path).unlink(missing_ok=True)

    def index(self, *, fresh: bool = False) -> None:
        """Runs, and keeps what the index says then under the stamp of the run."""
        index_repository(self.root, self.settings.model_copy(update={"fresh": fresh}))
        with CodeGraph.open(self.root, settings=self.settings) as graph:
            self.said[self.stamps(graph)[-1]] = answers(graph)

    @staticmethod
    def stamps(graph: CodeGraph) -> list[str]:
        return [row[0] for row in graph.datalog("?[stamp] := *run{stamp}\n:order stamp").rows]

    def check(self) -> None:
        """What the index says of each run is what it said then."""
        with CodeGraph.open(self.root, settings=self.settings) as graph:
            assert self.stamps(graph) == list(self.said)
            for stamp, said in self.said.items():
                with graph.at(stamp) as past:
                    assert answers(past) == said


def answers(graph: CodeGraph) -> dict[str, Any]:
    """What an index says: to every named query, in full text, and row for row."""
    found: dict[str, Any] = {}
    for query in graph.queries():
        if query.name in QUESTIONS:
            try:
                found[query.name] = graph.query(query.name, **QUESTIONS[query.name]).rows
            except UnknownSymbol:
                found[query.name] = "unknown"
    found["words"] = [(hit.qualified_name, hit.score) for hit in graph.search("base step").hits]
    status = graph.status()
    return found | {"rows": dict(current_rows(graph._reader)), "status": (status.files, status.symbols, status.edges)}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """One with every file at its first content, indexed."""
    made = Repository(tmp_path)
    made.index()
    return made


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([([("base.py", 3), ("copy.py", 1)], False), ([("base.py", 3)], True)])  # a name outside, built again
@given(st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=4))
def test_a_past_run_answers_as_it_did(steps: list[tuple[list[Edit], bool]]) -> None:
    """Whatever was edited since, and whether the later runs updated the index or built it from nothing."""
    with TemporaryDirectory() as place:
        repo = Repository(Path(place))
        repo.index()
        for edits, fresh in steps:
            for edit in edits:
                repo.edit(edit)
            repo.index(fresh=fresh)
        repo.check()


@pytest.mark.parametrize("engine", ["mnestic", "pycozo"])
def test_each_binding_goes_back(tmp_path: Path, engine: str) -> None:
    """An edit, a file that goes and one that comes are undone."""
    if engine == "pycozo":
        pytest.importorskip("cozo_embedded")
    repo = Repository(tmp_path, engine=engine)
    repo.index()
    for edit in (("base.py", 1), ("use.py", 3), ("copy.py", 1), ("copy.py", 0)):
        repo.edit(edit)
        repo.index()
    repo.check()


def test_every_named_query_is_asked() -> None:
    """No query is forgotten by these tests."""
    from indexer.resources import query_dirs

    assert {file.stem for folder in query_dirs(None) for file in folder.glob("*.cozo")} == QUESTIONS.keys()


def test_a_named_query_and_a_script_take_a_moment(repo: Repository) -> None:
    """As a time, an age, or a run; `now` is the present."""
    before = repr(time.time())
    repo.edit(("base.py", 2))
    repo.index()
    script = "?[name] := *symbol{qualified_name: name, path}, path == 'base.py'\n:order name"
    with CodeGraph.open(repo.root, settings=repo.settings) as graph:
        then = graph.query("callees", at=_iso(before), symbol="use.main", depth=2)
        assert ("base.Base.run" in then.column("callee"), "base.Base.step" in then.column("callee")) == (True, True)
        assert graph.datalog(script, at=_iso(before)).column("name") == ["base", "base.Base", "base.Base.run", "base.Base.step"]  # fmt: skip
        assert graph.datalog(script, at="now").column("name") == ["base", "base.Base", "base.Base.step"]


def test_before_the_first_run_nothing_is_known(repo: Repository) -> None:
    """The message says from when on it is."""
    with CodeGraph.open(repo.root, settings=repo.settings) as graph:
        with pytest.raises(BadParameter, match="from when on the whole index is known"):
            graph.query("hubs", at="2001-01-01")
        assert graph.query("hubs", at="now").rows == graph.query("hubs").rows


def test_a_clock_that_is_set_back(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs keep their order, and each its answers."""
    real = time.time
    for hours, edit in ((5, ("base.py", 1)), (48, ("use.py", 1)), (0, ("base.py", 2)), (1, ("copy.py", 1))):
        with monkeypatch.context() as patch:
            patch.setattr("time.time", lambda back=hours: real() - 3600 * back)
            repo.edit(edit)
            repo.index()
    repo.check()
    with CodeGraph.open(repo.root, settings=repo.settings) as graph:
        assert graph.diff("now", "now").symbols == []
        assert graph.query("outline", at="now", path="base.py").rows == graph.query("outline", path="base.py").rows


def test_few_copies_are_kept(repo: Repository) -> None:
    """However many moments are asked about; they go on answering."""
    for which in (1, 2, 0, 1, 2):
        repo.edit(("base.py", which))
        repo.index()
    for _ in range(2):
        repo.check()
    folder = index_folder(repo.root, data_dir=repo.settings.data_dir)
    assert len(list(folder.path.glob("past-*.db"))) == KEPT
    assert not list(folder.path.glob("past-*.new*"))


def test_a_past_is_not_made_where_there_is_no_room(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in one line, nothing is left behind, and the present answers on."""
    import sqlite3

    from indexer.errors import DiskFull
    from indexer.store import past as module

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half of it")
        raise sqlite3.OperationalError(f"database or disk is full: {source}")

    first = next(iter(repo.said))
    repo.edit(("base.py", 1))
    repo.index()
    monkeypatch.setattr(module, "_copy", full)
    with CodeGraph.open(repo.root, settings=repo.settings) as graph:
        with pytest.raises(DiskFull):
            graph.query("hubs", at=first)
        assert graph.query("hubs").rows
    assert not list(index_folder(repo.root, data_dir=repo.settings.data_dir).path.glob("past-*"))


def _iso(seconds: str) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(float(seconds), UTC).isoformat()
