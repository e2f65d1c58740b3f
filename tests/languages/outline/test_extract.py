"""What outlines have in common, whatever the language."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.languages.detect import detect
from indexer.languages.outline.extract import masked
from indexer.languages.registry import Registry, read_languages, registry
from tests.languages.outline.conftest import facts_of, lines_of, outline_of

TOY_ROW = """
name = "toy"
level = "outline"
extensions = [".toy"]
comments = ["comment"]
strings = ["string_content"]

[grammar]
module = "tree_sitter_bash"
"""
TOY_TAGS = "(function_definition name: (_) @name) @definition.method\n"


def test_adding_a_language_takes_only_new_files(tmp_path: Path) -> None:
    """A folder with a row and a query, and its files have outlines."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "language.toml").write_text(TOY_ROW, encoding="utf-8")
    (folder / "tags.scm").write_text(TOY_TAGS, encoding="utf-8")
    known = Registry([*read_languages(tmp_path, "toys"), registry()["text"]])
    language = detect("src/a.toy", b"", known)
    assert language.level_here() == "outline"
    extract = language.extractor()
    assert extract is not None
    facts = extract(b"# Says hello.\nhello() { echo; }\n", "src/a.toy", lambda _: "")
    assert facts.language == "toy"
    assert lines_of(facts) == ["method hello"]
    assert facts.symbols[1].docstring == "Says hello."


def test_definitions_nest_as_they_are_written() -> None:
    """The nearest definition around one is its parent; a function in a type is a method."""
    source = "contract C {\n  struct S { uint a; }\n  function f() public {}\n}\nfunction g() {}\n"
    assert outline_of("solidity", source) == ["class C", "struct C.S", "field C.S.a", "method C.f", "function g"]


def test_a_clause_may_hold_the_rest() -> None:
    """What follows a package clause is in the package, up to the next clause."""
    source = "package A::B;\nsub f { 1 }\npackage C;\nsub g { 2 }\n"
    assert outline_of("perl", source) == ["package A::B", "function A::B.f", "package C", "function C.g"]


def test_pieces_of_one_definition_are_one_symbol() -> None:
    """Clauses of one name and arity that follow each other are one function."""
    source = "-module(m).\nf(0) -> 1;\nf(X) -> X.\nf(X, Y) -> Y.\n"
    facts = facts_of("erlang", source)
    assert lines_of(facts) == ["module m", "function f", "function f"]
    clauses = facts.symbols[2]
    assert source.encode()[clauses.start : clauses.end] == b"f(0) -> 1;\nf(X) -> X."


def test_the_name_of_a_definition_with_a_signature_stands_after_it() -> None:
    """The definition begins with its signature; its name is where it is bound."""
    facts = facts_of("haskell", "module M where\n\n-- | Twice.\ntwice :: Int -> Int\ntwice x = x + x\n")
    twice = facts.symbols[2]
    assert (twice.name, twice.docstring, facts.position(twice.start), facts.position(twice.name_start)) == (
        "twice", "| Twice.", (3, 0), (4, 0),
    )  # fmt: skip


def test_a_definition_may_end_with_a_sibling() -> None:
    """Where the grammar puts the body beside the signature, it is part of the definition."""
    source = "int twice(int x) {\n  return x + x;\n}\n"
    twice = facts_of("dart", source).symbols[1]
    assert source.encode()[twice.start : twice.end] == source.rstrip().encode()


def test_comments_above_are_documentation() -> None:
    """Up to a blank line, and only those that begin their line."""
    source = "x=1 # not this\n# Says\n# hello.\nhello() { :; }\n\n# Nor this.\n\nbye() { :; }\n"
    facts = facts_of("shell", source)
    assert [(symbol.name, symbol.docstring) for symbol in facts.symbols[1:]] == [("hello", "Says\nhello."), ("bye", "")]


def test_layout_and_comments_do_not_count_in_hashes() -> None:
    """The content hash of a definition is that of its syntax."""
    plain, other, changed = (
        facts_of("shell", source).symbols[1].content_hash
        for source in ("f() { echo a; }\n", "\n\nf() {\n  # loud\n  echo a\n}\n", "f() { echo b; }\n")
    )
    assert changed != plain
    assert facts_of("shell", "f() {\n  echo a\n}\n").symbols[1].content_hash == other


def test_the_signature_is_what_stands_before_the_body() -> None:
    """Or the line of the name, where the grammar has no body."""
    solidity = facts_of("solidity", "contract C is D { function f(uint a)\n  public returns (uint) { return a; } }\n")
    assert [symbol.signature for symbol in solidity.symbols[1:]] == [
        "contract C is D",
        "function f(uint a) public returns (uint)",
    ]
    assert facts_of("hcl", 'variable "size" {\n  default = 1\n}\n').symbols[1].signature == 'variable "size"'


def test_a_mask_hides_what_the_grammar_does_not_take() -> None:
    """Nothing moves, and names are read as they are written."""
    assert masked(b"function a-b!c { }", (r"function +(?P<word>\S+)",)) == b"function a_b_c { }"
    assert masked(b"x {{ a\nb }} y", (r"(?P<blank>\{\{[^}]*\}\})",)) == b"x     \n     y"
    assert outline_of("shell", "function a!b { :; }\n") == ["function a!b"]


@pytest.mark.parametrize("language", [row.name for row in registry().languages.values() if row.tags])
def test_garbage_is_no_error(language: str) -> None:
    """Broken, binary, empty and deeply nested text gives a module at least."""
    for source in (
        "",
        "\0\x01",
        "((((",
        "}" * 50,
        "{" * 3000,
        "é" * 9,
        "def class function ( { [ \" ' :- = ; end\n" * 40,
    ):
        facts = facts_of(language, source)
        assert facts.symbols[0].kind == "module"
        assert facts.size == len(source.encode())


def test_what_is_too_deep_is_text() -> None:
    """A tree that no query can walk gives words and a problem."""
    facts = facts_of("scheme", "(" * 70_000 + ")" * 70_000)
    assert [problem.code for problem in facts.problems] == ["too-deep"]
    assert len(facts.symbols) == 1
