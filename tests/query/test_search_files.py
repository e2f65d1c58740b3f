"""What the file around a symbol says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from indexer.query.search_files import file_evidence
from indexer.query.search_terms import Posting


class _Rows(NamedTuple):
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]


class _Places:
    """An index that knows where symbols are: (id, path, lines of the file)."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self._rows = rows

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> _Rows:
        """The rows of the symbols asked for."""
        assert "symbols" in script
        assert timeout is None
        wanted = [row[0] for row in (params or {})["symbols"]]
        return _Rows(["id", "path", "lines"], [row for row in self._rows if [row[0]] in [[one] for one in wanted]])


POSTINGS = [Posting("rate", 2.0, {1: 2.0, 2: 1.0}), Posting("limit", 3.0, {3: 1.0, 2: 1.0})]
PLACES = _Places([[1, "a.py", 100], [3, "a.py", 100], [2, "b.py", 100]])


def test_words_spread_over_a_file_count_together() -> None:
    """`rate` in one function and `limit` in the next are both in the file."""
    words = file_evidence(PLACES, POSTINGS, {}, {}).words
    assert words["a.py"] == 1.0
    assert 0 < words["b.py"] < 1.0


def test_long_files_count_less() -> None:
    """Of two files with the same words the shorter one says more."""
    places = _Places([[1, "long.py", 3000], [2, "short.py", 30]])
    words = file_evidence(places, [Posting("rate", 2.0, {1: 1.0, 2: 1.0})], {}, {}).words
    assert words["short.py"] == 1.0 > words["long.py"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("src/limit.py", "src/other.py"),
        ("src/rate_limits.py", "src/rate.py"),
        ("src/limit.py", "limit/other.py"),
        ("limit/__init__.py", "limit/other.py"),
        ("src/ratelimiter.py", "src/other.py"),
    ],
)
def test_a_path_may_name_what_is_asked_for(better: str, worse: str) -> None:
    """The file's own name more than a folder's, whole words more than parts; an index file is named by its folder."""
    paths = file_evidence(PLACES, POSTINGS, {1: better, 2: worse}, {}).paths
    assert paths[better] > paths.get(worse, 0.0)


def test_a_path_may_name_words_by_their_first_letters() -> None:
    """Three or more in a row: `sse` are server sent events, `se` and `sev` are not."""
    found = [Posting(word, 1.0, {1: 1.0}) for word in ("stream", "server", "sent", "events")]
    named = dict(enumerate(["src/sse.ts", "src/server.ts", "src/se.ts", "src/sev.ts", "sse/other.ts"]))
    paths = file_evidence(PLACES, found, named, {}).paths
    assert paths["src/sse.ts"] > paths["src/server.ts"] > 0
    assert paths.keys() == {"src/sse.ts", "src/server.ts"}


def test_a_symbol_that_has_all_the_words_of_its_file_has_no_context() -> None:
    """Such files are told apart: what they say has been said."""
    assert file_evidence(PLACES, POSTINGS, {}, {}).alone == {"b.py"}


def test_several_near_symbols_say_more_than_one() -> None:
    """The best three of a file count, what points away does not, and a symbol of no file neither."""
    paths = dict.fromkeys([1, 2, 3, 4], "many.py") | {5: "one.py", 6: "far.py"}
    cosines = {1: 0.5, 2: 0.4, 3: 0.3, 4: 0.2, 5: 0.6, 6: -0.1, 7: 0.9}
    assert file_evidence(PLACES, [], paths, cosines).vectors == {"many.py": 1.0, "one.py": pytest.approx(0.5)}


@pytest.mark.parametrize(
    ("path", "shares"),
    [
        ("win/async.c", True),
        ("include/async.h", True),
        ("async-inl.h", True),
        ("win/await.c", False),
        ("async/__init__.py", False),
    ],
)
def test_files_of_one_name_share_what_is_said_of_them(path: str, shares: bool) -> None:
    """Header and source, one file for each platform: a little less is said of the other."""
    evidence = file_evidence(
        _Places([[1, "unix/async.c", 90], [2, path, 90]]),
        [Posting("wake", 2.0, {1: 3.0})],
        {1: "unix/async.c", 2: path},
        {1: 0.6, 2: 0.1},
    )
    assert evidence.words.get(path, 0.0) == (pytest.approx(0.85) if shares else 0.0)
    assert evidence.vectors[path] == pytest.approx(0.85 if shares else 1 / 6)
    assert ("unix/async.c" in evidence.alone) is not shares


def test_nothing_asked_for_says_nothing() -> None:
    """No words, no evidence."""
    evidence = file_evidence(PLACES, [], {1: "a.py"}, {})
    assert (evidence.words, evidence.vectors, evidence.paths) == ({}, {}, {})
