"""One pattern of an ignore file, as a regular expression over bytes.

Git matches bytes, not characters (`?` is one byte), and so does this. Every star that another star of the same path
segment follows is matched shortest-first in an atomic group: that is enough for globs, and it keeps matching linear
in the length of the path, whatever the pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache

SPECIAL = b"*?[\\"
"""Bytes that make a pattern more than a literal."""

_NEVER = b"(?!)"
_SLASH = 0x2F
_NAMED_CLASSES = {
    b"alnum": rb"[A-Za-z0-9]",
    b"alpha": rb"[A-Za-z]",
    b"blank": rb"[ \t]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"digit": rb"[0-9]",
    b"graph": rb"[!-~]",
    b"lower": rb"[a-z]",
    b"print": rb"[ -~]",
    b"punct": rb"[!-/:-@\[-`{-~]",
    b"space": rb"[ \t-\r]",
    b"upper": rb"[A-Z]",
    b"xdigit": rb"[0-9A-Fa-f]",
}


def is_literal(pattern: bytes) -> bool:
    """Whether a pattern matches only itself."""
    return not any(byte in pattern for byte in SPECIAL)


@lru_cache(maxsize=4096)
def compile_name(pattern: bytes) -> re.Pattern[bytes]:
    """A pattern without a slash, to be matched in full against the last part of a path."""
    return re.compile(_translate(pattern, across_slashes=False), re.DOTALL)


@lru_cache(maxsize=4096)
def compile_path(pattern: bytes) -> re.Pattern[bytes]:
    """A pattern with a slash, to be matched in full against the path from the ignore file's folder.

    Args:
        pattern: Without its leading and its trailing slash.
    """
    # Git compares the literal head first and hands only the rest to its matcher, so `ab**/c` has its double star at
    # the beginning of a pattern, where it crosses slashes, although no slash stands before it.
    head = next((at for at, byte in enumerate(pattern) if byte in SPECIAL), len(pattern))
    return re.compile(re.escape(pattern[:head]) + _translate(pattern[head:], across_slashes=True), re.DOTALL)


def _translate(pattern: bytes, *, across_slashes: bool) -> bytes:
    """The regular expression of a wildmatch pattern; `**` crosses slashes only if `across_slashes`."""
    pieces: list[tuple[str, bytes]] = []
    at = 0
    while at < len(pattern):
        byte = pattern[at : at + 1]
        if byte == b"*":
            after = at
            while pattern[after : after + 1] == b"*":
                after += 1
            open_left = at == 0 or pattern[at - 1] == _SLASH
            rest = pattern[after : after + 2]
            open_right = not rest or rest[:1] == b"/" or rest == b"\\/"
            if not across_slashes or after - at < 2 or not (open_left and open_right):
                pieces.append(("star", b"[^/]*"))
            elif rest[:1] == b"/":
                pieces.append(("folders", b"(?:[^/]*/)*"))
                after += 1
            else:
                pieces.append(("all", b".*"))
            at = after
        elif byte == b"?":
            pieces.append(("one", b"[^/]"))
            at += 1
        elif byte == b"[":
            expression, at = _bracket(pattern, at)
            pieces.append(("one", expression))
        elif byte == b"\\":
            escaped = pattern[at + 1 : at + 2]
            pieces.append(("slash" if escaped == b"/" else "one", re.escape(escaped) if escaped else _NEVER))
            at += 2
        else:
            pieces.append(("slash" if byte == b"/" else "one", re.escape(byte)))
            at += 1
    return _join(pieces)


def _join(pieces: list[tuple[str, bytes]]) -> bytes:
    """Put pieces together, each wildcard that a wildcard of the same reach follows made atomic and shortest-first."""
    out: list[bytes] = []
    open_star = open_folders = False
    for at, (kind, expression) in enumerate(pieces):
        following = [k for k, _ in pieces[at + 1 :]]
        if kind in {"star", "slash", "folders", "all"} and open_star:
            out.append(b")")
            open_star = False
        if kind in {"folders", "all"} and open_folders:
            out.append(b")")
            open_folders = False
        if kind == "star":
            segment = following[: following.index("slash")] if "slash" in following else following
            if "star" in segment:
                out.append(b"(?>[^/]*?")
                open_star = True
                continue
        elif kind == "folders" and ("folders" in following or "all" in following):
            out.append(b"(?>(?:[^/]*/)*?")
            open_folders = True
            continue
        out.append(expression)
    return b"".join(out) + b")" * (open_star + open_folders)


def _bracket(pattern: bytes, start: int) -> tuple[bytes, int]:
    """The character class that opens at `start`, and where the pattern goes on; follows git's own scanner closely.

    A class that never closes, or that names an unknown POSIX class, makes the whole pattern match nothing.
    """
    at = start + 1
    negated = pattern[at : at + 1] in {b"!", b"^"}
    at += negated
    members: set[int] = set()
    previous = 0
    first = True
    while True:
        if at >= len(pattern):
            return _NEVER, len(pattern)
        byte = pattern[at]
        if byte == 0x5D and not first:  # ]
            break
        first = False
        if byte == 0x5C:  # backslash
            at += 1
            if at >= len(pattern):
                return _NEVER, len(pattern)
            byte = pattern[at]
            members.add(byte)
        elif byte == 0x2D and previous and pattern[at + 1 : at + 2] not in {b"", b"]"}:  # a range
            at += 1
            if pattern[at] == 0x5C:
                at += 1
                if at >= len(pattern):
                    return _NEVER, len(pattern)
            members.update(range(previous, pattern[at] + 1))
            byte = 0
        elif byte == 0x5B and pattern[at + 1 : at + 2] == b":":
            close = pattern.find(b"]", at + 2)
            if close < 0:
                return _NEVER, len(pattern)
            if close == at + 2 or pattern[close - 1] != 0x3A:
                members.add(byte)
            else:
                name = pattern[at + 2 : close - 1]
                if name not in _NAMED_CLASSES:
                    return _NEVER, len(pattern)
                members.update(b for b in range(256) if re.match(_NAMED_CLASSES[name], bytes((b,))))
                at = close
                byte = 0
        else:
            members.add(byte)
        previous = byte
        at += 1
    chosen = (set(range(1, 256)) - members if negated else members) - {_SLASH}
    if not chosen:
        return _NEVER, at + 1
    return b"[" + b"".join(b"\\x%02x" % b for b in sorted(chosen)) + b"]", at + 1
