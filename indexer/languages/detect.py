"""Which language a file is in: by exact name, extension, `#!` line, editor modeline; else plain text.

Of an extension that several languages have, the content decides."""

from __future__ import annotations

import re
from typing import Final

from indexer.languages.registry import Language, Registry, registry

_SHEBANG: Final = re.compile(rb"#![ \t]*([^\n\r]{1,300})")
_VERSION: Final = re.compile(r"[-.]?\d[\d.]*$")
_MODELINE: Final = re.compile(
    rb"-\*-[ \t]*(?:[^\n]*?\bmode:[ \t]*)?([A-Za-z][\w+-]*)[ \t]*(?:;[^\n]*)?-\*-"
    rb"|(?:^|[ \t])(?:vim?|ex):[^\n]*?\b(?:ft|filetype|syntax)=([\w+-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_MODELINE_LINES: Final = 5
_EXEC_TRICK: Final = re.compile(
    rb"\A#![^\n]*\bsh\b[^\n]*\n(?:[^\n]*\n){0,4}[\"']*:?[^\n]{0,10}\bexec[ \t]+([^\n]{1,200})"
)


def by_name(path: str, known: Registry | None = None) -> Language | None:
    """The language that a file's name alone tells, or None.

    Of several extensions the longest known one counts: `types.d.ts` before `.ts`. Case matters only if it tells.

    Args:
        path: From the root, with '/'.
        known: The languages; this installation's where None.
    """
    known = known or registry()
    name = path.rpartition("/")[2]
    found = known.by_filename.get(name)
    if found is not None:
        return found
    lowered = name.lower()
    dot = lowered.find(".")
    while dot >= 0:
        found = known.by_extension.get(lowered[dot:])
        if found is not None:
            return found
        dot = lowered.find(".", dot + 1)
    return None


def needs_head(path: str, known: Registry | None = None) -> bool:
    """Whether `detect` has to see a file's first bytes, because its name does not tell."""
    known = known or registry()
    name = path.rpartition("/")[2]
    return name not in known.by_filename and (by_name(path, known) is None or _extension(name) in known.shared)


def detect(path: str, head: bytes = b"", known: Registry | None = None) -> Language:
    """The language of a file; the row `text` where nothing tells.

    Args:
        path: From the root, with '/'.
        head: The first bytes of the file; not looked at where the name tells.
        known: The languages; this installation's where None.
    """
    known = known or registry()
    name = path.rpartition("/")[2]
    if name not in known.by_filename:
        for sign, language in known.shared.get(_extension(name), ()):
            if sign.search(head):
                return language
    return by_name(path, known) or _by_shebang(head, known) or _by_modeline(head, known) or known["text"]


def _extension(name: str) -> str:
    """The last extension, lower-case, with its dot; '' for none."""
    stem, dot, last = name.lower().rpartition(".")
    return dot + last if stem or dot else ""


def _by_shebang(head: bytes, known: Registry) -> Language | None:
    line = _SHEBANG.match(head.removeprefix(b"\xef\xbb\xbf"))
    if line is None:
        return None
    program = interpreter(line[1].decode("utf-8", "replace"))
    if program in {"sh", "bash", "dash", "ash"} and (trick := _EXEC_TRICK.match(head)):
        # A shell script that hands itself to another interpreter at once.
        handed = interpreter(trick[1].decode("utf-8", "replace").replace('"', "").replace("'", ""))
        if handed in known.by_interpreter:
            return known.by_interpreter[handed]
    return known.by_interpreter.get(program)


def interpreter(command: str) -> str:
    """The program that a `#!` line runs, without its folder and version.

    `/usr/bin/env -S FOO=1 python3.12 -u` is python.
    """
    words = command.split()
    while words:
        word = words.pop(0)
        program = word.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
        if program in {"env", "exec", "sudo", "busybox"} or "=" in word:
            continue
        if word in {"-u", "--unset", "-C", "--chdir"}:
            words[:1] = []
            continue
        if word.startswith("-"):
            continue
        if program in {"uv", "pipx"}:
            return "python"
        return _VERSION.sub("", program) or program
    return ""


def _by_modeline(head: bytes, known: Registry) -> Language | None:
    first = b"\n".join(head.split(b"\n", _MODELINE_LINES)[:_MODELINE_LINES])
    for found in _MODELINE.finditer(first):
        name = (found[1] or found[2]).decode("ascii", "replace").lower()
        language = known.by_alias.get(name)
        if language is not None:
            return language
    return None
