"""The HNSW index of vectors: what its parameters cost and find, and what a fifth of the vectors changing does to it.

    python -m benchmarks.bench_hnsw <repo> [--ef 32 64 128] [--parameters 8:40 12:40 16:50] [--limit 50000]

The vectors are those of an indexed repository. For each pair of links (`m`) and `ef_construction` an index is built in a
database file of its own and asked with stored vectors; recall is of the ten nearest, against looking at all. Then the
index in use is changed: a fifth of its vectors leaves, as many others come, one batch after another; it is measured as it
is then, and built anew.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from indexer.settings import load_settings
from indexer.store import Engine, IndexReader, Vectors, VectorTable, models
from indexer.store.models import StoredModel, create_relation
from indexer.store.recall import recall
from indexer.store.vectors import EF_CONSTRUCTION, LINKS
from indexer.upkeep import indexed

MEGABYTE = 1_000_000
CHURN = 0.2
QUERIES = 100
NEAREST = 10


class Found(NamedTuple):
    """What an index finds, and how quickly."""

    ef: int
    recall: float
    milliseconds: float


def stored_vectors(repo: Path, limit: int) -> Vectors:
    """Vectors of the active model of an index, in order of key."""
    settings = load_settings(repo)
    _, folder = indexed(repo.resolve(), settings)
    with IndexReader(folder, binding=settings.engine) as reader, reader.engine() as engine:
        active = next(model for model in models(engine) if model.active)
        return np.concatenate([vectors for _, vectors in VectorTable(active, engine).batches()])[:limit]


def table_of(engine: Engine, dimension: int) -> VectorTable:
    """An empty relation of vectors."""
    model = StoredModel("m", "bench", "", dimension, "", "", 0, "", "l2", "embedding_1", active=True)
    create_relation(engine, model)
    return VectorTable(model, engine)


def asked(table: VectorTable, engine: Engine, efs: list[int]) -> list[Found]:
    """Recall and milliseconds a query at each `ef`."""
    found = []
    keys = table.keys()
    asks = [vector for _, some in table.batches() for vector in some[:: max(1, len(keys) // QUERIES)]][:QUERIES]
    for ef in efs:
        share = recall(lambda script, params: engine.run(script, params, immutable=True), table.model.relation, ef=ef)
        began = time.process_time()
        for vector in asks:
            table.nearest(vector, NEAREST, ef)
        found.append(Found(ef, share or 0.0, (time.process_time() - began) / len(asks) * 1000))
    return found


def built(
    vectors: Vectors, links: int, ef_construction: int, efs: list[int], folder: Path
) -> tuple[float, float, list[Found]]:
    """CPU seconds to build, megabytes of the index alone, and what it finds."""
    file = folder / f"{links}-{ef_construction}.db"
    engine = Engine("mnestic", file, create=True)
    table = table_of(engine, vectors.shape[1])
    table.put(np.arange(len(vectors)), vectors)
    before = file.stat().st_size
    began = time.process_time()
    table.build_index(links=links, ef_construction=ef_construction)
    seconds = time.process_time() - began
    answer = seconds, (file.stat().st_size - before) / MEGABYTE, asked(table, engine, efs)
    engine.close()
    file.unlink()
    return answer


def churned(vectors: Vectors, efs: list[int], folder: Path) -> list[tuple[str, float, list[Found]]]:
    """Of the index in use: as built, after a fifth of the vectors was replaced, and built anew; CPU seconds of each."""
    stay = int(len(vectors) / (1 + CHURN))
    goes = np.random.default_rng(7).permutation(stay)[: len(vectors) - stay]
    engine = Engine("mnestic", folder / "churn.db", create=True)
    table = table_of(engine, vectors.shape[1])
    table.put(np.arange(stay), vectors[:stay])
    steps = []

    def step(name: str, work: float) -> None:
        steps.append((name, work, asked(table, engine, efs)))

    began = time.process_time()
    table.build_index()
    step("built", time.process_time() - began)
    began = time.process_time()
    coming = np.arange(stay, stay + len(goes))
    for old, new in zip(np.array_split(goes, 20), np.array_split(coming, 20), strict=True):
        table.remove(old.tolist())
        table.put(new, vectors[new])
    step(f"{CHURN:.0%} replaced", time.process_time() - began)
    began = time.process_time()
    table.drop_index()
    table.build_index()
    step("built anew", time.process_time() - began)
    engine.close()
    return steps


def rows_of(name: str, seconds: float, size: str, found: list[Found]) -> list[str]:
    """One line of a table."""
    return [name, f"{seconds:.1f}", size, *(f"{one.recall:.3f}, {one.milliseconds:.1f} ms" for one in found)]


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repo", type=Path, help="an indexed repository with vectors")
    parser.add_argument("--ef", type=int, nargs="+", default=[32, 64, 128])
    parser.add_argument(
        "--parameters", nargs="+", default=["6:30", "8:40", "12:40", "16:50", "16:100"], metavar="M:EFC"
    )
    parser.add_argument("--limit", type=int, default=50_000)
    arguments = parser.parse_args()
    report(stored_vectors(arguments.repo, arguments.limit), arguments.ef, arguments.parameters)


def report(vectors: Vectors, efs: list[int], parameters: list[str]) -> None:
    """Measures and prints."""
    console = Console(width=120)
    heads = ["CPU s", "index MB", *(f"recall@10, ms at ef {ef}" for ef in efs)]
    with tempfile.TemporaryDirectory(prefix="codalog-hnsw-") as folder:
        table = Table("m:ef_construction", *heads, title=f"{len(vectors)} vectors of {vectors.shape[1]} numbers")
        for pair in parameters:
            links, width = map(int, pair.split(":"))
            seconds, size, found = built(vectors, links, width, efs, Path(folder))
            table.add_row(*rows_of(pair, seconds, f"{size:.0f}", found))
        console.print(table)
        changed = Table(f"{LINKS}:{EF_CONSTRUCTION}", *heads)
        for name, seconds, found in churned(vectors, efs, Path(folder)):
            changed.add_row(*rows_of(name, seconds, "", found))
        console.print(changed)


if __name__ == "__main__":
    main()
