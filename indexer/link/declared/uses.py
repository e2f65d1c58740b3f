"""From uses to edges: which symbols an expression's names lead to, of what kind and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from indexer.languages.rules import DECLARATION, NAMESPACE
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.targets import Found, Targets
from indexer.link.declared.values import BASES, EXTERNAL, FUNCTION, INSTANCE, PARAMETER, TYPE, Value
from indexer.link.declared.values import NAMESPACE as NAMESPACE_OF
from indexer.link.emitted import ABSTRACT, CERTAIN, DISPATCHED, FLOWED, TYPED, Emitted
from indexer.model import units
from indexer.model.units import Expr, Known

_OF_MACROS: Final = frozenset({"imports", "exports", "decorates"})
"""What else than to expand it a use of a macro may be."""
_OF_TYPES: Final = frozenset({"type_uses", "returns", "inherits", "implements"})
_OF_CLASSES: Final = frozenset({"instantiates", "inherits", "implements"})
_COMPUTED: Final = (units.UNION, units.ELEMENT, units.PLACE, units.AWAIT, units.FUNCTION)
_MOST_OVERRIDING: Final = 12
_MOST_PASSED: Final = 24
_BY_ALTERNATIVES: Final = (1.0, 1.0, 0.9, 0.8)
_MANY: Final = 0.6


class Uses:
    """Emits the edges of the uses of a file, symbol by symbol."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.program = evaluator.program
        self.rules = evaluator.rules
        self.targets = Targets(evaluator)
        self.emitted: dict[int, Emitted] = {}
        """By symbol of the file."""
        self.passed: dict[int, list[tuple[Expr, int]]] = {}
        """What calls pass to parameters without a type."""
        self._into = Emitted()
        self._file = 0

    def file(self, number: int) -> None:
        """Emits what a file evaluates."""
        unit = self.program.files[number].unit
        first = self.program.first_scope[number]
        self._file = number
        for expr, scope, kind in unit.uses:
            self._enter(unit.scopes[scope].symbol)
            self.use(expr, first + scope, kind)
        for index, scope_record in enumerate(unit.scopes):
            for expr, kind in scope_record.bases:
                if not kind:
                    continue
                self._enter(self._derived_symbol(first + index, scope_record.symbol))
                self._in_type(expr, first + index, "inherits" if kind == units.STATICS else kind)

    def _enter(self, symbol: int) -> None:
        self._into = self.emitted.setdefault(symbol, Emitted())

    def _derived_symbol(self, scope: int, symbol: int) -> int:
        """The symbol that inherits by what a scope names as bases: of an extension, the type that it extends, if that is of the file."""
        around = self.evaluator.type_around(scope) if self.program.scopes[scope].kind == units.EXTENSION_SCOPE else None
        if isinstance(around, int) and self.program.file_of_declaration[around] == self._file:
            own = self.program.declarations[around].symbol
            return own if own >= 0 else symbol
        return symbol

    # ------------------------------------------------------------ expressions

    def use(self, expr: Expr, scope: int, kind: str) -> None:
        """Emits the edges of an expression; `kind` is that of its outermost name, see `units.Use`."""
        if kind in _OF_TYPES:
            self._in_type(expr, scope, kind)
        else:
            self._value(expr, scope, kind)

    def _value(self, expr: Expr, scope: int, kind: str = "") -> None:
        if expr is None:
            return
        op = expr[0]
        if op == units.NAME:
            self._name(expr, scope, kind)
        elif op == units.MEMBER:
            self._value(expr[2], scope)
            members = self.targets.of_member(expr, scope)
            self._found(members, expr, kind, known=not members and self._is_namespace(expr, scope))
        elif op == units.CALL:
            self._call(expr, scope)
        elif op == units.NEW:
            self._in_type(expr[2], scope, "instantiates", expr[3])
            self._values(expr[3], scope)
        elif op == units.APPLIED:
            self._value(expr[2], scope, kind)
            self._types(expr[3], scope)
        elif op == units.INSTANCE:
            self._in_type(expr[2], scope, "type_uses")
            self._value(expr[3], scope)
        elif op == units.INITIAL:
            self._initial(expr, scope)
        elif op in (units.UNION, units.SEQUENCE, units.TUPLE):
            self._values(expr[2], scope, kind if op == units.UNION else "")
        elif op == units.PARTS:
            self._values(expr[3], scope)
        elif op in (units.ELEMENT, units.AWAIT, units.SPLAT, units.CLASS_OF, units.PLACE, units.ARGUMENT):
            self._value(expr[2], scope, kind if op == units.AWAIT else "")
        elif op == units.IMPORT:
            self._import(expr, kind or "imports")
        elif op == units.OPERATOR:
            self._operator(expr, scope)
        elif op == units.NOW:
            self._value(expr[2], scope, kind)
        elif op == units.NAMED:
            self._value(expr[3], scope)

    def _is_namespace(self, expr: Known, scope: int) -> bool:
        return any(value[0] == NAMESPACE_OF for value in self.evaluator.evaluate(expr, scope))

    def _values(self, exprs: Iterable[Expr], scope: int, kind: str = "") -> None:
        for one in exprs:
            self._value(one, scope, kind)

    def _in_type(self, expr: Expr, scope: int, kind: str, arguments: Sequence[Expr] | None = None) -> None:
        """Emits the edges of a type; `arguments` are those of a constructor's call."""
        if expr is None:
            return
        op = expr[0]
        if kind == "instantiates" and op in (units.WANTED, units.TYPE_MEMBER, units.THIS):
            self._made(expr, arguments or (), scope)
        elif op in (units.NAME, units.MEMBER):
            if op == units.MEMBER:
                self._in_type(expr[2], scope, "references")
            found = self.targets.of_type(expr, scope)
            held = [one for one in found if one.what == units.VARIABLE] if kind in _OF_CLASSES else []
            known = bool(held) or (not found and bool(self.evaluator.type_path(expr, scope)))
            self._found([one for one in found if one not in held], expr, kind, known=known)
            self._found(held, expr, "", known=not held)
            if held or (kind in _OF_CLASSES and not found):
                self._held_class(expr, scope, kind, arguments)
            if arguments is not None:
                self._construct(found, expr, arguments, scope)
        elif op == units.APPLIED:
            self._in_type(expr[2], scope, kind, arguments)
            self._types(expr[3], scope)
        elif op == units.CALL or (kind == "instantiates" and op in _COMPUTED):
            if kind == "instantiates":
                self._value(expr, scope)
            self._held_class(expr, scope, kind, arguments)
        elif op in (units.UNION, units.SEQUENCE, units.TUPLE):
            for one in expr[2]:
                self._in_type(one, scope, kind)
        elif op == units.TYPE_MEMBER:
            self._in_type(expr[2], scope, kind)
            for value in self.evaluator.type_of(expr[2], scope):
                self._found(self.targets.of_value_member(value, expr[3]), (units.MEMBER, expr[1], None, expr[3]), kind)
        elif op in (units.ELEMENT, units.AWAIT, units.PLACE, units.ARGUMENT):
            self._in_type(expr[2], scope, kind)
        elif op == units.CLASS_OF:
            self._value(expr[2], scope, kind if kind in _OF_TYPES else "")
        elif op == units.PARTS:
            self._types(expr[3], scope)
        elif op == units.IMPORT:
            self._import(expr, kind)
        elif op == units.THIS and arguments is None:
            self._own_type(expr, scope, kind)
        elif op in (units.THIS, units.SUPER) and arguments is not None:
            self._constructors_of_values(self.evaluator.type_of(expr, scope), expr, arguments, scope)

    def _held_class(self, expr: Known, scope: int, kind: str, arguments: Sequence[Expr] | None) -> None:
        """A class that a variable holds or a call gives, where an instance is made or a type derived of it."""
        for value in self.evaluator.evaluate(expr, scope) if kind in _OF_CLASSES else ():
            if value[0] != TYPE:
                continue
            if arguments is not None:
                self._called_value(value, expr[1], arguments, scope, flowed=True)
                continue
            for one in self.targets.of_entities(((DECLARATION, value[1]),), self._file):
                self._edge(kind, one.target, expr[1], "flow", FLOWED)

    def _own_type(self, expr: Known, scope: int, kind: str) -> None:
        """The type around, written as such (`Self`)."""
        around = self.evaluator.type_around(scope)
        for one in self.targets.of_entities(((DECLARATION, around),), self._file) if isinstance(around, int) else ():
            self._edge(kind, one.target, expr[1], one.provenance, one.confidence)

    def _made(self, expr: Known, arguments: Sequence[Expr], scope: int) -> None:
        """An instance of a type that is not written down, only known (`new()`)."""
        for value in self.evaluator.type_of(expr, scope):
            if value[0] == INSTANCE and isinstance(value[1], int):
                for one in self.targets.of_entities(((DECLARATION, value[1]),), self._file):
                    found = one._replace(provenance="type", confidence=TYPED)
                    self._edge("instantiates", found.target, expr[1], found.provenance, found.confidence)
                    self._constructors(found, expr[1], arguments, scope)

    def _types(self, exprs: Iterable[Expr], scope: int) -> None:
        for one in exprs:
            self._in_type(one, scope, "type_uses")

    def _initial(self, expr: Known, scope: int) -> None:
        """A struct literal: makes an instance and sets its members."""
        self._in_type(expr[2], scope, "instantiates")
        types = self.evaluator.type_of(expr[2], scope)
        for offset, name, value in expr[3]:
            if name:
                found = [f for one in types for f in self.targets.of_value_member(one, name)]
                self._found(found, (units.MEMBER, offset, expr[2], name), "writes")
            self._value(value, scope)

    def _name(self, expr: Known, scope: int, kind: str) -> None:
        everywhere = kind in ("exports", "aliases", "imports") and len(expr) < 4
        spaces = units.EVERY if everywhere else self.evaluator.spaces(expr, 3)
        found = self.evaluator.lookup(scope, expr[2], spaces, expr[1])
        self._found(self.targets.of_entities(found, self._file), expr, kind, known=bool(found))

    def _import(self, expr: Known, kind: str) -> None:
        entities = self.evaluator.of_import(self._file, expr)
        found: list[Found] = []
        for entity in entities:
            if entity[0] == NAMESPACE:
                found += self.targets.files_of_namespace(str(entity[1]))
            else:
                found += self.targets.of_entities((entity,), self._file)
        for one in found:
            self._edge(kind, one.target, expr[1], "import", one.confidence)
        if not found and not any(kind == NAMESPACE for kind, _ in entities):
            self._into.unresolved.append((expr[3] or expr[2], expr[1], "import", expr[2] if expr[3] else ""))

    # ------------------------------------------------------------ calls

    def _call(self, expr: Known, scope: int) -> None:
        callee, arguments = expr[2], expr[3]
        plain, written = callee, 0
        while plain is not None and plain[0] == units.APPLIED:
            self._types(plain[3], scope)
            plain, written = plain[2], len(plain[3])
        if plain is not None and plain[0] in (units.NAME, units.MEMBER):
            if plain[0] == units.MEMBER:
                self._value(plain[2], scope)
            self._called(plain, arguments, scope, written)
        elif plain is not None and plain[0] in (units.THIS, units.SUPER):
            self._constructors_of_values(self.evaluator.evaluate(plain, scope), plain, arguments, scope)
        else:
            self._value(plain, scope)
            for value in self.evaluator.applicable(self.evaluator.evaluate(plain, scope), arguments, scope):
                self._called_value(value, expr[1], arguments, scope, flowed=plain is None or plain[0] != units.FUNCTION)
        self._values(arguments, scope)

    def _called(self, plain: Known, arguments: Sequence[Expr], scope: int, written: int = 0) -> None:
        """A call of something that has a name; `written` is how many type arguments it writes down."""
        found = self.targets.of_callee(plain, scope)
        functions = [one for one in found if one.what == units.FUNCTION_]
        fitting = self.evaluator.applicable(
            tuple((FUNCTION, one.declaration, None) for one in functions), arguments, scope, written
        )
        kept = {value[1] for value in fitting}
        chosen = [one for one in found if one.what != units.FUNCTION_ or one.declaration in kept]
        factor = self._share([one.declaration for one in chosen if one.what == units.FUNCTION_])
        offset, reached = plain[1], False
        for one in chosen:
            reached = reached or one.what != units.VARIABLE
            if one.what == units.FUNCTION_:
                self._edge(self.targets.called_as(one), one.target, offset, one.provenance, one.confidence * factor)
                self._pass(one.declaration, arguments, scope, shifted=one.extension)
                if one.dispatched:
                    self._dispatch(one, plain, offset, arguments, scope)
                if self.program.declarations[one.declaration].spaces & units.TYPES and self.rules.calls_construct:
                    self._edge("instantiates", one.target, offset, one.provenance, one.confidence * factor)
            elif one.what in (units.TYPE, units.ALIAS):
                self._edge(
                    "instantiates" if one.declaration >= 0 else "calls",
                    one.target,
                    offset,
                    one.provenance,
                    one.confidence,
                )
                self._constructors(one, offset, arguments, scope)
            elif one.what == units.MACRO:
                self._edge("expands", one.target, offset, one.provenance, one.confidence)
            elif one.what == units.VARIABLE:
                self._edge("reads", one.target, offset, one.provenance, one.confidence)
            else:
                self._edge("calls", one.target, offset, one.provenance, one.confidence)
        if any(one.what == units.VARIABLE for one in found) or not found:
            self.evaluator.evidence = 0
            for value in self.evaluator.applicable(self.evaluator.evaluate(plain, scope), arguments, scope):
                reached = self._called_value(value, offset, arguments, scope, flowed=True) or reached
        if not functions and plain[0] == units.MEMBER and plain[3] in self.rules.element_callbacks:
            self._pass_elements(plain, arguments, scope)
        if not reached:
            self._missing(plain, "call")

    def _operator(self, expr: Known, scope: int) -> None:
        """A call by an operator, where a function of the program is called so."""
        self._values(expr[3], scope)
        called = self.evaluator.operators.callees(expr, scope)
        share = self._share([value[1] for value in called])
        for _, number, receiver in called:
            one = self.targets.member(number, receiver)
            self._edge("calls", one.target, expr[1], "type", TYPED * share)
            if one.dispatched:
                member = (units.MEMBER, expr[1], None, self.program.declarations[number].name)
                self._dispatch(one, member, expr[1], expr[3][1:], scope)

    def _called_value(self, value: Value, offset: int, arguments: Sequence[Expr], scope: int, *, flowed: bool) -> bool:
        """A call of what a variable holds; whether it calls anything known."""
        provenance, confidence = ("flow", FLOWED) if flowed else ("scope", CERTAIN)
        if value[0] == FUNCTION:
            if self.program.declarations[value[1]].flags & units.EXTENSION and not self.rules.sees_extension(
                self._file, value[1]
            ):
                return False
            symbol = self.program.symbol(value[1])
            if symbol >= 0:
                self._edge("calls", symbol, offset, provenance, confidence)
            self._pass(value[1], arguments, scope, shifted=False)
            return True
        if value[0] == TYPE:
            for one in self.targets.of_entities(((DECLARATION, value[1]),), self._file):
                self._edge("instantiates", one.target, offset, provenance, confidence)
                self._constructors(one._replace(confidence=confidence, provenance=provenance), offset, arguments, scope)
            return True
        if value[0] == EXTERNAL:
            self._edge("calls", value[1], offset, provenance, confidence)
            return True
        if value[0] == PARAMETER:
            return any(one[0] == FUNCTION for one in self.evaluator.bounds(value))
        reached = any(one[0] == FUNCTION for one in self.evaluator.made_of(value))
        for name in self.rules.call_members:
            for one in self.targets.of_value_member(value, name):
                if one.what == units.FUNCTION_:
                    self._edge(self.targets.called_as(one), one.target, offset, "type", min(one.confidence, TYPED))
                    reached = True
        return reached

    def _dispatch(self, one: Found, plain: Known, offset: int, arguments: Sequence[Expr], scope: int) -> None:
        """Overriding methods that a call through an instance may reach."""
        evaluator = self.evaluator
        owner = self.program.declaration_of(self.program.scope_of(one.declaration))
        receiver = one.receiver if one.receiver >= 0 else owner
        if receiver < 0:
            return
        confidence = ABSTRACT if self._is_abstract(one.declaration) else DISPATCHED
        name = plain[3] if plain[0] == units.MEMBER else plain[2]
        found: list[int] = []
        if not self.rules.only_interfaces_dispatch or evaluator.shapes.is_interface(receiver):
            for child in evaluator.derived(receiver):
                found += [n for n in evaluator.own_members(child, name) if n != one.declaration]
        for child in evaluator.shapes.implementers(receiver):
            found += [n for n in evaluator.members(child, name) if n != one.declaration]
        overriding = evaluator.applicable(
            tuple(
                (FUNCTION, n, None)
                for n in dict.fromkeys(found)
                if self.program.declarations[n].what == units.FUNCTION_ and evaluator.could_override(n, one.declaration)
            ),
            arguments,
        )
        if len(overriding) > _MOST_OVERRIDING:
            return
        for value in overriding:
            symbol = self.program.symbol(value[1])
            if symbol >= 0:
                self._edge("calls", symbol, offset, "hierarchy", confidence * _factor(len(overriding)))
            self._pass(value[1], arguments, scope, shifted=False)

    def _is_abstract(self, declaration: int) -> bool:
        one = self.program.declarations[declaration]
        return bool(one.flags & (units.ABSTRACT | units.PROTOTYPE))

    def _share(self, functions: Sequence[int]) -> float:
        """How sure each of several functions is that a call may mean: of overloads in one place it means only one."""
        places: dict[int, int] = {}
        for number in dict.fromkeys(functions):
            at = self.program.scope_of(number)
            places[at] = places.get(at, 0) + 1
        most = max(places.values(), default=1)
        return _factor(len(places)) / most if self.rules.overloads else _factor(len(set(functions)))

    # ------------------------------------------------------------ constructors

    def _construct(self, found: Sequence[Found], expr: Known, arguments: Sequence[Expr], scope: int) -> None:
        for one in found:
            if one.what in (units.TYPE, units.ALIAS, units.FUNCTION_):
                self._constructors(one, expr[1], arguments, scope)

    def _constructors(self, one: Found, offset: int, arguments: Sequence[Expr], scope: int) -> None:
        """The constructor that making an instance calls, where one is written."""
        if one.declaration < 0:
            return
        declaration = one.declaration
        if self.program.declarations[declaration].what == units.ALIAS:
            values = self.evaluator.instances(((DECLARATION, declaration),))
            for value in values:
                if value[0] == INSTANCE and isinstance(value[1], int):
                    self._constructors(one._replace(declaration=value[1]), offset, arguments, scope)
            return
        if self.program.declarations[declaration].what == units.FUNCTION_:
            self._pass(declaration, arguments, scope, shifted=False)
            return
        fitting = self.evaluator.applicable(
            tuple((FUNCTION, n, None) for n in self.evaluator.constructors(declaration)), arguments, scope
        )
        for value in fitting:
            symbol = self.program.symbol(value[1])
            if symbol >= 0:
                share = self._share([function[1] for function in fitting])
                self._edge("calls", symbol, offset, one.provenance, one.confidence * share)
            self._pass(value[1], arguments, scope, shifted=False)

    def _constructors_of_values(
        self, values: Iterable[Value], expr: Known, arguments: Sequence[Expr], scope: int
    ) -> None:
        """`super(...)` and `this(...)`."""
        for value in values:
            types: Sequence[int] = ()
            if value[0] == BASES:
                types = [
                    base
                    for base, _, kind in self.evaluator.bases(value[1])
                    if isinstance(base, int) and kind == "inherits"
                ]
            elif value[0] in (INSTANCE, TYPE) and isinstance(value[1], int):
                types = (value[1],)
            for number in types:
                for one in self.targets.of_entities(((DECLARATION, number),), self._file):
                    self._constructors(one._replace(provenance="type", confidence=CERTAIN), expr[1], arguments, scope)

    # ------------------------------------------------------------ what calls pass

    def _pass(self, function: int, arguments: Sequence[Expr], scope: int, *, shifted: bool) -> None:
        if not self.rules.flow or function < 0:
            return
        for number, argument in self.evaluator.pairs(function, arguments, shifted=shifted):
            if argument is not None and self.evaluator.is_open(number):
                given = self.passed.setdefault(number, [])
                if len(given) < _MOST_PASSED and (argument, scope) not in given:
                    given.append((argument, scope))

    def _pass_elements(self, plain: Known, arguments: Sequence[Expr], scope: int) -> None:
        """Functions that are passed to a method of a collection get its elements."""
        for one in arguments:
            argument = one[3] if one is not None and one[0] == units.NAMED else one
            if argument is None or argument[0] != units.FUNCTION:
                continue
            first = self.program.first_declaration[self._file]
            for number in self.program.parameters(first + int(argument[2]))[:1]:
                element = (units.ELEMENT, plain[1], plain[2])
                given = self.passed.setdefault(number, [])
                if self.program.declarations[number].type is None and (element, scope) not in given:
                    given.append((element, scope))

    # ------------------------------------------------------------ edges

    def _found(self, found: Sequence[Found], expr: Known, kind: str, *, known: bool = False) -> None:
        """The edges of a name that leads to several things."""
        factor = _factor(len({one.target for one in found}))
        for one in found:
            expands = one.what == units.MACRO and kind not in _OF_MACROS
            role = one.read_as if expands else kind or one.read_as
            self._edge(role, one.target, expr[1], one.provenance, one.confidence * factor)
        if not found and not known:
            role = {
                "": "reference",
                "type_uses": "type",
                "returns": "type",
                "inherits": "base",
                "implements": "base",
            }.get(kind, "reference")
            self._missing(expr, role)

    def _edge(self, kind: str, target: int | str, offset: int, provenance: str, confidence: float) -> None:
        if target != -1:
            self._into.edges.append((kind, target, offset, provenance, round(confidence, 3)))

    def _missing(self, expr: Known, role: str) -> None:
        name = expr[3] if expr[0] == units.MEMBER else expr[2]
        receiver = _written(expr[2]) if expr[0] == units.MEMBER else ""
        if role == "reference" and expr[0] == units.NAME:
            return  # plain names that nothing declares: locals of forms that extraction does not follow, globals at run time
        self._into.unresolved.append((str(name), expr[1], role, receiver))


def _factor(alternatives: int) -> float:
    return _BY_ALTERNATIVES[alternatives] if alternatives < len(_BY_ALTERNATIVES) else _MANY


def _written(expr: Expr) -> str:
    """A receiver, about as it is written."""
    if expr is None:
        return ""
    op = expr[0]
    if op == units.NAME:
        return str(expr[2])
    if op == units.MEMBER:
        return f"{_written(expr[2])}.{expr[3]}"
    if op in (units.CALL, units.NEW):
        return f"{_written(expr[2])}()"
    return {units.THIS: "this", units.SUPER: "super"}.get(op, "")
