"""Filters that the graph or the history decides: what lies inside of a symbol, calls one, has changed since."""

from __future__ import annotations

from typing import Any, Final

from indexer.query.moments import moment
from indexer.query.resolve import resolve
from indexer.query.runner import Runner
from indexer.query.search_words import Filters

_INSIDE: Final = """
wanted[id] <- $symbols
inside[id] := wanted[parent], *edge{source: parent, kind: 'contains', target: id}
inside[id] := inside[parent], *edge{source: parent, kind: 'contains', target: id}
?[id] := inside[id]
"""
_IN_FILES: Final = """
wanted[path] <- $paths
?[id] := wanted[path], *symbol:by_path{path, id}
"""
_CALLING: Final = """
wanted[target] <- $symbols
kinds[kind] <- [['calls'], ['instantiates']]
?[source] := wanted[target], kinds[kind], *edge:by_target{target, kind, source}
"""
# By what it was then, not by its stamp: that says when a run saw it, which is not when a commit made it.
_CHANGED: Final = """
same[id, content_hash] := *version{{symbol: id, content_hash @ {at}}}
?[id] := *symbol{{id, content_hash, external}}, !external, not same[id, content_hash]
"""
_ALL: Final = (
    "?[id, language, kind, path, test, rank] := *symbol{id, language, kind, path, test, rank, external}, !external"
)


def scope(runner: Runner, filters: Filters) -> frozenset[int] | None:
    """The symbols that `in:`, `calls:` and `changed:` allow; None where none of them was said.

    Args:
        runner: The index.
        filters: What was said. Of several symbols in one filter any may hold; the filters all must.

    Raises:
        UnknownSymbol: no symbol is called so.
        BadParameter: `changed:` is no moment.
    """
    allowed: list[frozenset[int]] = []
    if filters.within:
        allowed.append(_inside(runner, filters.within))
    if filters.calling:
        allowed.append(_ids(runner, _CALLING, {"symbols": _symbols(runner, filters.calling)}))
    if filters.changed:
        rows = runner.run(_CHANGED.format(at=moment(runner, filters.changed))).rows
        allowed.append(frozenset(int(row[0]) for row in rows))
    return frozenset.intersection(*allowed) if allowed else None


def most_used(runner: Runner, filters: Filters, k: int) -> list[int]:
    """The k most used symbols that the filters on what a symbol is allow.

    Args:
        runner: The index.
        filters: What was said; `in:`, `calls:` and `changed:` are for `scope`.
        k: How many.
    """
    rows = [
        (-float(rank), int(symbol))
        for symbol, language, kind, path, test, rank in runner.run(_ALL).rows
        if filters.allow(language=language, kind=kind, path=path, test=test)
    ]
    return [symbol for _, symbol in sorted(rows)[:k]]


def _inside(runner: Runner, said: tuple[str, ...]) -> frozenset[int]:
    found = [match for one in said for match in resolve(runner, one)]
    files = [[match.path] for match in found if match.kind == "module" and match.path]
    return _ids(runner, _INSIDE, {"symbols": [[match.id] for match in found]}) | _ids(
        runner, _IN_FILES, {"paths": files}
    )


def _symbols(runner: Runner, said: tuple[str, ...]) -> list[list[int]]:
    return [[match.id] for one in said for match in resolve(runner, one)]


def _ids(runner: Runner, script: str, params: dict[str, Any]) -> frozenset[int]:
    return frozenset(int(row[0]) for row in runner.run(script, params).rows) if any(params.values()) else frozenset()
