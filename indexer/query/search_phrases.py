"""What was typed, word for word: a message that was seen, a line that is remembered."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from indexer.query.runner import Runner

_SOURCES: Final = """
wanted[id] <- $symbols
?[id, source] := wanted[id], *symbol{id, content_hash}, *node{content_hash, source}
"""
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3
"""Words in a row that are no coincidence."""

_LONGEST_SOURCE: Final = 20_000
"""Characters of a source that are looked at."""


def phrases(runner: Runner, typed: str, symbols: Collection[int]) -> dict[int, float]:
    """How much of what was typed stands in the source of symbols word for word: the longest run of words that both
    have, as a share of what was typed, 0 where it is shorter than three words.

    Args:
        runner: The index.
        typed: Words as they were typed; case and punctuation do not count.
        symbols: Whose source to look at.
    """
    words = _words(typed)
    if len(words) < _SHORTEST or not symbols:
        return {}
    found = {}
    for symbol, source in runner.run(_SOURCES, {"symbols": [[symbol] for symbol in symbols]}).rows:
        run = longest_run(words, _words(str(source)[:_LONGEST_SOURCE]))
        if run >= _SHORTEST:
            found[int(symbol)] = run / len(words)
    return found


def longest_run(wanted: list[str], words: list[str]) -> int:
    """Length of the longest run of words that stands in both lists."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(wanted):
        places.setdefault(word, []).append(place)
    longest = 0
    ending: dict[int, int] = {}
    for word in words:
        ending = {place: ending.get(place - 1, 0) + 1 for place in places.get(word, ())}
        longest = max(longest, max(ending.values(), default=0))
    return longest


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
