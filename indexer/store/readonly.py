"""Keeps a query that comes from outside to reading the index, and nothing else.

The engine itself refuses writes when it is told to, but not the fixed rules that read files and fetch URLs, which are
compiled into both bindings. So a script is read here first, the way the engine reads it: comments and strings are
skipped, what is left may hold no write option, no system operation, and only fixed rules that are known to compute.

The bindings disagree on where a double-quoted string ends (one knows escapes and close fences only), so a script is read both ways and must be clean in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.errors import BadDatalog, WriteRefused

WRITES: Final = frozenset("create put insert update rm delete replace ensure ensure_not reconcile".split())
"""Options of a query that change a relation."""

FIXED_RULES: Final = frozenset(
    (
        "BFS BetweennessCentrality BreadthFirstSearch ClosenessCentrality ClusteringCoefficients"
        " CommunityDetectionLouvain ConnectedComponents Constant DFS DegreeCentrality DepthFirstSearch KShortestPathYen"
        " LabelPropagation MaximalMarginalRelevance MinimumSpanningForestKruskal MinimumSpanningTreePrim PageRank"
        " RandomWalk ReciprocalRankFusion ReorderSort SCC ShortestPathAStar ShortestPathBFS ShortestPathDijkstra"
        " StronglyConnectedComponent StronglyConnectedComponents TopSort"
    ).split()
)
"""Fixed rules that only compute on what they are given."""

_LINE_COMMENT: Final = r"\#[^\n]*"
_BLOCK_COMMENT: Final = r"/\*.*?\*/"
_SINGLE_QUOTED: Final = r"'(?:\\.|[^'\\])*'"
_CODE: Final = r"(?P<word>[^\W\d]\w*)|(?P<mark>::|<~|.)"
_GAP: Final = rf"(?:\s|{_LINE_COMMENT}|{_BLOCK_COMMENT})*"

_DIALECTS: Final = tuple(
    re.compile(
        f"(?P<comment>{_LINE_COMMENT}|{_BLOCK_COMMENT})|(?P<string>{strings}|{_SINGLE_QUOTED})|{_CODE}", re.DOTALL
    )
    for strings in (
        r'(?P<fence>(?<!\w)_+)".*?"(?P=fence)|"(?:\\.|[^"\\])*"',  # mnestic: a raw string has a fence, close to its quotes
        rf'(?P<fence>(?<!\w)_*){_GAP}".*?"{_GAP}(?P=fence)',  # pycozo: the fence may be empty or stand apart
    )
)


class _Token(NamedTuple):
    text: str
    start: int
    word: bool


def ensure_reads_only(script: str) -> None:
    """Refuse a script that does more than read the index.

    Args:
        script: CozoScript from outside.

    Raises:
        WriteRefused: it writes, runs a system operation, or reaches outside the index.
        BadDatalog: it names a fixed rule that is not known.
    """
    for dialect in _DIALECTS:
        _inspect(list(_tokens(script, dialect)), script)


def _tokens(script: str, dialect: re.Pattern[str]) -> Iterator[_Token]:
    for match in dialect.finditer(script):
        if match["word"] or (match["mark"] and not match["mark"].isspace()):
            yield _Token(match[0], match.start(), bool(match["word"]))


def _inspect(tokens: list[_Token], script: str) -> None:
    # Braces after a stored relation's name hold its columns, where `:put` binds a column to a variable called `put`.
    columns: list[bool] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text == "{":
            columns.append(_names_relation(tokens, at))
        elif token.text == "}" and columns:
            columns.pop()
        elif token.text == "::":
            message = f"system operations are not allowed in a query{_line(script, token)}"
            raise WriteRefused(message)
        elif token.text == "<~" and following is not None:
            _inspect_fixed_rule(following, script)
        elif token.text == ":" and _writes(following, token) and not (columns and columns[-1]):
            message = f"this query may only read, and has an option that writes{_line(script, token)}"
            raise WriteRefused(message)


def _writes(following: _Token | None, colon: _Token) -> bool:
    return following is not None and following.text in WRITES and following.start == colon.start + 1


def _names_relation(tokens: list[_Token], brace: int) -> bool:
    at = brace - 1
    if at >= 2 and tokens[at].word and tokens[at - 1].text == ":":
        at -= 2
    return at >= 1 and tokens[at].word and tokens[at - 1].text in {"*", "~"}


def _inspect_fixed_rule(rule: _Token, script: str) -> None:
    if rule.text in FIXED_RULES:
        return
    if rule.word and re.search("read|write|file|url|http|csv|json|rdf|parquet|arrow", rule.text, re.IGNORECASE):
        message = f"{rule.text} reaches outside the index, and a query may not{_line(script, rule)}"
        raise WriteRefused(message)
    message = f"no fixed rule is called {rule.text!r}{_line(script, rule)}"
    raise BadDatalog(message)


def _line(script: str, token: _Token) -> str:
    return f" (line {script.count(chr(10), 0, token.start) + 1})"
