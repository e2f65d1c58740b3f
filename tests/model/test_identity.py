"""Content addresses, ids and stamps."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.identity import digest, new_stamp, symbol_id
from indexer.model.records import FileFacts


def test_a_digest_is_blake3() -> None:
    """The published test vector of the empty input."""
    assert digest(b"") == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"


def test_an_id_is_the_first_63_bits() -> None:
    """Of the moniker's BLAKE3, big-endian: the same on every machine."""
    assert symbol_id("") == 0xAF1349B9F5F9A1A6 >> 1


@given(st.text())
def test_an_id_fits_the_store(moniker: str) -> None:
    """Non-negative, below 2 ** 63, whatever the moniker."""
    assert 0 <= symbol_id(moniker) < 1 << 63


def test_stamps_are_version_7_and_sort_by_time() -> None:
    """RFC 9562."""
    stamps = [new_stamp() for _ in range(50)]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 50
    assert {uuid.UUID(stamp).version for stamp in stamps} == {7}


@given(st.text(alphabet="aé\n😀", max_size=40), st.data())
def test_a_position_is_line_and_byte_column(text: str, data: st.DataObject) -> None:
    """As counting does."""
    raw = text.encode()
    starts = [0, *(place + 1 for place, byte in enumerate(raw) if byte == 10)]
    facts = FileFacts("a", "text", "", "", len(raw), starts, (), None, ())
    offset = data.draw(st.integers(0, len(raw)))
    before = raw[:offset]
    assert facts.position(offset) == (before.count(b"\n"), len(before) - (before.rfind(b"\n") + 1))
