"""What a rebuild keeps of the past."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.identity import symbol_id
from indexer.model.records import Symbol
from indexer.store import Binding, IndexFolder, IndexReader, IndexWriter, carry, symbol_row
from tests.store.conftest import LATER, STAMP, external, symbol


def rebuild(folder: IndexFolder, binding: Binding, symbols: Sequence[Symbol], stamp: str, at: int) -> IndexReader:
    old = IndexReader(folder, binding=binding) if folder.current() else None
    with IndexWriter(folder, binding=binding) as writer:
        carried = carry(old, symbols, stamp=stamp, at=at)
        writer.put("symbol", [symbol_row(one, carried.stamps.get(one.id, stamp)) for one in symbols])
        writer.put("version", carried.versions)
        return writer.finish()


def as_of(reader: IndexReader, at: object) -> dict[int, str]:
    return dict(reader.run(f"?[symbol, content_hash] := *version{{symbol, content_hash @ {at}}}").rows)


def test_a_first_build_starts_the_history(folder: IndexFolder, binding: Binding) -> None:
    """Every internal symbol has its first version; external names have none."""
    reader = rebuild(folder, binding, [symbol("a", "h1"), external("os.path")], STAMP, 1_000)
    assert as_of(reader, 1_000) == {symbol_id("a"): "h1"}
    assert as_of(reader, 999) == {}


def test_a_stamp_stays_while_the_content_does(folder: IndexFolder, binding: Binding) -> None:
    """What is the same keeps its stamp and gets no new version; what changed gets both."""
    rebuild(folder, binding, [symbol("a", "h1"), symbol("b", "h2")], STAMP, 1_000)
    reader = rebuild(folder, binding, [symbol("a", "h1"), symbol("b", "h3")], LATER, 2_000)
    stamps = {found.name: found.stamp for found in reader.symbols([symbol_id("a"), symbol_id("b")])}
    assert stamps == {"a": STAMP, "b": LATER}
    assert reader.counts()["version"] == 3
    assert as_of(reader, 1_500) == {symbol_id("a"): "h1", symbol_id("b"): "h2"}
    assert as_of(reader, "'NOW'") == {symbol_id("a"): "h1", symbol_id("b"): "h3"}


def test_what_is_gone_is_gone_from_then_on_and_may_come_back(folder: IndexFolder, binding: Binding) -> None:
    """A deletion is part of the history, and so is a return; a third rebuild loses none of it."""
    rebuild(folder, binding, [symbol("a", "h1")], STAMP, 1_000)
    rebuild(folder, binding, [], LATER, 2_000)
    reader = rebuild(folder, binding, [symbol("a", "h1")], LATER, 3_000)
    assert [as_of(reader, at).get(symbol_id("a")) for at in (500, 1_500, 2_500, 3_500)] == [None, "h1", None, "h1"]
    assert reader.symbols_named("a")[0].stamp == LATER


def test_a_move_is_a_version_with_the_same_stamp(folder: IndexFolder, binding: Binding) -> None:
    """Another file, same content: the place changes, the type stamp does not."""
    rebuild(folder, binding, [symbol("a", "h1", "old.py")], STAMP, 1_000)
    reader = rebuild(folder, binding, [symbol("a", "h1", "new.py")], LATER, 2_000)
    assert reader.run("?[at, path, stamp] := *version{at, path, stamp}\n:order path").rows == [
        [[2_000, True], "new.py", STAMP],
        [[1_000, True], "old.py", STAMP],
    ]


def test_rebuilding_what_is_the_same_adds_nothing(folder: IndexFolder, binding: Binding) -> None:
    """Two builds of one tree have one history."""
    for at in (1_000, 2_000):
        reader = rebuild(folder, binding, [symbol("a", "h1"), symbol("b", "h2")], STAMP, at)
    assert reader.counts()["version"] == 2
