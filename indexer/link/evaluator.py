"""What expressions stand for: demand-driven abstract interpretation over all files' facts.

Names follow reaching bindings, members the class hierarchy, calls what functions return; arguments are symbols
(`ARGUMENT`) until something is done with them, so that a function that returns its argument returns what each caller
passed.  What callers pass at all is known from the round before (`inflow`), see `indexer.link.linker`.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.languages.python import library
from indexer.languages.python.modules import ModuleIndex
from indexer.link.classes import Classes
from indexer.link.program import Program
from indexer.link.tabling import LARGEST, Cause, Table
from indexer.link.values import (
    ARGUMENT, BOUND, CLASS, EMPTY, EXACT, EXTERNAL, FUNCTION, GENERATOR, INSTANCE, INSTANCES, LITERAL, MADE, MODULE,
    PACKAGE, PROPERTY, SUPER, TEXT, Value, Values, single,
)  # fmt: skip
from indexer.model import ir
from indexer.model.ir import Binding, Expr

FLOW = 1
"""Evidence: what callers pass was used."""
HIERARCHY = 2
"""Evidence: a member was found only in subclasses."""
_NONE = (MADE, "builtins.NoneType")
_MOST_FOREIGN = 12
_MOST_OVERRIDES = 12


class Evaluator:
    """Evaluates expressions of a program.  `recv` is the value of `self` (`cls`) in the method around a scope, None for
    the method's own class."""

    def __init__(self, program: Program, modules: ModuleIndex) -> None:
        self.program = program
        self.modules = modules
        self.table = Table()
        self.inflow: dict[tuple[int, int], Values] = {}
        """What calls pass to (function scope, position), as the round before found it."""
        self._expanded: dict[tuple[int, int], Values] = {}
        self._literals: dict[int, Expr] = {}
        self._overriding: dict[tuple[int, int], list[int]] = {}
        self.classes = Classes(program, lambda expr, scope: self.evaluate(expr, scope, None))
        self._operations = {
            ir.NAME: self._name, ir.ATTR: self._attribute, ir.CALL: self._call, ir.SUBSCRIPT: self._subscript,
            ir.CONST: self._constant, ir.SEQ: self._literal, ir.DICT: self._literal, ir.COMP: self._literal,
            ir.UNION: self._union, ir.SCOPE: self._scope, ir.IMPORT: self._import, ir.ITER: self._iterated,
            ir.ELEM: self._element, ir.ENTER: self._entered, ir.INST: self._instance, ir.PARAM: self._parameter,
            ir.OPERATOR: self._operator, ir.PARTS: self._parts, ir.FIRST: self._first, ir.NARROW: self._narrowed,
            ir.DECORATE: self._decorated, ir.AWAIT: self._inner, ir.STAR: self._inner,
        }  # fmt: skip

    # ------------------------------------------------------------ rounds

    def next_round(self, inflow: dict[tuple[int, int], Values]) -> frozenset[Cause]:
        """Takes up what callers pass now; forgets, and gives, what that changes of what was asked for before."""
        self.inflow = inflow
        before, self._expanded = self._expanded, {}
        changed = frozenset(key for key, values in before.items() if self._passed(*key) != values)
        self.table.drop(changed)
        return changed

    def expand(self, values: Values) -> Values:
        """The values with arguments replaced by what callers pass."""
        for value in values:
            if value[0] == ARGUMENT:
                break
        else:
            return values
        table = self.table
        table.evidence |= FLOW
        found: set[Value] = set()
        for value in values:
            if value[0] == ARGUMENT:
                table.causes |= {value[1:]}
                found |= self._passed(value[1], value[2])
            else:
                found.add(value)
        return frozenset(found)

    def _passed(self, scope: int, position: int) -> Values:
        start = (scope, position)
        known = self._expanded.get(start)
        if known is not None:
            return known
        found: set[Value] = set()
        seen = {start}
        todo = [start]
        while todo:
            for value in self.inflow.get(todo.pop(), EMPTY):
                if value[0] == ARGUMENT:
                    if value[1:] not in seen:
                        seen.add(value[1:])
                        todo.append(value[1:])
                else:
                    found.add(value)
        result = frozenset(found) if len(found) <= LARGEST else EMPTY
        self._expanded[start] = result
        return result

    # ------------------------------------------------------------ expressions

    def evaluate(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        """The values of an expression in a scope."""
        if expr is None:
            return EMPTY
        operation = self._operations.get(expr[0])
        return operation(expr, scope, recv) if operation is not None else EMPTY

    def _constant(self, expr: Expr, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        if expr[3] is not None:
            return single(TEXT, expr[2], expr[3])
        return single(MADE, f"builtins.{expr[2]}")

    def _parts(self, expr: Expr, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        return single(MADE, f"builtins.{expr[2]}") if expr[2] else EMPTY

    def _inner(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        return self.evaluate(expr[2], scope, recv)

    def _union(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for part in expr[2]:
            found |= self.evaluate(part, scope, recv)
        return found

    def _first(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        found = self.evaluate(expr[2], scope, recv)
        known = [v for v in found if v != _NONE and v[0] != ARGUMENT and not (v[0] == MADE and v[1].startswith("builtins."))]
        return found if known else found | self.evaluate(expr[3], scope, recv)

    def _scope(self, expr: Expr, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        number = self.program.module_of(scope) + expr[2]
        return single(CLASS if self.program.scopes[number].kind == ir.CLASS else FUNCTION, number)

    def _literal(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        self._literals[id(expr)] = expr
        return single(LITERAL, scope, id(expr), recv)

    # ------------------------------------------------------------ names

    def _name(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        at, bindings = self.program.lookup(scope, expr[2], expr[1], expr[3])
        if at < 0:
            return self.global_name(scope, expr[2])
        return self.bound(bindings, at, scope, recv)

    def global_name(self, scope: int, name: str) -> Values:
        """A name that no scope around binds: from a star import, or a builtin."""
        module = self.program.module_of(scope)
        for binding in reversed(self.program.scopes[module].bindings.get("*", ())):
            found = self._starred(binding, module, name)
            if found:
                return found
        return single(EXTERNAL, f"builtins.{name}") if name in library.BUILTINS else EMPTY

    def _starred(self, binding: Binding, module: int, name: str) -> Values:
        value = binding[0]
        assert value is not None
        target = self.modules.resolve(self.program.file_of[module], value[2], value[3])
        if isinstance(target, int) and self.exports(target, name):
            return self.module_member(target, name)
        return EMPTY

    def exports(self, file: int, name: str) -> bool:
        """Whether `from module import *` brings a name in: by `__all__` where it is written, else if it is public."""
        listed = self.listed(file)
        return name in listed if listed is not None else not name.startswith("_")

    def listed(self, file: int) -> frozenset[str] | None:
        """The names in a module's `__all__`; None where it has none that can be read."""
        bindings = self.program.bindings_of(self.program.first_scope[file], "__all__")
        names: set[str] = set()
        todo = [binding[0] for binding in bindings]
        for expr in todo:
            if expr is None:
                continue
            if expr[0] == ir.SEQ:
                names |= {e[3] for e in expr[3] if e is not None and e[0] == ir.CONST and isinstance(e[3], str)}
            elif expr[0] == ir.UNION:
                todo += expr[2]
            elif expr[0] == ir.OPERATOR:
                todo += expr[3:5]
            elif expr[0] in (ir.NAME, ir.ATTR):
                continue
            else:
                return None
        return frozenset(names) if bindings else None

    def bound(self, bindings: Iterable[Binding], at: int, scope: int, recv: Value | None) -> Values:
        """The values that bindings of scope `at` give to a use in `scope`."""
        if recv is not None and at != scope and self.program.method_of(at) != self.program.method_of(scope):
            recv = None
        found: Values = EMPTY
        for binding in bindings:
            found |= self.binding(binding, at, recv)
        return found

    def binding(self, binding: Binding, at: int, recv: Value | None) -> Values:
        """The values that one binding gives."""
        value = binding[0]
        if value is None:
            return EMPTY
        operation = value[0]
        if operation == ir.SCOPE or operation == ir.CONST:
            return self.evaluate(value, at, recv)
        scope = self.program.module_of(at) + binding[4]
        return self.table.get(("binding", id(binding), recv), self.evaluate, value, scope, recv)

    def _parameter(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        function = self.program.module_of(scope) + expr[2]
        position: int = expr[3]
        record = self.program.scopes[function]
        outer = self.program.parent_of[function]
        if position == 0 and outer >= 0 and self.program.scopes[outer].kind == ir.CLASS and record.kind == ir.FUNCTION:
            detail = record.detail
            if "staticmethod" not in detail:
                if recv is not None:
                    return frozenset((recv,))
                is_class = "classmethod" in detail or record.name in ("__new__", "__init_subclass__", "__class_getitem__")
                return single(CLASS if is_class or self._is_metaclass(outer) else INSTANCE, outer)
        _, _, annotation, default, star = record.parameters[position]
        if annotation is not None and star in (0, 3):
            found = self.instances(annotation, outer, None)
            if found:
                return found
        found = single(ARGUMENT, function, position)
        if default is not None:
            known = self.evaluate(default, outer, None)
            if known and _NONE not in known:
                found |= known
        return found

    def _is_metaclass(self, scope: int) -> bool:
        return "builtins.type" in self.classes.info(scope).external

    # ------------------------------------------------------------ imports and modules

    def _import(self, expr: Expr, scope: int, recv: Value | None) -> Values:  # noqa: ARG002
        file = self.program.file_of[scope]
        target = self.modules.resolve(file, expr[2], expr[3])
        name = expr[4]
        if target is None:
            dotted = expr[2] if not expr[3] else "." * expr[3] + expr[2]
            return single(EXTERNAL, f"{dotted}.{name}" if name else dotted)
        if name is None or name == "*":
            return single(MODULE, target) if isinstance(target, int) else single(PACKAGE, target)
        if isinstance(target, int):
            return self.module_member(target, name)
        return self.package_member(file, target, name)

    def package_member(self, file: int, package: str, name: str) -> Values:
        """A module in a folder that has no `__init__.py`."""
        inner = self.modules.resolve(file, f"{package}.{name}" if package else name)
        if inner is None:
            return EMPTY
        return single(MODULE, inner) if isinstance(inner, int) else single(PACKAGE, inner)

    def module_member(self, file: int, name: str) -> Values:
        """What a module's name stands for once the module has run."""
        return self.table.get(("module", file, name), self._module_member, file, name)

    def _module_member(self, file: int, name: str) -> Values:
        module = self.program.first_scope[file]
        bindings = self.program.bindings_of(module, name)
        if bindings:
            found = self.bound(bindings, module, module, None)
            if found:
                return found
        for binding in reversed(self.program.scopes[module].bindings.get("*", ())):
            found = self._starred(binding, module, name)
            if found:
                return found
        inner = self.submodule(file, name)
        return EMPTY if inner is None else single(MODULE, inner)

    def submodule(self, file: int, name: str) -> int | None:
        """The file of a package's module."""
        if not self.modules.paths[file].rsplit("/", 1)[-1].startswith("__init__."):
            return None
        found = self.modules.resolve(file, name, 1)
        return found if isinstance(found, int) else None

    # ------------------------------------------------------------ members

    def _attribute(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        assert expr is not None
        known, certain = self.path_bindings(expr, scope)
        if certain:
            return self.bound(known, scope, scope, recv)
        found = self.bound(known, scope, scope, recv) if known else EMPTY
        for value in self.evaluate(expr[2], scope, recv):
            found |= self.member(value, expr[3])
        return found

    def attribute(self, expr: Expr, holders: Values, scope: int) -> Values:
        """The values of a member expression, given those of the object."""
        assert expr is not None
        known, certain = self.path_bindings(expr, scope)
        found = self.bound(known, scope, scope, None) if known else EMPTY
        if not certain:
            for value in holders:
                found = found | self.member(value, expr[3]) if found else self.member(value, expr[3])
        return found

    def path_bindings(self, expr: Expr, scope: int) -> tuple[tuple[Binding, ...], bool]:
        """What was assigned to this very access path in this scope, and whether nothing else can have been."""
        if not self.program.has_paths[scope]:
            return (), False
        assert expr is not None
        path = path_of(expr)
        if path is None or path not in self.program.scopes[scope].bindings:
            return (), False
        found = self.program.bindings_at(scope, path, expr[1], expr[4])
        return found, bool(found) and not found[-1][3] & ir.MAYBE and self._certain(found[-1], scope, expr[4])

    def _certain(self, binding: Binding, scope: int, block: int) -> bool:
        blocks = self.program.scopes[scope].blocks
        while block >= 0:
            if block == binding[2]:
                return True
            block = blocks[block][0]
        return False

    def member(self, value: Value, name: str) -> Values:
        """The values of a value's member."""
        tag = value[0]
        if tag in INSTANCES:
            return self.table.get(("member", value, name), self._instance_member, value, name)
        if tag == MODULE:
            return self.module_member(value[1], name)
        if tag == CLASS:
            return self.table.get(("member", value, name), self._class_member, value, name)
        if tag == EXTERNAL or tag == MADE:
            return single(EXTERNAL, f"{value[1]}.{name}")
        if tag == ARGUMENT:
            found: Values = EMPTY
            for passed in self.expand(frozenset((value,))):
                found |= self.member(passed, name)
            return found
        if tag == SUPER:
            return self._super_member(value, name)
        if tag == TEXT:
            return single(EXTERNAL, f"builtins.{value[1]}.{name}")
        if tag == PACKAGE:
            return self.package_member(0, value[1], name)
        if tag == LITERAL:
            literal = self._literals.get(value[2])
            kind = "dict" if literal is None or literal[0] == ir.DICT else literal[2] if isinstance(literal[2], str) else "list"
            return single(EXTERNAL, f"builtins.{kind}.{name}")
        if tag == BOUND and name == "__func__":
            return single(FUNCTION, value[1])
        return EMPTY

    def _instance_member(self, value: Value, name: str) -> Values:
        found: Values = EMPTY
        info = self.classes.info(value[1])
        in_class = False
        for owner in info.mro:
            for expr, scope in self.classes.assigned.get(owner, {}).get(name, ()):
                found |= self.evaluate(expr, scope, self._as_receiver(value, scope))
            if not in_class:
                bindings = self.program.running_bindings(owner, name)
                if bindings:
                    in_class = True
                    found |= self.attach(self.bound(bindings, owner, owner, None), value)
        if name == "__class__":
            return single(CLASS, value[1])
        if found or in_class:
            return found
        found = self._declared_member(value, name)
        if found:
            return found
        for scope, receiver, expr in self._foreign(name):
            if any(v[0] in INSTANCES and v[1] in info.mro for v in self.evaluate(receiver, scope, None)):
                found |= self.evaluate(expr, scope, None)
        if not found and info.external:
            return frozenset((EXTERNAL, f"{base}.{name}") for base in info.external[:1])
        return found or self._below(value, name)

    def _declared_member(self, value: Value, name: str) -> Values:
        """A member that is written for type checkers only."""
        for owner in self.classes.info(value[1]).mro:
            bindings = self.program.bindings_of(owner, name)
            if bindings:
                return self.attach(self.bound(bindings, owner, owner, None), value)
        return EMPTY

    def _below(self, value: Value, name: str) -> Values:
        """A member that only subclasses define (abstract bases, mixins)."""
        if value[0] != INSTANCE:
            return EMPTY
        found: Values = EMPTY
        count = 0
        for child in self.classes.descendants(value[1]):
            if self.program.symbol(child, name) is not None or name in self.classes.assigned.get(child, ()):
                count += 1
                if count > _MOST_OVERRIDES:
                    return EMPTY
                found |= self.member((INSTANCE, child), name)
        if found:
            self.table.evidence |= HIERARCHY
        return found

    def _foreign(self, name: str) -> list[tuple[int, Expr, Expr]]:
        found = self.classes.foreign.get(name, [])
        return found if len(found) <= _MOST_FOREIGN else []

    def _as_receiver(self, value: Value, scope: int) -> Value | None:
        """What `self` or `cls` is in the method around a scope, given an instance."""
        method = self.program.method_of(scope)
        if method >= 0 and "classmethod" in self.program.scopes[method].detail:
            return (CLASS, value[1])
        return value

    def attach(self, values: Values, receiver: Value) -> Values:
        """Class-level values as seen through an instance or class: functions become methods, descriptors give their value."""
        found: Values = EMPTY
        for value in values:
            tag = value[0]
            if tag == FUNCTION:
                detail = self.program.scopes[value[1]].detail
                if "staticmethod" in detail:
                    found |= frozenset((value,))
                elif "classmethod" in detail:
                    owner = receiver if receiver[0] == CLASS else (CLASS, receiver[1])
                    found |= single(BOUND, value[1], owner)
                elif receiver[0] == CLASS:
                    found |= frozenset((value,))
                elif not library.PROPERTIES.isdisjoint(detail):
                    found |= self.returns(value[1], receiver)
                else:
                    found |= single(BOUND, value[1], receiver)
            elif tag == PROPERTY and receiver[0] != CLASS:
                found |= self.returns(value[1], receiver)
            elif tag == EXACT and self._has(value[1], "__get__"):
                for getter in self.member(value, "__get__"):
                    if getter[0] == BOUND:
                        found |= self.returns(getter[1], getter[2])
                found |= frozenset((value,))
            else:
                found |= frozenset((value,))
        return found

    def _has(self, scope: int, name: str) -> bool:
        return any(self.program.symbol(owner, name) is not None for owner in self.classes.info(scope).mro)

    def _class_member(self, value: Value, name: str) -> Values:
        info = self.classes.info(value[1])
        for owner in info.mro:
            bindings = self.program.running_bindings(owner, name)
            if bindings:
                return self.attach(self.bound(bindings, owner, owner, None), value)
            assigned = self.classes.assigned.get(owner, {}).get(name, ())
            found: Values = EMPTY
            for expr, scope in assigned:
                found |= self.evaluate(expr, scope, None)
            if found:
                return found
        found = self._declared_member(value, name)
        if found:
            return found
        meta = self.metaclass(value[1])
        if meta is not None and self._has(meta, name):
            return self.member((INSTANCE, meta), name)
        if name == "__name__":
            return EMPTY
        found = EMPTY
        for scope, receiver, expr in self._foreign(name):
            if any(v[0] == CLASS and v[1] in info.mro for v in self.evaluate(receiver, scope, None)):
                found |= self.evaluate(expr, scope, None)
        if not found and info.external:
            return single(EXTERNAL, f"{info.external[0]}.{name}")
        return found

    def metaclass(self, scope: int) -> int | None:
        """The class of a class, where one in the program is named."""
        for owner in self.classes.info(scope).mro:
            for name, expr in self.program.scopes[owner].keywords:
                if name == "metaclass":
                    for value in self.evaluate(expr, self.program.parent_of[owner], None):
                        if value[0] == CLASS:
                            return int(value[1])
        return None

    def _super_member(self, value: Value, name: str) -> Values:
        receiver: Value = value[2]
        mro = self.classes.info(receiver[1]).mro if receiver[0] in (*INSTANCES, CLASS) else ()
        after = mro[mro.index(value[1]) + 1 :] if value[1] in mro else self.classes.info(value[1]).mro[1:]
        for owner in after:
            bindings = self.program.running_bindings(owner, name)
            if bindings:
                found: Values = EMPTY
                for one in self.attach(self.bound(bindings, owner, owner, None), receiver):
                    if one[0] == FUNCTION and "staticmethod" not in self.program.scopes[one[1]].detail:
                        found |= single(BOUND, one[1], receiver)
                    else:
                        found |= frozenset((one,))
                return found
        external = self.classes.info(value[1]).external
        if external:
            return single(EXTERNAL, f"{external[0]}.{name}")
        return single(EXTERNAL, f"builtins.object.{name}") if name.startswith("__") else EMPTY

    def overriding(self, owner: int, method: int) -> list[int]:
        """Function scopes in subclasses of a class that override a method."""
        key = (owner, method)
        known = self._overriding.get(key)
        if known is None:
            name = self.program.scopes[method].name
            found: dict[int, None] = {}
            for child in self.classes.descendants(owner):
                for binding in self.program.bindings_of(child, name):
                    inner = binding[0]
                    while inner is not None and inner[0] == ir.DECORATE:
                        inner = inner[3]
                    if inner is not None and inner[0] == ir.SCOPE:
                        scope = self.program.module_of(child) + inner[2]
                        if scope != method and self.program.scopes[scope].kind == ir.FUNCTION:
                            found[scope] = None
            known = self._overriding[key] = list(found)
        return known

    def is_abstract(self, scope: int) -> bool:
        """Whether a method is there to be overridden."""
        record = self.program.scopes[scope]
        if "abstractmethod" in record.detail:
            return True
        raised = [expr[2] for expr in record.body if expr is not None and expr[0] == ir.RAISE]
        names = [expr[2] if expr[0] == ir.CALL else expr for expr in raised if expr is not None]
        return not record.returns and any(n is not None and n[0] == ir.NAME and n[2] == "NotImplementedError" for n in names)

    # ------------------------------------------------------------ calls

    def _call(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        assert expr is not None
        return self.called(expr, self.expand(self.evaluate(expr[2], scope, recv)), scope, recv)

    def called(self, expr: Expr, functions: Values, scope: int, recv: Value | None = None) -> Values:
        """What a call gives, given the values of what is called."""
        assert expr is not None
        function = expr[2]
        if function is not None and function[0] == ir.ATTR:
            found = self._container_method(expr, function, scope, recv)
            if found:
                return found
        found = EMPTY
        for value in functions:
            found = found | self.result(value, expr, scope, recv) if found else self.result(value, expr, scope, recv)
        return found

    def _container_method(self, expr: Expr, function: Expr, scope: int, recv: Value | None) -> Values:
        """`d.get(k)` and the like on containers that are written down."""
        name = function[3]
        if name not in ("get", "pop", "setdefault", "popitem", "values", "copy", "items", "popleft"):
            return EMPTY
        holders = [value for value in self.evaluate(function[2], scope, recv) if value[0] == LITERAL]
        if name == "copy" or name == "values" or name == "items":
            return frozenset(holders) if name == "copy" else EMPTY
        found: Values = EMPTY
        key = expr[3][0] if expr[3] else None
        for holder in holders:
            found |= self.element_of(holder, key if name != "pop" else None, scope, recv)
        if holders or (function[2] is not None and function[2][0] in (ir.NAME, ir.ATTR)):
            found |= self._added(function[2], scope, recv)
        if name in ("get", "setdefault") and len(expr[3]) > 1 and found:
            found |= self.evaluate(expr[3][1], scope, recv)
        return found

    def result(self, value: Value, call: Expr, scope: int, recv: Value | None) -> Values:
        """What calling a value gives."""
        tag = value[0]
        if tag == CLASS:
            return single(EXACT, value[1])
        if tag == FUNCTION:
            outer = self.program.parent_of[value[1]]
            receiver = None
            if call[3] and outer >= 0 and self.program.scopes[outer].kind == ir.CLASS:
                first = [v for v in self.evaluate(call[3][0], scope, recv) if v[0] in INSTANCES]
                receiver = first[0] if len(first) == 1 else None
            return self._substituted(self.returns(value[1], receiver), value[1], 0, call, scope, recv)
        if tag == BOUND:
            return self._substituted(self.returns(value[1], value[2]), value[1], 1, call, scope, recv)
        if tag in INSTANCES:
            found: Values = EMPTY
            for method in self.member(value, "__call__"):
                if method[0] == BOUND:
                    found |= self.result(method, call, scope, recv)
            return found
        if tag == EXTERNAL:
            return self._external_result(value[1], call, scope, recv)
        return EMPTY

    def _substituted(
        self, values: Values, function: int, shift: int, call: Expr, scope: int, recv: Value | None
    ) -> Values:
        """A function's results with its own arguments replaced by what this call passes."""
        if not any(value[0] == ARGUMENT and value[1] == function for value in values):
            return values
        found: Values = EMPTY
        for value in values:
            if value[0] == ARGUMENT and value[1] == function:
                found |= self.evaluate(argument(self.program.scopes[function], value[2], shift, call), scope, recv)
            else:
                found |= frozenset((value,))
        return found

    def returns(self, function: int, recv: Value | None) -> Values:
        """What a function returns when `self` is `recv`."""
        return self.table.get(("returns", function, recv), self._returns, function, recv)

    def _returns(self, function: int, recv: Value | None) -> Values:
        record = self.program.scopes[function]
        if record.yields:
            return single(GENERATOR, function, recv)
        found: Values = EMPTY
        for expr in record.returns:
            found |= self.evaluate(expr, function, recv)
        if record.returned is not None and not any(v != _NONE and v[0] != MADE for v in found):
            declared = self.instances(record.returned, self.program.parent_of[function], recv)
            if declared:
                return declared
        if not found and recv is not None and recv[0] == INSTANCE and not record.returns:
            return self._returned_below(record.name, recv)
        return found

    def _returned_below(self, name: str, recv: Value) -> Values:
        """What the overriding methods of an abstract one return."""
        found: Values = EMPTY
        overriding = [c for c in self.classes.descendants(recv[1]) if name in self.program.scopes[c].bindings]
        for child in overriding if len(overriding) <= _MOST_OVERRIDES else ():
            for value in self.member((EXACT, child), name):
                if value[0] == BOUND:
                    found |= self.returns(value[1], value[2])
        return found

    def _external_result(self, name: str, call: Expr, scope: int, recv: Value | None) -> Values:
        arguments = call[3]
        if name == "builtins.super":
            return self._super(arguments, scope, recv)
        if name == "builtins.property":
            found = self.evaluate(arguments[0], scope, recv) if arguments else EMPTY
            return frozenset((PROPERTY, v[1]) for v in found if v[0] == FUNCTION)
        if not arguments:
            return single(MADE, name)
        if name in library.PASS_THROUGH:
            found = self.evaluate(arguments[0], scope, recv)
            return found or single(MADE, name)
        if name in library.FIRST_ELEMENT:
            return self.iterate(arguments[0], scope, recv) or single(MADE, name)
        if name == "builtins.type" and len(arguments) == 1:
            found = self.expand(self.evaluate(arguments[0], scope, recv))
            return frozenset((CLASS, v[1]) for v in found if v[0] in INSTANCES)
        if name == "builtins.getattr" and len(arguments) >= 2:
            return self._getattr(arguments, scope, recv)
        if name in ("typing.cast", "typing_extensions.cast") and len(arguments) == 2:
            return self.instances(arguments[0], scope, recv)
        return single(MADE, name)

    def _getattr(self, arguments: tuple[Expr, ...], scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for key in self.evaluate(arguments[1], scope, recv):
            if key[0] == TEXT and isinstance(key[2], str):
                for value in self.evaluate(arguments[0], scope, recv):
                    found |= self.member(value, key[2])
        if len(arguments) > 2:
            found |= self.evaluate(arguments[2], scope, recv)
        return found

    def _super(self, arguments: tuple[Expr, ...], scope: int, recv: Value | None) -> Values:
        method = self.program.method_of(scope)
        if method < 0:
            return EMPTY
        owner = self.program.parent_of[method]
        record = self.program.scopes[method]
        if len(arguments) == 2:
            named = [v[1] for v in self.evaluate(arguments[0], scope, None) if v[0] == CLASS]
            owner = named[0] if named else owner
        receiver = recv
        if receiver is None:
            is_class = "classmethod" in record.detail or record.name == "__new__" or self._is_metaclass(owner)
            receiver = (CLASS if is_class else INSTANCE, owner)
        return single(SUPER, owner, receiver)

    # ------------------------------------------------------------ containers, iteration, contexts

    def _subscript(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        known, certain = self.path_bindings(expr, scope)
        found = self.bound(known, scope, scope, recv) if known else EMPTY
        if certain:
            return found
        for value in self.evaluate(expr[2], scope, recv):
            if value[0] == LITERAL:
                found |= self.element_of(value, expr[3], scope, recv)
            elif value[0] == CLASS:
                found |= frozenset((value,))
            elif value[0] in INSTANCES:
                for method in self.member(value, "__getitem__"):
                    if method[0] == BOUND:
                        found |= self.returns(method[1], method[2])
        return found | self._added(expr[2], scope, recv)

    def _added(self, container: Expr, scope: int, recv: Value | None) -> Values:
        """What was put into a container after it was made: `xs.append(x)`, `d[key] = x`."""
        if container is None:
            return EMPTY
        found: Values = EMPTY
        if container[0] == ir.NAME:
            name = container[2] + "[]"
            at = scope
            while at >= 0:
                bindings = self.program.scopes[at].bindings.get(name)
                if bindings:
                    return self.bound(bindings, at, scope, recv)
                if container[2] in self.program.scopes[at].bindings:
                    break
                at = self.program.parent_of[at]
            if at >= 0:
                for binding in self.program.bindings_of(at, container[2]):
                    if binding[0] is not None and binding[0][0] == ir.IMPORT and binding[0][4] is not None:
                        target = self.modules.resolve(self.program.file_of[at], binding[0][2], binding[0][3])
                        if isinstance(target, int):
                            module = self.program.first_scope[target]
                            added = self.program.scopes[module].bindings.get(binding[0][4] + "[]", ())
                            found |= self.bound(added, module, module, None)
        elif container[0] == ir.ATTR:
            name = container[3] + "[]"
            for value in self.evaluate(container[2], scope, recv):
                if value[0] in (*INSTANCES, CLASS):
                    found |= self.table.get(("added", value[1], name), self._added_to_member, value[1], name)
                elif value[0] == MODULE:
                    module = self.program.first_scope[value[1]]
                    found |= self.bound(self.program.scopes[module].bindings.get(name, ()), module, module, None)
        return found

    def _added_to_member(self, owner: int, name: str) -> Values:
        found: Values = EMPTY
        for one in self.classes.info(owner).mro:
            for added, place in self.classes.assigned.get(one, {}).get(name, ()):
                found |= self.evaluate(added, place, None)
        return found

    def element_of(self, holder: Value, index: Expr, scope: int, recv: Value | None) -> Values:
        """An element of a container that is written down; index None for any."""
        literal = self._literals.get(holder[2])
        if literal is None:
            return EMPTY
        if index is not None and index[0] == ir.PARTS and index[2] == "slice":
            if not index[1] or literal[0] != ir.SEQ:
                return frozenset((holder,))
            return self._sliced(literal, index[1], holder[1], holder[3])
        return self._at(holder, self._keys(index, scope, recv))

    def _at(self, holder: Value, keys: frozenset[object] | None) -> Values:
        """The elements of a container at these keys; None for any."""
        return self.table.get(("element", holder, keys), self._elements_at, holder, keys)

    def _elements_at(self, holder: Value, keys: frozenset[object] | None) -> Values:
        literal = self._literals[holder[2]]
        assert literal is not None
        place, receiver = holder[1], holder[3]
        operation = literal[0]
        if operation == ir.COMP:
            return self.evaluate(literal[3], place, receiver)
        if operation == ir.SUBSCRIPT:
            return self._declared_element(literal, place, receiver)
        found: Values = EMPTY
        if operation == ir.DICT:
            for key, value in literal[2]:
                if key is None:
                    for inner in self.evaluate(value, place, receiver):
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

    def _sliced(self, literal: Expr, lower: int, place: int, receiver: Value | None) -> Values:
        key = (id(literal), lower)
        slices: dict[tuple[int, int], Expr] = self.__dict__.setdefault("_slices", {})
        rest = slices.get(key)
        if rest is None:
            rest = slices[key] = (ir.SEQ, literal[1], literal[2], literal[3][lower:])
        return self._literal(rest, place, receiver)

    def _keys(self, index: Expr, scope: int, recv: Value | None) -> frozenset[object] | None:
        """The constants that a subscript may be; None where it is not known."""
        if index is None:
            return None
        found = self.evaluate(index, scope, recv)
        if not found or any(value[0] != TEXT for value in found):
            return None
        return frozenset(value[2] for value in found)

    def iterate(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        """The elements that iterating over an expression gives."""
        if expr is None:
            return EMPTY
        if expr[0] == ir.CALL:
            function, arguments = expr[2], expr[3]
            if function is not None and function[0] == ir.ATTR and function[3] == "values" and not arguments:
                found: Values = EMPTY
                for value in self.evaluate(function[2], scope, recv):
                    if value[0] == LITERAL:
                        found |= self.element_of(value, None, scope, recv)
                found |= self._added(function[2], scope, recv)
                if found:
                    return found
            if function is not None and function[0] == ir.NAME and function[2] in ("map",) and len(arguments) > 1:
                found = EMPTY
                for value in self.evaluate(arguments[0], scope, recv):
                    found |= self.result(value, (ir.CALL, expr[1], arguments[0], (), ()), scope, recv)
                return found
            if function is not None and function[0] == ir.NAME and function[2] == "filter" and len(arguments) > 1:
                return self.iterate(arguments[1], scope, recv)
        found = EMPTY
        for value in self.expand(self.evaluate(expr, scope, recv)):
            found |= self.elements(value, scope, recv)
        return found | self._added(expr, scope, recv)

    def elements(self, value: Value, scope: int, recv: Value | None) -> Values:
        """The elements that iterating over a value gives."""
        tag = value[0]
        if tag == LITERAL:
            literal = self._literals.get(value[2])
            if literal is not None and literal[0] == ir.DICT:
                return EMPTY
            return self.element_of(value, None, scope, recv)
        if tag == GENERATOR:
            return self.table.get(("yields", value[1], value[2]), self._yields, value[1], value[2])
        found: Values = EMPTY
        if tag in INSTANCES:
            for method in self.member(value, "__iter__"):
                if method[0] == BOUND:
                    for iterator in self.returns(method[1], method[2]):
                        if iterator[0] in INSTANCES:
                            for step in self.member(iterator, "__next__"):
                                if step[0] == BOUND:
                                    found |= self.returns(step[1], step[2])
                        elif iterator != value:
                            found |= self.elements(iterator, scope, recv)
            if not found and self._has(value[1], "__getitem__"):
                for method in self.member(value, "__getitem__"):
                    if method[0] == BOUND:
                        found |= self.returns(method[1], method[2])
        elif tag == CLASS:
            for owner in self.classes.info(value[1]).mro:
                if "enum" in self.program.scopes[owner].detail:
                    return single(EXACT, value[1])
        return found

    def _yields(self, function: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for expr in self.program.scopes[function].yields:
            found |= self.evaluate(expr, function, recv)
        return found

    def _iterated(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        return self.iterate(expr[2], scope, recv)

    def _element(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        source, position = expr[2], expr[3]
        if source is None:
            return EMPTY
        if source[0] == ir.ITER and source[2] is not None and source[2][0] == ir.CALL and position is not None:
            call = source[2]
            function, arguments = call[2], call[3]
            if function is not None and function[0] == ir.NAME and arguments:
                if function[2] == "enumerate":
                    return self.iterate(arguments[0], scope, recv) if position == 1 else single(MADE, "builtins.int")
                if function[2] == "zip":
                    return self.iterate(arguments[position], scope, recv) if position < len(arguments) else EMPTY
            if function is not None and function[0] == ir.ATTR and function[3] == "items" and not arguments:
                if position != 1:
                    return EMPTY
                found: Values = EMPTY
                for value in self.evaluate(function[2], scope, recv):
                    if value[0] == LITERAL:
                        found |= self.element_of(value, None, scope, recv)
                return found | self._added(function[2], scope, recv)
        found = EMPTY
        index = (ir.CONST, 0, "int", position) if position is not None else None
        for value in self.evaluate(source, scope, recv):
            if value[0] == LITERAL:
                found |= self.element_of(value, index, scope, recv)
            elif value[0] in (GENERATOR, *INSTANCES):
                found |= self.elements(value, scope, recv)
        return found

    def _entered(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        for value in self.expand(self.evaluate(expr[2], scope, recv)):
            if value[0] in INSTANCES:
                entered: Values = EMPTY
                for name in ("__enter__", "__aenter__"):
                    for method in self.member(value, name):
                        if method[0] == BOUND:
                            entered |= self.returns(method[1], method[2])
                found |= entered or frozenset((value,))
            elif value[0] == GENERATOR:
                found |= self.elements(value, scope, recv)
            elif value[0] in (MADE, LITERAL):
                found |= frozenset((value,))
        return found

    def _operator(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        method, left = expr[2], expr[3]
        found: Values = EMPTY
        for value in self.evaluate(left, scope, recv):
            if value[0] in INSTANCES and method is not None:
                for function in self.member(value, method):
                    if function[0] == BOUND:
                        found |= self.returns(function[1], function[2])
            elif value[0] in (LITERAL, MADE):
                found |= frozenset((value,))
            elif value[0] == TEXT:
                found |= single(MADE, f"builtins.{value[1]}")
        if method == "__add__":
            found |= frozenset(v for v in self.evaluate(expr[4], scope, recv) if v[0] == LITERAL)
        return found

    # ------------------------------------------------------------ decorators

    def _decorated(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        inner = self.evaluate(expr[3], scope, recv)
        decorator = expr[2]
        plain = decorator[2] if decorator is not None and decorator[0] == ir.CALL else decorator
        name = "" if plain is None else plain[3] if plain[0] == ir.ATTR else plain[2] if plain[0] == ir.NAME else ""
        if name in library.TRANSPARENT:
            return inner
        found: Values = EMPTY
        for value in self.evaluate(decorator, scope, recv):
            if value[0] in (FUNCTION, BOUND, CLASS, *INSTANCES):
                call = (ir.CALL, expr[1], decorator, (expr[3],), ())
                given = self.result(value, call, scope, recv)
                known = frozenset(v for v in given if v[0] in (FUNCTION, CLASS, BOUND, EXACT, PROPERTY))
                if any(v[0] == FUNCTION and "wraps" in self.program.scopes[v[1]].detail for v in known):
                    known |= inner
                found |= known or inner
            else:
                found |= inner
        return found or inner

    # ------------------------------------------------------------ types

    def _instance(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        return self.instances(expr[2], scope, recv)

    def instances(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        """Instances of what a type expression names."""
        if kind is None:
            return EMPTY
        operation = kind[0]
        if operation in (ir.NAME, ir.ATTR):
            return self._instances_of_name(kind, scope, recv)
        if operation == ir.SUBSCRIPT:
            return self._instances_of_generic(kind, scope, recv)
        found: Values = EMPTY
        if operation == ir.OPERATOR and kind[2] == "__or__":
            return self.instances(kind[3], scope, recv) | self.instances(kind[4], scope, recv)
        if operation == ir.SEQ:
            for part in kind[3]:
                found |= self.instances(part, scope, recv)
        elif operation == ir.UNION:
            for part in kind[2]:
                found |= self.instances(part, scope, recv)
        return found

    def _instances_of_name(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        found: Values = EMPTY
        name = kind[3] if kind[0] == ir.ATTR else kind[2]
        if name == "Self":
            owner = self.program.enclosing(scope, ir.CLASS)
            return frozenset((recv,)) if recv is not None else single(INSTANCE, owner) if owner >= 0 else EMPTY
        for value in self.evaluate(kind, scope, None):
            if value[0] == CLASS:
                found |= single(INSTANCE, value[1])
            elif value[0] == EXTERNAL and value[1] not in ("typing.Any", "builtins.object"):
                found |= single(MADE, value[1])
            elif value[0] == LITERAL and (literal := self._literals.get(value[2])) is not None and literal[0] == ir.SEQ:
                found |= self.instances(literal, value[1], None)
        return found

    def _instances_of_generic(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        head, index = kind[2], kind[3]
        name = "" if head is None else head[3] if head[0] == ir.ATTR else head[2] if head[0] == ir.NAME else ""
        inner = (index[3] if index is not None and index[0] == ir.SEQ else None) or (index,)
        found: Values = EMPTY
        if name in library.UNIONS:
            for part in inner[:1] if name == "Annotated" else inner:
                found |= self.instances(part, scope, recv)
            return found
        if name in library.TYPES:
            return frozenset((CLASS, v[1]) for v in self.instances(inner[0], scope, recv) if v[0] == INSTANCE)
        if name in library.AWAITABLES:
            return self.instances(inner[-1], scope, recv)
        if name in library.CONTAINERS:
            self._literals[id(kind)] = kind
            return single(LITERAL, scope, id(kind), recv)
        return self.instances(head, scope, recv)

    def _declared_element(self, kind: Expr, scope: int, recv: Value | None) -> Values:
        """An element of `list[T]`, a value of `dict[K, T]`."""
        head, index = kind[2], kind[3]
        name = head[3] if head[0] == ir.ATTR else head[2]
        inner = index[3] if index is not None and index[0] == ir.SEQ else (index,)
        if not inner:
            return EMPTY
        return self.instances(inner[0] if name in library.FIRST_PARAMETER else inner[-1], scope, recv)

    def _narrowed(self, expr: Expr, scope: int, recv: Value | None) -> Values:
        types = self.instances(expr[3], scope, recv)
        known = [value[1] for value in types if value[0] in INSTANCES]
        kept = frozenset(
            value
            for value in self.evaluate(expr[2], scope, recv)
            if value[0] in INSTANCES and any(self.classes.is_subclass(value[1], base) for base in known)
        )
        return kept or types


def argument(record: ir.Scope, position: int, shift: int, call: Expr) -> Expr:
    """The expression that a call passes to the parameter at a position; None where it passes none."""
    assert call is not None
    name, _, _, _, star = record.parameters[position]
    if star == 0 and 0 <= position - shift < len(call[3]):
        found: Expr = call[3][position - shift]
        return None if found is not None and found[0] == ir.STAR else found
    for keyword, value in call[4]:
        if keyword == name:
            given: Expr = value
            return given
    return None


def path_of(expr: Expr) -> str | None:
    """The access path that an expression spells (`a.b`, `d['k']`), None where it spells none."""
    if expr is None:
        return None
    operation = expr[0]
    if operation == ir.NAME:
        name: str = expr[2]
        return name
    if operation == ir.ATTR:
        inner = path_of(expr[2])
        return None if inner is None else f"{inner}.{expr[3]}"
    if operation == ir.SUBSCRIPT:
        inner, index = path_of(expr[2]), expr[3]
        if inner is None or index is None or index[0] != ir.CONST or index[3] is None:
            return None
        return f"{inner}[{index[3]!r}]"
    return None
