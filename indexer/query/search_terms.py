"""The full-text leg: where each word asked for stands, in whatever form, and how much that says (BM25).

The full-text index is a relation like others, from a word to its places. It is read as one: the engine's own search takes
eight times as long, as it reads each text for every word in it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.query.runner import Runner
from indexer.query.stems import forms

_NODES: Final = (
    "?[stamp, nodes] := *run{stamp, counts}, nodes = get(counts, 'nodes', 0), nodes > 0 :order -stamp :limit 1"
)
_TEXTS: Final = "?[count(symbol)] := *text{symbol}"
_TERM: Final = """
form[word, weight] <- $forms
said[symbol, sum(times)] := form[word, weight], *text:words{word, src_symbol: symbol, offset_from},
    times = weight * length(offset_from)
?[symbol, count] := said[symbol, count]
:sort -count, symbol
:limit $most
"""
_COUNTS: Final = """
form[word, term] <- $forms
?[term, count(symbol)] := form[word, term], *text:words{word, src_symbol: symbol}
"""
_LENGTHS: Final = """
wanted[symbol] <- $symbols
?[symbol, size] := wanted[symbol], *text{symbol, body}, size = length(body)
"""

_POSTINGS: Final = 20_000
"""Texts with one word that are looked at, at most."""

_OTHER_FORM: Final = 0.7
"""What another form of the word counts, against the word as typed."""

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
"""k1 and b of BM25 with their usual values (Robertson and Zaragoza 2009)."""

_LOOKED_AT: Final = 4
"""Texts whose length is looked at, for each that is wanted."""

WEAK_WORDS: Final = frozenset(
    "class code contain contains defined definition file files find function functions handled happen happens how"
    " implement implementation implemented implements located logic mechanism method methods module perform performed"
    " supported work works".split()
)
"""Words that questions about any code have."""

_WEAK: Final = 0.4
"""What such a word counts."""


class Posting(NamedTuple):
    """Where one word stands."""

    term: str
    rarity: float
    """What one occurrence says: its inverse document frequency, less for `WEAK_WORDS`."""
    counts: Mapping[int, float]
    """How often in the text of each symbol; another form of the word counts less."""


def postings(runner: Runner, terms: Sequence[str]) -> list[Posting]:
    """Where each of the terms stands, in any of its forms.

    Args:
        runner: The index.
        terms: Lower-case subtokens.
    """
    if not terms:
        return []
    texts = _texts(runner)
    found = []
    for term in terms:
        typed, *others = forms(term)
        weighed = [[typed, 1.0], *([other, _OTHER_FORM] for other in others)]
        rows = runner.run(_TERM, {"forms": weighed, "most": _POSTINGS}).rows
        counts = {int(symbol): float(count) for symbol, count in rows}
        rarity = math.log(1 + (max(0, texts - len(counts)) + 0.5) / (len(counts) + 0.5))
        found.append(Posting(term, rarity * (_WEAK if term in WEAK_WORDS and len(terms) > 1 else 1.0), counts))
    return found


def rarest(runner: Runner, terms: Sequence[str], most: int) -> list[str]:
    """The terms that stand in the fewest texts, rarest first; those that stand in none left out. Counting is quicker
    than telling where they stand.

    Args:
        runner: The index.
        terms: Lower-case subtokens.
        most: How many.
    """
    rows = (
        runner.run(_COUNTS, {"forms": [[form, term] for term in terms for form in forms(term)]}).rows if terms else []
    )
    counts = {str(term): int(count) for term, count in rows}
    return sorted((term for term in terms if term in counts), key=counts.__getitem__)[:most]


def _texts(runner: Runner) -> int:
    """How many texts there are, nearly: the nodes that the last run counted; counting reads every text."""
    rows = runner.run(_NODES).rows or runner.run(_TEXTS).rows
    return int(rows[0][-1])


def text_scores(runner: Runner, found: Sequence[Posting], k: int) -> dict[int, float]:
    """The k symbols whose words say most of the terms, rare terms counting more, long texts less (BM25).

    Args:
        runner: The index.
        found: Where the terms stand.
        k: How many.
    """
    rough = sums(found)
    near = [symbol for symbol, _ in sorted(rough.items(), key=lambda one: (-one[1], one[0]))[: _LOOKED_AT * k]]
    if not near:
        return {}
    rows = runner.run(_LENGTHS, {"symbols": [[symbol] for symbol in near]}).rows
    lengths = {int(symbol): float(size) for symbol, size in rows}
    usual = sum(lengths.values()) / len(lengths)
    scores = bm25(found, lengths, usual)
    return dict(sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:k])


def sums(found: Sequence[Posting]) -> dict[int, float]:
    """BM25 of every symbol that has any of the terms, without regard to length."""
    scores: defaultdict[int, float] = defaultdict(float)
    for posting in found:
        for symbol, count in posting.counts.items():
            scores[symbol] += posting.rarity * count * (_SATURATION + 1) / (count + _SATURATION)
    return dict(scores)


def bm25(found: Iterable[Posting], lengths: Mapping[int, float], usual: float) -> dict[int, float]:
    """BM25 of given texts.

    Args:
        found: Where the terms stand.
        lengths: Of each text that is scored; the unit is that of `usual`.
        usual: The length that neither gains nor loses.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for posting in found:
        for symbol, length in lengths.items():
            if count := posting.counts.get(symbol):
                room = _SATURATION * (1 - _LENGTH + _LENGTH * length / usual)
                scores[symbol] += posting.rarity * count * (_SATURATION + 1) / (count + room)
    return dict(scores)
