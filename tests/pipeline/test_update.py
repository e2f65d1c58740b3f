"""An update writes what differs, and the index is then what a run from nothing would have made."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.pipeline import IndexReport, index_repository
from indexer.pipeline.session import Session
from indexer.query.fingerprint import current_rows, fingerprints
from indexer.query.status import counted_edges, read_status
from indexer.settings import Settings
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader

CONTENTS = {
    "a.py": [
        "class Base:\n    def run(self):\n        return self.step()\n\n    def step(self):\n        return 1\n",
        "class Base:\n    def run(self):\n        return self.step()\n",
        "class  Base:\n\n    def run(self):  # says nothing new\n        return self.step()\n\n    def step(self):\n        return 1\n",
        "from pkg.c import Base\n",
        "def broken(:\n",
    ],
    "b.py": [
        "from a import Base\n\n\nclass Child(Base):\n    def step(self):\n        return 2\n",
        "from a import *\n\n\ndef use():\n    Base().run()\n",
        "import a\n\na.Base().step()\n",
    ],
    "pkg/__init__.py": ["", "from .c import Base\n"],
    "pkg/c.py": ["class Base:\n    def step(self):\n        return 1\n", "from a import Base\n", "def helper():\n    return 1\n"],
    "test_b.py": ["from b import use\n\n\ndef test_use():\n    use()\n"],
    "main.go": [
        'package main\n\nimport "example.com/m/lib"\n\nfunc main() {\n\tlib.Do()\n}\n',
        "package main\n\nfunc main() {\n\thelp()\n}\n\nfunc help() {}\n",
    ],
    "lib/lib.go": ["package lib\n\nfunc Do() {}\n", "package lib\n\nfunc Do() { other() }\n\nfunc other() {}\n"],
    "go.mod": ["module example.com/m\n", "module example.com/other\n"],
    "App.java": ["class App {\n  void go() { new Tool().cut(); }\n}\n", "class App {\n  Tool tool;\n  void go() { tool.cut(); }\n}\n"],
    "Tool.java": ["class Tool {\n  void cut() {}\n}\n", "class Tool extends Missing {\n}\n"],
    "data.txt": ["Words here.\n", "Words\0 no more.\n"],
    "README.md": ["# Title\n\nSome words.\n", "# Other\n\n## Part\n\nWords.\n"],
    ".gitignore": ["*.log\n", "pkg/\n"],
}  # fmt: skip
"""What each file may hold: states between which edits go back and forth."""

Edit = tuple[str, int]
"""(path, which of its contents; one past the last: it is removed)."""
EDITS = st.sampled_from([(path, which) for path, states in CONTENTS.items() for which in range(len(states) + 1)])


class Repository:
    """A repository that is edited, and its index."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.root = place / "repo"
        self.root.mkdir()
        (self.root / "always.py").write_text("def there():\n    return 1\n")

    def settings(self, name: str) -> Settings:
        return Settings(data_dir=self.place / name, embed=False, workers=1)

    def edit(self, edit: Edit) -> None:
        path, which = edit
        file = self.root / path
        if which < len(CONTENTS[path]):
            file.parent.mkdir(exist_ok=True)
            file.write_text(CONTENTS[path][which])
        else:
            file.unlink(missing_ok=True)

    def index(self, name: str = "kept", session: Session | None = None, paths: list[str] | None = None) -> IndexReport:
        return index_repository(self.root, self.settings(name), session=session, paths=paths)

    def rows(self, name: str = "kept") -> dict[str, Any]:
        with IndexReader(index_folder(self.root, data_dir=self.place / name)) as reader:
            status = read_status(reader)
            assert (status.edges, status.provenance) == counted_edges(reader), "runs have noted what there is"
            return dict(current_rows(reader))

    def fresh(self) -> dict[str, Any]:
        shutil.rmtree(self.place / "fresh", ignore_errors=True)
        self.index("fresh")
        return self.rows("fresh")


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """One with every file at its first content, indexed."""
    made = Repository(tmp_path)
    for path in CONTENTS:
        made.edit((path, 0))
    made.index()
    return made


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=5))
def test_incremental_is_fresh_after_any_edits(steps: list[list[Edit]]) -> None:
    """Row for row, on every relation of the present, after every step."""
    with TemporaryDirectory() as place:
        repo = Repository(Path(place))
        repo.index()
        for step in steps:
            for edit in step:
                repo.edit(edit)
            repo.index()
            assert repo.rows() == repo.fresh()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=5))
def test_a_session_that_keeps_up_is_fresh_after_any_edits(steps: list[tuple[list[Edit], bool]]) -> None:
    """Also where it is told what has changed, and does not look."""
    with TemporaryDirectory() as place:
        repo = Repository(Path(place))
        session = Session(1000)
        repo.index(session=session)
        folder = index_folder(repo.root, data_dir=repo.place / "kept")
        for step, told in steps:
            session.prepare(folder, repo.settings("kept"))
            for edit in step:
                repo.edit(edit)
            repo.index(session=session, paths=[path for path, _ in step] if told else None)
            assert repo.rows() == repo.fresh()


def test_a_session_goes_on_after_another_process_has_written(repo: Repository) -> None:
    """What it has linked is then not what is stored: everything is linked again, and then it keeps up."""
    session = Session(1000)
    folder = index_folder(repo.root, data_dir=repo.place / "kept")
    assert session.prepare(folder, repo.settings("kept"))
    repo.edit(("b.py", 1))
    repo.index()
    repo.edit(("a.py", 1))
    repo.index(session=session, paths=["a.py"])
    assert repo.rows() == repo.fresh()
    assert session.prepare(folder, repo.settings("kept"))
    assert not session.prepare(folder, repo.settings("kept"))


def test_only_what_differs_is_written(repo: Repository) -> None:
    """A changed body rewrites its node and its module's, its own edges, and its version: of other files nothing but ranks."""
    repo.edit(("a.py", 1))
    report = repo.index()
    assert report.read == ("a.py",)
    assert report.why == "files: 1 changed"
    assert report.written["file"] == 1
    assert report.written["linked"] <= len(CONTENTS) + 2
    assert report.written["node"] <= 3
    assert 0 < report.written["edge"] <= 4
    assert report.written["text"] <= 3
    assert repo.rows() == repo.fresh()


def test_formatting_writes_no_content(repo: Repository) -> None:
    """Other spaces and comments: places change, bodies, versions and ids do not."""
    with IndexReader(index_folder(repo.root, data_dir=repo.place / "kept")) as reader:
        before = reader.run("?[symbol, stamp] := *version{symbol, stamp @ 'NOW'}").rows
    repo.edit(("a.py", 2))
    assert repo.index().written.get("version", 0) == 0
    with IndexReader(index_folder(repo.root, data_dir=repo.place / "kept")) as reader:
        assert reader.run("?[symbol, stamp] := *version{symbol, stamp @ 'NOW'}").rows == before
    assert repo.rows() == repo.fresh()


def test_the_text_of_a_shared_body_is_that_of_the_first_file(repo: Repository) -> None:
    """Two files with one body; the first is reformatted, then goes: the text of the node follows."""
    body = "def same():\n    return [1, 2]\n"
    (repo.root / "m1.py").write_text(body)
    (repo.root / "m2.py").write_text(body)
    repo.index()
    (repo.root / "m1.py").write_text("def same():\n    return [1,  2]\n")
    repo.index()
    assert repo.rows() == repo.fresh()
    (repo.root / "m1.py").unlink()
    repo.index()
    assert repo.rows() == repo.fresh()


def test_equal_states_have_equal_fingerprints(repo: Repository) -> None:
    """However they came to be; another state has another."""

    def fingerprint() -> str:
        with IndexReader(index_folder(repo.root, data_dir=repo.place / "kept")) as reader:
            return fingerprints(reader)["all"]

    first = fingerprint()
    repo.edit(("b.py", 1))
    repo.index()
    second = fingerprint()
    repo.edit(("b.py", 0))
    repo.index()
    assert first == fingerprint() != second


def test_a_touched_file_is_no_change(repo: Repository) -> None:
    """The same bytes at another time: nothing is written."""
    (repo.root / "a.py").touch()
    assert not repo.index().changed


def test_unsaved_text_is_indexed_as_if_saved(repo: Repository) -> None:
    """An overlay stands in for a file, or for one that is not there yet; the next run without it goes back."""
    before = repo.rows()
    overlay = {"a.py": CONTENTS["a.py"][1], "unsaved.py": "import a\n"}
    report = index_repository(repo.root, repo.settings("kept"), overlay=overlay)
    assert sorted(report.read) == ["a.py", "unsaved.py"]
    assert {row[0] for row in repo.rows()["file"]} - {row[0] for row in before["file"]} == {"unsaved.py"}
    repo.index()
    assert repo.rows() == before
