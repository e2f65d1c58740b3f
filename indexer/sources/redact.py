"""Mask secrets before anything is stored.

Masking keeps the length and the line feeds of the text, so that spans stay right, and it runs on a file before it is
parsed, so that no word, docstring, signature or body can carry what was masked. Formats that say what they are
(`AKIA...`, `ghp_...`, private key blocks) are masked anywhere; literals given to a name such as `password` only if
they look like a secret: letters with digits or symbols, no placeholder.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_MASKED: Final = re.compile(rb"[^\r\n]")


class _Format(NamedTuple):
    """A secret that says what it is; group 1 of the pattern is what gets masked."""

    marks: tuple[bytes, ...]
    """Texts one of which every match contains: looking for them is all that most files cost."""
    pattern: re.Pattern[bytes]


_FORMATS: Final = tuple(
    _Format(tuple(marks.split()), re.compile(pattern, re.DOTALL))
    for marks, pattern in (
        (b"AKIA ASIA", rb"(?<![A-Za-z0-9])(?:AKIA|ASIA)([A-Z0-9]{16})(?![A-Za-z0-9])"),
        (b"ghp_ gho_ ghs_", rb"(?<![A-Za-z0-9])gh[pousr]_([A-Za-z0-9]{36,255})"),
        (b"github_pat_", rb"github_pat_([A-Za-z0-9_]{22,255})"),
        (b"glpat-", rb"glpat-([A-Za-z0-9_-]{20,255})"),
        (b"xox", rb"xox[abprse](?:\.xox[bp])?-([A-Za-z0-9-]{10,255})"),
        (b"hooks.slack.com", rb"hooks\.slack\.com/services/([A-Za-z0-9/]{20,100})"),
        (b"AIza", rb"(?<![A-Za-z0-9])AIza([A-Za-z0-9_-]{35})"),
        (b"k_live_", rb"(?<![A-Za-z0-9])[srp]k_live_([A-Za-z0-9]{16,255})"),
        (b"sk-", rb"(?<![A-Za-z0-9_-])sk-(?:proj-|ant-|svcacct-)?((?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{32,255})"),
        (b"npm_", rb"(?<![A-Za-z0-9_])npm_([A-Za-z0-9]{36})(?![A-Za-z0-9])"),
        (b"pypi-AgE", rb"pypi-AgE([A-Za-z0-9_-]{50,500})"),
        (b"hf_", rb"(?<![A-Za-z0-9_])hf_([A-Za-z0-9]{34})(?![A-Za-z0-9])"),
        (b"eyJ", rb"(?<![A-Za-z0-9])eyJ([A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})"),
    )
)

_KEY_BEGIN: Final = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_MOST: Final = 16384
_KEY_LINE: Final = re.compile(
    rb"[$#]?\{[^{}\r\n]*\}|<[^<>\r\n]*>|%\w+%|\$\(?\w+\)?|\w[\w.]*\(|(?P<key>[A-Za-z0-9+/=]{8,})"
)
"""What stands in for the body of a key in a template (`${KEY}`, `{{ key }}`, `<key>`, `%KEY%`, a call), or some of the body."""

_URL: Final = re.compile(rb"://[^\s/:@\"'<>]{1,100}:([^\s/@\"'<>]{4,100})@")

_NAMES: Final = (b"passw", b"secret", b"token", b"apikey", b"api_key", b"api-key", b"access_key")
_AFTER_NAME = rb"(?:or)?d?(?:[_-]?(?:access[_-]?)?(?:key|token|value)(?:[_-]?base)?|[0-9]{1,2})?[\"']?\]?[ \t]*(?::=|=>|=|:)[ \t]*"
_QUOTED: Final = re.compile(_AFTER_NAME + rb"[A-Za-z]{0,2}([\"'])([^\"'\s]{6,512})\1", re.IGNORECASE)
_BARE: Final = re.compile(_AFTER_NAME + rb"()([^\"'\s#,;(){}\[\]<>$]{6,512})[ \t]*\r?(?=\n|\Z|[ \t]#)", re.IGNORECASE)

_PLACEHOLDER: Final = re.compile(
    rb"[{}<>$%]|\.\.\.|\*\*\*|xxx|example|placeholder|change.?me|your|dummy|redacted|insert|replace|^\W*$|^(.)\1*$"
    rb"|^(?:https?|file)://",
    re.IGNORECASE,
)


def redact(data: bytes, *, config: bool = False) -> bytes:
    """Mask what looks like a secret with `*`, byte for byte.

    Args:
        data: Valid UTF-8.
        config: Whether values stand without quotes, as in an environment file, INI or YAML.

    Returns:
        Valid UTF-8 of the same length with the same line feeds; `data` itself where there is nothing to mask.
    """
    spans: list[tuple[int, int]] = []
    for marks, pattern in _FORMATS:
        for mark in marks:
            if mark in data:
                spans.extend(match.span(1) for match in pattern.finditer(data))
                break
    if b"PRIVATE KEY" in data:
        spans.extend(_key_spans(data))
    if b"://" in data and b"@" in data:
        spans.extend(match.span(1) for match in _URL.finditer(data) if _looks_secret(match[1]))
    places = _name_ends(data.lower())
    for pattern in (_QUOTED, _BARE) if config else (_QUOTED,):
        found = (pattern.match(data, place) for place in places)
        spans.extend(match.span(2) for match in found if match and _looks_secret(match[2]))
    masked = _mask(data, spans)
    # What stood against a secret may begin a secret of its own once that is gone.
    return data if masked == data else redact(masked, config=config)


def _key_spans(data: bytes) -> list[tuple[int, int]]:
    """Where the bodies of private keys are, without white space, quotes and what stands in for one."""
    spans: list[tuple[int, int]] = []
    begin = _KEY_BEGIN.search(data)
    while begin:
        limit = begin.end() + _KEY_MOST
        end = data.find(b"-----", begin.end(), limit)
        found = _KEY_LINE.finditer(data, begin.end(), limit if end < 0 else end)
        spans.extend(match.span("key") for match in found if match["key"])
        begin = _KEY_BEGIN.search(data, limit if end < 0 else end)
    return spans


def _name_ends(lowered: bytes) -> list[int]:
    """Where the names of secrets, or their first letters, end."""
    ends = []
    for name in _NAMES:
        at = lowered.find(name)
        while at >= 0:
            at += len(name)
            ends.append(at)
            at = lowered.find(name, at)
    return ends


def _looks_secret(value: bytes) -> bool:
    """Letters with digits or symbols, and no sign of a placeholder."""
    has_letter = any(65 <= byte <= 90 or 97 <= byte <= 122 for byte in value)
    has_other = any(48 <= byte <= 57 or byte in b"!@#^&+=~?" for byte in value)
    return has_letter and has_other and _PLACEHOLDER.search(value) is None


def _mask(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    out = bytearray(data)
    for start, end in spans:
        out[start:end] = _MASKED.sub(b"*", data[start:end])
    return bytes(out)
