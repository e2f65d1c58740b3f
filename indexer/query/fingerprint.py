"""One digest for all that an index says of the present: two indexes that say the same have the same, however they came to be.

Left out is what tells when and where, not what: stamps, times, inodes, keys of nodes, history, vectors, what runs keep
for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import blake3

from indexer.model.kinds import NODE_KINDS
from indexer.query.runner import Runner

_CURRENT: Final = {
    "file": "path, language, bytes_hash, merkle, size, lines, errors, generated, vendored, test",
    "problem": "path, code, line, message",
    "symbol": "id, moniker, name, qualified_name, kind, path, language, parent, content_hash, start_line, start_column, end_line,"
    " end_column, name_line, name_column, signature, exported, external, test, detail, rank",
    "edge": "source, kind, target, line, column, provenance, confidence",
    "unresolved": "source, name, line, column, role, receiver",
    "text": "symbol, body",
}
"""Relations of the present, and the columns that count."""
_NODES: Final = (
    "content_hash, kind, language, name, signature, docstring, source, tokens",
    "used[content_hash] := *symbol{content_hash, kind, detail}, is_in(kind, $kinds), !is_in('lambda', detail)\n",
)
"""Bodies that some definition has now; those that only history needs are left out."""


def current_rows(runner: Runner) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """Each relation of the present and its rows, in order."""
    for relation, columns in _CURRENT.items():
        yield relation, sorted(runner.run(f"?[{columns}] := *{relation}{{{columns}}}").rows, key=repr)
    columns, rule = _NODES
    script = f"{rule}?[{columns}] := used[content_hash], *node{{{columns}}}"
    yield "node", sorted(runner.run(script, {"kinds": sorted(NODE_KINDS)}).rows, key=repr)


def fingerprints(runner: Runner) -> dict[str, str]:
    """The digest of each relation of the present, 64 hex digits, and of all of them ('all')."""
    found = {}
    for relation, rows in current_rows(runner):
        hasher = blake3.blake3()
        for row in rows:
            hasher.update(repr(row).encode("utf-8", "surrogatepass"))
        found[relation] = hasher.hexdigest()
    every = "".join(found[relation] for relation in sorted(found))
    return {**found, "all": blake3.blake3(every.encode()).hexdigest()}
