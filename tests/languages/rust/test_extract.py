"""What extraction keeps of a Rust file, beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.rust.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts, SymbolFact

SOURCE = b"""//! About the file.

use std::fmt;

/// A point.
///
/// In space.
#[derive(Debug, Clone)]
pub struct Point<T> {
    /// Across.
    pub x: T,
    y: T,
}

pub enum Kind { One, Two(u8), Three { z: i32 } }

impl<T: Copy> Point<T> {
    pub const ORIGIN: u8 = 0;

    pub fn new(x: T, y: T) -> Self { Point { x, y } }

    fn get(&self) -> T { self.x }
}

pub trait Draw {
    fn draw(&self);
    fn twice(&self) { self.draw(); self.draw(); }
}

impl Draw for Kind {
    fn draw(&self) {}
}

static mut COUNT: usize = 0;

macro_rules! twice { ($e:expr) => { $e; $e }; }

mod inner { pub(crate) fn deep() {} }

#[test]
fn checks() {
    let values = vec![1, 2];
    for value in values.iter() { println!("{}", value); }
}
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "src/a.rs", lambda text: text.decode())


def symbol(facts: FileFacts, name: str, kind: str = "") -> SymbolFact:
    return next(one for one in facts.symbols if one.name == name and kind in ("", one.kind))


def test_symbols_have_kinds_and_parents() -> None:
    """Items, fields, variants and members of impl blocks are symbols, inside of what they belong to."""
    facts = facts_of(SOURCE)
    found = {(facts.symbols[one.parent].name, one.name): one.kind for one in facts.symbols if one.parent >= 0}
    assert found == {
        ("a", "Point"): "struct", ("Point", "x"): "field", ("Point", "y"): "field", ("a", "Kind"): "enum",
        ("Kind", "One"): "enum_member", ("Kind", "Two"): "enum_member", ("Two", "0"): "field",
        ("Kind", "Three"): "enum_member", ("Three", "z"): "field", ("Point", "ORIGIN"): "constant",
        ("Point", "new"): "method", ("Point", "get"): "method", ("a", "Draw"): "trait", ("Draw", "draw"): "method",
        ("Draw", "twice"): "method", ("Kind", "draw"): "method", ("a", "COUNT"): "variable", ("a", "twice"): "macro",
        ("a", "inner"): "namespace", ("inner", "deep"): "function", ("a", "checks"): "function",
    }  # fmt: skip


def test_documentation_stands_above_attributes() -> None:
    """Lines with three slashes are an item's documentation, attributes in between or not."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "Point").docstring == "A point.\n\nIn space."
    assert symbol(facts, "x").docstring == "Across."
    assert not symbol(facts, "y").docstring


def test_visibility() -> None:
    """What is `pub`, a variant, or a member of a trait or its implementation is exported."""
    facts = facts_of(SOURCE)
    assert {one.name for one in facts.symbols if one.kind in ("field", "method", "function") and not one.exported} == {
        "y",
        "get",
        "checks",
    }
    assert all(one.exported for one in facts.symbols if one.name in ("draw", "One", "Three", "new"))
    assert not symbol(facts, "twice", "macro").exported


def test_details() -> None:
    """Associated functions are static, methods without a body abstract, tests tests."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "new").detail == ("static",)
    assert symbol(facts, "draw").detail == ("abstract",)
    assert symbol(facts, "checks").detail == ("test",)


def test_members_of_types_of_other_files_keep_their_names() -> None:
    """Whatever is written around the name; not what a type of this file has, what stands inside of a member, or what all types have."""
    source = (
        b"struct A; impl A { fn a() { fn inner() {} } }\nimpl x::B<u8> { const C: u8 = 1; fn b(&self) {} }\n"
        b"impl A1 for &str { fn c(&self) {} }\nimpl A1 for [u8] { fn d(&self) {} }\nimpl<T> A1 for T { fn e(&self) {} }\n"
    )
    rows = {
        one.name: one.detail[:1] for one in facts_of(source).symbols if one.kind in ("method", "constant", "function")
    }
    assert rows == {
        "a": ("static",),
        "inner": (),
        "C": ("of B",),
        "b": ("of B",),
        "c": ("of str",),
        "d": ("override",),
        "e": ("override",),
    }


def test_offsets_inside_macros_are_those_of_the_file() -> None:
    """What a macro is given is parsed again, in its place."""
    source = b'fn f() { println!("{}", answer(1)); }\n'
    unit = units.unpack(facts_of(source).semantics)
    parts = [use[0] for use in unit.uses if use[0] is not None and use[0][0] == units.PARTS]
    calls = [part for one in parts for part in one[3] if part[0] == units.CALL]
    assert [source[call[1] :][:6] for call in calls] == [b"answer"]


def test_data_in_macros_is_left_alone() -> None:
    """Very long arguments of macros are not read as code."""
    source = b"fn f() { table!(" + b"g(1), " * 20_000 + b"); }\n"
    unit = units.unpack(facts_of(source).semantics)
    assert [use[2] for use in unit.uses] == ["expands"]


@pytest.mark.parametrize(
    ("attribute", "marked"),
    [
        ("#[cfg(test)]", True),
        ('#[cfg( all(feature = "std", test) )]', True),
        ("#[cfg(all(unix, all(not(miri), test)))]", True),
        ("#[test]", True),
        ("#[tokio::test]", True),
        ("#[cfg(any(test, unix))]", False),
        ("#[cfg(not(test))]", False),
        ('#[cfg(all(feature = "test", not(test)))]', False),
        ("#[inline]", False),
    ],
)
def test_what_is_only_built_with_the_tests(attribute: str, marked: bool) -> None:
    """Tests, and what a condition leaves out elsewhere, are marked; what may be built without them is not."""
    (function,) = (
        one
        for one in extract(f"{attribute}\nfn f() {{}}\n".encode(), "lib.rs", lambda text: text.decode()).symbols
        if one.name == "f"
    )
    assert ("test" in function.detail) is marked
