"""Finds macros that stand where a grammar expects something else, by what is around them."""

from __future__ import annotations

import re
from typing import Final

NOT_CALLS: Final = re.compile(rb"\b(?:if|while|for|switch|return|else|case|goto|do|sizeof)\b")
"""Words that open statements and expressions, not declarations."""
_NOT_NEWLINE: Final = re.compile(rb"[^\n]")
_ARGUMENTS: Final = rb"[ \t]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_CANDIDATE: Final = re.compile(
    rb"(?<![\w.#$])(?:[A-Z_][A-Z0-9_]{2,}|__(?!attribute|asm|extension|typeof|inline|volatile|restrict|const|signed|label|declspec)[a-z]\w*)"
    rb"(?!\w)(?:(" + _ARGUMENTS + rb"))?"
)  # fmt: skip
_NEVER: Final = frozenset(b"NULL TRUE FALSE EOF __func__ __VA_ARGS__ __FILE__ __LINE__ BOOL VOID".split())
_NAME: Final = re.compile(rb"[A-Za-z_]\w*")
_LAST_WORD: Final = re.compile(rb"(\w+)\s*\Z")
_KINDS: Final = frozenset({b"class", b"struct", b"union", b"enum"})
_SPECIFIERS: Final = frozenset(
    b"static inline extern virtual constexpr explicit friend const typedef public private protected".split()
)
_STATEMENTS: Final = frozenset(b"return else case goto do sizeof throw new delete in and or not".split())

_NAMED_TYPE: Final = re.compile(rb"\s+[A-Za-z_][\w:]*\s*(?:final\s*)?[:{;]")
_DECLARES: Final = re.compile(
    rb"\s+(?:(?:static|inline|extern|const|virtual|constexpr|explicit|unsigned|signed|struct|enum|typedef)\s+)*"
    rb"(?:[A-Za-z_][\w:]*(?:\s*<[^;{}()]*>)?[\s*&]+)+(?:~?[A-Za-z_][\w:]*\s*[(;=\[{]|\([ \t]*\*)"
)
_DEFINES_TYPE: Final = re.compile(rb"\s+(?:class|struct|union|enum|namespace|template|typedef|using)\b")
_CONSTRUCTS: Final = re.compile(rb"(?:[ \t]+__\w+__)*[ \t]+~?[A-Za-z_]\w*[ \t]*\(")
_NAMES_FUNCTION: Final = re.compile(rb"[ \t]+~?[a-zA-Z_][\w:]*\s*\(")
_POINTER: Final = re.compile(rb"[ \t]*(?:\*[ \t]*)*[A-Za-z_]?\w*[ \t]*\)[ \t]*\(")
_ENDS: Final = re.compile(rb"(?:\s*(?:[A-Z_][A-Z0-9_]{2,}|__\w+)(?:" + _ARGUMENTS + rb")?)*\s*[;{]")
_TYPED_PARAMETER: Final = re.compile(rb"[ \t]+(?:const\s+|struct\s+|unsigned\s+)*[A-Za-z_]\w*[ \t*&]+\w+[ \t]*[,)\[]")
_NAMED_PARAMETER: Final = re.compile(rb"[ \t]+[a-z_]\w*[ \t]*[,)]")
_LINE: Final = 400
"""Bytes around a macro that are looked at."""


def blank(piece: bytes) -> bytes:
    """As many blanks; newlines stay."""
    return _NOT_NEWLINE.sub(b" ", piece)


def blanked_macros(text: bytearray, visible: bytearray) -> list[tuple[int, str]]:
    """Blanks macros that stand in the place of keywords and attributes.

    Args:
        text: what is going to be parsed; changed.
        visible: the same without comments, strings and directives; changed.

    Returns:
        Offset and name of each that was blanked.
    """
    names: list[tuple[int, str]] = []
    for found in _CANDIDATE.finditer(bytes(visible)):
        name = _NAME.match(found[0])
        if name is None or name[0] in _NEVER:
            continue
        start, plain, end = found.start(), found.start() + name.end(), found.end()
        before = bytes(visible[max(0, start - _LINE) : start])
        stop = _stops(before, visible, plain, end)
        if stop < 0:
            continue
        names.append((start, name[0].decode("ascii")))
        for one in (text, visible):
            one[start:stop] = blank(bytes(one[start:stop]))
    return names


def _stops(before: bytes, visible: bytearray, plain: int, end: int) -> int:
    """Where what has to be blanked of a macro ends: with its arguments, without them; -1 where it may stay."""
    after = bytes(visible[end : end + _LINE])
    left = before.rstrip()
    last = left[-1:]
    opens_line = before[before.rfind(b"\n") + 1 :].strip() == b""
    found = _LAST_WORD.search(before)
    word = found[1] if found is not None else b""
    if word in _KINDS:
        return end if _NAMED_TYPE.match(after) else -1
    starts = last in (b"", b";", b"{", b"}", b">") or word in _SPECIFIERS or opens_line
    if starts and (_DECLARES.match(after) or _DEFINES_TYPE.match(after)):
        return end
    if opens_line:
        if visible[plain - 2 : plain] == b"__" and end == plain and _CONSTRUCTS.match(after):
            return end
        if _is_alone(after) and last in (b"", b";", b"{", b"}", b">", b")", b":"):
            return end
    if last == b"(" and end == plain and _POINTER.match(after):
        return end
    if (last == b")" or word in (b"const", b"override", b"noexcept")) and _ENDS.match(after) and _declares_so_far(left):
        return end
    if word in _STATEMENTS:
        return -1
    if end == plain and (word or last in (b"*", b"&", b">")) and _NAMES_FUNCTION.match(after) and not opens_line:
        return plain
    if last in (b"(", b",") and _TYPED_PARAMETER.match(after):
        return end
    return plain if (word or last in (b"*", b"&")) and end == plain and _NAMED_PARAMETER.match(after) else -1


def _is_alone(after: bytes) -> bool:
    """Whether nothing else is on the line, and the next one does not go on with it."""
    line, _, rest = after.partition(b"\n")
    return (not line.strip() and rest.lstrip()[:1] not in b";{(=+-*/%&|^?:,.<>[") or not after.strip()


def _declares_so_far(left: bytes) -> bool:
    """Whether what ends in `)` can be the head of a function."""
    start = max(left.rfind(one) for one in (b";", b"{", b"}")) + 1
    head = left[start:]
    return b"=" not in head and len(_NAME.findall(head)) > 1 and not NOT_CALLS.search(head)
