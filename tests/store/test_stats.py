"""Rows and bytes."""

from __future__ import annotations

import pytest

from indexer.store import Binding, IndexReader, IndexWriter, sizes


def test_every_relation_and_index_is_measured(reader: IndexReader) -> None:
    """The rows are those of the relations; the bytes are part of the file's."""
    found = {relation.name: relation for relation in sizes(reader)}
    for name, rows in reader.counts().items():
        assert found[name].rows == rows
    assert found["edge:by_target"].rows == found["edge"].rows == 2
    assert found["text:words"].rows >= 15
    assert reader.path is not None
    assert 0 < sum(relation.bytes for relation in found.values()) < reader.path.stat().st_size


def test_an_index_in_memory_has_no_file_to_measure(binding: Binding) -> None:
    """It says so."""
    with IndexWriter(None, binding=binding) as writer, pytest.raises(ValueError, match="memory"):
        sizes(writer.finish())
