"""Any text file becomes a module symbol with its sections or keys inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.documents import MAX_CONFIG_BYTES, MAX_PARTS, extract
from indexer.languages.registry import registry
from indexer.model.identity import digest
from indexer.model.kinds import SYMBOL_KINDS

_README = b"""\
Some words before.

# Parsing

Reads *every* file
once.

Second paragraph.

## Limits

Files over two megabytes.

# Storing
"""

_NAMES = ["a.md", "a.rst", "a.toml", "a.yaml", "a.json", "a.ini", "a.txt", "a.css", "a.csv"]
_lines = st.sampled_from(
    [
        "# a", "## b", "a", "===", "---", "```", "~~~", "[a]", "[[a.b]]", "a = 1", "a: 1", "a:", "  b: 2", "- c: 3", "{",
        "}", '"k": {', '"k": [', "],", "a = '''", 'a = """', "<!--", "-->", "; note", "# note", "", "    x", ".. d::", "é",
    ]
)  # fmt: skip
_texts = st.one_of(st.lists(_lines, max_size=25).map("\n".join), st.text(max_size=60))


@given(st.sampled_from(_NAMES), _texts)
def test_the_facts_of_any_text_are_sound(path: str, text: str) -> None:
    """Parents come first and contain their children, spans lie in the file, kinds are known, nothing fails."""
    source = text.encode("utf-8", "replace")
    facts = extract(source, path)
    first = facts.symbols[0]
    assert (first.kind, first.name, first.parent, first.start, first.end) == ("module", path, -1, 0, len(source))
    for place, symbol in enumerate(facts.symbols[1:], 1):
        parent = facts.symbols[symbol.parent]
        assert symbol.kind in SYMBOL_KINDS
        assert symbol.name
        assert 0 <= symbol.parent < place
        assert parent.start <= symbol.start <= symbol.name_start <= symbol.end <= parent.end
    starts = [symbol.start for symbol in facts.symbols]
    assert starts == sorted(starts)
    assert list(facts.newlines) == [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]


@given(st.sampled_from(_NAMES), _texts)
def test_siblings_do_not_overlap(path: str, text: str) -> None:
    """A byte belongs to one section or key of each depth."""
    symbols = extract(text.encode("utf-8", "replace"), path).symbols
    last_end: dict[int, int] = {}
    for symbol in symbols[1:]:
        assert symbol.start >= last_end.get(symbol.parent, 0)
        last_end[symbol.parent] = symbol.end


def test_a_document_is_its_sections() -> None:
    """Nested by level; the first paragraph is the docstring; words are those of the own region only."""
    module, parsing, limits, storing = extract(_README, "README.md").symbols
    assert (module.name, module.docstring) == ("README.md", "Some words before.")
    assert (parsing.kind, parsing.name, parsing.parent, parsing.detail) == ("section", "Parsing", 0, ("h1",))
    assert parsing.docstring == "Reads *every* file once."
    assert parsing.words == "second paragraph"
    assert (limits.name, limits.parent, limits.detail) == ("Limits", 1, ("h2",))
    assert (storing.name, storing.parent, storing.docstring, storing.words) == ("Storing", 0, "", "")
    assert _README[parsing.start : limits.start].startswith(b"# Parsing\n")
    assert parsing.end == limits.end == storing.start
    assert _README[limits.name_start :].startswith(b"Limits")


def test_rewrapping_changes_no_content_hash() -> None:
    """White space does not count, words do."""
    wrapped = _README.replace(b"every* file\nonce", b"every*   file once")
    before, after = extract(_README, "a.md"), extract(wrapped, "a.md")
    assert [s.content_hash for s in before.symbols] == [s.content_hash for s in after.symbols]
    assert before.merkle == after.merkle
    assert before.bytes_hash != after.bytes_hash
    changed = extract(_README.replace(b"two mega", b"three mega"), "a.md")
    assert [a.content_hash == b.content_hash for a, b in zip(before.symbols, changed.symbols, strict=True)] == [
        False,
        False,
        False,
        True,
    ]
    assert before.merkle != changed.merkle


def test_a_file_says_what_it_is() -> None:
    """Path, language, size and the BLAKE3 of its bytes."""
    facts = extract(b"h1 { }\n", "web/a.css")
    assert (facts.path, facts.language, facts.size, facts.semantics) == ("web/a.css", "css", 7, None)
    assert facts.bytes_hash == digest(b"h1 { }\n")


def test_configuration_is_its_keys() -> None:
    """With the line as signature and the comment above as docstring."""
    source = b"[project]\n# What people type.\n# In lower case.\nname = 'codalog'\n"
    _, project, name = extract(source, "pyproject.toml").symbols
    assert (project.kind, project.name, project.signature) == ("property", "project", "[project]")
    assert (name.name, name.parent, name.signature) == ("name", 1, "name = 'codalog'")
    assert name.docstring == "What people type. In lower case."
    assert name.words == "codalog"


def test_any_other_text_is_its_words() -> None:
    """One symbol."""
    (module,) = extract(b"body { color: darkRed } /* warm */", "a.css").symbols
    assert module.words == "body color dark red warm"


def test_data_is_listed_by_name_only() -> None:
    """Nobody searches a table word by word."""
    (module,) = extract(b"name,age\nada,36\n", "people.csv").symbols
    assert (module.name, module.words) == ("people.csv", "")


def test_lines_no_person_reads_give_few_words_and_no_parts() -> None:
    """A minified script, or JSON in one line."""
    text = b"{" + b",".join(b'"key%s": 1' % str(n).encode() for n in range(1000)) + b"}"
    (module,) = extract(text, "a.json").symbols
    assert len(module.words.split()) == 24


def test_large_configuration_is_data() -> None:
    """Its keys are not listed."""
    line = b"key = 1\n"
    assert len(extract(line * (MAX_CONFIG_BYTES // len(line) + 1), "a.ini").symbols) == 1


def test_too_many_keys_leave_the_outer_ones() -> None:
    """Depth by depth, until they are few enough."""
    inner = b"".join(b"  k%d: 1\n" % n for n in range(MAX_PARTS))
    symbols = extract(b"outer:\n" + inner + b"other: 1\n", "a.yaml").symbols
    assert [symbol.name for symbol in symbols] == ["a.yaml", "outer", "other"]


def test_the_language_can_be_given() -> None:
    """A file whose name tells nothing."""
    facts = extract(b"# One\n", "notes", registry()["markdown"])
    assert facts.language == "markdown"
    assert [symbol.name for symbol in facts.symbols] == ["notes", "One"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", b"# a" + b" " * 200_000 + b"x" + b"\n" * 2000),
        ("a.md", b"# " + b"[" * 200_000 + b"\n" * 2000),
        ("a.md", b"- i\n" + b"a\n===\n" * 30_000),
        ("a.rst", b"a" * 200_000 + b"\n" + b"=" * 200_000 + b"\n" * 2000),
        ("a.json", b'{"a":\n' * 40_000),
        ("a.json", b"/*\n" * 80_000),
        ("a.toml", b'a = """\n' * 30_000),
    ],
    ids=["spaces", "brackets", "paragraph", "title", "objects", "comments", "strings"],
)
def test_hostile_text_takes_no_more_than_linear_time(path: str, text: bytes) -> None:
    """What would be minutes with a scanner that goes back is a fraction of a second."""
    assert extract(text, path).symbols[0].end == len(text)
