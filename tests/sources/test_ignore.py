"""Ignore files say what git says."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.sources.ignore import IgnoreList, parse_rules
from indexer.sources.walk import walk
from indexer.sources.wildmatch import compile_name, compile_path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="compares with git")

_NAMES = ("a", "b", "ab", "abc", "a b", "foo", "foo.py", "x.log", "build", "é", "!c", "#d", "b]", "a\\b", "-")
_FOLDERS = ("", "a/", "b/", "a/b/", "foo/", "foo/build/", "a/b/abc/")

_atoms = st.sampled_from(
    [
        "a", "b", "c", "*", "**", "?", "/", "foo", "build", ".py", "[ab]", "[!a]", "[a-c]", "[^b]", "[]b]", "[a-",
        "[[:alpha:]]", "[[:nope:]]", "[\\]b]", "\\a", "\\", "\\*", " ", "\\ ", "é", "-", "x.log", "**/", "/**", "*.log",
        "[!-~]", "[b-a]", "[a\\-c]", "[[:digit:][:space:]]", "[[:]b]",
    ]
)  # fmt: skip
_patterns = st.builds(
    lambda start, body, end: start + "".join(body) + end,
    st.sampled_from(["", "", "", "!", "/", "!/", "#", "\\!", "\\#"]),
    st.lists(_atoms, min_size=0, max_size=5),
    st.sampled_from(["", "", "/", " ", "  ", "\\ ", "\r"]),
)
_lists = st.lists(_patterns, min_size=1, max_size=6).map("\n".join)
_trees = st.lists(
    st.builds(lambda folder, name: folder + name, st.sampled_from(_FOLDERS), st.sampled_from(_NAMES)),
    min_size=1,
    max_size=8,
    unique=True,
)


def _git(root: Path, *arguments: str, given_input: bytes = b"") -> bytes:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(root),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, input=given_input, capture_output=True, check=False, env=environment).stdout


def _ignored_by_git(root: Path, paths: Iterable[str]) -> set[str]:
    listed = "\0".join(paths).encode()
    out = _git(root, "check-ignore", "--no-index", "-z", "--stdin", given_input=listed)
    return {path.decode() for path in out.split(b"\0") if path}


@needs_git
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=_trees, lists=st.dictionaries(st.sampled_from(_FOLDERS), _lists, min_size=1, max_size=3), exclude=_lists)
def test_the_walk_leaves_out_what_git_check_ignore_names(tree: list[str], lists: dict[str, str], exclude: str) -> None:
    """For any tree and any nested ignore files, the files of a walk are those that git does not ignore."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _git(root, "init", "-q", ".")
        (root / ".git" / "info").mkdir(exist_ok=True)
        (root / ".git" / "info" / "exclude").write_bytes(exclude.encode())
        files = []
        for path in [*tree, *(base + ".gitignore" for base in lists)]:
            target = root / path
            if any(parent.is_file() for parent in target.parents) or target.is_dir():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(lists[path.removesuffix(".gitignore")].encode() if path.endswith(".gitignore") else b"x")
            files.append(path)
        ignored = _ignored_by_git(root, files)
        found = {file.path.replace("\\x5c", "\\") for file in walk(root).files}
        assert found == set(files) - ignored


@needs_git
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patterns=st.lists(_patterns, min_size=40, max_size=60, unique=True))
def test_each_pattern_alone_matches_what_git_matches(patterns: list[str]) -> None:
    """One pattern, every path of a fixed tree: the same answer as git, which sees each in a folder of its own."""
    paths = sorted({folder + name for folder in _FOLDERS[:5] for name in _NAMES[:9]} - {"a", "b", "foo", "a/b"})
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _git(root, "init", "-q", ".")
        asked = []
        expected = set()
        for number, pattern in enumerate(patterns):
            base = f"{number}"
            (root / base).mkdir()
            (root / base / ".gitignore").write_bytes(pattern.encode())
            asked += [f"{base}/{path}" for path in paths]
            rules = IgnoreList(pattern.encode())
            for path in paths:
                parts = path.encode().split(b"/")
                for depth in range(1, len(parts) + 1):
                    verdict = rules.excludes(b"/".join(parts[:depth]), parts[depth - 1], folder=depth < len(parts))
                    if verdict:
                        expected.add(f"{base}/{path}")
                        break
        assert _ignored_by_git(root, asked) == expected


def _excludes(content: str, path: str, *, folder: bool = False) -> bool | None:
    raw = path.encode()
    return IgnoreList(content.encode()).excludes(raw, raw.rpartition(b"/")[2], folder=folder)


@pytest.mark.parametrize(
    ("content", "path", "expected"),
    [
        ("*.pyc", "a/b/c.pyc", True),
        ("*.pyc", "c.py", None),
        ("/build", "build", True),
        ("/build", "a/build", None),
        ("a/b", "a/b", True),
        ("a/b", "x/a/b", None),
        ("**/b", "x/a/b", True),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**", "a/x/y", True),
        ("a/**", "a", None),
        ("*.log\n!keep.log", "keep.log", False),
        ("!keep.log\n*.log", "keep.log", True),
        ("[!a].txt", "b.txt", True),
        ("[!a].txt", "a.txt", None),
        (r"\!odd", "!odd", True),
        ("trailing  ", "trailing", True),
        ("trailing\\ ", "trailing ", True),
        ("\ufeffbom", "bom", True),
        ("crlf\r\nother", "crlf", True),
        ("# note", "# note", None),
    ],
)
def test_patterns_follow_the_gitignore_manual(content: str, path: str, expected: bool | None) -> None:
    """The cases of `man gitignore`."""
    assert _excludes(content, path) is expected


def test_a_pattern_with_a_final_slash_is_for_folders_only() -> None:
    """`build/` excludes the folder, not a file of that name."""
    assert _excludes("build/", "build", folder=True) is True
    assert _excludes("build/", "build") is None


def test_a_question_mark_is_one_byte() -> None:
    """Git matches bytes: a letter of two bytes needs two question marks."""
    assert _excludes("?", "é") is None
    assert _excludes("??", "é") is True


def test_a_list_without_patterns_is_false() -> None:
    """Empty lines and comments are no patterns."""
    assert not IgnoreList(b"\n# only a note\n\n")
    assert list(parse_rules(b"  \n/\n!\n")) == []


def test_no_pattern_takes_more_than_linear_time() -> None:
    """Dozens of stars against a name that nearly matches: done before the suite's time limit, not in years."""
    name = b"a" * 250 + b"b"
    assert compile_name(b"*a" * 30 + b"*c").fullmatch(name) is None
    path = b"a/" * 200 + b"b"
    assert compile_path(b"**/a/" * 20 + b"c").fullmatch(path) is None
    assert compile_path(b"**/a*a*a/" * 10 + b"b").fullmatch(b"aaa/" * 100 + b"c") is None
