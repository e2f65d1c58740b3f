"""The façade: what `indexer` exports, how an index is found and opened, what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import indexer
from indexer import CodeGraph, Settings
from indexer.errors import BadParameter, IndexUnusable, NoIndex, NotADirectory
from indexer.store import IndexWriter, index_folder


def build(root: Path, location: str = "data") -> None:
    """An index without rows."""
    root.mkdir(parents=True, exist_ok=True)
    folder = index_folder(root, location=location, data_dir=Path(os.environ["CODALOG_DATA_DIR"]))
    with IndexWriter(folder) as writer:
        writer.finish().close()


def test_public_names() -> None:
    """`__all__` is exactly the sorted public names, and each can be had."""
    assert indexer.__all__ == sorted(indexer._HOMES)
    assert dir(indexer) == sorted(indexer.__all__)
    for name in indexer.__all__:
        assert getattr(indexer, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = indexer.Nothing


def test_importing_costs_nothing() -> None:
    """`import indexer` imports nothing of ours but itself."""
    program = "import sys, indexer; print([name for name in sys.modules if name.startswith('indexer.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("location", ["data", "repo"])
def test_the_nearest_index_is_opened(tmp_path: Path, location: str) -> None:
    """From a folder or a file inside, the nearest enclosing index is opened, wherever it lies."""
    build(tmp_path / "outer", location)
    build(tmp_path / "outer" / "inner", location)
    (tmp_path / "outer" / "other").mkdir()
    file = tmp_path / "outer" / "inner" / "a.py"
    file.touch()
    for place, root in (
        (file, "inner"),
        (tmp_path / "outer" / "inner", "inner"),
        (tmp_path / "outer" / "other", "outer"),
    ):
        with CodeGraph.open(place) as graph:
            assert graph.root.name == root
            assert graph.status().files == 0


def test_of_two_indexes_the_later_answers(tmp_path: Path) -> None:
    """Of one in the data directory and one in the repository the one that was written last, unless a setting says which."""
    root = tmp_path / "outer"
    build(root, "repo")
    inside = index_folder(root, location="repo", data_dir=Path(os.environ["CODALOG_DATA_DIR"]))
    current = inside.required()
    build(root, "data")
    for shift, expected in ((-10, "data"), (10, "repo")):
        later = time.time() + shift
        os.utime(current, (later, later))
        with CodeGraph.open(root) as graph:
            assert (graph.folder == inside.path) == (expected == "repo")
    with CodeGraph.open(root, location="data") as graph:
        assert graph.folder != inside.path


def test_a_damaged_setting_file_of_the_repository_is_told(tmp_path: Path) -> None:
    """The settings of the repository that is found are read, and refused when they are wrong."""
    build(tmp_path)
    (tmp_path / "codalog.toml").write_text("nothing = 1\n")
    with pytest.raises(BadParameter, match="setting 'nothing'"):
        CodeGraph.open(tmp_path)


def test_no_index(tmp_path: Path) -> None:
    """Where there is no index, or no folder, that is said."""
    with pytest.raises(NoIndex, match="build one with `codalog index"):
        CodeGraph.open(tmp_path)
    with pytest.raises(NotADirectory, match="does not exist"):
        CodeGraph.open(tmp_path / "nowhere")


def test_a_damaged_index(tmp_path: Path) -> None:
    """An index whose file is garbage is refused, and is a finding of the doctor."""
    build(tmp_path)
    current = index_folder(tmp_path, data_dir=Path(os.environ["CODALOG_DATA_DIR"])).current()
    assert current is not None
    current.write_bytes(b"garbage" * 1000)
    with pytest.raises(IndexUnusable):
        CodeGraph.open(tmp_path)
    assert CodeGraph.doctor(tmp_path)[-1].verdict == "bad"


def test_settings_are_given_one_way(tmp_path: Path) -> None:
    """Settings are given whole or one by one, not both."""
    build(tmp_path)
    with pytest.raises(BadParameter, match=r"whole and one by one \(query_timeout\)"):
        CodeGraph.open(tmp_path, settings=Settings(), query_timeout=1.0)
    with CodeGraph.open(tmp_path, query_timeout=1.0) as graph:
        assert graph.settings.query_timeout == 1.0


def test_names_are_bound_once(tmp_path: Path) -> None:
    """A name cannot stand for a value and for a vector."""
    build(tmp_path)
    with (
        CodeGraph.open(tmp_path) as graph,
        pytest.raises(BadParameter, match=r"\$q is bound to a value and to a vector"),
    ):
        graph.datalog("?[a] := a = $q", {"q": 1}, embed={"q": "text"})


def test_queries_of_one_s_own(tmp_path: Path) -> None:
    """A folder of one's own queries is found through the settings."""
    build(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.cozo").write_text("# One.\n?[n] <- [[1]]\n", encoding="utf-8")
    with CodeGraph.open(tmp_path, queries=tmp_path / "mine") as graph:
        assert graph.query("one").records() == [{"n": 1}]
        assert {"one", "callers"} <= {query.name for query in graph.queries()}


def test_unknown_format(tmp_path: Path) -> None:
    """A format that does not exist is refused before anything is read."""
    build(tmp_path)
    with CodeGraph.open(tmp_path) as graph, pytest.raises(BadParameter, match="no export format is called 'xml'"):
        graph.export(format="xml")
    with pytest.raises(BadParameter, match="no export format is called 'xml'"):
        CodeGraph.export_ephemeral(tmp_path, format="xml")


REPOSITORY = {
    "shop/__init__.py": "",
    "shop/models.py": "class Order:\n    def total(self):\n        return 1\n",
    "shop/views.py": "from shop.models import Order\n\n\ndef checkout():\n    return Order().total()\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small repository, not indexed yet."""
    for path, text in REPOSITORY.items():
        file = tmp_path / "repo" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path / "repo"


def test_index_and_ask(repository: Path) -> None:
    """A repository is indexed, with progress, and answers; a second run finds nothing to do."""
    events: list[indexer.Progress] = []
    report = CodeGraph.index(repository, embed=False, workers=1, progress=events.append)
    assert report.changed
    assert report.files == 3
    assert events
    with CodeGraph.open(repository / "shop") as graph:
        callers = graph.query("callers", symbol="Order.total")
        assert [(row["caller"], row["line"]) for row in callers] == [("shop.views.checkout", 5)]
        assert graph.show("checkout")[0].source.startswith("def checkout")
    assert not CodeGraph.index(repository, embed=False, workers=1).changed


def test_both_exports_are_the_same(repository: Path) -> None:
    """An export of the stored index has the lines of one that was made in memory, and that stores nothing."""
    ephemeral = list(indexer.export_repository(repository))
    assert list(Path(os.environ["CODALOG_DATA_DIR"]).iterdir()) == []
    assert [entry.name for entry in repository.iterdir()] == ["shop"]
    CodeGraph.index(repository, embed=False, workers=1)
    with CodeGraph.open(repository) as graph:
        assert list(graph.export()) == ephemeral
    assert any('"kind": "calls"' in line for line in ephemeral)


@pytest.mark.parametrize("engine", ["mnestic", "pycozo"])
def test_both_engines_answer_the_same(repository: Path, engine: str) -> None:
    """The index is built and asked on either engine."""
    if engine == "pycozo":
        pytest.importorskip("cozo_embedded")
    CodeGraph.index(repository, engine=engine, embed=False, workers=1)
    with CodeGraph.open(repository, engine=engine) as graph:
        assert graph.query("imports", module="shop.views").column("imported") == ["shop.models", "shop.models.Order"]
