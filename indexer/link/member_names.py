"""Digests of the names of a class's members, by which its file need not be read where it says nothing of a name."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final

_BYTES: Final = 4


def digest_of(name: str) -> bytes:
    """A few bytes for a name; others may have the same."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")).to_bytes(_BYTES, "little")


def digests_of(names: Iterable[str]) -> bytes:
    """The digests of all that a class defines or sets."""
    return b"".join(sorted(map(digest_of, names)))


def among(classes: Iterable[int], name: str, digests: Mapping[int, bytes]) -> list[int]:
    """Those of some classes that may define or set a member of a name.

    Args:
        classes: Their scopes.
        name: Of the member.
        digests: Of the names that classes say anything of; those that are left out may say anything.
    """
    digest = digest_of(name)
    return [one for one in classes if one not in digests or digest in digests[one]]
