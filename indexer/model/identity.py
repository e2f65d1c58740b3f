"""Content addresses, monikers' ids and version stamps."""

from __future__ import annotations

import blake3


def digest(data: bytes) -> str:
    """BLAKE3 of the bytes, 64 hex digits."""
    return blake3.blake3(data).hexdigest()


def symbol_id(moniker: str) -> int:
    """The first 63 bits of BLAKE3(moniker): fits the store's integers, and any two of a million symbols are the same
    with a chance of 5e-8 (a collision is detected when linking and reported)."""
    return int.from_bytes(blake3.blake3(moniker.encode()).digest(8), "big") >> 1


def new_stamp() -> str:
    """A UUIDv7 (RFC 9562): sorts by time of creation."""
    import uuid6  # slow to import, and no business of the processes that extract

    return str(uuid6.uuid7())


def stamp_at(milliseconds: int, seed: str) -> str:
    """A UUIDv7 of a moment of the past; the same one for the same seed.

    Args:
        milliseconds: since the epoch.
        seed: what tells stamps of one moment apart.
    """
    import uuid

    random = int.from_bytes(blake3.blake3(seed.encode()).digest(10), "big")
    value = (
        (milliseconds & ((1 << 48) - 1)) << 80
        | 0x7 << 76
        | (random >> 68 & 0xFFF) << 64
        | 0b10 << 62
        | random & ((1 << 62) - 1)
    )
    return str(uuid.UUID(int=value))
