"""Writing vectors into an index that is in use, and taking them over into its next build."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from indexer.store.engine import Binding, Engine, disk_error
from indexer.store.folder import IndexFolder
from indexer.store.models import Identity, ensure_model, models, take_over
from indexer.store.reader import IndexReader, open_checked
from indexer.store.vectors import VectorTable
from indexer.store.writer import IndexWriter


@contextmanager
def writing_vectors(
    folder: IndexFolder, identity: Identity, *, place: str = "", binding: Binding = "mnestic"
) -> Iterator[VectorTable]:
    """Hold the right to write an index, and add vectors to it in place. Readers go on; each batch is one step for them.

    Args:
        folder: Where the index lies.
        identity: The model; `VectorTable.activate` makes it the one that search uses, unless no other has vectors.
        place: Folder of the model's files; '' for one that a package brings.
        binding: Which binding of CozoDB.

    Raises:
        IndexLocked: another process writes this index.
        NoIndex: there is none.
        IndexUnusable: it cannot be used.
        DiskFull: no space left.
    """
    folder.required()  # before the lock makes the folder
    with folder.lock(), ExitStack() as stack:
        with folder.gate.alone():
            engine = open_checked(binding, folder.required())
            stack.callback(engine.close)
            model = ensure_model(engine, identity, place)

        def aside(work: Callable[[Engine], object]) -> Engine:
            published = _aside(folder, binding, work)
            stack.callback(published.close)
            return published

        yield VectorTable(model, engine, alone=folder.gate.alone, aside=aside)


def _aside(folder: IndexFolder, binding: Binding, work: Callable[[Engine], object]) -> Engine:
    build = folder.new_build()
    try:
        shutil.copyfile(folder.required(), build)
        engine = Engine(binding, build)
        try:
            work(engine)
        finally:
            engine.close()
        return Engine(binding, folder.publish(build))
    except OSError as error:
        raise disk_error(error, folder.path) from error
    finally:
        for file in (build, Path(f"{build}-journal")):
            file.unlink(missing_ok=True)


def carry_vectors(old: IndexReader, new: IndexWriter) -> int:
    """Take vectors over into a new build, for every content hash that it still has. Their HNSW indexes are not built.

    Cheap when the build kept the keys of `old.node_keys()`: rows are then copied inside the engine.

    Args:
        old: The index that is being replaced.
        new: The build; its nodes must have been put.

    Returns:
        How many vectors were taken over.
    """
    before = old.node_keys()
    after = dict(new.run("?[content_hash, key] := *node{content_hash, key}").rows)
    moved = {key: after[content_hash] for content_hash, key in before.items() if content_hash in after}
    stable = all(key == target for key, target in moved.items())
    count = 0
    with old.engine() as former:
        for model in models(former):
            take_over(new.engine, model)
            table = VectorTable(model, new.engine)
            if stable and old.path is not None:
                new.engine.copy_from(old.path, model.relation)
                # The key of a body that is gone may belong to another one now.
                table.remove(sorted(set(table.keys()) - moved.keys()))
            else:
                for keys, vectors in VectorTable(model, former).batches():
                    kept = [place for place, key in enumerate(keys) if key in moved]
                    table.put([moved[keys[place]] for place in kept], vectors[kept])
            count += table.count()
    return count
