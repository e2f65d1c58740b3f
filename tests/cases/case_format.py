"""How literate cases are written: Markdown in which a heading of the second level opens a case.

Below it, in any order and with prose between:

- fences ```` ```python path=pkg/mod.py ````, with any word for the language: the files of the case;
- ```` ```symbols ````: lines `kind qualified.name [detail, detail]`; with `symbols all`, these and no others;
- ```` ```signatures ```` and ```` ```docstrings ````: lines `qualified.name := text`;
- ```` ```edges ````: lines `source -kind-> target @provenance >=0.8`, provenance and bound being optional; with
  `edges only=calls,reads`, these and no others of these kinds;
- ```` ```no-edges ````: lines `source -kind-> target`, where `*` stands for anything;
- ```` ```unresolved ````: lines `source ? name as role`.

Names are qualified names; an external target is its dotted name (`builtins.print`). Line numbers are left to the tests
of positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^```(?P<kind>[\w-]+)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_EDGE = re.compile(r"(?P<source>\S+) -(?P<kind>[\w*]+)-> (?P<target>\S+)(?: @(?P<by>\w+))?(?: (?P<bound>[<>]=[\d.]+))?")
_SYMBOL = re.compile(r"(?P<kind>\w+) (?P<name>\S+)(?: \[(?P<detail>[^\]]*)\])?")
_TEXT = re.compile(r"(?P<name>\S+) := ?(?P<text>.*)")
_UNRESOLVED = re.compile(r"(?P<source>\S+) \? (?P<name>\S+) as (?P<role>\w+)")
_EXPECTATIONS = {"symbols", "signatures", "docstrings", "edges", "no-edges", "unresolved"}


class Expected(NamedTuple):
    """One line of a fence, taken apart, and what its fence says after the kind."""

    kind: str
    options: str
    line: str
    parts: dict[str, str]


class Case(NamedTuple):
    """One heading: its files and what is expected of them."""

    page: str
    title: str
    files: dict[str, str]
    expected: list[Expected]


def read_cases(folder: Path) -> Iterator[Case]:
    """The cases of all pages of a folder.

    Raises:
        ValueError: a fence or a line in it is not of the format; says where.
    """
    for page in sorted(folder.glob("*.md")):
        _, *pieces = _HEADING.split(page.read_text(encoding="utf-8"))
        for title, text in zip(pieces[::2], pieces[1::2], strict=True):
            yield _case(page.stem, title.strip(), text)


def _case(page: str, title: str, text: str) -> Case:
    case = Case(page, title, {}, [])
    for fence in _FENCE.finditer(text):
        kind, options, body = fence["kind"], fence["rest"].strip(), fence["body"]
        if options.startswith("path="):
            case.files[options.removeprefix("path=")] = body
            continue
        if kind not in _EXPECTATIONS:
            raise ValueError(f"{page}.md, {title!r}: unknown fence {kind!r}")
        pattern = {"symbols": _SYMBOL, "unresolved": _UNRESOLVED, "signatures": _TEXT, "docstrings": _TEXT}.get(
            kind, _EDGE
        )
        for line in filter(None, map(str.strip, body.splitlines())):
            match = pattern.fullmatch(line)
            if match is None:
                raise ValueError(f"{page}.md, {title!r}: cannot read {line!r} in a fence {kind!r}")
            case.expected.append(
                Expected(kind, options, line, {k: v for k, v in match.groupdict().items() if v is not None})
            )
        if not body.strip():
            case.expected.append(Expected(kind, options, "", {}))
    if not case.files or not case.expected:
        raise ValueError(f"{page}.md, {title!r}: a case has files and expectations")
    return case
