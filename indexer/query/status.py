"""What an index holds: counts by kind, its last run, the share of nodes that have vectors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from indexer.query.runner import Runner

_RELATION: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors that search uses."""

    model: str
    """Name of the embedder that made them."""
    dimension: int
    nodes: int
    """Nodes that have a vector."""
    share: float
    """The part that has one of the nodes that symbols of now have, 0 to 1: what only history knows needs none."""
    next: str = ""
    """Name of the model whose vectors are being made, and replace these once they are complete; '' for none."""
    next_share: float = 0.0
    """As `share`, of that one."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds."""

    root: str
    """The folder that was indexed."""
    index: str
    """The folder that holds the index."""
    revision: str
    """VCS commit that was read, '' where there is none."""
    finished: float | None
    """When the last run finished, seconds since the epoch; None if none did."""
    files: int
    lines: int
    languages: dict[str, int]
    """Files by language."""
    symbols: dict[str, int]
    """Symbols that are defined here, by kind."""
    external: int
    """Names that are defined elsewhere."""
    edges: dict[str, int]
    """Edges by kind."""
    provenance: dict[str, int]
    """Edges by how they were found."""
    nodes: int
    unresolved: int
    """Uses whose target is not known."""
    problems: dict[str, int]
    """Problems by code."""
    vectors: Vectors | None
    """None where there are none yet."""


class Edges(NamedTuple):
    """How many edges there are, most frequent first."""

    kinds: dict[str, int]
    provenance: dict[str, int]


def counted_edges(runner: Runner) -> Edges:
    """The edges, counted: seconds where there are millions.

    Args:
        runner: The index.
    """
    found = runner.run("?[kind, provenance, count(source)] := *edge{source, kind, provenance}").rows
    return Edges(
        _summed((kind, number) for kind, _, number in found),
        _summed((provenance, number) for _, provenance, number in found),
    )


def _noted_edges(counts: Mapping[str, int]) -> Edges | None:
    """The edges as a run noted them; None where it noted no provenances, as there was no run, or one of an earlier version."""
    noted = [(name.partition("."), number) for name, number in counts.items()]
    kinds, provenance = (
        _summed((one, number) for (what, _, one), number in noted if what == part and one)
        for part in ("edges", "provenance")
    )
    return Edges(kinds, provenance) if provenance else None


def read_status(runner: Runner, root: str = "", index: str = "") -> Status:
    """Count what an index holds.

    Args:
        runner: The index.
        root: The folder that was indexed, to be reported.
        index: The folder that holds the index, to be reported.
    """
    script = "?[stamp, finished, revision, counts] := *run{stamp, finished, revision, counts}\n:order -stamp\n:limit 1"
    runs = runner.run(script).rows
    files, lines = _one(runner, "?[count(path), sum(lines)] := *file{path, lines}", 2)
    edges = _noted_edges(runs[0][3] if runs else {}) or counted_edges(runner)
    nodes = _count(runner, "*node{key: x}")
    kinds = runner.run("?[kind, external, count(id)] := *symbol{id, kind, external}").rows
    return Status(
        root=root,
        index=index,
        revision=runs[0][2] if runs else "",
        finished=runs[0][1] if runs else None,
        files=int(files),
        lines=int(lines),
        languages=_by(runner, "?[language, count(path)] := *file{path, language}"),
        symbols=_summed((kind, number) for kind, external, number in kinds if not external),
        external=sum(number for _, external, number in kinds if external),
        edges=edges.kinds,
        provenance=edges.provenance,
        nodes=nodes,
        unresolved=_count(runner, "*unresolved{source: x}"),
        problems=_by(runner, "?[code, count(path)] := *problem{path, code}"),
        vectors=_vectors(runner),
    )


def _vectors(runner: Runner) -> Vectors | None:
    script = "?[name, dimension, relation, active] := *model{name, dimension, relation, active, next}, active || next"
    counted = {}
    for name, dimension, relation, active in runner.run(script).rows:
        if _RELATION.fullmatch(relation):
            counted[bool(active)] = (
                name,
                dimension,
                _count(runner, f"*{relation}{{key: x}}"),
                _share(runner, relation),
            )
    if True not in counted:
        return None
    name, dimension, embedded, share = counted[True]
    following, _, _, made = counted.get(False, ("", 0, 0, 0.0))
    return Vectors(name, dimension, embedded, share, following, made)


def _share(runner: Runner, relation: str) -> float:
    """The part of the nodes that symbols of now have which has a vector in a relation."""
    present = "*symbol{content_hash, external: false}, *node{content_hash, key: x}"
    nodes = int(_one(runner, f"?[count_unique(x)] := {present}", 1)[0])
    made = int(_one(runner, f"?[count_unique(x)] := {present}, *{relation}{{key: x}}", 1)[0])
    return made / nodes if nodes else 0.0


def _count(runner: Runner, atom: str) -> int:
    return int(_one(runner, f"?[count(x)] := {atom}", 1)[0])


def _one(runner: Runner, script: str, width: int) -> list[Any]:
    rows = runner.run(script).rows
    return list(rows[0]) if rows else [0] * width


def _by(runner: Runner, script: str) -> dict[str, int]:
    return _summed((str(key), number) for key, number in runner.run(script).rows)


def _summed(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for key, number in rows:
        total[key] = total.get(key, 0) + int(number)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
