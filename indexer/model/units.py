"""What extraction keeps of a file in a language of lexical scopes and declared types: scopes, declarations, uses.

The vocabulary is the common core of such languages, so that one linker (`indexer.link.declared`) serves them all; what
sets a language apart are its `Rules`.  As in `indexer.model.ir`, expressions are nested tuples of primitives that begin
with an operation and the byte offset at which the use's own name starts, and `None` is an expression nothing is known
of.  Numbers of scopes, declarations and symbols count from zero in each file.
"""

from __future__ import annotations

import marshal
from typing import Any, Final, NamedTuple

Known = tuple[Any, ...]
Expr = Known | None

# ---------------------------------------------------------------- expressions

NAME: Final = 0
"""(NAME, offset, name[, spaces]): a plain name, of a value, a type or a namespace as the use has it; `spaces` where the syntax
says in which spaces of names it is looked up, whatever the use."""
MEMBER: Final = 1
"""(MEMBER, offset, object, name[, spaces]): a member of a value, a type or a namespace (`a.b`, `a::b`, `a->b`); `spaces` as in
NAME, for members of modules and namespaces."""
CALL: Final = 2
"""(CALL, offset, callee, arguments): a call; arguments are expressions, (SPLAT, ...) where their number is open."""
NEW: Final = 3
"""(NEW, offset, type, arguments): makes an instance of a type."""
THIS: Final = 4
"""(THIS, offset[, around, static]): the instance whose method this is (`this`, `self`). `around` is an OBJECT of the type's scope where
another is nearer (an arrow function in an object literal in a class); `static` says whether it is the type itself."""
SUPER: Final = 5
"""(SUPER, offset): the same, seen as an instance of its base types."""
LITERAL: Final = 6
"""(LITERAL, offset, name of a built-in type): a value of a type that no file declares."""
INSTANCE: Final = 7
"""(INSTANCE, offset, type, value): a value of a type that is written down (a cast, `as`, a type assertion)."""
APPLIED: Final = 8
"""(APPLIED, offset, generic type, arguments): a generic type with its arguments."""
ELEMENT: Final = 9
"""(ELEMENT, offset, iterable): what iteration over, or an index into, a value gives."""
UNION: Final = 10
"""(UNION, offset, alternatives): any of them (`a ? b : c`, `a || b`, union types)."""
FUNCTION: Final = 11
"""(FUNCTION, offset, declaration): a function expression or lambda, by the number of its declaration."""
OBJECT: Final = 12
"""(OBJECT, offset, scope): an object literal or anonymous class, whose members are the names of a scope."""
AWAIT: Final = 13
"""(AWAIT, offset, value): what a promise, future, result or option holds."""
PARTS: Final = 14
"""(PARTS, offset, built-in type | '', parts): a value of which only its type is known, or not even that; the parts are uses."""
IMPORT: Final = 15
"""(IMPORT, offset, module, name): what an import names; `module` as `Rules.resolve_import` of the language reads it, name '' for
the module itself, '*' for all that it exports."""
SPLAT: Final = 16
"""(SPLAT, offset, value): a spread or block argument."""
CLASS_OF: Final = 17
"""(CLASS_OF, offset, value): the type of a value, as a type (`decltype(x)`, `typeof x`, `self.class`)."""
SEQUENCE: Final = 18
"""(SEQUENCE, offset, elements): a list that is written down."""
TYPE_MEMBER: Final = 19
"""(TYPE_MEMBER, offset, type, name): the type of a type's member (`T['name']`)."""
INITIAL: Final = 20
"""(INITIAL, offset, type, fields): a struct literal; fields are (offset, name, value): uses of the type's members."""
TUPLE: Final = 21
"""(TUPLE, offset, parts): a tuple, or several results, by place: of values, or of types as a type."""
PLACE: Final = 22
"""(PLACE, offset, tuple, index): the part of a tuple at a place (`a, err := f()`, `pair.0`, destructuring)."""
ARGUMENT: Final = 23
"""(ARGUMENT, offset, value, index): the type argument at a place of a value's generic type, as a value (a map's key)."""
NAMED: Final = 24
"""(NAMED, offset, name, value): an argument that a call gives by name; as a value, the value."""
WANTED: Final = 25
"""(WANTED, offset, value, place, name[, before]): an instance of the type that is wanted where something is given to a value: what a
call of it takes in a place or by a name, or, in place -1, what is assigned to it (`new()`, `.a`); `before` are the
arguments of the call that come before it and tell what type parameters stand for. Emits nothing itself."""
BLOCK_OF: Final = "&"
"""The name, in a function's inside and in WANTED, of the block that it is given besides its parameters (Ruby)."""
LAST: Final = "{}"
"""The name in WANTED of a function's last parameter (what a closure behind a call is for)."""
NOW: Final = 26
"""(NOW, offset, name or member, value): a use of something that surely holds the value here, as it was just set to it; the use is
one of the name or member, the value that of the latter."""

OPERATOR: Final = 27
"""(OPERATOR, offset, names, operands, otherwise): an operator that types may declare; a call of the first of its names, with
blanks between, that the first operand has, or where the language has them of a function that takes all operands. Where there is
none the value is that of `otherwise`, which emits nothing."""

# ---------------------------------------------------------------- declarations

VALUES: Final = 1
TYPES: Final = 2
NAMESPACES: Final = 4
MACROS: Final = 8
"""Spaces of names, as bits: what a declaration declares a name for, and what a use looks for."""
EVERY: Final = 15

VARIABLE: Final = 0
FUNCTION_: Final = 1
TYPE: Final = 2
NAMESPACE: Final = 3
IMPORTED: Final = 4
ALIAS: Final = 5
TYPE_PARAMETER: Final = 6
MACRO: Final = 7
"""What a declaration is.  VARIABLE: variables, fields, properties, parameters, constants; ALIAS: another name for a type
(`type`) or a value (`value`)."""

STATIC: Final = 1
"""Belongs to the type, not to its instances."""
CONSTRUCTOR: Final = 2
ORDERED: Final = 4
"""Seen only from its own offset on, and hides an earlier one of the same scope (`let x = x + 1`)."""
PRIVATE: Final = 8
"""Not seen from other files (`static` in C, no `export` in a module, a lower-case name of a Go package from outside): `Rules.sees` decides."""
ABSTRACT: Final = 16
PROTOTYPE: Final = 32
"""Declares what another declaration defines (C's `int f(int);`, an overload's signature)."""
EXTENSION: Final = 64
"""A function whose first parameter's type is the receiver that its calls are written on (C#'s `this T x`)."""
ACCESSOR: Final = 128
"""A function that is read like a variable: its value is what it returns (`get x()`, Ruby's and Kotlin's properties)."""
EXPORTED: Final = 256
"""Of a module: what importers of it see."""
DEFAULT: Final = 512
"""The default export of a module."""
VARIADIC: Final = 1024
FIELD: Final = 2048
"""A variable that is a member of each instance."""
HIDDEN: Final = 4096
"""Seen by importers only, not by plain names of its own file (`exports.f = ...`, `export { a as b }`)."""
VIRTUAL: Final = 8192
"""A method that others may override, where the language says which are (`virtual`); see `Rules.overridable`."""

SINGLETON: Final = 16384
"""Of a type: its name, where only values are looked up, is an instance of it (Rust's unit structs)."""


class Declaration(NamedTuple):
    """One place where a name gets a meaning."""

    name: str
    symbol: int
    """Index in `FileFacts.symbols`; -1 where it has no row of its own (locals, parameters, imports)."""
    scope: int
    """The scope whose name it is."""
    offset: int
    """First byte of the name."""
    what: int
    spaces: int
    """Bits of VALUES, TYPES, NAMESPACES, MACROS."""
    flags: int
    inner: int
    """The scope of its members (types, namespaces), or of its parameters and body (functions); -1 where it has none."""
    type: Expr
    """Variables: the declared type.  Functions: the declared type of the result.  Aliases of types: what it stands for.  Types: the
    one that it is made of (`type Names []string`): its fields and elements are its own.  Type parameters: the bound.  Evaluated in `inner` where there is one (so that type parameters are seen), else in `scope`."""
    value: Expr
    """Variables: the initialiser.  Imports: an IMPORT.  Aliases of values: what it stands for.  Evaluated in `scope`.
    Functions: where calls name arguments otherwise than by the parameters' names, a LITERAL of those names with blanks between."""
    parameters: tuple[int, ...]
    """Declarations of a function's parameters (without receiver), or of a type's type parameters."""
    required: int
    """How many arguments a call has to give at least; -1 where that tells nothing.  Of a parameter: 0 where a call may leave it out."""


# ---------------------------------------------------------------- scopes

FILE: Final = 0
NAMESPACE_SCOPE: Final = 1
TYPE_SCOPE: Final = 2
FUNCTION_SCOPE: Final = 3
BLOCK: Final = 4
EXTENSION_SCOPE: Final = 5
"""What adds members to a type declared elsewhere (`impl T`, `extension T`, a Go method's receiver, C++'s `T::f() {}`,
a class that is opened again): what it declares are members of the type that `extends` names."""


STATICS: Final = "statics"
"""The kind of a base whose instances' members are members of the type itself (Ruby's `extend`, the bases of a companion object)."""

INSIDE: Final = 1
OUTSIDE: Final = 2


class Scope(NamedTuple):
    """A stretch of a file in which names are declared."""

    kind: int
    parent: int
    """-1 for the file's own, scope 0."""
    symbol: int
    """Index of the innermost symbol whose inside this is: the source of the edges of uses here."""
    declaration: int
    """The declaration that this is the inside of; -1."""
    namespace: str
    """Of FILE and NAMESPACE_SCOPE: the full name, as written in the file, of the namespace that what is declared here
    belongs to ('' where the file says nothing); see `Rules.namespace`.  One that begins with the separator of the language
    is relative to the namespace around it."""
    bases: tuple[tuple[Expr, str], ...]
    """Of TYPE_SCOPE, EXTENSION_SCOPE and OBJECT's: base types, in order, with the kind of edge ('inherits', 'implements', '' for
    none), or STATICS; evaluated here, so that type parameters are seen, though its own members are not."""
    extends: Expr
    """Of EXTENSION_SCOPE: the type whose members it declares, evaluated here; None else."""
    opens: tuple[tuple[Expr, int, int], ...]
    """Namespaces, modules or types all of whose names are seen here (`using namespace`, `import x.*`), with the spaces that
    they are opened for and the bits INSIDE (uses in this scope see them) and OUTSIDE (whoever imports this file or enters this
    namespace sees them: `export *`, `pub use x::*`, `#include`); evaluated in this scope."""
    returns: tuple[tuple[Expr, int], ...]
    """Of FUNCTION_SCOPE: what is returned, each with the scope in which it stands."""


# ---------------------------------------------------------------- uses

READ: Final = ""
"""The kind of edge follows from the target: calls, instantiates, expands, reads (variables), references (the rest)."""

Use = tuple[Expr, int, str]
"""(expression, scope in which it stands, kind of edge | READ): what a file evaluates.  Names inside of it are uses, too:
READ ones whatever the kind, except that in a type every part is a use as a type.  Kinds besides READ, for the outermost name:
'type_uses', 'returns' (an expression of a type), 'writes', 'raises', 'decorates', 'imports', 'exports', 'aliases'."""

Assignment = tuple[Expr, Expr, int]
"""(target, value, scope): what later may be found in a variable or a member (`x = 1`, `this.a = b`, `A.prototype.f = g`).
Also the only sign of a member that no declaration declares; the write itself is a use of its own."""


class Unit(NamedTuple):
    """What linking needs of a file: `FileFacts.semantics` of a language that is linked by declarations."""

    scopes: tuple[Scope, ...]
    declarations: tuple[Declaration, ...]
    uses: tuple[Use, ...]
    assignments: tuple[Assignment, ...]
    facts: tuple[tuple[str, str], ...]
    """What else the language's own `Rules` need to know of the file, as (key, value)."""


def pack(unit: Unit) -> bytes:
    """A unit as bytes: how it is handed between processes and waits for linking.

    Raises:
        RecursionError: expressions are nested too deep.
    """
    plain = ([tuple(scope) for scope in unit.scopes], [tuple(one) for one in unit.declarations], *unit[2:])
    try:
        return marshal.dumps(plain)
    except ValueError as error:
        raise RecursionError(str(error)) from error


def unpack(data: bytes) -> Unit:
    """The unit that `pack` packed."""
    scopes, declarations, *rest = marshal.loads(data)  # noqa: S302 - packed by `pack`
    return Unit(tuple(map(Scope._make, scopes)), tuple(map(Declaration._make, declarations)), *rest)
