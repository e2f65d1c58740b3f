"""PHP's rules, where the literate cases do not reach."""

from __future__ import annotations

from indexer.model.records import Linked
from tests.cases.test_cases import graph_of


def edges(linked: Linked, kind: str) -> set[tuple[str, str]]:
    names = {one.id: one.qualified_name for one in linked.symbols}
    return {(names[one.source], names[one.target]) for one in linked.edges if one.kind == kind}


def test_of_two_classes_of_one_name_the_nearer_is_meant() -> None:
    """Where a full name is defined twice, a file means the definition in its own surroundings."""
    linked = graph_of(
        {
            "one/src/A.php": "<?php\nnamespace N;\nclass A {}\n",
            "one/use.php": "<?php\nnew N\\A();\n",
            "two/src/A.php": "<?php\nnamespace N;\nclass A {}\n",
            "two/use.php": "<?php\nnew N\\A();\n",
        }
    )
    assert edges(linked, "instantiates") == {("one.use", "one.src.A.N.A"), ("two.use", "two.src.A.N.A")}


def test_variables_of_other_files_are_not_seen() -> None:
    """A global variable of one script is not that of another of the same name."""
    linked = graph_of(
        {"a.php": "<?php\n$x = 1;\n", "b.php": "<?php\necho $x;\n", "c.php": "<?php\n$x = 1;\necho $x;\n"}
    )
    assert edges(linked, "reads") == {("c", "c.x")}


def test_magic_properties_and_methods_have_types() -> None:
    """`@property` and `@method` of a class declare members that no row stands for."""
    linked = graph_of(
        {
            "a.php": "<?php\nclass B { function go() {} }\n/**\n * @property B $b\n * @method B make()\n */\nclass A {}\n"
            "function f(A $a) { $a->b->go(); }\nfunction g(A $a) { $a->make()->go(); }\n",
        }
    )
    assert {("a.f", "a.B.go"), ("a.g", "a.B.go")} <= edges(linked, "calls")


def test_includes_by_the_end_of_their_path() -> None:
    """A path whose first part is computed is found by its written end, if only one file has it."""
    linked = graph_of(
        {"lib/a.php": "<?php\n", "main.php": "<?php\nrequire ROOT . '/lib/a.php';\nrequire \"$dir/lib/b.php\";\n"}
    )
    assert ("main", "lib.a") in edges(linked, "imports")
