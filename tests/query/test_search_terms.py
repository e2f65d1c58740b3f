"""The full-text leg, on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.query.search_terms import Posting, bm25, postings, rarest, sums, text_scores
from indexer.store import IndexReader, IndexWriter

TEXTS = {
    1: "retry retry with backoff",
    2: "retries of a failed request",
    3: "configured limit of requests",
    4: "config file",
    5: "function of requests " + "more words " * 30,
    6: "and or near not",
}


@pytest.fixture(scope="module", params=["mnestic", "pycozo"])
def index(request: pytest.FixtureRequest) -> Iterator[IndexReader]:
    if request.param == "pycozo":
        pytest.importorskip("cozo_embedded")
    with IndexWriter(None, binding=request.param) as writer:
        writer.put("text", list(TEXTS.items()))
        yield writer.finish()


def test_every_form_of_a_word_is_found(index: IndexReader) -> None:
    """The word as typed counts most."""
    (posting,) = postings(index, ["retry"])
    assert posting.counts.keys() == {1, 2}
    assert posting.counts[1] == 2.0 > posting.counts[2] > 0


def test_the_short_form_of_a_word_is_found(index: IndexReader) -> None:
    """`configuration` stands as `config` and as `configured`."""
    (posting,) = postings(index, ["configuration"])
    assert posting.counts.keys() == {3, 4}


def test_rare_words_say_more(index: IndexReader) -> None:
    """A word of one text tells more than a word of three; words of every question tell less."""
    rarity = {posting.term: posting.rarity for posting in postings(index, ["limit", "request", "function", "file"])}
    assert rarity["limit"] > rarity["request"]
    assert rarity["function"] == rarity["file"] < rarity["limit"]
    assert postings(index, ["function"])[0].rarity > rarity["function"]


def test_the_rarest_words_are_chosen(index: IndexReader) -> None:
    """In whatever form they stand; what stands nowhere is no choice."""
    assert rarest(index, ["request", "retry", "nowhere", "backoff"], 2) == ["backoff", "retry"]
    assert rarest(index, [], 2) == []


def test_short_texts_rank_before_long_ones(index: IndexReader) -> None:
    """Of two texts with the same words."""
    scores = text_scores(index, postings(index, ["requests"]), 10)
    assert scores[3] > scores[5]
    assert len(text_scores(index, postings(index, ["requests"]), 2)) == 2


def test_operators_of_the_query_language_are_words(index: IndexReader) -> None:
    """AND, OR and NEAR are looked for."""
    assert text_scores(index, postings(index, ["and", "or", "near", "not"]), 10).keys() == {6}


def test_no_words_find_nothing(index: IndexReader) -> None:
    """Not an error."""
    assert postings(index, []) == []
    assert text_scores(index, [], 10) == {}


def test_a_usual_length_neither_gains_nor_loses() -> None:
    """BM25 at the usual length is BM25 without lengths."""
    found = [Posting("a", 2.0, {1: 1.0, 2: 3.0}), Posting("b", 1.0, {1: 2.0})]
    assert bm25(found, {1: 50.0, 2: 50.0}, 50.0) == pytest.approx(sums(found))
