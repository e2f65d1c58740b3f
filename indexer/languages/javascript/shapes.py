"""The types that object literals are declared to be of, where their place says so."""

from __future__ import annotations

from indexer.languages.javascript.reader import Reader
from indexer.model import units
from indexer.model.units import Expr


def typed(reader: Reader, found: Expr, declared: Expr) -> None:
    """Says of an object literal that it is declared to be of a type, whose methods its own override.

    Args:
        reader: the file.
        found: a value; of alternatives, each that is an object literal is meant, of anything else nothing.
        declared: the type; None where none is written.
    """
    if found is None or declared is None:
        return
    if found[0] == units.UNION:
        for one in found[2]:
            typed(reader, one, declared)
    elif found[0] == units.INSTANCE:
        typed(reader, found[3], declared)
    elif found[0] == units.OBJECT:
        reader.builder.base(declared, "", found[2])


def returned(reader: Reader, found: Expr) -> None:
    """Says what the function around the open scope returns, and that this is of the type which the function declares."""
    builder = reader.builder
    builder.returns(found)
    scope = builder.enclosing(units.FUNCTION_SCOPE)
    number = builder.scope_record(scope).declaration if scope >= 0 else -1
    if number >= 0:
        typed(reader, found, builder.declaration(number).type)
