r"""File names as text that can be stored, hashed and printed, without loss.

A name is bytes on disk. It becomes UTF-8 text in which a byte that is not valid UTF-8, a control character and the
backslash itself are written `\xHH`; no other text contains a backslash, so the way back is exact.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(rb"[ -\[\]-~]*").fullmatch
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\\\\\udc80-\udcff]")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def escape(raw: bytes) -> str:
    """The text of a path on disk."""
    if _PLAIN(raw):
        return raw.decode("ascii")
    return _ODD.sub(_escaped, raw.decode("utf-8", "surrogateescape"))


def unescape(path: str) -> bytes:
    """The path on disk that `escape` wrote as `path`."""
    raw = path.encode("utf-8")
    if b"\\" not in raw:
        return raw
    return _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), raw)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in match[0].encode("utf-8", "surrogateescape"))
