"""Names of Scala's standard library: what holds without an import, and what its methods hand to functions."""

from __future__ import annotations

from typing import Final

_TYPES: Final = {
    "scala": """Any AnyRef AnyVal App Array BigDecimal BigInt Boolean Byte Char Double Dynamic Either Enumeration Equals
        Float Function Function0 Function1 Function2 IArray Int IndexedSeq Iterable IterableOnce Iterator LazyList Left
        List Long MatchError Nil Nothing None Null Numeric Option Ordered Ordering PartialFunction Product Range Right Seq
        Short Some Stream StringContext Symbol Tuple1 Tuple2 Tuple3 Tuple4 Tuple5 Unit Vector inline native specialized
        throws transient unchecked volatile""",
    "scala.Predef": "Map Set Manifest implicitly",
    "java.lang": "String Class",
    "scala.annotation": "tailrec",
}
_FUNCTIONS: Final = {
    "scala.Predef": """assert assume require print println printf identity implicitly locally summon classOf valueOf
        augmentString wrapString ???""",
    "scala": "Some None Nil Left Right",
}
TYPES_BY_DEFAULT: Final = {name: f"{package}.{name}" for package, names in _TYPES.items() for name in names.split()}
"""Types and objects that hold without an import, and their full names."""
FUNCTIONS_BY_DEFAULT: Final = {
    name: f"{package}.{name}" for package, names in _FUNCTIONS.items() for name in names.split()
}
"""Functions and values that hold without an import, and their full names."""

ON_ELEMENTS: Final = frozenset(
    """collect collectFirst count dropWhile exists filter filterNot find flatMap forall foreach groupBy indexWhere map
    maxBy minBy partition sortBy span sumBy takeWhile withFilter foreachEntry distinctBy""".split()
)
"""Methods that hand each element of what they are called on to a function."""
ON_VALUE: Final = frozenset({"pipe", "tap", "tapEach"})
"""Methods that hand what they are called on to a function."""

PLAIN_OPERATORS: Final = dict.fromkeys("+ - * / % & | ^ << >> >>>".split(), False) | dict.fromkeys(
    "== != < > <= >= && || eq ne".split(), True
)
"""Operators of numbers and booleans, and whether they give a boolean."""

SETTING_OPERATORS: Final = frozenset("+= -= *= /= %= |= &= ^= ++= --= ::= :::= <<= >>= >>>=".split())
"""Operators that set what is left of them, or, of a mutable collection, change it."""
