"""Lua's rules, where the literate cases do not reach."""

from __future__ import annotations

from indexer.model.records import Linked
from tests.cases.test_cases import graph_of


def edges(linked: Linked, kind: str) -> set[tuple[str, str]]:
    names = {one.id: one.qualified_name for one in linked.symbols}
    return {(names[one.source], names[one.target]) for one in linked.edges if one.kind == kind}


def test_init_files_are_named_for_their_folder() -> None:
    """`a/b/init.lua` is the module `a.b`."""
    linked = graph_of({"a/b/init.lua": "return {}\n", "main.lua": "require 'a.b'\n"})
    assert edges(linked, "imports") == {("main", "a.b")}


def test_modules_relative_to_the_file() -> None:
    """`require(... .. ".part")` is a module below the one that requires."""
    linked = graph_of(
        {"a/init.lua": 'local part = require(... .. ".part")\n', "a/part.lua": "return {}\n", "part.lua": ""}
    )
    assert edges(linked, "imports") == {("a", "a.part")}


def test_a_global_of_the_file_itself_comes_first() -> None:
    """Where several files set a global, a file means its own; where too many do, none is meant."""
    files = {f"{name}.lua": "function setup() end\n" for name in "abcdef"}
    linked = graph_of({**files, "a.lua": "function setup() end\nsetup()\n", "z.lua": "setup()\n"})
    assert edges(linked, "calls") == {("a", "a.setup")}


def test_test_frameworks_are_outside() -> None:
    """What busted gives is known in its own files only."""
    linked = graph_of(
        {"a_spec.lua": "describe('a', function() it('b', function() end) end)\n", "b.lua": "describe()\n"}
    )
    assert edges(linked, "calls") == {("a_spec", "busted.describe"), ("a_spec", "busted.it")}


def test_members_added_from_another_file_are_found() -> None:
    """A function that is put into a table elsewhere is a member of it."""
    linked = graph_of(
        {
            "m.lua": "local M = {}\nreturn M\n",
            "more.lua": "local M = require 'm'\nfunction M.extra() end\n",
            "use.lua": "local M = require 'm'\nM.extra()\n",
        }
    )
    assert edges(linked, "calls") == {("use", "more.extra")}
