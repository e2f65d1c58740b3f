"""Whatever goes wrong while a run reads and writes: the index is never wrong, at worst behind, and the next run mends it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import IndexLocked
from indexer.pipeline import index_repository
from indexer.sources.load import Loaded, LoadOptions
from indexer.sources.load import load as really_load
from indexer.telemetry import Progress
from tests.pipeline.conftest import Checkout

FILES = {f"m{number}.py": f"import m0\n\n\ndef f{number}():\n    return m0.f0()\n" for number in range(6)}
LOADERS = ("indexer.pipeline.worker.load", "indexer.pipeline.changes.load")


@pytest.fixture(params=["first", "update"])
def repo(request: pytest.FixtureRequest, checkout: Checkout) -> Checkout:
    """Not indexed yet, or indexed and then edited in two files: what fails is a build, or an update."""
    checkout.write(FILES)
    if request.param == "update":
        checkout.index()
        checkout.write({path: FILES[path] + "\n\ndef more():\n    return 1\n" for path in ("m1.py", "m2.py")})
    return checkout


def when_read(monkeypatch: pytest.MonkeyPatch, path: str, happens: Callable[[Path], object], *, after: bool) -> None:
    """Lets something happen, once, just before or after a file is read."""
    left = [path]

    def load(root: Path, asked: str, options: LoadOptions | None = None) -> object:
        mine = left == [asked]
        if mine:
            left.clear()
        if mine and not after:
            happens(root / path)
        loaded = really_load(root, asked, options)
        if mine and after:
            assert isinstance(loaded, Loaded)
            happens(root / path)
        return loaded

    for loader in LOADERS:
        monkeypatch.setattr(loader, load)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_file_that_vanishes_while_it_is_read(repo: Checkout, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    """The run ends well; the next one knows that it is gone."""
    with monkeypatch.context() as patch:
        when_read(patch, "m1.py", Path.unlink, after=after)
        repo.index()
    repo.index()
    assert repo.rows() == repo.fresh()
    assert "m1.f1" not in repo.names()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "text", ["import m0\n\n\ndef g1():\n    return m0.f0()\n", "def longer():\n    return [1, 2, 3]\n" * 9]
)
def test_a_file_that_changes_while_it_is_read(
    repo: Checkout, monkeypatch: pytest.MonkeyPatch, after: bool, text: str
) -> None:
    """To text of the same size or another: the next run reads it again."""
    with monkeypatch.context() as patch:
        when_read(patch, "m1.py", lambda file: file.write_text(text), after=after)
        repo.index()
    repo.index()
    assert repo.rows() == repo.fresh()


def test_a_file_that_is_half_written_when_it_is_read(repo: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there is indexed, and the whole of it by the next run."""
    whole = (repo.root / "m1.py").read_text()
    (repo.root / "m1.py").write_text(whole[: len(whole) // 2])
    with monkeypatch.context() as patch:
        when_read(patch, "m1.py", lambda file: file.write_text(whole), after=True)
        repo.index()
    repo.index()
    assert repo.rows() == repo.fresh()


def test_rights_lost_in_the_middle_of_a_run(repo: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is recorded as unreadable, the others are indexed; when it can be read again it is."""
    from indexer.model.records import Problem

    def refused(root: Path, path: str, options: LoadOptions | None = None) -> object:
        if path == "m1.py":
            return Problem(path, "unreadable", "Permission denied", 0)
        return really_load(root, path, options)

    with monkeypatch.context() as patch:
        for loader in LOADERS:
            patch.setattr(loader, refused)
        assert [problem.code for problem in repo.index().problems] == ["unreadable"]
        assert {"m0.f0", "m5.f5"} <= repo.names()
    repo.index()
    assert repo.rows() == repo.fresh()
    assert "m1.f1" in repo.names()


def test_a_repository_that_vanishes_in_the_middle_of_a_run(repo: Checkout) -> None:
    """All its files are gone when they are read: the run ends well or says why, and the next one mends it."""

    def vanish(progress: Progress) -> None:
        if progress.phase == "extract":
            for file in repo.root.glob("m[1-5].py"):
                file.unlink()

    index_repository(repo.root, repo.settings(), vanish)
    repo.index()
    assert repo.rows() == repo.fresh()
    assert repo.names() == {"m0.f0"}


_LIMITED = """
import resource, signal, sys
from pathlib import Path

from indexer.errors import DiskFull
from indexer.pipeline import index_repository
from indexer.settings import Settings

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    index_repository(Path(sys.argv[1]), Settings(data_dir=Path(sys.argv[2]), embed=False, workers=1))
except DiskFull as error:
    print("full:", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes stands in for a full disk")
def test_a_full_disk(checkout: Checkout) -> None:
    """A build or an update that finds no room says so; the index is what it was, and goes on once there is room."""
    checkout.write(FILES)

    def limited(limit: int) -> str:
        words = [sys.executable, "-c", _LIMITED, str(checkout.root), str(checkout.place / "kept"), str(limit)]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    assert limited(50_000).startswith("full:")
    assert checkout.folder().current() is None
    checkout.index()
    before, size = checkout.rows(), checkout.folder().required().stat().st_size
    large = "\n".join(f"def g{number}():\n    return {'x' * 300!r}\n" for number in range(2_000))
    checkout.write({"large.py": large})
    assert limited(size + 50_000).startswith("full:")
    assert checkout.rows() == before
    checkout.index()
    assert checkout.rows() == checkout.fresh()
    assert [file.name for file in checkout.folder().path.iterdir() if file.name.startswith("building")] == []


def test_a_run_in_the_middle_of_another(repo: Checkout) -> None:
    """The second says who writes, and nothing is lost of the first."""
    refused: list[str] = []

    def again(progress: Progress) -> None:
        if progress.phase == "link" and not refused:
            with pytest.raises(IndexLocked, match=f"process {os.getpid()}") as found:
                index_repository(repo.root, repo.settings())
            refused.append(str(found.value))

    index_repository(repo.root, repo.settings(), again)
    assert refused
    assert repo.rows() == repo.fresh()


def test_two_processes_at_once(repo: Checkout) -> None:
    """Both end, one perhaps refused; the index is right, and the next run finds nothing to do."""
    environment = {**os.environ, "CODALOG_DATA_DIR": str(repo.place / "kept")}
    words = [sys.executable, "-m", "indexer", "index", str(repo.root), "--no-embed"]
    runs = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [run.communicate()[1] for run in runs]
    codes = [run.returncode for run in runs]
    assert 0 in codes, said
    assert set(codes) <= {0, IndexLocked.exit_status}, said
    assert repo.rows() == repo.fresh()
    assert not repo.index().changed


def test_readers_go_on_while_a_run_writes(repo: Checkout) -> None:
    """A graph that was opened before answers during the run as before it, and after it as after it."""
    repo.index()
    repo.write({"m3.py": "def changed():\n    return 1\n"})
    with CodeGraph.open(repo.root, settings=repo.settings()) as graph:
        before = graph.query("find", name="changed").rows

        def ask(progress: Progress) -> None:
            assert graph.query("find", name="changed").rows == before, progress.phase

        index_repository(repo.root, repo.settings(), ask)
        assert graph.query("find", name="changed").column("symbol") == ["m3.changed"]
