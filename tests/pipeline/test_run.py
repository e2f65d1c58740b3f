"""One index run after another over a small repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

from indexer.errors import EmptyRepository, NotADirectory
from indexer.pipeline import IndexReport, analyse_repository, index_repository
from indexer.query.fingerprint import current_rows
from indexer.settings import Settings
from indexer.store.folder import index_folder
from indexer.store.reader import IndexReader
from indexer.telemetry import Progress

FILES = {
    "README.md": "# Shop\n\nSells things.\n",
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def add(self):\n        return total()\n\n\ndef total():\n    return 1\n",
    "shop/use.py": "from shop.cart import Cart\n\n\ndef buy():\n    Cart().add()\n",
}


class Shop:
    """A repository and its index."""

    def __init__(self, root: Path, data: Path, engine: str) -> None:
        self.root = root
        self.settings = Settings(data_dir=data, embed=False, workers=1, engine=engine)  # type: ignore[arg-type]
        self.folder = index_folder(root, location="data", data_dir=data)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def index(self, **options: Any) -> IndexReport:
        return index_repository(self.root, self.settings.model_copy(update=options))

    def ask(self, script: str) -> list[Any]:
        with IndexReader(self.folder, binding=self.settings.engine) as reader:
            return [list(row) for row in reader.run(script).rows]

    def symbols(self) -> dict[str, list[Any]]:
        """(id, content hash, stamp) by qualified name, of what is inside."""
        script = (
            "?[name, id, hash, stamp] := *symbol{qualified_name: name, id, content_hash: hash, stamp, external: false}"
        )
        return {row[0]: row[1:] for row in self.ask(script)}

    def graph(self) -> dict[str, list[Sequence[Any]]]:
        """All that does not depend on when it was made."""
        with IndexReader(self.folder, binding=self.settings.engine) as reader:
            return dict(current_rows(reader))

    def problems(self) -> dict[str, str]:
        return dict(self.ask("?[path, code] := *problem{path, code}"))

    def snapshot(self) -> dict[str, bytes]:
        return {
            str(p.relative_to(self.folder.path)): p.read_bytes() for p in self.folder.path.rglob("*") if p.is_file()
        }


@pytest.fixture(params=get_args(Settings.model_fields["engine"].annotation))
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    if request.param == "pycozo":
        pytest.importorskip("pycozo")
    root = tmp_path / "repo"
    root.mkdir()
    made = Shop(root, tmp_path / "data", request.param)
    made.write(FILES)
    return made


@pytest.fixture
def one(tmp_path: Path) -> Shop:
    """With the default engine only."""
    root = tmp_path / "repo"
    root.mkdir()
    made = Shop(root, tmp_path / "data", "mnestic")
    made.write(FILES)
    return made


def test_an_index_without_vectors_needs_no_numpy(one: Shop) -> None:
    """Its memory would be held while files are linked, when a run holds most."""
    program = (
        "import sys; from pathlib import Path; from indexer.pipeline import index_repository;"
        "from indexer.settings import Settings;"
        "index_repository(Path(sys.argv[1]), Settings(data_dir=Path(sys.argv[2]), embed=False, workers=1));"
        "print('numpy' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(one.root), str(one.folder.path.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_first_run_reports_what_it_wrote(shop: Shop) -> None:
    """Counts are those of the rows."""
    report = shop.index()
    assert report.changed
    assert report.files == len(FILES)
    assert report.problems == ()
    assert Path(report.folder) == shop.folder.path
    assert report.seconds > 0
    assert report.symbols == len(shop.symbols())
    for field, relation, key in (("edges", "edge", "source, kind, target, line, column"),
                                 ("unresolved", "unresolved", "source, name, line, column"),
                                 ("nodes", "node", "content_hash")):  # fmt: skip
        assert getattr(report, field) == len(shop.ask(f"?[{key}] := *{relation}{{{key}}}"))
    names = shop.ask("?[a, kind, b] := *edge{source, kind, target}, *symbol{id: source, qualified_name: a},"
                     " *symbol{id: target, qualified_name: b}")  # fmt: skip
    assert ["shop.use.buy", "calls", "shop.cart.Cart.add"] in names
    assert ["shop.cart.Cart.add", "calls", "shop.cart.total"] in names


def test_a_second_run_writes_nothing(shop: Shop) -> None:
    """Nothing changed: the same counts, and every byte of the index as it was."""
    first = shop.index()
    before = shop.snapshot()
    second = shop.index()
    assert not second.changed
    assert shop.snapshot() == before
    assert [getattr(first, name) for name in ("files", "symbols", "edges", "unresolved", "nodes")] == [
        getattr(second, name) for name in ("files", "symbols", "edges", "unresolved", "nodes")
    ]


def test_an_edit_stamps_what_it_changes(shop: Shop) -> None:
    """Symbols whose content is as before keep their stamps; history gains a version of the others."""
    shop.index()
    before = shop.symbols()
    shop.write({"shop/cart.py": FILES["shop/cart.py"].replace("return 1", "return 2")})
    assert shop.index().changed
    after = shop.symbols()
    changed = {name for name in after if after[name][2] != before[name][2]}
    assert changed == {"shop.cart", "shop.cart.total"}
    assert {name for name in after if after[name][1] != before[name][1]} == changed
    assert {name: row[0] for name, row in after.items()} == {name: row[0] for name, row in before.items()}
    versions = dict(shop.ask("?[name, count(stamp)] := *symbol{qualified_name: name, id}, *version{symbol: id, stamp}"))
    assert {name for name, count in versions.items() if count == 2} == changed
    assert versions.keys() == after.keys()


def test_comments_and_moves_within_a_file_keep_stamps(one: Shop) -> None:
    """Places change, content does not."""
    one.index()
    before = one.symbols()
    one.write({"shop/cart.py": "# Why.\n\n\n" + FILES["shop/cart.py"]})
    assert one.index().changed
    assert one.symbols() == before
    assert one.ask("?[line] := *symbol{qualified_name: 'shop.cart.total', start_line: line}") == [[8]]


def test_incremental_is_fresh(one: Shop, tmp_path: Path) -> None:
    """After edits, a renamed file, a deleted one and a new one, the index is the one built from nothing."""
    one.index()
    one.write({"shop/cart.py": FILES["shop/cart.py"] + "\n\ndef more():\n    total()\n", "new.py": "import shop.use\n"})
    one.index()
    (one.root / "shop/use.py").rename(one.root / "shop/used.py")
    one.index()
    (one.root / "README.md").unlink()
    assert one.index().changed
    fresh = Shop(one.root, tmp_path / "other", "mnestic")
    fresh.index()
    assert one.graph() == fresh.graph()
    assert "shop.use.buy" not in one.symbols()
    assert "shop.used.buy" in one.symbols()
    assert one.ask("?[path] := *file{path}") == [["new.py"], ["shop/__init__.py"], ["shop/cart.py"], ["shop/used.py"]]


def test_two_checkouts_have_one_graph(tmp_path: Path) -> None:
    """Nothing in it depends on where the repository lies."""
    graphs = []
    for name in ("here", "there"):
        root = tmp_path / name / "elsewhere" / "repo"
        root.mkdir(parents=True)
        checkout = Shop(root, tmp_path / f"data {name}", "mnestic")
        checkout.write(FILES)
        checkout.index()
        graphs.append(checkout.graph())
    assert graphs[0] == graphs[1]


def test_analysis_alone_stores_nothing(one: Shop) -> None:
    """The same graph, in memory."""
    linked = analyse_repository(one.root, one.settings)
    assert not one.folder.path.exists()
    one.index()
    assert {symbol.id for symbol in linked.symbols} == {row[0] for row in one.ask("?[id] := *symbol{id}")}
    assert len(linked.edges) == len(
        one.ask("?[s, k, t, l, c] := *edge{source: s, kind: k, target: t, line: l, column: c}")
    )


ODD = {
    "broken.py": b"def f(:\n  return (\n",
    "latin.py": "# -*- coding: latin-1 -*-\ndef größe(): ...\n".encode("latin-1"),
    "binary.dat": bytes(range(256)) * 8,
    "nul.py": b"x = 1\0\n",
    "empty.py": b"",
    "no_newline.py": b"x = 1",
    "a b/ünï 'q\" $x;.py": b"def odd(): ...\n",
    "line\nbreak.py": b"def broken_line(): ...\n",
    "deep.py": b"x = " + b"(" * 3000 + b")" * 3000 + b"\n",
    "deep_list.py": b"x = " + b"[" * 3000 + b"]" * 3000 + b"\n",
    "long_line.py": b"x = [" + b"1, " * 20000 + b"]\n",
    "crlf.py": b"def f():\r\n    pass\r\n",
    "bom.py": b"\xef\xbb\xbfdef g(): ...\n",
    "big.py": b"x = 1\n" * 60_000,
}


def test_no_file_is_fatal(one: Shop) -> None:
    """Broken, binary, oversized, deep and oddly named files are recorded; the others are indexed."""
    one.write(ODD)
    report = one.index(max_file_bytes=300_000)
    codes = {problem.path: problem.code for problem in report.problems}
    assert codes["broken.py"] == "syntax"
    assert codes["big.py"] == "too-large"
    assert one.problems() == codes
    names = set(one.symbols())
    assert {"shop.cart.total", "crlf.f", "bom.g", "latin.größe"} <= names
    assert any(name.endswith(".odd") for name in names)
    again = one.index(max_file_bytes=300_000)
    assert not again.changed
    assert sorted(again.problems) == sorted(report.problems)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_recorded(one: Shop) -> None:
    """And the others are indexed."""
    (one.root / "shop/use.py").chmod(0)
    report = one.index()
    assert {problem.path for problem in report.problems} == {"shop/use.py"}
    assert "shop.cart.total" in one.symbols()


def test_links_are_not_followed_out(one: Shop, tmp_path: Path) -> None:
    """Neither of files nor of folders, nor in circles."""
    (tmp_path / "secret.py").write_text("def secret(): ...\n", encoding="utf-8")
    (one.root / "out.py").symlink_to(tmp_path / "secret.py")
    (one.root / "loop").symlink_to(one.root)
    (one.root / "dangling.py").symlink_to(one.root / "nothing.py")
    one.index()
    assert not any("secret" in name for name in one.symbols())
    assert one.ask("?[count(path)] := *file{path}") == [[len(FILES)]]


@pytest.mark.parametrize(
    ("phase", "fresh"),
    [*((name, True) for name in ("discover", "extract", "link", "write", "text")),
     *((name, False) for name in ("discover", "extract", "link", "compare", "write"))],
)  # fmt: skip
def test_interrupted_runs_leave_the_old_index(one: Shop, phase: str, fresh: bool) -> None:
    """Ctrl-C in any phase, of a build or of an update: what was published stays, and the next run goes through."""
    one.index()
    before = one.graph()
    one.write({"shop/cart.py": "def other(): ...\n"})

    def interrupt(progress: Progress) -> None:
        if progress.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_repository(one.root, one.settings.model_copy(update={"fresh": fresh}), interrupt)
    assert one.graph() == before
    assert one.index().changed
    assert "shop.cart.other" in one.symbols()


def test_an_interrupted_first_run_leaves_no_index(one: Shop) -> None:
    """None is found, and the next run makes one."""

    def interrupt(progress: Progress) -> None:
        if progress.phase == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_repository(one.root, one.settings, interrupt)
    assert one.folder.current() is None
    assert one.index().changed


def test_progress_goes_through_the_phases_in_order(one: Shop) -> None:
    """Each with how much is done of how much."""
    seen: list[Progress] = []
    index_repository(one.root, one.settings, seen.append)
    assert list(dict.fromkeys(progress.phase for progress in seen)) == ["discover", "extract", "link", "write", "text"]
    assert all(progress.done <= progress.total for progress in seen)


def test_what_decides_the_content_makes_a_new_index(one: Shop) -> None:
    """Another limit of size gives other rows, so that nothing is current; `fresh` builds in any case."""
    one.index()
    assert one.index(max_file_bytes=1_000).changed
    assert not one.index(max_file_bytes=1_000).changed
    assert one.index(max_file_bytes=1_000, fresh=True).changed


def test_a_touched_file_is_no_change(one: Shop) -> None:
    """Bytes decide, not the time."""
    one.index()
    os.utime(one.root / "shop/cart.py", (1, 1))
    assert not one.index().changed


def test_a_change_within_one_tick_is_seen(one: Shop) -> None:
    """Same size and same time, other bytes, right after a run."""
    one.index()
    file = one.root / "shop/cart.py"
    state = file.stat()
    one.write({"shop/cart.py": FILES["shop/cart.py"].replace("return 1", "return 2")})
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert one.index().changed


def test_nothing_to_index_is_said(tmp_path: Path) -> None:
    """An empty folder, and what is none."""
    empty = tmp_path / "empty"
    empty.mkdir()
    chosen = Settings(data_dir=tmp_path / "data", embed=False)
    with pytest.raises(EmptyRepository):
        index_repository(empty, chosen)
    with pytest.raises(NotADirectory):
        index_repository(tmp_path / "nowhere", chosen)
