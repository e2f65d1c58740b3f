"""Files that a build made of others: bundles, amalgamations, the same module for another loader.

What they are is told by what they hold, wherever they lie: more than half of their bodies stand in smaller files, too. (Counted
once, with `_SHARES` over ten projects: of seven such files six held 63 to 99 % copies, the seventh being rewritten for older engines;
no other file above 45 %.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from indexer.query.runner import Runner

_TWINS: Final = """
wanted[content_hash] <- $hashes
times[content_hash, count(id)] := wanted[content_hash], *symbol:by_content_hash{content_hash, id}
?[content_hash, min(lines)] := times[content_hash, many], many > 1, *symbol:by_content_hash{content_hash, id},
    *symbol{id, path, external}, !external, *file{path, lines}
"""
_SIZES: Final = """
wanted[path] <- $paths
?[path, lines] := wanted[path], *file{path, lines}
"""
_SHARES: Final = """
wanted[path] <- $paths
body[path, id, content_hash, lines] := wanted[path], *symbol:by_path{path, id},
    *symbol{id, content_hash, start_line, end_line}, content_hash != '', end_line - start_line + 1 >= $fewest,
    *file{path, lines}
copy[path, id] := body[path, id, content_hash, lines], *symbol:by_content_hash{content_hash, id: other},
    *symbol{id: other, path: original}, original != path, *file{path: original, lines: fewer}, fewer * $larger < lines
bodies[path, count(id)] := body[path, id, content_hash, lines]
copies[path, count(id)] := copy[path, id]
?[path, bodies, copies] := bodies[path, bodies], copies[path, copies]
"""

_LARGER: Final = 1.5
"""How many times the lines of the original a copy's file has: code that two files share is no build's work."""
FEWEST_LINES: Final = 3
"""Lines of a body that stands twice by no chance."""

_FEWEST: Final = 5
"""Such bodies of a file that is judged."""


def built_copies(runner: Runner, bodies: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The files among those found that a build made of others.

    Args:
        runner: The index.
        bodies: Path and content hash of what was found, of `FEWEST_LINES` or more; an empty hash does not count.
    """
    found = sorted({(path, content_hash) for path, content_hash in bodies if content_hash})
    if not found:
        return frozenset()
    hashes = sorted({content_hash for _, content_hash in found})
    smallest = {str(row[0]): int(row[1]) for row in runner.run(_TWINS, {"hashes": [[one] for one in hashes]}).rows}
    paths = sorted({path for path, content_hash in found if content_hash in smallest})
    sizes = {str(row[0]): int(row[1]) for row in runner.run(_SIZES, {"paths": [[path] for path in paths]}).rows}
    suspected = _suspected(found, smallest, sizes)
    if not suspected:
        return frozenset()
    asked = {"paths": [[path] for path in suspected], "larger": _LARGER, "fewest": FEWEST_LINES}
    rows = runner.run(_SHARES, asked).rows
    return frozenset(str(path) for path, bodies, copies in rows if bodies >= _FEWEST and copies > bodies / 2)


def _suspected(found: list[tuple[str, str]], smallest: Mapping[str, int], sizes: Mapping[str, int]) -> list[str]:
    """Paths of which half of what was found stands in a smaller file, too: few enough to look at all that they hold.
    A body that stands once has no smallest file."""
    all_of = Counter(path for path, _ in found)
    copied = Counter(path for path, one in found if one in smallest and smallest[one] * _LARGER < sizes[path])
    return [path for path, count in copied.items() if count * 2 >= all_of[path]]
