"""What extraction keeps of a Ruby file, beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.ruby.extract import extract
from indexer.languages.ruby.written_types import of_comment
from indexer.model import units
from indexer.model.records import FileFacts, SymbolFact
from indexer.model.units import Unit

SOURCE = b"""# Shapes.
module Shapes
  # A circle.
  class Circle < Shape::Base
    include Comparable
    attr_reader :radius

    # @param radius [Numeric]
    def initialize(radius, *rest, unit: :cm, &block)
      @radius, @unit = radius, unit
      super()
      rest.each { |one, (two, _)| block.call(one => two) }
    end

    def <=>(other) = radius <=> other.radius

    class << self
      def build(...) = new(...)
    end

    private

    def area
      return 0 if @radius.zero?
      case @unit
      when :cm then "#{@radius}cm"
      in {size: Integer => size} then size
      else <<~TEXT
        #{self.class.name}
      TEXT
      end
    rescue ZeroDivisionError, ArgumentError => error
      raise Failed.new(error)
    ensure
      $count ||= 0
    end
  end
end
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "lib/a.rb", lambda text: text.decode("utf-8", "replace"))


def symbol(facts: FileFacts, name: str) -> SymbolFact:
    return next(one for one in facts.symbols if one.name == name and one.start + one.name_start > 0)


def unit_of(facts: FileFacts) -> Unit:
    return units.unpack(facts.semantics)


def test_symbols_have_kinds_and_parents() -> None:
    """Modules, classes, methods, accessors and instance variables are symbols, inside of what they belong to."""
    facts = facts_of(SOURCE)
    owners = {one.name: facts.symbols[one.parent].name for one in facts.symbols if one.parent >= 0}
    kinds = {one.name: one.kind for one in facts.symbols[1:]}
    assert kinds == {
        "Shapes": "module", "Circle": "class", "radius": "method", "initialize": "constructor", "@radius": "field", "@unit": "field",
        "<=>": "method", "build": "method", "area": "method", "$count": "variable",
    }  # fmt: skip
    assert {owners[name] for name in ("radius", "initialize", "@unit", "<=>", "build", "area")} == {"Circle"}
    assert owners["Circle"] == "Shapes"


def test_documentation_is_what_stands_right_above() -> None:
    """A comment above a definition is its documentation, also above the first of a body."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "Circle").docstring == "A circle."
    assert symbol(facts, "initialize").docstring == "@param radius [Numeric]"
    assert not symbol(facts, "area").docstring


def test_visibility_holds_until_the_next_word() -> None:
    """What follows `private` is not exported; what stands before it, and the type's own methods, are."""
    facts = facts_of(SOURCE)
    assert {one.name: one.exported for one in facts.symbols if one.kind == "method"} == {
        "radius": True, "<=>": True, "build": True, "area": False,
    }  # fmt: skip
    assert symbol(facts, "area").detail == ("private",)
    assert symbol(facts, "build").detail == ("static",)


def test_visibility_by_name_changes_what_is_defined() -> None:
    """`private :a` and `private_class_method :b` name methods from above."""
    facts = facts_of(
        b"class A\n  def a; end\n  def self.b; end\n  def c; end\n  private :a\n  private_class_method :b\nend\n"
    )
    assert {one.name: one.exported for one in facts.symbols if one.kind == "method"} == {
        "a": False,
        "b": False,
        "c": True,
    }


def test_locals_are_no_symbols() -> None:
    """Parameters and locals are declared without a row."""
    facts = facts_of(b"def f(a, b = 1, *c, d:, e: 2, **g, &h)\n  i = a\n  j, (k, *l) = i\nend\n")
    assert [one.name for one in facts.symbols[1:]] == ["f"]
    declared = {one.name for one in unit_of(facts).declarations if one.symbol < 0}
    assert {"a", "b", "c", "d", "e", "g", "h", "i", "j", "k", "l"} <= declared


def test_arguments_by_place_are_parameters() -> None:
    """Keywords, splats and blocks take no argument by place."""
    unit = unit_of(facts_of(b"def f(a, b = 1, *c, d:, &e)\nend\n"))
    function = next(one for one in unit.declarations if one.name == "f")
    assert [unit.declarations[number].name for number in function.parameters] == ["a", "b"]


def test_a_setter_is_called_by_assignment() -> None:
    """`self.a = b` is a call of `a=`."""
    uses = unit_of(facts_of(b"class A\n  attr_writer :a\n  def f; self.a = 1; end\nend\n")).uses
    called = [expr for expr, _, _ in uses if expr is not None and expr[0] == units.CALL]
    assert [expr[2][3] for expr in called] == ["a="]


@pytest.mark.parametrize(
    ("text", "parameters", "has_result"),
    [
        ("@param a [Foo] text\n@return [Bar, nil]", {"a"}, True),
        ("@param [Foo] a", {"a"}, False),
        ("@return [void]", set(), False),
        ("@return [Array<Foo::Bar>]", set(), True),
        ("no tags", set(), False),
    ],
)
def test_types_of_comments(text: str, parameters: set[str], *, has_result: bool) -> None:
    """YARD's tags name classes; what stands for no class says nothing."""
    types = of_comment(text, 0)
    assert set(types.parameters) == parameters
    assert (types.result is not None) == has_result


def test_what_a_call_makes_is_signed_without_its_block() -> None:
    """Members of a struct and defined methods show the call, not all of what its block says."""
    facts = facts_of(b"Line = Struct.new(:count) do\n  def label\n    count\n  end\nend\n")
    assert symbol(facts, "count").signature == "Struct.new(:count)"
