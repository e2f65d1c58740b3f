"""What extraction keeps of a Go file, beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.go.extract import extract
from indexer.languages.go.packages import names_of_path
from indexer.model import units
from indexer.model.records import FileFacts, SymbolFact

SOURCE = b"""// Package a does things.
package a

import "fmt"

// Most is a limit.
const Most = 3

type (
	// Pair is a pair.
	Pair[K comparable, V any] struct {
		key  K
		Value V // the value
	}
	Reader interface {
		// Read reads.
		Read(p []byte, more ...int) (n int, err error)
	}
)

func (p *Pair[K, V]) Key() K { return p.key }

func main() {
	type local struct{ x int }
	for i, v := range []string{"a"} {
		fmt.Println(i, v)
	}
}
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/a.go", lambda text: text.decode())


def symbol(facts: FileFacts, name: str) -> SymbolFact:
    return next(one for one in facts.symbols if one.name == name and one.kind != "module")


def test_symbols_have_kinds_and_parents() -> None:
    """Types, members, methods by receiver, constants and local types are symbols, inside of what they belong to."""
    facts = facts_of(SOURCE)
    owners = {one.name: facts.symbols[one.parent].name for one in facts.symbols if one.parent >= 0}
    kinds = {one.name: one.kind for one in facts.symbols if one.kind != "module"}
    assert kinds == {
        "a": "package", "Most": "constant", "Pair": "struct", "key": "field", "Value": "field", "Reader": "interface",
        "Read": "method", "Key": "method", "main": "function", "local": "struct", "x": "field",
    }  # fmt: skip
    assert owners["Key"] == "Pair" == owners["Value"]
    assert owners["Read"] == "Reader"
    assert owners["local"] == "main"


def test_documentation_is_what_stands_right_above() -> None:
    """A definition's comment is its own, in a group, too; one behind the line is not."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "a").docstring == "Package a does things."
    assert symbol(facts, "Pair").docstring == "Pair is a pair."
    assert symbol(facts, "Read").docstring == "Read reads."
    assert not symbol(facts, "Value").docstring


def test_comments_apart_are_no_documentation() -> None:
    """A blank line parts a comment from what follows."""
    facts = facts_of(b"package a\n\n// Apart.\n\nfunc f() {}\n\nvar x = 1 // behind\nfunc g() {}\n")
    assert not symbol(facts, "f").docstring
    assert not symbol(facts, "g").docstring


def test_upper_case_names_are_exported() -> None:
    """Whether other packages see a name shows in its first letter."""
    facts = facts_of(SOURCE)
    assert {one.name for one in facts.symbols if one.exported and one.kind not in ("module", "package")} == {
        "Most", "Pair", "Value", "Reader", "Read", "Key",
    }  # fmt: skip


def test_signatures_leave_the_body_out() -> None:
    """A signature ends where the body begins."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "Key").signature == "func (p *Pair[K, V]) Key() K"
    assert symbol(facts, "Pair").signature == "Pair[K comparable, V any] struct"


def test_variadic_functions_say_so() -> None:
    """A variadic parameter need not be given, and is a slice inside."""
    unit = units.unpack(facts_of(SOURCE).semantics)
    read = next(one for one in unit.declarations if one.name == "Read")
    more = next(one for one in unit.declarations if one.name == "more")
    assert read.flags & units.VARIADIC
    assert (read.required, len(read.parameters)) == (1, 2)
    assert more.type is not None
    assert more.type[0] == units.APPLIED


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("fmt", ["fmt"]),
        ("github.com/go-chi/chi/v5", ["chi"]),
        ("gopkg.in/yaml.v2", ["yaml"]),
        ("github.com/hashicorp/go-multierror", ["multierror"]),
        ("github.com/x/some-thing", ["something", "some_thing", "thing"]),
        ("v2", ["v2"]),
    ],
)
def test_names_that_import_paths_suggest(path: str, names: list[str]) -> None:
    """The last part, without version and the word 'go'; several where it is no identifier."""
    assert names_of_path(path) == names


def test_a_method_of_a_type_of_another_file_keeps_its_name() -> None:
    """One of a type of the file belongs to its row."""
    facts = facts_of(b"package a\nfunc (b *B[T]) F() {}\nfunc (c C) G() {}\ntype C struct{}\n")
    rows = {one.name: one for one in facts.symbols}
    assert (rows["F"].detail, rows["F"].parent) == (("of B",), 0)
    assert (rows["G"].detail, facts.symbols[rows["G"].parent].name) == ((), "C")
