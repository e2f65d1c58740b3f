"""Go's rules, where the literate cases do not reach."""

from __future__ import annotations

from indexer.model.records import Linked
from tests.cases.test_cases import graph_of


def edges(linked: Linked, kind: str) -> set[tuple[str, str]]:
    names = {one.id: one.qualified_name for one in linked.symbols}
    return {(names[one.source], names[one.target]) for one in linked.edges if one.kind == kind}


def test_an_import_is_no_edge_to_tests_of_a_package() -> None:
    """Importers see the files of a package that are no tests."""
    linked = graph_of(
        {
            "go.mod": "module m.org/m",
            "p/a.go": "package p\n",
            "p/a_test.go": "package p\n",
            "main.go": 'package main\n\nimport "m.org/m/p"\n\nvar _ = p.X\n',
        }
    )
    assert edges(linked, "imports") == {("main", "p.a")}


def test_files_that_builds_leave_out_are_packages_of_their_own() -> None:
    """A `main` in a library's folder does not share its names."""
    linked = graph_of(
        {
            "p/a.go": "package p\n\nfunc run() {}\n",
            "p/b.go": "package p\n\nfunc use() { run() }\n",
            "p/gen.go": "//go:build ignore\n\npackage main\n\nfunc run() {}\n\nfunc main() { run() }\n",
        }
    )
    assert edges(linked, "calls") == {("p.b.use", "p.a.run"), ("p.gen.main", "p.gen.run")}


def test_interfaces_with_unknown_methods_are_implemented_by_no_one() -> None:
    """What embeds an interface from outside may ask for more than is seen."""
    linked = graph_of(
        {
            "a.go": 'package a\n\nimport "io"\n\ntype I interface {\n\tio.Reader\n\tM()\n}\n\ntype T struct{}\n\nfunc (T) M() {}\n'
        }
    )
    assert edges(linked, "implements") == set()
    assert edges(linked, "inherits") == {("a.I", "io.Reader")}


def test_an_import_of_its_own_package_does_not_go_in_circles() -> None:
    """A file that imports its own folder gets nothing from it, and linking ends."""
    linked = graph_of({"go.mod": "module m", "p/a.go": 'package p\n\nimport . "m/p"\n\nfunc f() { g() }\n'})
    assert edges(linked, "calls") == set()
