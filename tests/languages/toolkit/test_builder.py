"""What the builder makes of a file as a whole."""

from __future__ import annotations

from indexer.languages.rust.extract import extract
from tests.languages.deep import check, facts_of


def test_lines() -> None:
    """Lines end with a line feed, a carriage return, or both; a macro's expansion adds none."""
    source = b"macro_rules! make { ($n:ident) => {\n fn $n() {} } }\rfn a() {}\r\nfn b() {}\nmake!(c);\n"
    facts = extract(source, "lib.rs", lambda text: text.decode())
    found = {one.name: facts.position(one.start)[0] for one in facts.symbols[1:]}
    assert found == {"make": 0, "a": 2, "b": 3, "c": 4}
    assert facts.size == len(source)


def test_a_definition_that_a_macro_makes() -> None:
    """It spans the macro's call, its name stands where the arguments have it, and its words are those of its own text."""
    source = b"macro_rules! make { ($n:ident) => { fn $n() { inner() } } }\nmake!(found);\n"
    facts = extract(source, "lib.rs", lambda text: text.decode())
    made = next(one for one in facts.symbols if one.name == "found")
    assert source[made.start : made.end] == b"make!(found)"
    assert source[made.name_start :].startswith(b"found")
    assert made.signature == "fn found()"
    assert "inner" in made.words
    other = extract(source.replace(b"inner", b"outer"), "lib.rs", lambda text: text.decode())
    assert next(one for one in other.symbols if one.name == "found").content_hash != made.content_hash


def test_a_definition_without_a_name_is_part_of_what_is_around_it() -> None:
    """Half-typed code makes no nameless rows; what stands inside of one belongs to the nearest that has a name."""
    facts = facts_of("csharp", b"class A { enum : byte { One } void F() { } }", "A.cs")
    assert [(one.kind, one.name, one.parent) for one in facts.symbols[1:]] == [
        ("class", "A", 0),
        ("enum_member", "One", 1),
        ("method", "F", 1),
    ]
    check(facts, facts.size)


def test_a_signature_has_no_comments() -> None:
    """Comments between the name and the body, and among parameters, are no part of it; what looks like one in a text is."""
    signatures = {
        (
            "ruby",
            b"module A # what\n  # more\n  def run(a, # first\n          b = '#') # second\n    go\n  end\nend\n",
            "a.rb",
        ): [
            "module A",
            "def run(a, b = '#')",
        ],
        ("typescript", b"function set(a: string /* helps */, b = '//') { return a }\n", "a.ts"): [
            "function set(a: string , b = '//')"
        ],
        ("c", b"int add(int a, /* the\n  other */ int b) // sum\n{ return a + b; }\n", "a.c"): [
            "int add(int a, int b)"
        ],
    }
    for (language, source, path), expected in signatures.items():
        facts = facts_of(language, source, path)
        assert [one.signature for one in facts.symbols[1:] if one.kind in {"module", "method", "function"}] == expected
