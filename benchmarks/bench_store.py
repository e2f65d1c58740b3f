"""What the store costs: ways to build it, rows and bytes by relation, reading, and vectors.

    python benchmarks/bench_store.py [--binding pycozo] [--scale 0.1] [--vectors 30000] [--ways]

Rows are made up, in the volume of Django 5.1: 400,000 edges, 45,000 symbols, 30,000 bodies with 12 MB of source, 45,000
texts of 22 words each with a long-tailed vocabulary, 2,800 files with 73 MB of facts. Each measurement runs in a process of its own; CPU seconds
and memory are those of the store alone (rows are made before the clock starts, and their memory is taken off).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from indexer.model.identity import digest
from indexer.store import Binding, Engine, IndexFolder, IndexReader, IndexWriter, load_schema, sizes, writing_vectors
from indexer.store.models import StoredModel
from indexer.store.pieces import Piece, joined, pieces

STAMP = "01890a5d-ac96-774b-bcce-b302099a8057"
BATCH = 5_000
DIMENSION = 384
FACTS_BYTES = 26_000


class Rows(NamedTuple):
    """Rows of each relation, in the order in which a pipeline would put them."""

    facts: list[Piece]
    file: list[tuple[Any, ...]]
    node: list[tuple[Any, ...]]
    symbol: list[tuple[Any, ...]]
    edge: list[tuple[Any, ...]]
    text: list[tuple[Any, ...]]


def make_rows(scale: float) -> Rows:
    """The rows of a made-up repository; the same ones each time."""
    rng = np.random.default_rng(7)
    symbols, nodes, edges, files = (int(count * scale) for count in (45_000, 30_000, 400_000, 2_800))
    hashes = [digest(str(number).encode()) for number in range(nodes)]
    ids = [int(number) for number in rng.integers(0, 2**63 - 1, symbols)]
    vocabulary = [f"word{number}" for number in range(17_000)]
    words = (rng.zipf(1.15, (symbols, 40)) - 1) % len(vocabulary)
    kinds = ("calls", "contains", "reads", "references", "type_uses")
    targets = rng.integers(0, symbols, edges)
    data = rng.bytes(FACTS_BYTES)
    return Rows(
        facts=[piece for n in range(files) for piece in pieces((f"pkg/m{n}.py",), data)],
        file=[
            (f"pkg/m{n}.py", "python", hashes[n], hashes[n], 4000, n, n, 100, 0, STAMP, False, False, False)
            for n in range(files)
        ],
        node=[
            (hashes[n], n, "function", "python", f"name_{n % 9000}", "def name(self, x=None)", "Does it.", "x = 1\n" * 66, 99)
            for n in range(nodes)
        ],
        symbol=[
            (ids[n], f"python pkg 1 m{n // 16}/name_{n}().", f"name_{n % 9000}", f"pkg.sub.m{n // 16}.name_{n}", "function",
             f"pkg/sub/m{n // 16}.py", "python", ids[n - n % 16] if n % 16 else None, hashes[n % nodes], n % 900, 4,
             n % 900 + 9, 20, n % 900, 8, "def name(self, x=None)", True, False, False, (), 0.1, STAMP)
            for n in range(symbols)
        ],
        edge=[
            (ids[n * symbols // edges], kinds[n % 5], ids[targets[n]], n % 40, n % 80, "scope", 0.9) for n in range(edges)
        ],
        text=[(ids[n], " ".join(list(dict.fromkeys(vocabulary[word] for word in words[n]))[:22])) for n in range(symbols)],
    )  # fmt: skip


def by_writer(rows: Rows, binding: Binding, folder: Path) -> None:
    """The way the store builds."""
    with IndexWriter(IndexFolder(folder), binding=binding) as writer:
        for relation in Rows._fields:
            writer.put(relation, getattr(rows, relation))
        writer.finish().close()


def whole_facts(rows: Rows, binding: Binding, folder: Path) -> None:
    """The same with the facts of a file in one row: every look-up that passes such a row copies it."""
    by_writer(rows._replace(facts=[(*key, 0, data) for key, data in joined(rows.facts)]), binding, folder)


def in_memory(rows: Rows, binding: Binding, folder: Path, *, text: bool = True) -> None:
    """In memory, full text included, then copied out."""
    engine = Engine(binding)
    _load(engine, rows, text=text)
    engine.write_to(folder / "x.db")
    if not text:
        engine.close()
        engine = Engine(binding, folder / "x.db")
        _run(engine, full_text=True)
    engine.close()


def mixed(rows: Rows, binding: Binding, folder: Path) -> None:
    """The graph in memory, copied out, the full-text index then made in the file."""
    in_memory(rows, binding, folder, text=False)


def in_file(rows: Rows, binding: Binding, folder: Path) -> None:
    """Straight into the file in small batches as they come, the full-text index made at the end."""
    engine = Engine(binding, folder / "x.db", create=True)
    _load(engine, rows, text=True)
    engine.close()


WAYS: dict[str, Callable[[Rows, Binding, Path], None]] = {
    "writer": by_writer,
    "whole facts": whole_facts,
    "memory": in_memory,
    "mixed": mixed,
    "file": in_file,
}


def _load(engine: Engine, rows: Rows, *, text: bool) -> None:
    _run(engine, full_text=False)
    for relation in Rows._fields:
        headers = load_schema().relation(relation).headers
        data = getattr(rows, relation)
        for start in range(0, len(data), BATCH):
            engine.load(relation, headers, data[start : start + BATCH])
    if text:
        _run(engine, full_text=True)


def _run(engine: Engine, *, full_text: bool) -> None:
    schema = load_schema()
    texts = {index.script for index in schema.indexes if index.full_text}
    for script in schema.scripts:
        if (script in texts) is full_text:
            engine.run(script)


def _memory() -> dict[str, int]:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return {line.split(":")[0]: int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("Vm")}


def measured(work: Callable[[], None]) -> dict[str, float]:
    """CPU and wall seconds of a piece of work, and the megabytes that it added at its peak."""
    before = 0
    if sys.platform == "linux":
        before = _memory()["VmRSS"]
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    took = {"cpu": round(time.process_time() - cpu, 2), "wall": round(time.perf_counter() - wall, 2)}
    return {**took, "peak": _memory()["VmHWM"] - before} if sys.platform == "linux" else took


def measure_build(way: str, binding: Binding, scale: float, folder: Path) -> dict[str, float]:
    """One way to build, in this process."""
    rows = make_rows(scale)
    result = measured(lambda: WAYS[way](rows, binding, folder))
    return {**result, "file": round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6)}


def measure_reading(binding: Binding, folder: Path) -> dict[str, float]:
    """Milliseconds of what the program asks all the time; first of a process, then the best of five."""
    reader = IndexReader(IndexFolder(folder), binding=binding)
    search = "?[symbol, score] := ~text:words{{symbol | query: $q, k: 10, score_kind: '{kind}', bind_score: score}}"
    questions: dict[str, Callable[[], object]] = {
        "files": reader.files,
        "symbols by name": lambda: reader.symbols_named("name_7"),
        "edges to": lambda: reader.edges_to(reader.symbols_named("name_7")[0].id),
        "text (tf)": lambda: reader.run(search.format(kind="tf"), {"q": "word77 word200"}),
        "text (tf_idf)": lambda: reader.run(search.format(kind="tf_idf"), {"q": "word77 word200"}),
        "counts": reader.counts,
    }
    found: dict[str, float] = {}
    for name, ask in questions.items():
        times = []
        for _ in range(6):
            start = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - start))
        found[f"{name}, first"], found[f"{name}, again"] = round(times[0], 1), round(min(times[1:]), 1)
    return found


def measure_vectors(binding: Binding, folder: Path, count: int) -> dict[str, float]:
    """Writing vectors in place, building the HNSW index, and asking it."""
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(200, DIMENSION))
    vectors = (centres[rng.integers(0, 200, count)] + 0.6 * rng.normal(size=(count, DIMENSION))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    model = StoredModel("bench", "bench", "1", DIMENSION, "", "numpy", 0, "1", "l2", "", active=False)
    size = IndexFolder(folder).required().stat().st_size
    with writing_vectors(IndexFolder(folder), model, binding=binding) as table:
        put = measured(lambda: table.put(range(count), vectors))
        build = measured(table.build_index)
        start, hits = time.perf_counter(), 0
        for query in vectors[:50]:
            truth = set(np.argsort(-(vectors @ query))[:10].tolist())
            hits += len(truth & {found.key for found in table.nearest(query, 10)})
        asked = 1000 * (time.perf_counter() - start) / 50
    grown = (IndexFolder(folder).required().stat().st_size - size) / 1e6
    return {
        **{f"put {name}": value for name, value in put.items()},
        **{f"hnsw {name}": value for name, value in build.items()},
        "recall@10": hits / 500,
        "ms a query (with numpy's own)": round(asked, 1),
        "file grown MB": round(grown),
    }


def _apart(*arguments: object) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _one(step: str, binding: Binding, folder: Path, amount: str) -> dict[str, float]:
    if step == "reading":
        return measure_reading(binding, folder)
    if step == "vectors":
        return measure_vectors(binding, folder, int(amount))
    return measure_build(step, binding, float(amount), folder)


def main() -> None:
    """Run it all and print tables."""
    if sys.argv[1:2] == ["--one"]:
        step, binding, place, amount = sys.argv[2:]
        print(json.dumps(_one(step, "pycozo" if binding == "pycozo" else "mnestic", Path(place), amount)))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binding", choices=["mnestic", "pycozo"], default="mnestic")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--vectors", type=int, default=0)
    parser.add_argument("--ways", action="store_true", help="also the ways of building that were not chosen")
    chosen = parser.parse_args()
    print(f"{chosen.binding}, scale {chosen.scale}, {os.cpu_count()} cores")
    print("| way | CPU s | wall s | peak MB | file MB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as root:
        for way in WAYS if chosen.ways else ["writer"]:
            folder = Path(root) / way
            folder.mkdir()
            result = _apart(way, chosen.binding, folder, chosen.scale)
            print(f"| {way} | {result['cpu']} | {result['wall']} | {result.get('peak', '-')} | {result['file']} |")
        folder = Path(root) / "writer"
        print("\n| relation | rows | MB |\n|---|---|---|")
        with IndexReader(IndexFolder(folder), binding=chosen.binding) as reader:
            for relation in sizes(reader):
                if relation.rows:
                    print(f"| {relation.name} | {relation.rows:,} | {relation.bytes / 1e6:.1f} |")
        steps = [("reading", "0")] + ([("vectors", str(chosen.vectors))] if chosen.vectors else [])
        for step, amount in steps:
            print(f"\n| {step} | |\n|---|---|")
            for name, value in _apart(step, chosen.binding, folder, amount).items():
                print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
