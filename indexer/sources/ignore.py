"""Ignore files: which paths a `.gitignore` or a `.codalogignore` leaves out.

One `IgnoreList` is one file; `Ignores` combines the lists on the way from the root to a folder as git does: the
deepest list with a matching pattern decides, in it the last such pattern. Nothing under an excluded folder can come
back, which the walk holds by not entering it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.sources.wildmatch import compile_name, compile_path, is_literal


class Rule(NamedTuple):
    """One pattern."""

    pattern: bytes
    """Without `!` and without the slashes at its ends."""
    excludes: bool
    """False for a pattern that begins with `!`."""
    folders_only: bool
    anchored: bool
    """Matched against the path from the ignore file's folder, not against the last part alone."""


def parse_rules(content: bytes) -> Iterator[Rule]:
    """The patterns of an ignore file, in order."""
    for raw in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        line = raw.removesuffix(b"\r")
        if not line or line.startswith(b"#"):
            continue
        pattern = _strip_trailing_spaces(line.split(b"\0", 1)[0])
        excludes = not pattern.startswith(b"!")
        pattern = pattern if excludes else pattern[1:]
        folders_only = pattern.endswith(b"/")
        pattern = pattern[:-1] if folders_only else pattern
        anchored = b"/" in pattern
        pattern = pattern.removeprefix(b"/")
        if pattern:
            yield Rule(pattern, excludes, folders_only, anchored)


def _strip_trailing_spaces(line: bytes) -> bytes:
    """Spaces at the end count only where a backslash precedes them."""
    keep = at = 0
    while at < len(line):
        if line[at] == 0x5C:
            if at + 1 == len(line):
                return line
            at += 1
            keep = at + 1
        elif line[at] != 0x20:
            keep = at + 1
        at += 1
    return line[:keep]


class _Table:
    """The rules of one list that can apply to files, or to folders, sorted by how they are matched."""

    def __init__(self, rules: Iterable[tuple[int, Rule]]) -> None:
        self.names: dict[bytes, int] = {}
        self.paths: dict[bytes, int] = {}
        suffixes: dict[bytes, int] = {}
        globs: list[tuple[int, bool, re.Pattern[bytes]]] = []
        for place, rule in rules:
            if is_literal(rule.pattern):
                (self.paths if rule.anchored else self.names)[rule.pattern] = place
            elif not rule.anchored and rule.pattern.startswith(b"*") and is_literal(rule.pattern[1:]):
                suffixes[rule.pattern[1:]] = place
            else:
                compiled = compile_path(rule.pattern) if rule.anchored else compile_name(rule.pattern)
                globs.append((place, rule.anchored, compiled))
        self.suffixes = tuple(suffixes)
        self.suffix_places = sorted(((place, suffix) for suffix, place in suffixes.items()), reverse=True)
        self.globs = globs[::-1]

    def last(self, path: bytes, name: bytes) -> int:
        """The place of the last rule that matches, or -1."""
        best = self.names.get(name, -1)
        if self.paths:
            best = max(best, self.paths.get(path, -1))
        if self.suffixes and name.endswith(self.suffixes):
            best = max(best, next(place for place, suffix in self.suffix_places if name.endswith(suffix)))
        for place, anchored, compiled in self.globs:
            if place < best:
                break
            if compiled.fullmatch(path if anchored else name):
                return place
        return best


class IgnoreList:
    """The patterns of one ignore file."""

    def __init__(self, content: bytes) -> None:
        rules = list(parse_rules(content))
        self._excludes = [rule.excludes for rule in rules]
        self._folders = _Table(enumerate(rules))
        self._files = _Table((place, rule) for place, rule in enumerate(rules) if not rule.folders_only)

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._excludes)

    def excludes(self, path: bytes, name: bytes, *, folder: bool) -> bool | None:
        """What this list says of one path.

        Args:
            path: From the list's own folder, with '/'.
            name: Its last part.
            folder: Whether it is a folder.

        Returns:
            True if excluded, False if a `!` pattern brings it back, None if no pattern matches.
        """
        place = (self._folders if folder else self._files).last(path, name)
        return None if place < 0 else self._excludes[place]


class _Placed(NamedTuple):
    """A list and where its folder is, seen from the root of the walk."""

    rules: IgnoreList
    prefix: bytes
    """Path from the list's folder to the root with a final '/', when the list stands above the root."""
    cut: int
    """Length of the path from the root to the list's folder, with its final '/'."""


class Ignores(NamedTuple):
    """The lists that apply in one folder, the one that decides first in front."""

    placed: tuple[_Placed, ...] = ()

    def inside(self, rules: IgnoreList, folder: bytes) -> Ignores:
        """These and the list that stands in `folder` ('' or a path from the root with a final '/')."""
        return Ignores((_Placed(rules, b"", len(folder)), *self.placed)) if rules else self

    def seen_from(self, root: bytes) -> Ignores:
        """These, with paths from now on given from `root` ('' or a path with a final '/') below all their folders."""
        return Ignores(tuple(_Placed(rules, prefix + root[cut:], 0) for rules, prefix, cut in self.placed))

    def excludes(self, path: bytes, name: bytes, *, folder: bool) -> bool | None:
        """What the lists say of a path from the root: True, False (brought back) or None (no pattern matches)."""
        for rules, prefix, cut in self.placed:
            verdict = rules.excludes(prefix + path if prefix else path[cut:], name, folder=folder)
            if verdict is not None:
                return verdict
        return None
