"""What extraction keeps of a Lua file, beyond what the literate cases say."""

from __future__ import annotations

from indexer.languages.lua.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts, SymbolFact

SOURCE = b"""#!/usr/bin/env lua
--- Stacks.
local Stack = {}
Stack.__index = Stack

local LIMIT <const>, other = 10, ...

--- Makes one.
function Stack.new(first, ...)
  local self = setmetatable({ size = 0, items = { first, n = select("#", ...) } }, Stack)
  for i = 1, #{ ... } do self:push((select(i, ...))) end
  for k, v in pairs(self.items) do self[k] = v; self.items[#self.items + 1] = v end
  repeat local done = true until done
  while self.size > LIMIT do goto out end
  ::out::
  return self, nil
end

function Stack:push(item)
  if item == nil then return elseif item then self.size = self.size + 1 else error("x" .. item) end
end

total = 0
function counted() total = total + 1 return function() return total end end

return setmetatable({ Stack = Stack, ["make"] = function(...) return Stack.new(...) end, [1] = counted }, { __call = counted })
"""


def facts_of(source: bytes, path: str = "lib/a.lua") -> FileFacts:
    return extract(source, path, lambda text: text.decode("utf-8", "replace"))


def symbol(facts: FileFacts, name: str) -> SymbolFact:
    return next(one for one in facts.symbols if one.name == name and one.kind != "module")


def test_symbols_have_kinds_and_parents() -> None:
    """Classes, functions, module-level locals, globals and fields are symbols, inside of what they belong to."""
    facts = facts_of(SOURCE)
    owners = {one.name: facts.symbols[one.parent].name for one in facts.symbols if one.parent >= 0}
    kinds = {one.name: one.kind for one in facts.symbols[1:]}
    assert kinds == {
        "Stack": "class", "LIMIT": "constant", "other": "constant", "new": "function", "push": "method", "size": "field",
        "total": "variable", "counted": "function", "make": "function",
    }  # fmt: skip
    assert owners["new"] == owners["push"] == owners["size"] == "Stack"


def test_documentation_and_signatures() -> None:
    """The comment above a definition is its documentation; a signature ends where the body begins."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "Stack").docstring == "Stacks."
    assert symbol(facts, "new").docstring == "Makes one."
    assert symbol(facts, "new").signature == "function Stack.new(first, ...)"


def test_locals_are_not_exported() -> None:
    """Other files see globals and members of tables."""
    facts = facts_of(SOURCE)
    assert {one.name for one in facts.symbols if not one.exported} == {"Stack", "LIMIT", "other"}


def test_self_is_no_argument() -> None:
    """Neither the receiver of a method nor a first parameter `self` takes an argument by place."""
    unit = units.unpack(
        facts_of(b"local M = {}\nfunction M:a(x) end\nfunction M.b(self, x) end\nfunction M.c(x) end\n").semantics
    )
    taken = {
        one.name: [unit.declarations[number].name for number in one.parameters]
        for one in unit.declarations
        if one.name in {"a", "b", "c"}
    }
    assert taken == {"a": ["x"], "b": ["x"], "c": ["x"]}


def test_the_globals_of_a_rockspec_are_its_own() -> None:
    """What a package description sets is not what other files read."""
    unit = units.unpack(facts_of(b'package = "a"\n', "a-1.rockspec").semantics)
    assert all(scope.kind != units.NAMESPACE_SCOPE for scope in unit.scopes)
