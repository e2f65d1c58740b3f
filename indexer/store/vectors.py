"""Embeddings in the index: one relation a model, written after the graph, batch by durable batch.

Vectors are keyed by a node's small integer, not by its content hash: an HNSW index keeps both keys with every link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from indexer.errors import BadParameter
from indexer.store.engine import Engine
from indexer.store.models import NEAR, StoredModel, activate, note_changes
from indexer.store.recall import recall

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"

LINKS: Final = 12
"""Links of a vector in the HNSW index (its `m`): at 40,000 vectors a recall of 0.99 at `ef` 50."""
EF_CONSTRUCTION: Final = 40
"""How widely the HNSW index searches for links when it is built."""

_BATCH_ROWS: Final = 2_000
_INDEXED_BATCH_ROWS: Final = 100
"""Readers wait while a batch is written: some 0.2 s in either case."""


class Neighbour(NamedTuple):
    """A node near to a query."""

    key: int
    distance: float
    """1 - cosine: 0 for the same direction, 1 for no relation."""


class VectorTable:
    """The vectors of one model in one index."""

    def __init__(
        self,
        model: StoredModel,
        engine: Engine,
        *,
        alone: Callable[[], AbstractContextManager[None]] = nullcontext,
        aside: Callable[[Callable[[Engine], object]], Engine] | None = None,
    ) -> None:
        """Vectors of a model.

        Args:
            model: From the index.
            engine: Its database.
            alone: What to hold while writing in place.
            aside: Does long work on a copy, puts the copy in place of the database, and opens that; None where nobody
                reads meanwhile and it may be done in place.
        """
        self.model = model
        self._engine = engine
        self._alone = alone
        self._aside = aside

    def put(self, keys: Sequence[int] | NDArray[np.int64], vectors: Vectors) -> None:
        """Add vectors; durable when this returns, however the process ends later.

        Args:
            keys: Keys of nodes.
            vectors: float32, one row a key.

        Raises:
            BadParameter: the matrix is not (len(keys), dimension), or not finite.
            DiskFull: no space left.
        """
        import numpy as np  # an index without vectors is made without it

        if vectors.shape != (len(keys), self.model.dimension) or not np.isfinite(vectors).all():
            message = f"vectors of model {self.model.name!r} must be finite and {len(keys)} x {self.model.dimension}, not {vectors.shape}"
            raise BadParameter(message)
        # An HNSW index is kept true by `put` only; where there is none yet, loading in bulk is several times as fast.
        indexed = self.indexed
        add = self._engine.put if indexed else self._engine.load
        size = _INDEXED_BATCH_ROWS if indexed else _BATCH_ROWS
        for start in range(0, len(keys), size):
            part = slice(start, start + size)
            rows = [list(row) for row in zip((int(key) for key in keys[part]), vectors[part].tolist(), strict=True)]
            with self._alone():
                add(self.model.relation, ["key", "vector"], rows)
        if indexed:
            self.note_changes(self.model.changed + len(keys))

    def remove(self, keys: Iterable[int]) -> None:
        """Remove vectors.

        Args:
            keys: Their keys; those that have none do not matter.
        """
        if rows := [[key] for key in keys]:
            with self._alone():
                self._engine.run(f"?[key] <- $rows :rm {self.model.relation} {{key}}", {"rows": rows})

    def prune(self) -> int:
        """Remove vectors that no node has.

        Returns:
            How many there were.
        """
        script = f"?[key] := *{self.model.relation}{{key}}, not *node:by_key{{key}}"
        gone = [row[0] for row in self._engine.run(script, immutable=True).rows]
        self.remove(gone)
        return len(gone)

    def keys(self) -> list[int]:
        """Keys that have a vector, in order."""
        return [row[0] for row in self._engine.run(f"?[key] := *{self.model.relation}{{key}}", immutable=True).rows]

    def missing(self, limit: int | None = None) -> list[int]:
        """Keys of nodes without a vector, most wanted first: what the latest run changed, in it the highest rank of a symbol
        that has the node; bodies that no symbol has any more come last.

        Args:
            limit: How many to give; None for all.
        """
        script = (
            f"bare[key, content_hash] := *node{{content_hash, key}}, not *{self.model.relation}{{key}}\n"
            "ranked[key, stamp, rank] := bare[key, content_hash], *symbol:by_content_hash{content_hash, id},"
            " *symbol{id, stamp, rank}\n"
            "worth[key, max(started), max(rank)] := ranked[key, stamp, rank], *run{stamp, started}\n"
            "worth[key, max(started), max(rank)] := ranked[key, _, rank], started = 0.0\n"
            "worth[key, max(started), max(rank)] := bare[key, _], started = 0.0, rank = -1.0\n"
            "?[key, started, rank] := worth[key, started, rank]\n"
            ":order -started, -rank, key" + (f"\n:limit {limit}" if limit is not None else "")
        )
        return [row[0] for row in self._engine.run(script, immutable=True).rows]

    def lacking(self) -> int:
        """How many nodes have no vector."""
        script = f"?[count(key)] := *node:by_key{{key}}, not *{self.model.relation}{{key}}"
        rows = self._engine.run(script, immutable=True).rows
        return int(rows[0][0]) if rows else 0

    def share(self) -> tuple[int, int]:
        """How many nodes have a vector, and how many nodes there are."""
        nodes = self._engine.run("?[count(key)] := *node:by_key{key}", immutable=True).rows
        return self.count(), int(nodes[0][0]) if nodes else 0

    def count(self) -> int:
        """Number of vectors."""
        rows = self._engine.run(f"?[count(key)] := *{self.model.relation}{{key}}", immutable=True).rows
        return int(rows[0][0]) if rows else 0

    @property
    def indexed(self) -> bool:
        """Whether there is an HNSW index; without one the nearest are found by looking at all."""
        return f"{self.model.relation}:{NEAR}" in self._engine.relations()

    def build_index(self, *, links: int = LINKS, ef_construction: int = EF_CONSTRUCTION) -> None:
        """Build the HNSW index over the vectors there are; later ones join it as they are put. No-op where it exists.

        Readers go on meanwhile.

        Args:
            links: The index's `m`.
            ef_construction: How widely it searches for links.
        """
        if self.indexed:
            return
        script = (
            f"::hnsw create {self.model.relation}:{NEAR} {{dim: {self.model.dimension}, m: {links}, dtype: F32,"
            f" fields: [vector], distance: Cosine, ef_construction: {ef_construction}}}"
        )
        if self._aside is not None:
            self._engine = self._aside(lambda engine: engine.run(script))
        else:
            with self._alone():
                self._engine.run(script)

    def drop_index(self) -> None:
        """Remove the HNSW index. Worth it before many vectors are put: adding one to an index costs as much as building
        it over ten (with mnestic; 1.9 ms against 0.18 ms at 384 dimensions)."""
        if self.indexed:
            with self._alone():
                self._engine.run(f"::hnsw drop {self.model.relation}:{NEAR}")

    def recall(self) -> float | None:
        """The share of what is nearest that the HNSW index finds, 0 to 1; None where there is no index, or too little in it."""
        if not self.indexed:
            return None
        return recall(lambda script, params: self._engine.run(script, params, immutable=True), self.model.relation)

    def note_changes(self, changed: int) -> None:
        """Keep how many vectors joined the HNSW index since it was built or checked: 0 after either.

        Args:
            changed: How many.
        """
        if changed != self.model.changed:
            with self._alone():
                self.model = note_changes(self._engine, self.model, changed)

    def activate(self) -> None:
        """Make this the model that search uses."""
        if not self.model.active:
            with self._alone():
                self.model = activate(self._engine, self.model)

    def nearest(self, vector: Vectors, k: int, ef: int = 50, *, timeout: float | None = None) -> list[Neighbour]:
        """The nodes nearest to a vector, nearest first.

        Args:
            vector: float32, of the model's dimension.
            k: How many.
            ef: How widely to search the index; at least k.
            timeout: Seconds; None for no limit.

        Raises:
            QueryTimeout: it took too long.
        """
        query = {"query": vector.tolist(), "k": k, "ef": max(ef, k)}
        if self.indexed:
            script = (
                f"?[key, distance] := ~{self.model.relation}:{NEAR}{{key | query: vec($query), k: $k, ef: $ef,"
                " bind_distance: distance}\n:order distance, key"
            )
        else:
            script = (
                f"?[key, distance] := *{self.model.relation}{{key, vector}}, distance = cos_dist(vector, vec($query))\n"
                ":order distance, key\n:limit $k"
            )
        return [Neighbour(*row) for row in self._engine.run(script, query, immutable=True, timeout=timeout).rows]

    def batches(self, size: int = 4_096) -> Iterator[tuple[list[int], Vectors]]:
        """All vectors with their keys, in order of key.

        Args:
            size: How many at a time.
        """
        import numpy as np

        relation = self.model.relation
        last = self._engine.run(f"?[max(key)] := *{relation}{{key}}", immutable=True).rows
        end = int(last[0][0]) if last and last[0][0] is not None else -1
        for low in range(-1, end, size):
            script = f"?[key, vector] := *{relation}{{key, vector}}, key > $low, key <= $high\n:order key"
            rows = self._engine.run(script, {"low": low, "high": low + size}, immutable=True).rows
            if rows:
                yield [row[0] for row in rows], np.array([row[1] for row in rows], dtype=np.float32)
