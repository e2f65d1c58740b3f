"""Extraction of C and C++ gives what parses, whatever the text."""

from __future__ import annotations

from indexer.languages.c.extract import extract
from indexer.languages.cpp.extract import extract as extract_cpp
from indexer.model import units
from indexer.model.records import FileFacts
from tests.languages.deep import facts_of


def _names(facts: FileFacts) -> set[str]:
    return {one.name for one in facts.symbols}


def test_definitions_after_an_error_are_found() -> None:
    """The error is a problem of the file."""
    facts = extract(b"int a(void) { return 1; }\n@@ %% )\nint b(void) { return 2; }\n", "x.c", lambda _: "")
    assert {"a", "b"} <= _names(facts)
    assert [one.code for one in facts.problems] == ["syntax"]


def test_a_missing_brace_does_not_make_functions_local() -> None:
    """A function that begins a line is none of the one above; others find it."""
    facts = extract(b"int a(void) { if (1) { return 1; }\nint b(void) { return 2; }\n", "x.c", lambda _: "")
    assert [one.parent for one in facts.symbols if one.name == "b"] == [0]
    (declared,) = (one for one in units.unpack(facts.semantics).declarations if one.name == "b")
    assert declared.scope == 0


def test_what_is_nested_too_deep_leaves_the_function() -> None:
    """The rest of its body is left out."""
    deep = b"int f(void) { return " + b"(" * 3000 + b"1" + b")" * 3000 + b"; }\nint g(void) { return 2; }\n"
    facts = extract(deep, "x.c", lambda _: "")
    assert {"f", "g"} <= _names(facts)
    assert facts.problems


def test_documentation_stands_before_a_definition() -> None:
    """Before `template <...>`, where there is one."""
    facts = extract_cpp(b"/// Twice.\ntemplate <typename T>\nT twice(T x) { return x + x; }\n", "x.cc", lambda _: "")
    assert facts.symbols[1].docstring == "Twice."


def test_positions_are_those_of_the_text_with_its_macros() -> None:
    """What was blanked to parse it is still there in signatures and hashes."""
    facts = extract(b"API_EXPORT int f(int x) { return x; }\nclass;\n", "x.c", lambda _: "")
    (found,) = (one for one in facts.symbols if one.name == "f")
    assert facts.position(found.name_start) == (0, 15)


def test_comments_and_layout_do_not_change_a_hash() -> None:
    """Names do."""
    one, two, three = (
        extract(text, "x.c", lambda _: "").symbols[1].content_hash
        for text in (
            b"int f(int x) { return x; }",
            b"int f(int x) {\n  /* x */ return x;\n}",
            b"int f(int y) { return y; }",
        )
    )
    assert one == two != three


def test_a_prototype_has_no_row() -> None:
    """It is a declaration that leads to the definition; a pure virtual method is defined by being one."""
    facts = extract_cpp(b"int f(int);\nstruct A { void g(); virtual void h() = 0; };\n", "x.cc", lambda _: "")
    assert _names(facts) == {"x", "A", "h"}
    declared = {one.name: one for one in units.unpack(facts.semantics).declarations}
    assert declared["f"].flags & units.PROTOTYPE
    assert declared["g"].symbol == -1
    assert declared["h"].flags & units.VIRTUAL


def test_a_statement_is_no_function() -> None:
    """A brace that is closed in one branch of the preprocessor leaves `else if (...) { ... }` alone, which is not called `if`."""
    source = b"""int f(int e) {
  if (e) {
#ifdef A
    e = 1;
    }
#ifndef B
  else if (e >= 1) {
    e = g(e);
    }
#endif
#endif
  return e;
}
"""
    for language, path in (("c", "a.c"), ("cpp", "a.cpp")):
        facts = facts_of(language, source, path)
        assert [one.name for one in facts.symbols if one.kind == "function"] == ["f"]
