"""Files that a build made of others, known by what they hold."""

from __future__ import annotations

import pytest

from indexer.model.identity import digest
from indexer.query.search_copies import built_copies
from indexer.store import IndexReader, IndexWriter

FILES: dict[str, list[str]] = {
    "src/read.js": ["read", "readLine", "readAll", "shared"],
    "src/write.js": ["write", "flush", "close", "shared"],
    "app.bundle": ["read", "readLine", "readAll", "write", "flush", "close", "boot"],
    "src/large.js": [f"own{number}" for number in range(6)] + ["shared", "close"],
}
"""By path the bodies in it."""


@pytest.fixture(scope="module")
def index() -> IndexReader:
    """Every body has three lines and more."""
    number = 0
    with IndexWriter(None) as writer:
        for path, bodies in FILES.items():
            lines = 10 * len(bodies)
            writer.put("file", [(path, "javascript", "", "", 0, 0, 0, lines, 0, "", False, False, False)])
            for at, name in enumerate(bodies):
                place = (path, "javascript", None, digest(name.encode()), 10 * at, 0, 10 * at + 8, 0, 10 * at, 4)
                flags = ("", True, False, False, [], 0.0, "")
                writer.put("symbol", [(number, f"m{number}", name, name, "function", *place, *flags)])
                number += 1
        return writer.finish()


def found(*paths: str, bodies: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """All bodies of files, or those named, as a search found them."""
    return [(path, digest(name.encode())) for path in paths for name in FILES[path] if not bodies or name in bodies]


def test_what_holds_mostly_what_smaller_files_hold_is_a_copy(index: IndexReader) -> None:
    """The bundle, whatever it is called; not the files that it was made of."""
    assert built_copies(index, found(*FILES)) == {"app.bundle"}


def test_all_of_a_file_counts_not_what_was_found_of_it(index: IndexReader) -> None:
    """A large file of which nothing but a shared helper was found is no copy; of a bundle one body is enough."""
    assert built_copies(index, found("src/large.js", bodies=("shared", "close"))) == frozenset()
    assert built_copies(index, found("app.bundle", bodies=("flush",))) == {"app.bundle"}


def test_what_has_no_body_is_no_copy(index: IndexReader) -> None:
    """Nothing found, nothing asked."""
    assert built_copies(index, []) == frozenset()
    assert built_copies(index, [("app.bundle", "")]) == frozenset()
