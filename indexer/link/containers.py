"""Containers that are written down, and what is put into them."""

from __future__ import annotations

from indexer.link.core import Core
from indexer.link.identities import slice_of
from indexer.link.values import BOUND, CLASS, EMPTY, INSTANCES, LITERAL, MODULE, TEXT, Value, Values, ordered
from indexer.model import ir
from indexer.model.ir import Expr, Known


class Containers(Core):
    """Elements of containers."""

    def _subscript(self, expr: Known, scope: int, recv: Value | None) -> Values:
        known, certain = self.path_bindings(expr, scope)
        found = self.bound(known, scope, scope, recv) if known else EMPTY
        if certain:
            return found
        for value in ordered(self.evaluate(expr[2], scope, recv)):
            if value[0] == LITERAL:
                found |= self.element_of(value, expr[3], scope, recv)
            elif value[0] == CLASS:
                found |= frozenset((value,))
            elif value[0] in INSTANCES:
                for method in ordered(self.member(value, "__getitem__")):
                    if method[0] == BOUND:
                        found |= self.returns(method[1], method[2])
        return found | self.added(expr[2], scope, recv)

    def added(self, container: Expr, scope: int, recv: Value | None) -> Values:
        """What was put into a container after it was made: `xs.append(x)`, `d[key] = x`."""
        if container is None:
            return EMPTY
        found: Values = EMPTY
        if container[0] == ir.NAME:
            name = container[2] + "[]"
            at = scope
            while at >= 0:
                bindings = self.program.bindings(at, name)
                if bindings:
                    return self.bound(bindings, at, scope, recv)
                if self.program.binds(at, container[2]):
                    break
                at = self.program.parent_of[at]
            if at >= 0:
                for binding in self.program.bindings_of(at, container[2]):
                    if binding[0] is not None and binding[0][0] == ir.IMPORT and binding[0][4] is not None:
                        target = self.modules.resolve(self.program.file_of(at), binding[0][2], binding[0][3])
                        if isinstance(target, int):
                            module = self.program.module(target)
                            added = self.program.bindings(module, binding[0][4] + "[]")
                            found |= self.bound(added, module, module, None)
        elif container[0] == ir.ATTR:
            name = container[3] + "[]"
            for value in ordered(self.evaluate(container[2], scope, recv)):
                if value[0] in (*INSTANCES, CLASS):
                    found |= self.added_to_member(value[1], name)
                elif value[0] == MODULE:
                    module = self.program.module(value[1])
                    found |= self.bound(self.program.bindings(module, name), module, module, None)
        return found

    def added_to_member(self, owner: int, name: str) -> Values:
        """What was put into a container that is a member of a class."""
        return self.table.get(("added", owner, name), self._added_to_member, owner, name)

    def _added_to_member(self, owner: int, name: str) -> Values:
        found: Values = EMPTY
        for one in self.classes.holders(owner, name):
            for added, place in self.classes.assigned(one, name):
                found |= self.evaluate(added, place, None)
        return found

    def element_of(self, holder: Value, index: Expr, scope: int, recv: Value | None) -> Values:
        """An element of a container that is written down; index None for any."""
        literal = self.identities.expression(holder[2])
        if literal is None:
            return EMPTY
        if index is not None and index[0] == ir.PARTS and index[2] == "slice":
            if not index[1] or literal[0] != ir.SEQ:
                return frozenset((holder,))
            return self.literal(self._sliced(literal, index[1], holder[1]), holder[1], holder[3])
        return self._at(holder, self._keys(index, scope, recv))

    def _at(self, holder: Value, keys: frozenset[object] | None) -> Values:
        """The elements of a container at these keys; None for any."""
        key = ("element", holder, keys, self.program.lookups.at)
        return self.table.here(key, self._elements_at, holder, keys)

    def _elements_at(self, holder: Value, keys: frozenset[object] | None) -> Values:
        literal = self.identities.expression(holder[2])
        assert literal is not None  # or `element_of` would not have asked
        place, receiver = holder[1], holder[3]
        operation = literal[0]
        if operation == ir.COMP:
            return self.evaluate(literal[3], place, receiver)
        if operation == ir.SUBSCRIPT:
            return self.declared_element(literal, place, receiver)
        found: Values = EMPTY
        if operation == ir.DICT:
            for key, value in literal[2]:
                if key is None:
                    for inner in ordered(self.evaluate(value, place, receiver)):
                        if inner[0] == LITERAL and inner != holder:
                            found |= self._at(inner, keys)
                elif keys is None or self._keys(key, place, receiver) in (None, keys):
                    found |= self.evaluate(value, place, receiver)
            return found
        elements = literal[3]
        plain = not any(element is not None and element[0] == ir.STAR for element in elements)
        if keys is not None and len(keys) == 1 and plain:
            (key,) = keys
            if isinstance(key, int) and -len(elements) <= key < len(elements):
                return self.evaluate(elements[key], place, receiver)
        for element in elements:
            if element is not None and element[0] == ir.STAR:
                found |= self.iterate(element[2], place, receiver)
            else:
                found |= self.evaluate(element, place, receiver)
        return found

    def _sliced(self, literal: Known, lower: int, scope: int) -> Known:
        """The rest of a sequence that is written down in a scope, from an element on."""
        rest = slice_of(literal, lower)
        self.identities.sliced(self.program.file_of(scope), literal, lower, rest)
        return rest

    def _keys(self, index: Expr, scope: int, recv: Value | None) -> frozenset[object] | None:
        """The constants that a subscript may be; None where it is not known."""
        if index is None:
            return None
        found = self.evaluate(index, scope, recv)
        if not found or any(value[0] != TEXT for value in found):
            return None
        return frozenset(value[2] for value in found)
