"""Parameters of named queries: their types, and how a value given in text or in Python is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from indexer.errors import BadParameter
from indexer.model.kinds import EDGE_KINDS, SYMBOL_KINDS

TYPES: Final[Mapping[str, str]] = {
    "String": "text",
    "Strings": "a list of texts, separated by commas",
    "Int": "a whole number",
    "Float": "a number",
    "Bool": "true or false",
    "Symbol": "one symbol: qualified name, the end of one (Class.method), name as its language spells it (a::B, a.b.C#d), moniker, file, or file:line",
    "Overloads": "one symbol, as above, with its overloads",
    "Symbols": "all symbols that match: qualified name, the end of one (Class.method), name as its language spells it (a::B, a.b.C#d), moniker, file, file:line, or a folder with a slash, for its modules",
    "File": "a path in the repository, or the end of one",
    "SymbolKind": "a kind of symbol",
    "SymbolKinds": "kinds of symbol, separated by commas",
    "EdgeKinds": "kinds of edge, separated by commas",
}
"""Every type of a parameter, and what it takes."""

_VOCABULARIES: Final[Mapping[str, Sequence[str]]] = {
    "SymbolKind": SYMBOL_KINDS,
    "SymbolKinds": SYMBOL_KINDS,
    "EdgeKinds": EDGE_KINDS,
}
"""Types whose words are known: another word would find nothing, and nobody would be told why."""
_LISTS: Final = frozenset({"Strings", "SymbolKinds", "EdgeKinds"})

_MAY_BE_EMPTY: Final = frozenset({"String", "SymbolKind"})
_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_FALSE: Final = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query."""

    name: str
    type: str
    """One of `TYPES`."""
    required: bool
    default: Any
    """The value when it is left out; None where it is required."""
    meaning: str

    @property
    def default_text(self) -> str:
        """The default as one would write it on a command line; '...' where the parameter is required."""
        if self.required:
            return "..."
        if self.type in _LISTS:
            return ",".join(self.default)
        return str(self.default).lower() if self.type == "Bool" else str(self.default)

    def check(self, value: Any) -> Any:
        """The value in the parameter's type.

        Symbols and files are left as given: only an index can resolve them.

        Args:
            value: A Python value of the type, or text as a shell gives it.

        Raises:
            BadParameter: the value is of another type.
        """
        found = _read(self.type, value)
        if found is None:
            given = (value or "''") if isinstance(value, str) else f"{value!r} ({type(value).__name__})"
            raise BadParameter(f"parameter {self.name!r} takes {TYPES[self.type]}, not {given!s}")
        known = _VOCABULARIES.get(self.type)
        if known is not None:
            unknown = {found} if isinstance(found, str) else set(found)
            unknown -= {"", *known}
            if unknown:
                raise BadParameter(
                    f"{min(unknown)!r} is none of the kinds that {self.name!r} takes: {', '.join(known)}"
                )
        return found


def _read(kind: str, value: Any) -> Any:
    """The value in that type; None where it is of another."""
    if kind == "Bool":
        return _bool(value)
    if kind in _LISTS:
        return _strings(value)
    if isinstance(value, bool):
        return None
    if kind in {"Symbol", "Overloads", "Symbols"} and isinstance(value, int):
        return value
    if kind in {"Int", "Float"}:
        return _number(kind, value)
    return value if isinstance(value, str) and (kind in _MAY_BE_EMPTY or value.strip()) else None


def _bool(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    return True if word in _TRUE else False if word in _FALSE else None


def _number(kind: str, value: Any) -> int | float | None:
    try:
        if kind == "Int":
            return int(value) if isinstance(value, (int, str)) else None
        number = float(value) if isinstance(value, (int, float, str)) else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < float("inf") else None  # NaN compares false


def _strings(value: Any) -> list[str] | None:
    if isinstance(value, str):
        if not value.lstrip().startswith("["):
            return [part.strip() for part in value.split(",") if part.strip()]
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            return None
    if isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(part, str) for part in value):
        return list(value) if isinstance(value, (list, tuple)) else sorted(value)
    return None
