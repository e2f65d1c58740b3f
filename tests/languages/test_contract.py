"""What every language in depth keeps of a file alike; what each adds is in its own folder."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from indexer.model.records import FileFacts, SymbolFact
from tests.languages.deep import DEEP, check, facts_of, plain, sources


class Example(NamedTuple):
    """One function `f` in a language, and a file of it that does not parse."""

    path: str
    written: str
    laid_out: str
    """The same function further down, with other layout and a comment."""
    changed: str
    """With another literal."""
    broken: str
    """What does not parse stands behind, or before, a whole definition `ok`, in the file's last line."""


EXAMPLES = {
    "c": Example(
        "a.c",
        "int f(int x) { return x + 1; }\n",
        "\n\nint f(int x) {\n  /* why */ return x + 1;\n}\n",
        "int f(int x) { return x + 2; }\n",
        "int ok(void) { return 1; }\n\n@@ %% )\n",
    ),
    "cpp": Example(
        "a.cc",
        "int f(int x) { return x + 1; }\n",
        "\n\nint f( int x )\n{\n  // why\n  return x + 1;\n}\n",
        "int f(int x) { return x + 2; }\n",
        "int ok() { return 1; }\n\n@@ %% )\n",
    ),
    "csharp": Example(
        "A.cs",
        "class A { int f(int x) { return x + 1; } }\n",
        "class A\n{\n  // why\n  int f( int x )\n  { return x + 1; }\n}\n",
        "class A { int f(int x) { return x + 2; } }\n",
        "class A { int ok() { return 1; } }\n\nclass B { void broken( { }\n",
    ),
    "go": Example(
        "a/a.go",
        "package a\nfunc f(x int) int { return x + 1 }\n",
        "package a\n\n\nfunc f(x int) int {\n\t// why\n\treturn x + 1\n}\n",
        "package a\nfunc f(x int) int { return x + 2 }\n",
        "package a\n\nfunc ok() {}\n\nfunc broken( {\n",
    ),
    "java": Example(
        "A.java",
        "class A { int f(int x) { return x + 1; } }\n",
        "class A {\n\n  int f( int x ) {\n    // why\n    return x + 1;\n  }\n}\n",
        "class A { int f(int x) { return x + 2; } }\n",
        "class A {\n  void ok() { }\n  void m() { int x = = 1; }\n",
    ),
    "javascript": Example(
        "a.js",
        "function f(a) { return a + 1; }\n",
        "// x\nfunction f( a )\n{\n  /* why */ return a+1\n}\n",
        "function f(a) { return a + 2; }\n",
        "function ok() {}\n\nfunction broken( {\n",
    ),
    "kotlin": Example(
        "a.kt",
        "fun f(x: Int): Int { return x + 1 }\n",
        "\n\nfun f(x: Int): Int {\n    // why\n    return x + 1\n}\n",
        "fun f(x: Int): Int { return x + 2 }\n",
        "fun ok() {}\n\nfun broken( {\n",
    ),
    "lua": Example(
        "lib/a.lua",
        "function f(x) return x + 1 end\n",
        "\n\nfunction f(x)\n  -- why\n  return x + 1\nend\n",
        "function f(x) return x + 2 end\n",
        "function ok() end\n\nlocal function broken(\n",
    ),
    "php": Example(
        "src/a.php",
        "<?php function f($x) { return $x . 'a b'; }\n",
        "<?php\n\nfunction f($x)\n{\n    // why\n    return $x . 'a b';\n}\n",
        "<?php function f($x) { return $x . 'a  b'; }\n",
        "<?php\nfunction ok() {}\n\nfunction broken( {\n",
    ),
    "python": Example(
        "a.py",
        "def f(x): return x + 1\n",
        "\n\ndef f( x ):\n    # why\n    return x+1\n",
        "def f(x): return x + 2\n",
        "def ok():\n    pass\n\ndef broken(:\n",
    ),
    "ruby": Example(
        "lib/a.rb",
        "def f(x) x + 1 end\n",
        "\n\ndef f(x)   # why\n  x + 1\nend\n",
        "def f(x) x + 2 end\n",
        "class A\n  def ok; end\nend\n\ndef broken(\n",
    ),
    "rust": Example(
        "src/a.rs",
        "fn f(x: u8) -> u8 { x + 1 }\n",
        "\n\nfn f(x: u8) -> u8 {\n    // why\n    x + 1\n}\n",
        "fn f(x: u8) -> u8 { x + 2 }\n",
        "fn ok() {}\n\nstruct Broken {{ x: \n",
    ),
    "scala": Example(
        "A.scala",
        "object A { def f(x: Int): Int = x + 1 }\n",
        "object A {\n\n  // why\n  def f( x: Int ) : Int =   x+1\n}\n",
        "object A { def f(x: Int): Int = x + 2 }\n",
        "object A { def ok(): Int = 1 }\n\nobject B { def broken(: = }\n",
    ),
    "svelte": Example(
        "a.svelte",
        "<script>function f(a) { return a + 1; }</script>\n",
        "<p>a</p>\n<script>\nfunction f( a )\n{\n  // why\n  return a+1\n}\n</script>\n",
        "<script>function f(a) { return a + 2; }</script>\n",
        "<script>\nfunction ok() {}\n\nfunction broken( {</script>\n",
    ),
    "swift": Example(
        "A.swift",
        "func f(x: Int) -> Int { return x + 1 }\n",
        "\n\nfunc f(x: Int) -> Int {\n    // why\n    return x + 1\n}\n",
        "func f(x: Int) -> Int { return x + 2 }\n",
        "func ok() {}\n\nfunc broken( {\n",
    ),
    "typescript": Example(
        "a.ts",
        "function f(a: number): number { return a + 1; }\n",
        "// x\nfunction f( a : number ) : number\n{\n  /* why */ return a+1\n}\n",
        "function f(a: number): number { return a + 2; }\n",
        "function ok(): void {}\n\nfunction broken( {\n",
    ),
    "vue": Example(
        "a.vue",
        "<script>function f(a) { return a + 1; }</script>\n",
        "<template><p>a</p></template>\n<script>\nfunction f( a )\n{\n  // why\n  return a+1\n}\n</script>\n",
        "<script>function f(a) { return a + 2; }</script>\n",
        "<script>\nfunction ok() {}\n\nfunction broken( {</script>\n",
    ),
}


def _symbol(facts: FileFacts, name: str) -> SymbolFact:
    (found,) = (one for one in facts.symbols if one.name == name)
    return found


def _hash(language: str, source: str) -> str:
    facts = facts_of(language, source.encode(), EXAMPLES[language].path)
    assert facts.problems == ()
    return _symbol(facts, "f").content_hash


def test_every_language_has_an_example() -> None:
    """A language in depth that is added is held to this, too."""
    assert sorted(EXAMPLES) == DEEP


@pytest.mark.parametrize("language", DEEP)
def test_hashes_do_not_see_layout(language: str) -> None:
    """Comments, blanks and the position of a function do not change its content hash."""
    assert _hash(language, EXAMPLES[language].written) == _hash(language, EXAMPLES[language].laid_out)


@pytest.mark.parametrize("language", DEEP)
def test_hashes_see_code(language: str) -> None:
    """Another literal, or blanks inside of one, is another content hash."""
    assert _hash(language, EXAMPLES[language].written) != _hash(language, EXAMPLES[language].changed)


@pytest.mark.parametrize("language", DEEP)
def test_a_broken_file_gives_what_parses(language: str) -> None:
    """A syntax error is a problem of the file, with its line, and what stands elsewhere is found."""
    source = EXAMPLES[language].broken
    facts = facts_of(language, source.encode(), EXAMPLES[language].path)
    assert _symbol(facts, "ok").kind in ("function", "method")
    assert [(one.code, one.line) for one in facts.problems] == [("syntax", source.count("\n"))]


@pytest.mark.parametrize("language", DEEP)
def test_facts_are_a_function_of_the_bytes(language: str) -> None:
    """Two extractions of a file give equal facts, in which every number leads to something."""
    for path, source in sources()[language]:
        facts = facts_of(language, source, path)
        check(facts, len(source))
        assert plain(facts) == plain(facts_of(language, source, path))


@pytest.mark.parametrize("language", DEEP)
def test_what_is_written_well_has_no_problem(language: str) -> None:
    """The densest file of each language parses whole."""
    path, source = sources()[language][0]
    assert facts_of(language, source, path).problems == ()
