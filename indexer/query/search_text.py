"""The text by which full-text search finds a symbol: what the index stores and what a search asks for, split alike."""

from __future__ import annotations

from indexer.extract.words import STOP_WORDS, subtokens


def fulltext_body(*, qualified_name: str, signature: str, docstring: str, words: str, path: str = "") -> str:
    """A symbol's row of `text`: lower-case subtokens, names first, the last name twice; `STOP_WORDS` only in names.

    Args:
        qualified_name: dotted path within the package.
        signature: one line, without the body.
        docstring: all of the documentation.
        words: distinct subtokens of the body's identifiers, comments and literals (`SymbolFact.words`).
        path: file of the definition; its words count where nothing else has them.
    """
    names = subtokens(qualified_name)
    told = [token for token in subtokens(f"{signature} {docstring}") if token not in STOP_WORDS]
    tokens = names + subtokens(qualified_name.rpartition(".")[2]) + told
    seen = set(tokens)
    rest = dict.fromkeys(words.split() + subtokens(path))
    return " ".join(tokens + [word for word in rest if word not in seen])
