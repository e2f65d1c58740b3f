"""Ruby's rules, where the literate cases do not reach."""

from __future__ import annotations

from indexer.model.records import Linked
from tests.cases.test_cases import graph_of


def edges(linked: Linked, kind: str) -> set[tuple[str, str]]:
    names = {one.id: one.qualified_name for one in linked.symbols}
    return {(names[one.source], names[one.target]) for one in linked.edges if one.kind == kind}


def test_require_looks_in_load_paths_only() -> None:
    """`require 'set'` is not any file of that name, but one below a folder that is a root."""
    linked = graph_of({"lib/deep/set.rb": "", "lib/own.rb": "", "main.rb": "require 'set'\nrequire 'own'\n"})
    assert edges(linked, "imports") == {("main", "set"), ("main", "lib.own")}


def test_relative_paths_start_at_the_file() -> None:
    """`require_relative` climbs from the folder of the file."""
    linked = graph_of({"a/b/c.rb": "require_relative '../d'\nrequire_relative 'e'\n", "a/d.rb": "", "a/b/e.rb": ""})
    assert edges(linked, "imports") == {("a.b.c", "a.d"), ("a.b.c", "a.b.e")}


def test_a_module_opened_in_many_files_is_one_target() -> None:
    """A name leads to where the module is at home: the file itself, else the one that is named for it."""
    linked = graph_of(
        {
            "lib/app/one.rb": "module App\n  class One; end\nend\n",
            "lib/app.rb": "module App\n  VERSION = 1\nend\n",
            "lib/zoo.rb": "module App\n  class Zoo; end\nend\n",
            "main.rb": "App::Zoo.new\n",
        }
    )
    assert edges(linked, "references") == {("main", "lib.app.App")}
    assert edges(linked, "instantiates") == {("main", "lib.zoo.App.Zoo")}


def test_compact_paths_open_the_same_classes() -> None:
    """`class A::B` in one file and `module A; class B` in another are one class."""
    linked = graph_of(
        {
            "a.rb": "module A\n  class B\n    def one; two; end\n  end\nend\n",
            "b.rb": "class A::B\n  def two; one; end\nend\n",
        }
    )
    assert {("a.A.B.one", "b.B.two"), ("b.B.two", "a.A.B.one")} == edges(linked, "calls")


def test_static_and_instance_methods_of_one_name_are_apart() -> None:
    """A call on the class finds the class's method, one on an instance the instance's."""
    linked = graph_of(
        {
            "a.rb": "class A\n  def self.go; end\n  def go; end\nend\nclass B < A\nend\n",
            "b.rb": "def f\n  B.go\nend\n\ndef g\n  B.new.go\nend\n",
        }
    )
    rows = {one.id: one for one in linked.symbols}
    lines = {(rows[e.source].name, rows[e.target].name_line) for e in linked.edges if e.kind == "calls"}
    assert lines == {("f", 1), ("g", 2)}


def test_concerns_give_class_methods() -> None:
    """What `class_methods` or a hook of a module adds to the class is found there."""
    linked = graph_of(
        {
            "a.rb": "module Sized\n  class_methods do\n    def sized; end\n  end\nend\n"
            "module Named\n  def self.included(base)\n    base.extend(ClassMethods)\n  end\n"
            "  module ClassMethods\n    def named; end\n  end\nend\n",
            "b.rb": "class B\n  include Sized\n  include Named\n  sized\n  named\nend\n",
        }
    )
    assert {("b.B", "a.Sized.sized"), ("b.B", "a.Named.ClassMethods.named")} <= edges(linked, "calls")
