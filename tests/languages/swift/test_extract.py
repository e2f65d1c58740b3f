"""Facts of Swift files beyond what the literate cases say."""

from __future__ import annotations

from indexer.languages.swift.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts


def facts_of(source: bytes, path: str = "a/A.swift") -> FileFacts:
    return extract(source, path, lambda text: text.decode("utf-8", "replace"))


def unit_of(source: bytes) -> units.Unit:
    unit: units.Unit = units.unpack(facts_of(source).semantics)
    return unit


def test_labels_are_what_calls_write() -> None:
    """An external name goes before the parameter's own; `_` stands for none."""
    unit = unit_of(b"func f(a: Int, b c: Int, _ d: Int = 1) {}")
    function = next(one for one in unit.declarations if one.name == "f")
    assert function.value is not None
    assert (function.value[2], function.required) == ("a b _", 2)


def test_a_case_that_holds_something_is_a_function() -> None:
    """Calling it makes the enumeration; what it holds is declared by place."""
    unit = unit_of(b"enum E { case one(Int, by: String), two }")
    one, two = (next(d for d in unit.declarations if d.name == name) for name in ("one", "two"))
    assert (one.what, len(one.parameters), two.what) == (units.FUNCTION_, 2, units.VARIABLE)
    assert {"one#0", "one#1"} <= {d.name for d in unit.declarations}


def test_a_bound_name_is_not_seen_in_its_own_initialiser() -> None:
    """In `let x = x` the right side means the one outside."""
    unit = unit_of(b"func f(x: Int?) { if let x = x { } }")
    inner = [one for one in unit.declarations if one.name == "x"][-1]
    assert inner.flags & units.ORDERED
    assert inner.value is not None
    assert inner.offset > inner.value[1]


def test_the_manifest_of_a_package_says_its_targets() -> None:
    """Only `Package.swift` does."""
    source = b'let p = Package(name: "p", targets: [.target(name: "A"), .testTarget(name: "ATests", path: "T")])'
    said: units.Unit = units.unpack(facts_of(source, "sub/Package.swift").semantics)
    assert said.facts == (("target", "Sources/A/=A"), ("target", "T/=ATests"))
    assert unit_of(source).facts == ()
