"""Definitions that the grammar does not know."""

from __future__ import annotations

from tests.languages.outline.conftest import facts_of, outline_of


def test_a_directive_is_found_by_its_line() -> None:
    """With the lines that continue it, and the comment above."""
    facts = facts_of("asm", "; Entry.\n#define ENTRY(x) .global x ;\\\nx:\n\tnop\n")
    macro = facts.symbols[-1]
    assert (macro.kind, macro.name, macro.docstring, facts.position(macro.name_start)) == (
        "macro",
        "ENTRY",
        "Entry.",
        (1, 8),
    )
    assert (facts.position(macro.start), facts.position(macro.end)) == ((1, 0), (2, 2))


def test_line_rules_nest() -> None:
    """A function in a class is its method."""
    source = "vim9script\nclass Shape\n  def Area(): number\n    return 1\n  enddef\nendclass\ndef Main()\nenddef\n"
    assert outline_of("vim", source) == ["class Shape", "method Shape.Area", "function Main"]


def test_what_the_grammar_found_is_not_found_again() -> None:
    """One definition, one symbol."""
    assert outline_of("powershell", "function Get-Size($a) { 1 }\n") == ["function Get-Size"]


def test_nothing_is_found_in_comments_and_strings() -> None:
    """Text that looks like code is text."""
    assert outline_of("powershell", "<#\nfunction Not-This {}\n#>\n$a = 'x\nfunction Nor-This {}'\n") == []


def test_quoted_code_defines_nothing() -> None:
    """What a query ignores is left out with all that is inside."""
    assert outline_of("clojure", "(defn yes [] 1)\n'(defn no [] 1)\n#_(defn nor [] 1)\n") == ["function yes"]
