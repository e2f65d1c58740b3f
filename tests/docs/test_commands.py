"""What the pages say to type works as it is written."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from indexer import CodeGraph
from indexer.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(page for page in ROOT.glob("docs/*.md") if page.name != "cli.md")]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`(codalog [a-z][^`]*)`")
PLACEHOLDER = re.compile(r"<|\.\.\.|\$\(|\bNAME\b|\bDIR\b|\bsnippet\.py\b")
ELSEWHERE = ("codalog watch", "codalog models pull", "codalog archive", "codalog gc --older-than 90d --archive")
"""Commands that do not end, that want a network, or an archive."""
INCOMPLETE = [[name] for name in "search show outline symbols similar history diff index".split()]
"""Commands that are spoken of without what they need."""
OF_THE_REPOSITORY = re.compile(r"codalog: (no symbol is called|no file|no run read|'\S+' is no moment|'\S+' is before)")
"""What is said where an example names something of another repository."""
APP = """\
class Flask:
    def __call__(self, environ, start_response):
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ, start_response):
        return self.full_dispatch_request()

    def full_dispatch_request(self):
        return self.dispatch_request()

    def dispatch_request(self):
        return None
"""


def commands(page: Path) -> Iterator[str]:
    """What begins with `$ ` in a page's blocks, to where its quotes close, and `codalog ...` within its lines."""
    text = page.read_text(encoding="utf-8")
    for _, block in BLOCK.findall(text):
        lines = iter(block.splitlines())
        for line in lines:
            if not line.startswith("$ "):
                continue
            command = line[2:].partition("  # ")[0].rstrip()
            while command.count("'") % 2:
                command += "\n" + next(lines)
            yield command
    yield from SPAN.findall(text)


def asked(program: str) -> list[str]:
    """The commands of all pages that begin so, without what only stands for something."""
    found = {command for page in PAGES for command in commands(page) if command.startswith(program)}
    return sorted(command for command in found if not PLACEHOLDER.search(command))


@pytest.fixture(scope="module")
def flask(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small application under the names that the README asks about, with an index and a past."""
    root = tmp_path_factory.mktemp("pages") / "flask"
    root.mkdir()
    (root / "app.py").write_text(APP, encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["add", "app.py"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    CodeGraph.index(root, embedder="lexical", location="repo")
    return root


@pytest.mark.parametrize("command", [one for one in asked("codalog ") if not one.startswith(ELSEWHERE)])
def test_a_command_of_the_pages_runs(
    flask: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every `codalog ...` that can be typed as it stands is understood, and ends well where what it names is there."""
    monkeypatch.setenv("CODALOG_EMBEDDER", "lexical")
    monkeypatch.setenv("CODALOG_LOCATION", "repo")
    words = shlex.split(command, comments=True)[1:]
    if words[-1].startswith("-") or words in INCOMPLETE:  # in passing: that there is such a thing is all that is said
        words = [word for word in words if not word.startswith("-")] + ["--help"]
    with chdir(flask):
        status = main(words)
    assert status == 0 or OF_THE_REPOSITORY.match(capsys.readouterr().err)


def test_python_of_the_readme_runs(
    flask: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example prints callers of what the README asks about."""
    monkeypatch.setenv("CODALOG_EMBED", "0")
    (block,) = (
        text
        for language, text in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        if language == "python"
    )
    with chdir(flask.parent):
        exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out == "app.Flask.wsgi_app 0.95\napp.Flask.__call__ 0.95\n"


def test_targets_of_the_pages_exist() -> None:
    """Every `make ...` of the pages is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    spans = {span for page in PAGES for span in re.findall(r"`(make [^`]*)`", page.read_text(encoding="utf-8"))}
    said = {command for page in PAGES for command in commands(page) if command.startswith("make ")} | spans
    targets = {re.split(r"\s", command)[1] for command in said}
    assert {"index", "test", "check"} <= targets
    assert {target for target in targets if f"\n{target}:" not in makefile} == set()


def test_benchmarks_of_the_pages_take_what_they_are_given() -> None:
    """Every `python -m ...` of the pages is a module here, and knows the options that are named."""
    said = {command for page in PAGES for command in commands(page) if command.startswith("python -m ")}
    assert said
    for command in said:
        module = command.split()[2]
        file = ROOT / f"{module.replace('.', '/')}.py"
        assert file.is_file(), command
        source = file.read_text(encoding="utf-8")
        assert [option for option in re.findall(r"--[a-z-]+", command) if option not in source] == [], command
