"""What a worker process hands over for one file, as nested tuples of primitives for `marshal`."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

from indexer.model.records import FileFacts, Problem, SymbolFact


class NodeText(NamedTuple):
    """A body of a definition, as it is stored."""

    content_hash: str
    kind: str
    language: str
    name: str
    signature: str
    docstring: str
    source: str
    """Source text with secrets masked; of classes and modules only what stands before their first definition."""
    tokens: int
    """Length of the source in tokens, estimated."""


class Extracted(NamedTuple):
    """One file, read and extracted."""

    facts: FileFacts
    packed_facts: bytes
    """The same as bytes: what is kept for the next run; b'' once that is done."""
    packed_nodes: bytes
    """The file's `NodeText`s; b'' once they are written, lest a repository's whole text waits in memory."""
    generated: bool
    vendored: bool
    test: bool

    def nodes(self) -> list[NodeText]:
        """Bodies of the file's definitions."""
        return list(map(NodeText._make, self.plain_nodes()))

    def plain_nodes(self) -> list[tuple[Any, ...]]:
        """The same as tuples: there are many, and most are only written."""
        found: list[tuple[Any, ...]] = marshal.loads(self.packed_nodes)  # noqa: S302 - packed by `pack_nodes`
        return found


def pack_nodes(nodes: Iterable[NodeText]) -> bytes:
    """Nodes as bytes, for `Extracted`."""
    return marshal.dumps([tuple(node) for node in nodes])


def pack_facts(facts: FileFacts) -> bytes:
    """Facts as bytes."""
    plain: Any = (
        *facts[:5],
        array("I", facts.newlines).tobytes(),
        tuple(tuple(symbol) for symbol in facts.symbols),
        facts.semantics,
        tuple(tuple(problem) for problem in facts.problems),
    )
    return marshal.dumps(plain)


def unpack_facts(data: bytes) -> FileFacts:
    """The facts that `pack_facts` packed."""
    plain = marshal.loads(data)  # noqa: S302 - packed by `pack_facts`
    newlines = array("I")
    newlines.frombytes(plain[5])
    symbols, problems = tuple(map(SymbolFact._make, plain[6])), tuple(map(Problem._make, plain[8]))
    return FileFacts._make((*plain[:5], newlines, symbols, plain[7], problems))


def dump(files: list[Extracted | Problem | str]) -> bytes:
    """Packs results; a `str` is the path of a file that holds no text."""
    return marshal.dumps([_plain(file) for file in files])


def load(data: bytes) -> list[Extracted | Problem | str]:
    """Unpacks what `dump` packed."""
    return [_rich(file) for file in marshal.loads(data)]  # noqa: S302 - from our own worker


def _plain(file: Extracted | Problem | str) -> Any:
    if isinstance(file, str):
        return file
    return tuple(file) if isinstance(file, Problem) else tuple(file)[1:]


def _rich(file: Any) -> Extracted | Problem | str:
    if isinstance(file, str):
        return file
    if isinstance(file[0], str):
        return Problem(*file)
    return Extracted(unpack_facts(file[0]), *file)
