"""Checks of an index and of the machine: what is wrong, and what to do about it."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from indexer.errors import BadDatalog, QueryTimeout
from indexer.query.runner import Runner
from indexer.query.status import Status, counted_edges, read_status
from indexer.store.recall import LEAST_RECALL, recall

_VECTORS: Final = re.compile(r"embedding_\d+")
_RECALL_SECONDS: Final = 30.0
"""That one query of the check of nearest vectors may take."""

Verdict = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check."""

    name: str
    verdict: Verdict
    """'bad' means that answers may be wrong or missing."""
    message: str
    """What was found."""
    advice: str
    """What to do next; '' where nothing need be."""


def check_machine() -> list[Check]:
    """Checks that need no index: Python, grammars, the extras."""
    version = ".".join(map(str, sys.version_info[:3]))
    checks = [Check("python", "ok", f"Python {version} on {sys.platform}", "")]
    if find_spec("sentence_transformers") and find_spec("torch"):
        fast = find_spec("openvino") and find_spec("nncf")
        advice = "" if fast else "pip install 'codalog[cpu]' makes them several times as fast where there is no GPU"
        said = "sentence models can be used" + (", on a CPU through OpenVINO" if fast else "")
        checks.append(Check("embedder", "ok", said, advice))
    else:
        advice = "pip install 'codalog[embed]' for vectors of a language model"
        checks.append(Check("embedder", "note", "the [embed] extra is not installed: vectors are lexical", advice))
    return checks


def check_index(runner: Runner, root: Path) -> list[Check]:
    """Checks of what an index holds, and of how far it still is the repository.

    Args:
        runner: The index.
        root: The repository that it was made from.
    """
    status = read_status(runner)
    return [
        _rows(status, root),
        _counts(runner, status, root),
        _edges(runner, root),
        _owners(runner, root),
        _problems(status),
        _vectors(status, root),
        *_nearest(runner, root),
        _fresh(runner, root),
    ]


def _rows(status: Status, root: Path) -> Check:
    if not status.files:
        return Check("rows", "bad", "the index is empty", f"codalog index {root}")
    count = f"{status.files} files, {sum(status.symbols.values())} symbols, {sum(status.edges.values())} edges"
    return Check("rows", "ok", count, "")


def _counts(runner: Runner, status: Status, root: Path) -> Check:
    counted = counted_edges(runner)
    if (counted.kinds, counted.provenance) == (status.edges, status.provenance):
        return Check("counts", "ok", "there are as many edges as runs have noted", "")
    return Check("counts", "bad", "there are more or fewer edges than runs have noted", f"codalog index --fresh {root}")


def _edges(runner: Runner, root: Path) -> Check:
    script = """known[id] := *symbol{id}
lost[source, kind, target] := *edge{source, kind, target}, not known[source]
lost[source, kind, target] := *edge{source, kind, target}, not known[target]
?[count(source)] := lost[source, kind, target]"""
    return _none(runner, script, "edges", "edges lead to no symbol", f"codalog index --fresh {root}")


def _owners(runner: Runner, root: Path) -> Check:
    script = "?[count(id)] := *symbol{id, path, external: false}, not *file{path}"
    return _none(runner, script, "owners", "symbols belong to no file", f"codalog index --fresh {root}")


def _none(runner: Runner, script: str, name: str, message: str, advice: str) -> Check:
    rows = runner.run(script).rows
    number = rows[0][0] if rows else 0
    return Check(name, "bad" if number else "ok", f"{number} {message}", advice if number else "")


def _problems(status: Status) -> Check:
    if not status.problems:
        return Check("problems", "ok", "every file was read whole", "")
    said = ", ".join(f"{number} {code}" for code, number in status.problems.items())
    advice = "codalog query -e '?[path, code, line, message] := *problem{path, code, line, message}'"
    return Check("problems", "note", said, advice)


def _vectors(status: Status, root: Path) -> Check:
    vectors = status.vectors
    if vectors is None:
        return Check(
            "vectors", "note", "there are no vectors: search uses words and names", f"codalog index --embed {root}"
        )
    said = f"{vectors.share:.0%} of nodes have vectors of {vectors.model}"
    whole = vectors.share >= 1
    return Check("vectors", "ok" if whole else "note", said, "" if whole else f"codalog index {root}")


def _nearest(runner: Runner, root: Path) -> list[Check]:
    """Whether the HNSW index of the vectors finds what looking at all of them does."""
    rows = runner.run("?[relation] := *model{relation, active}, active").rows
    if not rows or _VECTORS.fullmatch(rows[0][0]) is None:
        return []
    try:
        found = recall(lambda script, params: runner.run(script, params, _RECALL_SECONDS), rows[0][0])
    except BadDatalog:  # no HNSW index yet: search looks at all vectors
        return [Check("nearest", "note", "the vectors have no HNSW index yet", f"codalog index {root}")]
    except QueryTimeout:
        return [Check("nearest", "note", "looking at all vectors takes too long to compare with", "")]
    if found is None:
        return []
    bad = found < LEAST_RECALL
    said = f"the HNSW index finds {found:.1%} of the ten nearest"
    return [Check("nearest", "bad" if bad else "ok", said, f"codalog index --fresh {root}" if bad else "")]


def _fresh(runner: Runner, root: Path) -> Check:
    rows = runner.run("?[path, size, mtime_ns] := *file{path, size, mtime_ns}").rows
    changed = sum(1 for path, size, mtime_ns in rows if _differs(root / path, size, mtime_ns))
    if not changed:
        return Check("fresh", "ok", "no indexed file has changed since", "")
    return Check("fresh", "note", f"{changed} indexed files have changed or gone since", f"codalog index {root}")


def _differs(file: Path, size: int, mtime_ns: int) -> bool:
    try:
        now = os.stat(file)
    except OSError:
        return True
    return (now.st_size, now.st_mtime_ns) != (size, mtime_ns)
