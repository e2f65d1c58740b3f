"""Rows of the schema, made from the records that the other layers hand over. The order is that of the schema's columns."""

from __future__ import annotations

from typing import Any

from indexer.model.records import Symbol


def symbol_row(symbol: Symbol, stamp: str, uses: int = 0) -> tuple[Any, ...]:
    """A row of `symbol`.

    Args:
        symbol: As linking gave it.
        stamp: UUIDv7 of when it took on its content hash.
        uses: How many other symbols use it.
    """
    return (*symbol[:16], *symbol[17:20], symbol.detail, float(uses), stamp)


def version_row(symbol: Symbol, stamp: str, at: int) -> tuple[Any, ...]:
    """A row of `version`: what the symbol is from a moment on.

    Args:
        symbol: As linking gave it.
        stamp: UUIDv7 of when it took on its content hash.
        at: The moment, microseconds since the epoch.
    """
    return (symbol.id, [at, True], symbol.content_hash, stamp, symbol.path, symbol.qualified_name)


def retraction_row(symbol: int, at: int) -> tuple[Any, ...]:
    """A row of `version` that says that the symbol is gone from a moment on.

    Args:
        symbol: Its id.
        at: The moment, microseconds since the epoch.
    """
    return (symbol, [at, False], "", "", "", "")
