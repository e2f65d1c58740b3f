"""An index in memory of given functions: the relations of schema/, filled without the pipeline."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import mnestic

from benchmarks.retrieval.functions import Function
from indexer.embed import Embedder, node_text
from indexer.extract.words import words_of
from indexer.model.identity import digest
from indexer.query.search_text import fulltext_body
from indexer.resources import schema_dir

_FTS = "::fts create text:words {extractor: body, tokenizer: Simple, filters: [Lowercase, Stemmer('English')]}"


class Table(NamedTuple):
    """What a script gives."""

    headers: list[str]
    rows: list[list[Any]]


class MemoryIndex:
    """Functions as an index, each one a symbol whose id is its number.

    Args:
        functions: what can be found.
        embedders: each makes its own vectors.
        fts: script that makes the full-text index.
    """

    def __init__(self, functions: Sequence[Function], embedders: Sequence[Embedder], fts: str = _FTS) -> None:
        self._db = mnestic.CozoDbPy("mem", "", "{}")
        self.functions = functions
        self.seconds: dict[str, float] = {}
        for script in sorted(schema_dir().glob("*.cozo")):
            for statement in re.split(r"(?m)^(?=:)", re.sub(r"(?m)#.*$", "", script.read_text(encoding="utf-8"))):
                if statement.strip() and "::fts" not in statement:
                    self._write(statement)
        self._fill(fts)
        for number, embedder in enumerate(embedders, 1):
            self._embed(embedder, f"embedding_{number}")

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Table:  # noqa: ARG002 - a Runner's signature
        """Run a script that only reads."""
        found = self._db.run_script(script, dict(params or {}), True)
        return Table(found["headers"], found["rows"])

    def _write(self, script: str) -> None:
        self._db.run_script(script, {}, False)

    def _put(self, relation: str, rows: list[dict[str, Any]]) -> None:
        headers = list(rows[0])
        data = [[row[header] for header in headers] for row in rows]
        self._db.import_relations({relation: {"headers": headers, "rows": data}})

    def _fill(self, fts: str) -> None:
        began = time.perf_counter()
        texts, nodes, symbols = [], {}, []
        for number, one in enumerate(self.functions):
            content = digest(f"{one.signature}\n{one.docstring}\n{one.source}".encode())
            place = {"kind": one.kind, "language": "python", "name": one.name, "signature": one.signature}
            nodes.setdefault(
                content,
                {"content_hash": content, "key": len(nodes), **place, "docstring": one.docstring}
                | {"source": one.source, "tokens": len(one.source) // 4},
            )
            symbols.append(
                {"id": number, **place, "moniker": f"{number}", "qualified_name": one.qualified_name, "path": one.path}
                | {"parent": None, "content_hash": content, "signature": one.signature, "exported": True}
                | dict.fromkeys(("start_column", "end_line", "end_column", "name_line", "name_column"), 0)
                | {"start_line": one.line - 1, "external": False, "test": False, "detail": [], "rank": 0.0, "stamp": ""}
            )
            words = words_of(one.source)
            body = fulltext_body(
                qualified_name=one.qualified_name, signature=one.signature, docstring=one.docstring, words=words
            )
            texts.append({"symbol": number, "body": body})
        self._put("node", list(nodes.values()))
        self._put("symbol", symbols)
        self._put("text", texts)
        empty = dict.fromkeys(("language", "bytes_hash", "merkle", "stamp"), "")
        numbers = dict.fromkeys(("size", "mtime_ns", "inode", "lines", "errors"), 0)
        flags = {"generated": False, "vendored": False, "test": False}
        paths = sorted({one.path for one in self.functions})
        self._put("file", [{"path": path, **empty, **numbers, **flags} for path in paths])
        self._nodes = list(nodes.values())
        self.seconds["rows"] = time.perf_counter() - began
        began = time.perf_counter()
        self._write(fts)
        self.seconds["full text"] = time.perf_counter() - began

    def _embed(self, embedder: Embedder, relation: str) -> None:
        identity, began = embedder.identity, time.perf_counter()
        texts = [
            node_text(name=one["name"], signature=one["signature"], docstring=one["docstring"], source=one["source"])
            for one in self._nodes
        ]
        vectors = embedder.encode_documents(texts)
        self.seconds[f"embed {identity.name}"] = time.perf_counter() - began
        began = time.perf_counter()
        self._write(f":create {relation} {{key: Int => vector: <F32; {identity.dimension}>}}")
        rows = [[node["key"], vector.tolist()] for node, vector in zip(self._nodes, vectors, strict=True)]
        self._db.import_relations({relation: {"headers": ["key", "vector"], "rows": rows}})
        self._write(
            f"::hnsw create {relation}:near {{dim: {identity.dimension}, m: 12, ef_construction: 40, dtype: F32,"
            " fields: [vector], distance: Cosine}"
        )
        row = {"id": identity.id, "name": identity.name, "revision": identity.revision, "relation": relation}
        row |= {"dimension": identity.dimension, "weights_hash": identity.weights_hash, "normalised": True}
        self._put("model", [row | {"prompt_version": identity.template_version, "active": True}])
        self.seconds[f"hnsw {identity.name}"] = time.perf_counter() - began
