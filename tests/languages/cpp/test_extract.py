"""What extraction keeps of C++: rows, names by which things are declared, scopes of what stands outside of its class."""

from __future__ import annotations

from indexer.languages.cpp.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts
from indexer.model.units import Unit


def _facts(text: str) -> FileFacts:
    return extract(text.encode(), "x.cc", lambda _: "")


def _unit(text: str) -> Unit:
    return units.unpack(_facts(text).semantics)


def _rows(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in _facts(text).symbols[1:]]


def test_operators_and_destructors_are_named_without_blanks() -> None:
    """Words of operators keep one."""
    text = "struct A { ~ A() {} bool operator == (A) { return 1; } operator bool () { return 1; } void* operator new (int); };"
    names = {one.name for one in _unit(text).declarations}
    assert {"~A", "operator==", "operator bool", "operator new"} <= names


def test_constructors_are_declared_by_a_name_of_their_own() -> None:
    """So that the class's name still means the class inside of it; the row has the name as written."""
    text = "struct A { A() {} };\nA::A(int x) {}\n"
    assert [one for one in _rows(text) if one[0] == "constructor"] == [("constructor", "A"), ("constructor", "A")]
    assert [one.flags & units.CONSTRUCTOR for one in _unit(text).declarations if one.name == "(constructor)"] == [2, 2]


def test_a_specialisation_does_not_hide_its_template() -> None:
    """It is declared with its arguments, and shown without."""
    text = "template <class T> struct A {};\ntemplate <> struct A<int> {};\n"
    assert _rows(text) == [("struct", "A"), ("struct", "A")]
    assert [one.name for one in _unit(text).declarations if one.what == units.TYPE] == ["A", "A<int>"]


def test_a_member_outside_of_its_class_belongs_to_it() -> None:
    """To the row of the class, where that is of the file; else the class's name is kept."""
    facts = _facts("namespace n { struct A { void f(); }; }\nvoid n::A::f() {}\nvoid B::g() {}\n")
    rows = {one.name: one for one in facts.symbols}
    assert facts.symbols[rows["f"].parent].name == "A"
    assert rows["g"].parent == 0
    assert rows["g"].detail == ("of B",)


def test_names_of_an_unnamed_namespace_are_the_files_own() -> None:
    """Other files do not see them."""
    facts = _facts("namespace { int f() { return 1; } class A {}; }\nint g();\n")
    assert [(one.name, one.exported) for one in facts.symbols[1:]] == [("f", False), ("A", False)]
    declared = {one.name: one for one in units.unpack(facts.semantics).declarations}
    assert declared["f"].flags & units.PRIVATE


def test_private_members_are_not_exported() -> None:
    """A class begins with private members, a struct with public ones."""
    facts = _facts("class A { int a; public: int b; };\nstruct B { int c; private: int d; };\n")
    assert [one.name for one in facts.symbols if one.kind == "field" and one.exported] == ["b", "c"]


def test_an_enumerator_is_a_name_outside_unless_the_enumeration_is_scoped() -> None:
    """Inside of its enumeration it always is."""
    declared = [(one.name, one.scope) for one in _unit("enum A { a };\nenum class B { b };\n").declarations]
    assert [scope for name, scope in declared if name == "a"] == [0, 1]
    assert [scope for name, scope in declared if name == "b"] == [2]


def test_arguments_make_an_instance() -> None:
    """Where the grammar sees a function's declaration, too."""
    values = {one.name: one.value for one in _unit("void f(int a) { T x(a); T y{1}; T z(1); T g(int); }").declarations}
    assert [(values[name] or (None,))[0] for name in "xyz"] == [units.NEW] * 3
    assert values["g"] is None


def test_default_arguments_may_be_left_out() -> None:
    """Packs take any number."""
    declared = {
        one.name: one
        for one in _unit("void f(int a, int b = 1) {}\ntemplate <class... T> void g(T... t) {}").declarations
    }
    assert (declared["f"].required, len(declared["f"].parameters)) == (1, 2)
    assert declared["g"].flags & units.VARIADIC
