"""Moments by the names that git has for commits."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from indexer.errors import BadParameter
from indexer.query.moments import moment
from indexer.query.runner import Runner
from indexer.sources.revision import commit_named, place_in_history

_SHOWN: Final = 10


def dated(runner: Runner, root: Path, said: str) -> str:
    """A moment that the index understands: a commit in place of what git calls it.

    Args:
        runner: The index.
        root: The repository.
        said: As for `moment`, or what git takes for a commit: `HEAD~3`, a branch, a tag. What the index takes for a moment
            is one, whatever git says.

    Raises:
        BadParameter: it is neither, or a commit that no run read; the message says how it can be read.
    """
    try:
        moment(runner, said)
    except BadParameter:
        commit = commit_named(root, said.strip())
        if not commit:
            raise
    else:
        return said
    try:
        moment(runner, commit)
    except BadParameter:
        name = said if commit.startswith(said) else f"{said} ({commit[:_SHOWN]})"
        raise BadParameter(f"the index knows no commit {name}; {_advice(root, commit)}") from None
    return commit


def _advice(root: Path, commit: str) -> str:
    place = place_in_history(root, commit)
    if place is None:
        return "it is none that led to the one that is checked out: check it out and run `codalog index`"
    return f"read its versions with `codalog index {root} --history {place + 1}`"


def parted(earlier: str, later: str) -> tuple[str, str]:
    """The two moments of `A..B`, where an end that is left out is `HEAD`, as in git; those that are given where it is one.

    Raises:
        BadParameter: it is `A...B`, or another end is given as well.
    """
    first, dots, last = earlier.partition("..")
    if not dots:
        return earlier, later
    if last.startswith("."):
        raise BadParameter(f"{earlier!r} has three dots; say two moments, or A..B")
    if later != "now":
        raise BadParameter(f"{earlier!r} is two moments already; leave out {later!r}")
    return first.strip() or "HEAD", last.strip() or "HEAD"
