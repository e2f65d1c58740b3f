"""What embedding costs: nodes a second from text to queryable vector for each embedder, and how much of a card is used.

    python -m benchmarks.bench_embed <repo> [--embedder lexical all-MiniLM-L6-v2@openvino all-MiniLM-L6-v2@cpu] [--nodes 5000]
    python -m benchmarks.bench_embed <repo> --embedder all-MiniLM-L6-v2@cuda --nodes 200000     on a machine with a GPU

The repository must be indexed; its nodes are embedded anew, spread over all sizes, into a database of its own, which then
gets its HNSW index. An embedder is a name or a path, and where it computes after an `@`. Each runs in a process of its
own; CPU seconds are of all its threads, memory is its highest resident size after the first and after the last quarter.

For a model that torch computes, the share of the device's matrix throughput is given: floating-point operations of the
texts' own tokens (two a weight of the layers and a token, and attention's), against what the same device reaches with one
large matrix product in the same precision.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from indexer.embed import Choice, choose
from indexer.embed.parts import node_texts, pooled
from indexer.embed.sentence import SentenceEmbedder
from indexer.settings import load_settings
from indexer.store import Engine, IndexReader, VectorTable, load_schema
from indexer.store.models import ensure_model
from indexer.telemetry import cpu_seconds
from indexer.upkeep import indexed

EMBEDDERS = ("lexical", "all-MiniLM-L6-v2@openvino", "all-MiniLM-L6-v2@cpu")
BATCH = 1024
MEGABYTE = 1_000_000
MATRIX = {"cuda": 8192, "mps": 4096, "cpu": 2048}
NODES = "?[kind, name, signature, docstring, source] := *node{kind, name, signature, docstring, source}"


def texts_of_nodes(repo: Path, count: int) -> list[list[str]]:
    """Texts of the parts of an index's nodes, as they are embedded; repeated where there are fewer than asked for."""
    settings = load_settings(repo)
    _, folder = indexed(repo.resolve(), settings)
    with IndexReader(folder, binding=settings.engine, timeout=None) as reader:
        rows = reader.run(NODES).rows
    chosen = [rows[at % len(rows)] for at in np.random.default_rng(7).permutation(max(count, len(rows)))[:count]]
    return [
        node_texts(kind=kind, name=name, signature=signature, docstring=docstring, source=source)
        for kind, name, signature, docstring, source in chosen
    ]


def resident() -> float:
    """Megabytes that this process has in memory now; 0 where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / MEGABYTE


def measure(nodes: list[list[str]], embedder: str) -> dict[str, Any]:
    """What one embedder does with the texts of nodes."""
    name, _, device = embedder.partition("@")
    began = time.perf_counter()
    choice = choose(name, device=device or "auto")
    loaded = time.perf_counter() - began
    choice.embedder.encode_documents(
        [text for parts in nodes[:BATCH] for text in parts]
    )  # what is made on first use is made
    sizes = []
    with tempfile.TemporaryDirectory(prefix="codalog-embed-") as folder:
        engine = Engine("mnestic", Path(folder) / "vectors.db", create=True)
        engine.run(load_schema().relation("model").script)
        table = VectorTable(ensure_model(engine, choice.embedder.identity), engine)
        clock, cpu = time.perf_counter(), cpu_seconds()
        computing = 0.0
        for start in range(0, len(nodes), BATCH):
            some = nodes[start : start + BATCH]
            at = time.perf_counter()
            made = choice.embedder.encode_documents([text for parts in some for text in parts])
            vectors = pooled(made, list(map(len, some)))
            computing += time.perf_counter() - at
            table.put(range(start, start + len(some)), vectors)
            sizes.append(resident())
        embedded, embedded_cpu = time.perf_counter() - clock, cpu_seconds() - cpu
        table.build_index()
        wall, used = time.perf_counter() - clock, cpu_seconds() - cpu
        engine.close()
    return {
        "embedder": embedder, "why": choice.why, "load": loaded, "nodes": len(nodes), "wall": wall, "cpu": used,
        "hnsw_cpu": used - embedded_cpu, "embedded": embedded, "early": sizes[len(sizes) // 4], "late": sizes[-1],
        "share": matrix_share(choice, [text for parts in nodes for text in parts], computing),
    }  # fmt: skip


def matrix_share(choice: Choice, texts: list[str], seconds: float) -> float | None:
    """The share of the device's matrix throughput that computing the texts reached; None where torch does not compute."""
    embedder = choice.embedder
    if not isinstance(embedder, SentenceEmbedder):
        return None
    import torch

    device = embedder.device
    size = MATRIX[device.kind]
    one = torch.randn(size, size, device=embedder.cards[0], dtype=getattr(torch, device.precision))
    best = min(_product_seconds(torch, one, device.kind) for _ in range(5))
    return embedder.operations(texts) / seconds / (2.0 * size**3 / best * len(embedder.cards))


def _product_seconds(torch: Any, one: Any, kind: str) -> float:
    wait = {"cuda": torch.cuda.synchronize, "mps": getattr(torch, "mps", torch).synchronize}.get(kind, lambda: None)
    wait()
    began = time.perf_counter()
    one @ one
    wait()
    return time.perf_counter() - began


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repo", type=Path, help="an indexed repository")
    parser.add_argument("--embedder", nargs="+", default=list(EMBEDDERS))
    parser.add_argument("--nodes", type=int, default=5_000)
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(measure(texts_of_nodes(arguments.repo, arguments.nodes), arguments.alone)))
        return
    heads = (
        "embedder",
        "nodes/s",
        "nodes per CPU s",
        "of it HNSW, CPU s",
        "load s",
        "MB early, late",
        "of matrix rate",
    )
    table = Table(*heads, title=f"{arguments.nodes} nodes of {arguments.repo.resolve().name}, text to queryable vector")
    for embedder in arguments.embedder:
        command = [sys.executable, "-m", "benchmarks.bench_embed", str(arguments.repo), "--nodes", str(arguments.nodes)]
        done = subprocess.run([*command, "--alone", embedder], capture_output=True, text=True, check=False)
        if done.returncode:
            table.add_row(embedder, (done.stderr.strip().splitlines() or ["failed"])[-1])
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        print(f"{embedder}: {found['why']}")
        share = f"{found['share']:.0%}" if found["share"] is not None else ""
        table.add_row(
            embedder, f"{found['nodes'] / found['wall']:.0f}", f"{found['nodes'] / found['cpu']:.0f}",
            f"{found['hnsw_cpu']:.1f}", f"{found['load']:.1f}", f"{found['early']:.0f}, {found['late']:.0f}", share,
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 130).print(table)


if __name__ == "__main__":
    main()
