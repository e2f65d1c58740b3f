"""Reading one file gives its text, nothing, or a problem."""

import os
import sys
from pathlib import Path

import pytest

from indexer.model.records import Problem
from indexer.sources.load import Loaded, LoadOptions, load, load_head

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file names and links")


def test_text_comes_decoded_and_masked(tmp_path: Path) -> None:
    """In the order that matters: decode first."""
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfpassword = 'hunter2x'\n")
    assert load(tmp_path, "a.py") == Loaded(b"password = '********'\n", "utf-8", None)


def test_masking_can_be_turned_off(tmp_path: Path) -> None:
    """For those who index in private."""
    (tmp_path / "a.py").write_bytes(b"password = 'hunter2x'\n")
    loaded = load(tmp_path, "a.py", LoadOptions(redact=False))
    assert isinstance(loaded, Loaded)
    assert loaded.data == b"password = 'hunter2x'\n"


def test_values_without_quotes_are_masked_in_configuration_only(tmp_path: Path) -> None:
    """`.env` has them; in a program they are names."""
    (tmp_path / ".env").write_bytes(b"DB_PASSWORD=hunter2x\n")
    (tmp_path / "a.py").write_bytes(b"DB_PASSWORD=hunter2x\n")
    env, program = load(tmp_path, ".env"), load(tmp_path, "a.py")
    assert isinstance(env, Loaded)
    assert isinstance(program, Loaded)
    assert (env.data, program.data) == (b"DB_PASSWORD=********\n", b"DB_PASSWORD=hunter2x\n")


def test_a_binary_file_gives_nothing(tmp_path: Path) -> None:
    """Whatever its name and size."""
    (tmp_path / "a.py").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "big").write_bytes(b"\0" * 5000)
    assert load(tmp_path, "a.py") is None
    assert load(tmp_path, "big", LoadOptions(max_bytes=1000)) is None


def test_a_missing_file_gives_nothing(tmp_path: Path) -> None:
    """It went away since the walk: that is no problem."""
    assert load(tmp_path, "gone.py") is None


@pytest.mark.parametrize("size", [1001, 20_000])
def test_a_large_text_is_a_problem(tmp_path: Path, size: int) -> None:
    """It is named with the limit."""
    (tmp_path / "a.py").write_bytes(b"x" * size)
    assert load(tmp_path, "a.py", LoadOptions(max_bytes=1000)) == Problem(
        "a.py", "too-large", "over 1000 bytes: not parsed", 0
    )


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    """The limit itself is allowed."""
    (tmp_path / "a.py").write_bytes(b"x" * 1000)
    assert isinstance(load(tmp_path, "a.py", LoadOptions(max_bytes=1000)), Loaded)


def test_stray_bytes_are_a_problem_of_a_file_that_is_read(tmp_path: Path) -> None:
    """The text is there, with U+FFFD."""
    (tmp_path / "a.txt").write_bytes(b"caf\xe9\n")
    loaded = load(tmp_path, "a.txt")
    assert isinstance(loaded, Loaded)
    assert loaded.problem is not None
    assert loaded.problem.code == "encoding"


@posix
def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    """Between walk and load the tree may change."""
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    root = tmp_path / "repo"
    root.mkdir()
    (root / "a.py").symlink_to(tmp_path / "secret")
    assert isinstance(load(root, "a.py"), Problem)
    assert load_head(root, "a.py") == b""


@posix
def test_a_pipe_put_in_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    """Nobody writes to it."""
    os.mkfifo(tmp_path / "a.py")
    assert load(tmp_path, "a.py") is None


@posix
def test_a_file_is_found_by_its_escaped_name(tmp_path: Path) -> None:
    """The path of a `SourceFile` leads back to the file."""
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py"))).write_bytes(b"x = 1\n")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert load(tmp_path, r"caf\xe9.py") == Loaded(b"x = 1\n", "utf-8", None)


def test_the_head_is_enough_to_tell_a_language(tmp_path: Path) -> None:
    """At most what was asked for."""
    (tmp_path / "run").write_bytes(b"#!/bin/sh\n" + b"x" * 100)
    assert load_head(tmp_path, "run", 10) == b"#!/bin/sh\n"
