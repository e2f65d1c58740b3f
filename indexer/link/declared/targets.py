"""Which symbols names, members and types lead to: declarations, not values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from indexer.languages.rules import DECLARATION, EXTERNAL, FILE, NAMESPACE, Entity
from indexer.link.declared import values as of
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.values import Value
from indexer.link.emitted import CERTAIN, FLOWED, TYPED
from indexer.model import units
from indexer.model.units import Expr, Known

_MOST_FILES: Final = 60
"""An import of a namespace that more files declare into leads to none of them."""
_READ_AS: Final = {units.VARIABLE: "reads", units.MACRO: "expands"}
_NOWHERE: Final = -1


class Found(NamedTuple):
    """One thing that a use leads to."""

    target: int | str
    """Number of a symbol over the program; dotted name of what is outside; -1 for what has no symbol."""
    what: int
    """What it is, as `units.Declaration` has it; -1 outside."""
    declaration: int
    """-1 outside."""
    provenance: str
    confidence: float
    dispatched: bool = False
    """A method reached through an instance, which an overriding one may take the place of."""
    receiver: int = -1
    """The type through which a method was reached; -1."""
    extension: bool = False
    called: bool = False
    """Whether to read it is to call it."""

    @property
    def read_as(self) -> str:
        """The kind of edge of a plain read."""
        return "calls" if self.called else _READ_AS.get(self.what, "references")


class Targets:
    """Finds the targets of uses."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program

    def of_entities(self, entities: Iterable[Entity], file: int) -> list[Found]:
        """The symbols that entities are, seen from a file."""
        found: list[Found] = []
        if self._evaluator.rules.open_types:
            entities = self._parts(entities, file)
        for kind, which in entities:
            if kind == EXTERNAL:
                found.append(Found(which, -1, -1, "import", CERTAIN))
            elif kind == FILE:
                found.append(Found(self._program.first_symbol[int(which)], units.NAMESPACE, -1, "import", CERTAIN))
            elif kind == DECLARATION:
                number = int(which)
                by = "scope" if self._program.file_of_declaration[number] == file else "import"
                found += self._named_by(number, file) or [self._declared(number, by, CERTAIN)]
        return found

    def _named_by(self, number: int, file: int) -> list[Found]:
        """What another name for a type stands for, where that name has no row of its own."""
        one = self._program.declarations[number]
        if one.what != units.ALIAS or one.symbol >= 0 or one.type is None:
            return []
        plain = one.type[2] if one.type[0] == units.APPLIED else one.type
        scope = self._program.type_scope(number)
        return self.of_entities(dict.fromkeys(self._evaluator.type_path(plain, scope)), file)

    def _parts(self, entities: Iterable[Entity], file: int) -> list[Entity]:
        """Entities, with those parts of each open type that its name leads to: those of the file itself, if any."""
        found: dict[Entity, None] = {}
        for one in entities:
            parts = self._evaluator.parts_of(int(one[1])) if one[0] == DECLARATION else ()
            if parts:
                own = [n for n in parts if self._program.file_of_declaration[n] == file]
                found.update(dict.fromkeys((DECLARATION, n) for n in self._evaluator.rules.parts(file, own or parts)))
            else:
                found[one] = None
        return list(found)

    def _declared(self, number: int, provenance: str, confidence: float) -> Found:
        one = self._program.declarations[number]
        called = bool(one.flags & units.ACCESSOR) and self._evaluator.rules.accessors_called
        return Found(self._program.symbol(number), one.what, number, provenance, confidence, called=called)

    def files_of_namespace(self, namespace: str) -> list[Found]:
        """The modules of the files that declare into a namespace."""
        files = self._evaluator.rules.imported_files(
            list(dict.fromkeys(self._program.file_of_scope[n] for n in self._evaluator.namespace_scopes(namespace)))
        )
        if not files or len(files) > _MOST_FILES:
            return []
        return [Found(self._program.first_symbol[one], units.NAMESPACE, -1, "import", CERTAIN) for one in files]

    def called_as(self, found: Found) -> str:
        """The kind of edge of a call of a function: one that makes instances of a type has the row of the type (case classes)."""
        one = self._program.declarations[found.declaration]
        facts = self._program.facts[self._program.file_of_declaration[found.declaration]]
        return "instantiates" if one.symbol >= 0 and facts.symbols[one.symbol].kind == "class" else "calls"

    def of_callee(self, expr: Known, scope: int) -> list[Found]:
        """What a NAME or MEMBER that is called leads to."""
        if expr[0] == units.NAME:
            spaces = expr[3] if len(expr) > 3 else self._evaluator.rules.value_spaces | units.TYPES
            found = self._for_receiver(self._evaluator.lookup(scope, expr[2], spaces, expr[1], callee=True), scope)
            return [self._implicit(one, scope) for one in self.of_entities(found, self._program.file_of_scope[scope])]
        return self.of_member(expr, scope, callee=True)

    def _for_receiver(self, found: list[Entity], scope: int) -> list[Entity]:
        """Of several extension functions of one name that are called without a receiver those that the instance around can be of."""
        declarations = self._program.declarations
        extensions = [e for e in found if e[0] == DECLARATION and declarations[int(e[1])].flags & units.EXTENSION]
        if len(extensions) < 2:
            return found
        around = self._evaluator.this(scope, static=False)
        fitting = [e for e in extensions if any(self._evaluator.accepts(int(e[1]), value) for value in around)]
        return [e for e in found if e not in extensions or e in fitting] if fitting else found

    def _implicit(self, one: Found, scope: int) -> Found:
        """A method that is called without a receiver goes through the instance around."""
        if one.what != units.FUNCTION_ or one.declaration < 0 or not self._evaluator.rules.dispatch:
            return one
        owner = self._program.scopes[self._program.scope_of(one.declaration)]
        if owner.kind not in (units.TYPE_SCOPE, units.EXTENSION_SCOPE) or self._is_direct(one.declaration):
            return one
        around = self._evaluator.type_around(scope)
        return one._replace(dispatched=True, receiver=around if isinstance(around, int) else -1)

    def _is_direct(self, number: int) -> bool:
        """Whether a call of a method never reaches another."""
        if self._program.declarations[number].flags & (units.STATIC | units.CONSTRUCTOR | units.EXTENSION):
            return True
        return not self._evaluator.rules.overridable(number)

    def of_member(self, expr: Known, scope: int, *, callee: bool = False) -> list[Found]:
        """What a MEMBER leads to; where functions are apart, `callee` says which of a name are meant."""
        evaluator = self._evaluator
        before, evaluator.evidence = evaluator.evidence, 0
        values = evaluator.evaluate(expr[2], scope)
        flowed = bool(evaluator.evidence & of.FLOWED)
        evaluator.evidence |= before
        exact = expr[2] is not None and expr[2][0] in (units.NEW, units.SUPER)
        found: dict[int | str, Found] = {}
        spaces = evaluator.spaces(expr, 4) if len(expr) > 4 else units.EVERY
        for value in values:
            reached = self._seen_extensions(self.of_value_member(value, expr[3], spaces), scope)
            for one in self._apart(reached, callee=callee):
                new = one if not flowed else one._replace(provenance="flow", confidence=min(one.confidence, FLOWED))
                new = new._replace(dispatched=False) if exact else new
                found.setdefault(new.target if new.target != _NOWHERE else f" {new.declaration}", new)
        return list(found.values())

    def _seen_extensions(self, found: list[Found], scope: int) -> list[Found]:
        """What is found without extension functions that the file of a scope does not see."""
        if not any(one.extension for one in found):
            return found
        file = self._program.file_of_scope[scope]
        sees = self._evaluator.rules.sees_extension
        return [one for one in found if not one.extension or sees(file, one.declaration)]

    def _apart(self, found: list[Found], *, callee: bool) -> list[Found]:
        """Of functions and variables of one name that are apart, those that a call, or a read, means; all where it can mean none."""
        rules = self._evaluator.rules
        if len(found) < 2 or not (rules.functions_apart or (rules.methods_called and callee)):
            return found
        return [one for one in found if self._is_function(one) == callee] or found

    def _is_function(self, one: Found) -> bool:
        return one.what == units.FUNCTION_ and not self._program.declarations[one.declaration].flags & units.ACCESSOR

    def of_value_member(self, value: Value, name: str, spaces: int = units.EVERY) -> list[Found]:
        """What a value's member of a name leads to; of a module or namespace, what it has in some spaces of names."""
        evaluator = self._evaluator
        if value[0] in (of.FILE, of.NAMESPACE):
            entity: Entity = (FILE if value[0] == of.FILE else NAMESPACE, value[1])
            entities = evaluator.inside(entity, name, spaces)
            file = value[1] if value[0] == of.FILE else -1
            return [
                one._replace(provenance="import") if one.provenance == "scope" else one
                for one in self.of_entities(entities, file)
            ]
        numbers = evaluator.member_declarations(value, name)
        if numbers:
            return [self.member(n, value) for n in numbers]
        external = evaluator.external_member_of(value, name)
        return [Found(external, -1, -1, "type" if value[0] != of.EXTERNAL else "import", TYPED)] if external else []

    def member(self, number: int, value: Value | None) -> Found:
        """A member by its declaration, reached through a value; a function that is reached through none."""
        if value is None:
            return self._declared(number, "type", TYPED)
        dispatching = value[0] in (of.INSTANCE, of.PARAMETER) and self._evaluator.rules.dispatch
        receiver = value[1] if value[0] == of.INSTANCE and isinstance(value[1], int) else -1
        one = self._declared(number, "type", CERTAIN if value[0] == of.TYPE else TYPED)
        extension = value[0] != of.TYPE and bool(self._program.declarations[number].flags & units.EXTENSION)
        method = one.what == units.FUNCTION_ and not self._is_direct(number)
        return one._replace(dispatched=dispatching and method, receiver=receiver, extension=extension)

    def of_type(self, expr: Expr, scope: int) -> list[Found]:
        """What a NAME or MEMBER that names a type leads to."""
        evaluator = self._evaluator
        file = self._program.file_of_scope[scope]
        spaces = units.TYPES | units.NAMESPACES
        if expr is None:
            return []
        if expr[0] == units.NAME:
            found = evaluator.lookup(scope, expr[2], expr[3] if len(expr) > 3 else spaces, expr[1])
            if not found:
                found = evaluator.lookup(scope, expr[2], evaluator.rules.value_spaces, expr[1])
            return self.of_entities(self._types_first(found), file)
        outer = evaluator.type_path(expr[2], scope)
        members = [inner for one in outer for inner in evaluator.type_members(one, expr[3])]
        return self.of_entities(self._types_first(list(dict.fromkeys(members))), file) or self.of_member(expr, scope)

    def _types_first(self, found: list[Entity]) -> list[Entity]:
        """Of types and namespaces of one name the types."""
        if len(found) < 2:
            return found
        types = [e for e in found if e[0] == DECLARATION and self._program.declarations[int(e[1])].spaces & units.TYPES]
        return types or found
