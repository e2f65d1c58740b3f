"""Headings of Markdown and reStructuredText.

Both scanners look only at the lines that can matter, found by one expression: documents are large and headings few.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.extract.documents_part import Part

_MARKDOWN: Final = re.compile(
    rb"^(?:(?P<fence>[ \t]*(?:[-*+>][ \t]+|[0-9]{1,9}[.)][ \t]+)*(?P<tick>`{3,}|~{3,})(?P<info>[^\n]*))"
    rb"|(?P<comment> {0,3}<!--)"
    rb"| {0,3}(?P<marks>\#{1,6})(?:[ \t]+(?P<title>[^\n]*)|\r?$)"
    rb"| {0,3}(?P<under>=+|-+)[ \t\r]*$)",
    re.MULTILINE,
)
_FRONT_MATTER: Final = re.compile(rb"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$", re.DOTALL | re.MULTILINE)
# What ends the search for a paragraph above a line of signs ...
_OTHER_BLOCK: Final = re.compile(rb" {0,3}(?:\#{1,6}(?:[ \t]|\r?$)|[-*_]{3,}[ \t\r]*$|```|~~~)")
# ... and what such a paragraph would only continue: a quote, a list item, a table, HTML.
_CONTAINER: Final = re.compile(rb" {0,3}(?:[>|<]|[-*+](?:[ \t]|\r?$)|[0-9]{1,9}[.)][ \t])")

_INFO: Final = re.compile(rb"[ \t]*\{?[ \t]*\.?([A-Za-z0-9_+#-]+)")
"""The language in what follows an opening fence: `python`, `{.python}`, `{r}`, `rust,no_run`."""

_MAX_TITLE_LINES: Final = 20
_MAX_TITLE: Final = 500
"""Bytes: what is longer is cut, being no heading that a person wrote."""

_ADORNMENT: Final = re.compile(rb"^([!-/:-@\[-`{-~])\1+(?=[ \t\r]*$)", re.MULTILINE)


def markdown_parts(source: bytes) -> list[Part]:
    """The sections of a Markdown file: `#` headings and underlined ones, none in fences, comments or front matter."""
    parts: list[Part] = []
    front = _FRONT_MATTER.match(source)
    at = floor = front.end() if front else 0
    while match := _MARKDOWN.search(source, at):
        at = match.end()
        if match["fence"] is not None:
            if match["tick"][:1] == b"`" and b"`" in match["info"]:
                continue  # a code span
            at = floor = _end_of_fence(source, match)
        elif match["comment"] is not None:
            close = source.find(b"-->", match.end())
            at = floor = len(source) if close < 0 else close + 3
        elif match["marks"] is not None:
            title = _closed((match["title"] or b"").rstrip())
            start = match.start("title") if title else match.start("marks")
            parts.append(Part("section", _plain(title), len(match["marks"]), match.start(), start, at, -1))
            floor = at
        else:
            first = _paragraph_above(source, match.start(), floor)
            if first < match.start():
                depth = 1 if match["under"][:1] == b"=" else 2
                title = source[first : match.start()]
                indent = len(title) - len(title.lstrip())
                parts.append(Part("section", _plain(title), depth, first, first + indent, at, -1))
                floor = at
            elif match["under"].startswith(b"---"):
                floor = at  # a rule; what is shorter is text
        at = max(at, match.start() + 1)
    return parts


class Fence(NamedTuple):
    """A fenced block of Markdown."""

    start: int
    """First byte of its first line of code."""
    end: int
    """Byte after the last line of code."""
    language: str
    """First word after the opening fence, lower-case; '' for none."""
    indent: int
    """How many blanks stand before the opening fence."""


def markdown_fences(source: bytes) -> list[Fence]:
    """The fenced blocks of a Markdown file, none in comments or front matter."""
    fences: list[Fence] = []
    front = _FRONT_MATTER.match(source)
    at = front.end() if front else 0
    while match := _MARKDOWN.search(source, at):
        at = max(match.end(), match.start() + 1)
        if match["comment"] is not None:
            close = source.find(b"-->", match.end())
            at = len(source) if close < 0 else close + 3
        elif match["fence"] is not None and not (match["tick"][:1] == b"`" and b"`" in match["info"]):
            at = _end_of_fence(source, match)
            start = match.end() + 1
            end = source.rfind(b"\n", start, at) + 1 if source[start:at].rstrip().endswith(match["tick"][:3]) else at
            word = _INFO.match(match["info"])
            language = word[1].decode("utf-8", "replace").lower() if word else ""
            lead = match["fence"][: match.start("tick") - match.start()]
            if start < end and not lead.strip(b" \t"):  # none in quotes
                fences.append(Fence(start, end, language, len(lead)))
    return fences


def _closed(title: bytes) -> bytes:
    """A title without the `#` signs that may close it."""
    bare = title.rstrip(b"#")
    return bare.rstrip() if not bare or bare.endswith((b" ", b"\t")) else title


def _end_of_fence(source: bytes, opening: re.Match[bytes]) -> int:
    """Where a fenced block ends: after its closing fence, or at the end of the file."""
    tick = opening["tick"]
    closing = re.compile(rb"^[ \t>]*" + re.escape(tick[:1]) + rb"{%d,}[ \t\r]*$" % len(tick), re.MULTILINE)
    close = closing.search(source, opening.end())
    return close.end() if close else len(source)


def _paragraph_above(source: bytes, line: int, floor: int) -> int:
    """Where the paragraph that ends right before `line` begins; `line` if there is none after `floor`."""
    first = at = line
    for _ in range(_MAX_TITLE_LINES):
        if at <= floor:
            break
        above = source.rfind(b"\n", 0, at - 1) + 1
        text = source[above:at]
        if above < floor or not text.strip() or _OTHER_BLOCK.match(text):
            break
        if _CONTAINER.match(text):
            return line
        at = above
        first = first if text.startswith((b"    ", b"\t")) else above
    return first


def _plain(title: bytes) -> str:
    """A heading without its markup."""
    text = " ".join(title[:_MAX_TITLE].decode("utf-8", "ignore").split())
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"\s*\{[#.:][^}]*\}$", "", text)
    text = re.sub(r"</?[A-Za-z][^>]*>", "", text)
    text = re.sub(r"(\*{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()


def rst_parts(source: bytes) -> list[Part]:
    """The sections of a reStructuredText file, or of plain text with underlined headings.

    A heading is a line at the margin with a line of one sign, at least as long, under it and a blank line, or the same
    line of signs, above it. Which sign is which level is set by the order in which they come.
    """
    parts: list[Part] = []
    styles: dict[tuple[bytes, bool], int] = {}
    floor = 0
    for under in _ADORNMENT.finditer(source):
        if under.start() <= floor:
            continue
        first = source.rfind(b"\n", 0, under.start() - 1) + 1
        title = source[first : under.start()].rstrip()
        signs = under[0]
        if first < floor or not title.strip() or len(title.decode("utf-8", "replace")) > len(signs):
            continue
        if _ADORNMENT.match(title) and len(set(title)) == 1:
            continue
        above = source.rfind(b"\n", 0, first - 1) + 1 if first else 0
        before = source[above:first].strip()
        over = before == signs and above >= floor
        if (before and not over) or (title[:1] in b" \t" and not over):
            continue
        depth = styles.setdefault((signs[:1], over), len(styles) + 1)
        indent = len(title) - len(title.lstrip())
        start = above if over else first
        parts.append(Part("section", _plain_rst(title), depth, start, first + indent, under.end(), -1))
        floor = under.end()
    return parts


def _plain_rst(title: bytes) -> str:
    text = " ".join(title[:_MAX_TITLE].decode("utf-8", "ignore").split())
    text = re.sub(r":[\w:+.-]+:`([^`<]*?)(?:\s*<[^>]*>)?`", r"\1", text)
    text = re.sub(r"(``|\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1_{0,2}", r"\2", text)
    return re.sub(r"\\(.)", r"\1", text).strip()
