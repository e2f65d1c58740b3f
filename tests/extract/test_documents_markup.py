"""Headings are found where the formats have them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer.extract.documents_markup import markdown_fences, markdown_parts, rst_parts
from indexer.extract.documents_part import Part


def _brief(parts: list[Part]) -> list[tuple[int, str]]:
    return [(part.depth, part.name) for part in parts]


_lines = st.sampled_from(
    [
        "# one", "## two ##", "###### six", "####### seven", "#tag", "#", "   # in", "    # code", "text", "more text",
        "===", "---", "--", "= =", "```", "```python", "~~~", "````", "", "", "`a` # b", "***", "> quote", "# a \\# b #",
    ]
)  # fmt: skip


@given(st.lists(_lines, max_size=14))
def test_markdown_headings_are_those_of_commonmark(lines: list[str]) -> None:
    """Level and first line of each, as a full parser has them (lists aside, whose headings count here)."""
    lines = ["", *lines]  # what looks like front matter is not
    source = "\n".join(lines) + "\n"
    tokens = MarkdownIt("commonmark").parse(source)
    expected = [(int(t.tag[1]), t.map[0]) for t in tokens if t.type == "heading_open" and t.map and t.level == 0]
    raw = source.encode()
    empty = {(level, line) for level, line in expected if not lines[line].strip("# ")}
    found = {(part.depth, raw.count(b"\n", 0, part.start)) for part in markdown_parts(raw)}
    assert found - empty == set(expected) - empty


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A `b` [c](d) **e** <b>f</b> ![g](h) {#id}\n", [(1, "A b c e f g")]),
        ("Title\n=====\n\nSub\n---\n", [(1, "Title"), (2, "Sub")]),
        ("Two lines\nof title\n---\n", [(2, "Two lines of title")]),
        ("---\ntitle: x\n# comment\n---\n\n# Real\n", [(1, "Real")]),
        ("<!--\n# hidden\n-->\n# Seen\n", [(1, "Seen")]),
        ("1. item\n   ```sh\n   # comment\n   ```\n\n# After\n", [(1, "After")]),
        ("- ```\n  # comment\n  ```\n# After\n", [(1, "After")]),
        ("```\n# open to the end\n", []),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", []),
        ("- item\n---\n", []),
        ("# CRLF\r\ntext\r\n## Two\r\n", [(1, "CRLF"), (2, "Two")]),
        ("# größe\n", [(1, "größe")]),
    ],
)
def test_markdown_as_people_write_it(source: str, expected: list[tuple[int, str]]) -> None:
    """Titles without their markup; fences, comments, front matter and tables are no headings."""
    assert _brief(markdown_parts(source.encode())) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Title\n=====\n\nSub\n---\n\nSub2\n----\n\nSecond\n======\n", [(1, "Title"), (2, "Sub"), (2, "Sub2"), (1, "Second")]),
        ("=====\nTitle\n=====\n\nPart\n====\n", [(1, "Title"), (2, "Part")]),
        ("=======\n Inset\n=======\n", [(1, "Inset")]),
        (".. _label:\n\n``code`` and :class:`~a.B` of `link <x>`_\n" + "=" * 45 + "\n", [(1, "code and ~a.B of link <x>")]),
        ("Too long for it\n===\n", []),
        ("text\nTitle\n=====\n", []),
        ("Example::\n\n    Title\n    =====\n", []),
        ("a\n\n----\n\nb\n", []),
        ("===== =====\na     b\n===== =====\n1     2\n===== =====\n", []),
        ("Größe\n=====\n", [(1, "Größe")]),
        ("CRLF\r\n====\r\n\r\ntext\r\n", [(1, "CRLF")]),
    ],
)  # fmt: skip
def test_restructuredtext_as_people_write_it(source: str, expected: list[tuple[int, str]]) -> None:
    """Levels by order of appearance; literal blocks, tables and transitions are no headings."""
    assert _brief(rst_parts(source.encode())) == expected


def test_a_section_begins_at_its_overline() -> None:
    """The name is where the title is written."""
    (part,) = rst_parts(b"=====\nTitle\n=====\ntext\n")
    assert (part.start, part.name_start, part.body) == (0, 6, 17)


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_scanners(source: bytes) -> None:
    """And no heading is found twice."""
    for scan in (markdown_parts, rst_parts):
        starts = [part.start for part in scan(source)]
        assert starts == sorted(set(starts))


def test_fences_have_a_language_and_an_end() -> None:
    """Tildes and backquotes, attributes in braces, quotes left out, and one that is never closed."""
    source = (
        b"---\n```a\n---\n```Python title=x\none\n```\n~~~ {.rust}\ntwo\n```\n~~~~\n<!--\n```c\nno\n```\n-->\n"
        b"  ```{r}\n  three\n  ```\n> ```go\n> quoted\n> ```\n````md\n```\nfour\n```\n````\n```` `code` ````\n``` js\nfive\n"
    )
    found = [(fence.language, source[fence.start : fence.end], fence.indent) for fence in markdown_fences(source)]
    assert found == [
        ("python", b"one\n", 0), ("rust", b"two\n```\n", 0), ("r", b"  three\n", 2), ("md", b"```\nfour\n```\n", 0),
        ("js", b"five\n", 0),
    ]  # fmt: skip
