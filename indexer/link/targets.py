"""Which symbols a name or a member refers to: definitions, not values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.link.evaluator import Evaluator
from indexer.link.values import CLASS, EXTERNAL, INSTANCES, LITERAL, MADE, MODULE, PACKAGE, SUPER, TEXT, Value
from indexer.model import ir
from indexer.model.ir import Binding

Target = int | str
"""A symbol's number; or the dotted name of what is outside, or of a folder of modules."""

NOTHING: frozenset[Target] = frozenset()


class Targets:
    """Resolves uses to the symbols that they name."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._active: set[tuple[int, str]] = set()

    def of_bindings(self, at: int, name: str, bindings: Iterable[Binding]) -> frozenset[Target]:
        """The symbols that bindings of a name of a scope define or import."""
        found: set[Target] = set()
        program = self._program
        for value, _offset, _block, _flags, place in bindings:
            inner = value
            while inner is not None and inner[0] == ir.DECORATE:
                inner = inner[3]
            if inner is not None and inner[0] == ir.SCOPE and program.scopes[program.local(at, inner[2])].name == name:
                found.add(program.symbol_of[program.local(at, inner[2])])
            elif inner is not None and inner[0] == ir.IMPORT:
                found |= self.of_import(program.file_of(program.local(at, place)), inner)
            else:
                symbol = program.symbol(at, name)
                if symbol is not None:
                    found.add(symbol)
        return frozenset(found)

    def of_import(self, file: int, value: tuple[object, ...]) -> frozenset[Target]:
        """What an import's name refers to."""
        module, level, name = str(value[2]), int(str(value[3])), value[4]
        target = self._evaluator.modules.resolve(file, module, level)
        if target is None:
            dotted = "." * level + module
            return frozenset({f"{dotted}.{name}" if name and name != "*" else dotted})
        if name is None or name == "*":
            return self._module(target)
        if isinstance(target, int):
            return self.of_member(target, str(name))
        inner = self._evaluator.modules.resolve(file, f"{target}.{name}" if target else str(name))
        return NOTHING if inner is None else self._module(inner)

    def _module(self, target: int | str) -> frozenset[Target]:
        if isinstance(target, int):
            return frozenset({self._program.symbol_of_module(target)})
        return frozenset({target})

    def of_member(self, file: int, name: str) -> frozenset[Target]:
        """What a module's name refers to, through re-exports."""
        key = (file, name)
        if key in self._active:
            return NOTHING
        if self._active:  # what is found within a circle is not all there is
            return self._of_member(file, name)
        return self._evaluator.memo.get(("target", *key), self._of_member, file, name)

    def _of_member(self, file: int, name: str) -> frozenset[Target]:
        key = (file, name)
        self._active.add(key)
        module = self._program.module(file)
        bindings = self._program.bindings_of(module, name)
        found = self.of_bindings(module, name, bindings) if bindings else NOTHING
        if not found:
            found = self._of_stars(file, name)
        if not found:
            inner = self._evaluator.submodule(file, name)
            found = NOTHING if inner is None else self._module(inner)
        self._active.discard(key)
        return found

    def _of_stars(self, file: int, name: str) -> frozenset[Target]:
        module = self._program.module(file)
        for value, *_ in reversed(self._program.bindings(module, "*")):
            if value is None:
                continue
            target = self._evaluator.modules.resolve(file, value[2], value[3])
            if isinstance(target, int) and self._evaluator.exports(target, name):
                found = self.of_member(target, name)
                if found:
                    return found
        return NOTHING

    def of_global(self, scope: int, name: str) -> frozenset[Target]:
        """What a name that no scope around binds refers to: a star import's, or a builtin."""
        found = self._of_stars(self._program.file_of(scope), name)
        if found:
            return found
        values = self._evaluator.global_name(scope, name)
        return frozenset(value[1] for value in values if value[0] == EXTERNAL)

    def of_value_member(self, value: Value, name: str) -> frozenset[Target]:
        """The symbols that define a value's member."""
        tag = value[0]
        if tag == MODULE:
            return self.of_member(value[1], name)
        if tag in INSTANCES or tag == CLASS:
            return self._of_class(value[1], name, self._evaluator.classes.holders(value[1], name))
        if tag == SUPER:
            receiver = value[2]
            after = self._evaluator.classes.holders_after(receiver[1], value[1], name)
            return self._of_class(receiver[1], name, after)
        if tag == PACKAGE:
            inner = self._evaluator.modules.resolve(0, f"{value[1]}.{name}")
            return NOTHING if inner is None else self._module(inner)
        if tag in (EXTERNAL, MADE, TEXT, LITERAL):
            return frozenset(v[1] for v in self._evaluator.member(value, name) if v[0] == EXTERNAL)
        return NOTHING

    def _of_class(self, scope: int, name: str, holders: Sequence[int]) -> frozenset[Target]:
        for owner in holders:
            bindings = self._program.running_bindings(owner, name)
            if bindings:
                return self.of_bindings(owner, name, bindings)
            symbol = None if self._program.binds(owner, name) else self._program.symbol(owner, name)
            if symbol is not None:
                return frozenset({symbol})
        for owner in holders:
            bindings = self._program.bindings_of(owner, name)
            if bindings:
                return self.of_bindings(owner, name, bindings)
        outside = self._evaluator.member_of_bases(scope, name)
        return frozenset(value[1] for value in outside)
