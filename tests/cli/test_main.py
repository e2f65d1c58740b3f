"""Every way out of the program: its exit status, and one line on stderr."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer import CodeGraph, errors
from indexer.cli import app, main
from indexer.telemetry import Progress


def fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(words: list[str]) -> int:
        raise error

    monkeypatch.setattr(app, "run", run)


def leaves(base: type[errors.CodalogError]) -> list[type[errors.CodalogError]]:
    found = [base]
    for child in base.__subclasses__():
        found += leaves(child)
    return found


@pytest.mark.parametrize("kind", leaves(errors.CodalogError), ids=lambda kind: kind.__name__)
def test_each_error_has_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: type[errors.CodalogError]
) -> None:
    """Each error of ours leaves with its status and says one line, whatever its message holds."""
    fails(monkeypatch, kind("a\nb\tc; do this"))
    assert main(["status"]) == kind.exit_status
    assert capsys.readouterr() == ("", "codalog: a b c; do this\n")


def test_help_fits(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What each command does is said whole on a terminal of 80 columns, without a command and of a group's own."""
    monkeypatch.setenv("COLUMNS", "80")
    for words in ([], ["archive"], ["models", "--help"]):
        assert main(words) == 0
        out = capsys.readouterr().out
        assert "Commands:" in out
        assert "..." not in out.replace("[ARGS]...", "")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is had by a command and by an option."""
    assert main(["version"]) == main(["--version"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert first.startswith("codalog ")


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C leaves with 130."""
    fails(monkeypatch, KeyboardInterrupt())
    assert main([]) == 130
    assert capsys.readouterr().err == "codalog: interrupted\n"


def test_interrupted_inside_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C inside a command leaves with 130 and its line, however typer passes it on."""

    def interrupt(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.settings.Settings.query_folder", interrupt)
    assert main(["queries"]) == 130
    assert capsys.readouterr() == ("", "codalog: interrupted\n")


@pytest.mark.parametrize(
    ("phase", "kept"),
    [
        ("link", "nothing has changed"),
        ("embed", "the vectors that were made are kept"),
        ("history", "the index is up to date, its history as it was"),
    ],
)
def test_an_interrupted_run_says_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, phase: str, kept: str
) -> None:
    """Before the graph is published nothing is; then graph and text, and the vectors that were made."""

    def interrupted(repo: Path, progress: Callable[[Progress], None], **chosen: object) -> None:
        progress(Progress(phase, 1, 2, ""))
        raise KeyboardInterrupt

    monkeypatch.setattr(CodeGraph, "index", interrupted)
    assert main(["index", str(tmp_path)]) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("codalog: interrupted; ")
    assert kept in line


def test_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault of ours is one line too, and says how to see more; with --debug it is a traceback."""
    fails(monkeypatch, ZeroDivisionError("by zero"))
    assert main([]) == 70
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        main(["--debug"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "codalog: no such command 'nothing'; see `codalog --help`\n"),
        (["query", "--nothing"], "codalog: no such option: --nothing; see `codalog query --help`\n"),
        (["show"], "codalog: missing argument 'symbol'; see `codalog show --help`\n"),
        (["search", "x", "-k", "0"], "codalog: invalid value for '-k': "),
        (["query", "-e", "?[a] <- [[1]]", "hubs"], "codalog: -e takes no query by name, and 'hubs' was given too"),
        (["query", "hubs", "-p", "a=1"], "codalog: --param and --embed go with -e"),
        (["query", "hubs", "limit"], "codalog: a parameter is written name=value, not 'limit'\n"),
        (["query", "hubs", "limit=1", "limit=2"], "codalog: 'limit' is given twice; leave one out\n"),
        (["search", " "], "codalog: nothing was said to look for; give words, a name or a filter"),
        (["query", "callers", "a", "b"], "codalog: a parameter is written name=value, not 'b'\n"),
        (["export", "--format", "xml", "--ephemeral"], "codalog: no export format is called 'xml'; use jsonl\n"),
    ],
)
def test_usage(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    """Words that make no sense leave with 2 and say what is wrong in one line."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.lower().startswith(said.lower())
    assert err.count("\n") == 1


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Help lists every command, with no words at all too."""
    assert main(["--help"]) == 0
    asked = capsys.readouterr().out
    assert main([]) == 0
    assert capsys.readouterr().out == asked
    for command in "index query queries search show outline symbols status doctor export version".split():
        assert f"\n  {command} " in asked


def test_queries(capsys: pytest.CaptureFixture[str]) -> None:
    """`queries` lists what `query` without a name does."""
    assert main(["queries"]) == 0
    listed = capsys.readouterr().out
    assert "callers " in listed
    assert main(["query"]) == 0
    assert capsys.readouterr().out == listed


def test_broken_pipe_is_quiet() -> None:
    """When the reader of the output leaves, nothing is said."""
    program = "import sys; from indexer.cli import main; sys.exit(main(['queries', '--json']))"
    child: Any = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_no_space_for_the_output() -> None:
    """Output that finds no space leaves with 6 and one line."""
    program = "import sys; from indexer.cli import main; sys.exit(main(['queries', '--json']))"
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 6
    assert done.stderr == "codalog: no space left for the output; make room or write elsewhere\n"


@pytest.mark.parametrize("words", [["--help"], ["version"], ["queries"]])
def test_nothing_heavy_is_imported(words: list[str]) -> None:
    """Commands that need no index import neither numpy, nor a database, nor a parser, nor structlog."""
    program = (
        f"import sys; from indexer.cli import main; main({words!r});"
        "print([name for name in ('numpy', 'mnestic', 'tree_sitter', 'structlog', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
