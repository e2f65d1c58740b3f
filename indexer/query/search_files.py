"""What the file around a symbol says: words of the whole file, and of its path, that were asked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.extract.words import subtokens
from indexer.query.runner import Runner
from indexer.query.search_terms import Posting, bm25, sums
from indexer.query.stems import root

_PLACES: Final = """
wanted[id] <- $symbols
?[id, path, lines] := wanted[id], *symbol{id, path}, *file{path, lines}
"""

_LOOKED_AT: Final = 800
"""Symbols whose files are looked at: those with most of the words."""

_SHORTEST_INSIDE: Final = 4
"""Letters of a word that is found inside of a longer one ('https' in 'autohttps')."""

_BEST: Final = 3
"""Symbols of a file whose vectors speak for it: one may be near by chance."""

_INITIALS: Final = range(3, 6)
"""Words in a row of which a file's name may have the first letters: `sse` for 'server sent events'."""

_INSIDE: Final = 0.6
_FOLDER: Final = 0.5
"""What a word in a folder's name counts, against one in the file's own."""

_INDEX_FILES: Final = frozenset({"__init__", "index", "mod", "lib", "main", "package", "init"})
"""Files that are named by their folder."""

_TWIN: Final = 0.85
"""What is said of a file counts for another of its name: header and source, the same for another platform."""

_PART: Final = re.compile(r"[-_](?:inl|impl)$")
"""What the name of a file says of how it is one with another: `logger-inl.h`."""


class FileEvidence(NamedTuple):
    """How well files answer, each 0 to 1."""

    words: Mapping[str, float]
    """By path: BM25 of the words of the whole file, divided by the best file's, or a little less than that of another file
    of its name; files that have none are left out."""
    vectors: Mapping[str, float]
    """By path: the sum of the best three cosines of its symbols, likewise."""
    alone: frozenset[str]
    """Paths of which one symbol has all the words: the file says no more than it does."""
    paths: Mapping[str, float]
    """By path: how much of what was asked for, by rarity, it names, and how much of the file's name that is: the mean of
    the first with the harmonic mean of both. First letters name words: `sse.ts` 'server sent events'."""


def file_evidence(
    runner: Runner, found: Sequence[Posting], paths: Mapping[int, str], cosines: Mapping[int, float]
) -> FileEvidence:
    """How well files answer.

    Args:
        runner: The index.
        found: Where the words asked for stand.
        paths: By symbol, files to judge by their paths; their words count where the files are among those with most
            words.
        cosines: By symbol; those without a path do not count.
    """
    rough = sums(found)
    near = sorted(rough, key=lambda symbol: (-rough[symbol], symbol))[:_LOOKED_AT]
    rows = runner.run(_PLACES, {"symbols": [[symbol] for symbol in near]}).rows if near else []
    times = Counter(str(path) for _, path, _ in rows)
    known = set(paths.values())
    twins = _twins(known)
    alone = frozenset(path for path, count in times.items() if count == 1).difference(*twins)
    words, vectors = _by_words(found, rows), _by_vectors(paths, cosines)
    return FileEvidence(_shared(words, twins), _shared(vectors, twins), alone, _by_paths(found, known))


def _twins(paths: Iterable[str]) -> list[list[str]]:
    """Files of one name, whatever their folders and endings; those that are named by their folder are none."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        name = path.rpartition("/")[2].partition(".")[0].lower()
        if name and name not in _INDEX_FILES:
            named[_PART.sub("", name)].append(path)
    return [same for same in named.values() if len(same) > 1]


def _shared(scores: Mapping[str, float], twins: Iterable[Sequence[str]]) -> dict[str, float]:
    shared = dict(scores)
    for same in twins:
        best = _TWIN * max(scores.get(path, 0.0) for path in same)
        shared |= {path: max(best, shared.get(path, 0.0)) for path in same if best}
    return shared


def _by_vectors(paths: Mapping[int, str], cosines: Mapping[int, float]) -> dict[str, float]:
    near: defaultdict[str, list[float]] = defaultdict(list)
    for symbol, cosine in cosines.items():
        if cosine > 0 and symbol in paths:
            near[paths[symbol]].append(cosine)
    scores = {path: sum(sorted(cosines, reverse=True)[:_BEST]) for path, cosines in near.items()}
    best = max(scores.values(), default=1.0)
    return {path: score / best for path, score in scores.items()}


def _by_words(found: Sequence[Posting], rows: Iterable[Sequence[object]]) -> dict[str, float]:
    file_of = {int(str(symbol)): str(path) for symbol, path, _ in rows}
    lines = {str(path): float(str(count)) for _, path, count in rows}
    numbers = {path: number for number, path in enumerate(lines)}
    together = []
    for posting in found:
        counts: defaultdict[int, float] = defaultdict(float)
        for symbol, count in posting.counts.items():
            if symbol in file_of:
                counts[numbers[file_of[symbol]]] += count
        together.append(posting._replace(counts=counts))
    lengths = {numbers[path]: count + 1 for path, count in lines.items()}
    scores = bm25(together, lengths, sum(lengths.values()) / len(lengths)) if lengths else {}
    best = max(scores.values(), default=0.0) or 1.0
    return {path: scores[number] / best for path, number in numbers.items() if number in scores}


def _by_paths(found: Sequence[Posting], paths: Iterable[str]) -> dict[str, float]:
    asked = {posting.term: posting.rarity for posting in found}
    whole = sum(asked.values()) or 1.0
    initials = _initials(list(asked))
    scores = {}
    for path in paths:
        named = {term: _named(term, path) for term in asked}
        own = subtokens(_stem(path)[0])
        short = [token for token in own if token in initials]
        used = sum(share for share in named.values() if share > _FOLDER) + len(short)
        named |= {term: 1.0 for token in short for term in initials[token]}
        told = sum(asked[term] * share for term, share in named.items()) / whole
        spent = min(1.0, used / max(1, len(own)))
        if told:
            scores[path] = (told + (2 * told * spent / (told + spent) if spent else 0.0)) / 2
    return scores


def _initials(terms: Sequence[str]) -> dict[str, Sequence[str]]:
    """Words in a row by their first letters."""
    rows = [terms[start : start + size] for size in _INITIALS for start in range(len(terms) - size + 1)]
    return {"".join(term[0] for term in row): row for row in rows}


def _named(term: str, path: str) -> float:
    """How far a path names a word: 1 in the file's name, less in a folder's or inside of another word."""
    stem, folders = _stem(path)
    best = 0.0
    for part, weight in ((stem, 1.0), *((folder, _FOLDER) for folder in folders)):
        if root(term) in map(root, subtokens(part)):
            best = max(best, weight)
        elif len(term) >= _SHORTEST_INSIDE and root(term) in re.sub(r"[^a-z0-9]", "", part.lower()):
            best = max(best, weight * _INSIDE)
    return best


def _stem(path: str) -> tuple[str, list[str]]:
    *folders, name = path.split("/")
    stem = name.partition(".")[0] or name
    return (folders[-1], folders[:-1]) if stem in _INDEX_FILES and folders else (stem, folders)
