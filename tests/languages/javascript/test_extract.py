"""Facts of JavaScript and TypeScript files: places, hashes, broken code."""

from __future__ import annotations

import pytest

from indexer.languages.javascript import extract as javascript
from indexer.languages.javascript.escapes import unescaped
from indexer.languages.javascript.names import number_key
from indexer.languages.svelte import extract as svelte
from indexer.languages.typescript import extract as typescript
from indexer.languages.vue import extract as vue
from indexer.model.records import FileFacts
from indexer.model.units import Unit, unpack


def facts_of(source: str | bytes, path: str = "a.js") -> FileFacts:
    """The facts of a source, in the language of the path."""
    data = source.encode() if isinstance(source, str) else source
    extract = {"js": javascript, "vue": vue, "svelte": svelte}.get(path.rpartition(".")[2], typescript).extract
    return extract(data, path, lambda _: "")


def check(facts: FileFacts) -> Unit:
    """Every number in the facts leads somewhere."""
    unit = unpack(facts.semantics)
    for index, symbol in enumerate(facts.symbols):
        assert symbol.parent < index
        assert symbol.name
        assert 0 <= symbol.start <= symbol.name_start <= facts.size
    for number, scope in enumerate(unit.scopes):
        assert scope.parent < number or number == 0
        assert 0 <= scope.symbol < len(facts.symbols)
        assert scope.declaration < len(unit.declarations)
    for one in unit.declarations:
        assert 0 <= one.scope < len(unit.scopes)
        assert one.inner < len(unit.scopes)
        assert one.symbol < len(facts.symbols)
    return unit


def test_strings_count_as_they_are() -> None:
    """Also in templates."""
    hashes = {facts_of(f"const f = () => {text};").symbols[1].content_hash for text in ("'a b'", "'a  b'", "`a b`")}
    assert len(hashes) == 3


def test_docs_stand_before_the_export() -> None:
    """And before the statement of a variable."""
    symbols = facts_of("/** One. */\nexport const f = () => 1;\n/** Two. */\nexport default class A {}\n").symbols
    assert [symbol.docstring for symbol in symbols[1:]] == ["One.", "Two."]


def test_what_is_exported() -> None:
    """By a statement of its own, too."""
    symbols = facts_of(
        "function a() {}\nfunction b() {}\nexport { b as c };\nexport class D { #e() {} f() {} }\n"
    ).symbols
    assert [symbol.name for symbol in symbols if not symbol.exported] == ["a", "#e"]


def test_signatures_end_before_the_body() -> None:
    """On one line."""
    symbols = facts_of("export async function f(\n  a,\n  b = 1\n) { return a; }\n").symbols
    assert symbols[1].signature == "async function f( a, b = 1 )"


def test_flow_types_are_read_where_a_file_says_so() -> None:
    """By the nearest grammar."""
    assert not facts_of("// @flow\nfunction f(a: string): number { return 1; }\n").problems
    assert facts_of("function f(a: string): number { return 1; }\n").problems


def test_type_may_be_a_name() -> None:
    """Where the grammar takes it for a keyword."""
    facts = facts_of("export type F<type extends A> = (type extends B ? C : never);\nexport type G = F<A>;\n", "a.ts")
    assert [symbol.name for symbol in facts.symbols[1:]] == ["F", "G"]
    assert not facts.problems


@pytest.mark.parametrize(
    "source",
    [
        "interface A {\n  <K extends B>(key: K): C[K]\n  // too\n  <K>(key: K, more?: D): C[K]\n}\ninterface E {}\n",
        "type A = {\n  <T>(x: T): [T]\n\n  <T = undefined>(): T\n}\ntype E = string\n",
        "interface A {\n  a: string\n  [key: string]: any\n  <T>(): T\n  b: number\n}\ninterface E {}\n",
        "export type * from './a'\nexport interface A {}\nexport type E = A\n",
    ],
)
def test_members_of_types_need_no_semicolon(source: str) -> None:
    """Nor do other things for which the grammar wants one, or a word less; what follows them is read."""
    facts = facts_of(source, "a.ts")
    assert [symbol.name for symbol in facts.symbols if symbol.name in ("A", "E", "b")] in (["A", "E"], ["A", "b", "E"])
    assert not facts.problems


def test_comparisons_are_no_members_of_types() -> None:
    """Where another mistake makes a file read again, what begins a line with `<` stays what it is."""
    source = "const f = (a) =>\n  a\n  < b\nconst g = (\n  <p>{f(1)}</p>\n)\nfunction h( {\n"
    facts = facts_of(source, "a.tsx")
    assert [symbol.name for symbol in facts.symbols[1:3]] == ["f", "g"]
    assert [problem.line for problem in facts.problems] == [7]


def test_an_abstract_class_may_have_no_name() -> None:
    """It goes by `default`."""
    symbols = facts_of("export default abstract class { m() {} }\n", "a.ts").symbols
    assert [(symbol.kind, symbol.name) for symbol in symbols[1:]] == [("class", "default"), ("method", "m")]


def test_places_in_components_are_those_in_the_file() -> None:
    """Scripts of Vue and Svelte stand where they stand; comments hide scripts."""
    source = "<!-- <script>function no() {}</script> -->\n<p>é</p>\n<script lang='ts'>\nfunction go(a: string) {}\n</script>\n"
    for path in ("a.vue", "a.svelte"):
        facts = facts_of(source, path)
        check(facts)
        assert [(symbol.name, facts.position(symbol.name_start)) for symbol in facts.symbols[1:]] == [("go", (3, 9))]


def test_escapes_in_names() -> None:
    """Pairs of surrogates are one character; alone they are no character."""
    assert unescaped(r"\u0061\u{62}\x63\n\'") == "abc\n'"
    assert unescaped(r"\uD800\uDF00") == "\U00010300"
    assert "\ufffd" in unescaped(r"\uD800")
    assert unescaped("a\\\nb") == "ab"
    assert unescaped(r"\u{110000}") == r"\u{110000}"


def test_numbers_as_names() -> None:
    """As JavaScript turns them into keys."""
    assert [number_key(text) for text in ("1_000", "0x10", "0b11", "1e-3", "1.50", "10n", "1e21")] == [
        "1000", "16", "3", "0.001", "1.5", "10", "1e+21",
    ]  # fmt: skip
