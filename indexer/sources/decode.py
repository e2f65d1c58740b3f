"""From the bytes of a file to the UTF-8 that is parsed.

Everything after this layer sees valid UTF-8 without a byte order mark, and every span refers to those bytes. For
nearly every file they are the file's own. Where they are not (another encoding, a mark, stray bytes), lines are still
the file's lines: decoding never adds or removes a line feed.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_BINARY_WINDOW = 8192
_DECLARED = re.compile(
    rb"coding[:=][ \t]*([-\w.]+)|<\?xml[^>\n]{0,80}encoding=[\"']([-\w.]+)|<meta[^>\n]{0,80}charset=[\"']?([-\w.]+)",
    re.IGNORECASE,
)
_DECLARED_WINDOW = 512
# Codecs that Python has for other purposes than files: they rewrite escapes, and warn.
_NO_FILE_CODECS = frozenset(("unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"))


class Decoded(NamedTuple):
    """A file's text."""

    data: bytes
    """Valid UTF-8, without a byte order mark: what is parsed, and what spans refer to."""
    encoding: str
    """How the file was read, as Python names codecs."""
    lossy: bool
    """Whether some bytes made no sense and became U+FFFD."""


def is_binary(head: bytes) -> bool:
    """Whether a file is no text: a NUL in its first 8 KB, unless a UTF-16 or UTF-32 mark explains it.

    Args:
        head: At least the first 8 KB, or all of a smaller file.
    """
    if b"\0" not in head[:_BINARY_WINDOW]:
        return False
    return not head.startswith(tuple(mark for mark, _ in _BOMS[:4]))


def decode(raw: bytes) -> Decoded:
    """Decode by byte order mark, else by a declared encoding, else as UTF-8; never fails.

    A declaration is one that Python (PEP 263), Emacs, Vim, XML or HTML knows, in the first lines. It counts if the
    bytes are valid in it and the lines stay the same.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _by(raw[len(mark) :], encoding)
    declared = _declared(raw)
    if declared:
        try:
            text = raw.decode(declared)
        except (LookupError, ValueError):
            text = ""
        if text and text.count("\n") == raw.count(b"\n"):
            return Decoded(text.encode("utf-8", "replace"), declared, lossy=False)
    if _is_utf8(raw):
        return Decoded(raw, "utf-8", lossy=False)
    return _by(raw, "utf-8")


def _by(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, "replace")
    # U+FFFD may also be what the file has; only bytes that do not come back were lost.
    lossy = "\ufffd" in text and text.encode(encoding, "replace") != body
    return Decoded(text.encode("utf-8", "replace"), encoding, lossy)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(raw: bytes) -> str:
    """The declared encoding as Python names it; '' if there is none, or none that differs from UTF-8."""
    head = b"\n".join(raw[:_DECLARED_WINDOW].split(b"\n", 6)[:6])
    found = _DECLARED.search(head)
    if found is None:
        return ""
    # Python and editors look at two lines only; markup may have its declaration lower.
    if found[1] and head.count(b"\n", 0, found.start()) > 1:
        return ""
    name = (found[1] or found[2] or found[3]).decode("ascii", "replace").lower()
    try:
        codec = codecs.lookup(re.sub(r"-(?:unix|dos|mac)$", "", name)).name
    except LookupError:
        return ""
    return "" if codec in {"utf-8", "ascii"} or codec in _NO_FILE_CODECS else codec
