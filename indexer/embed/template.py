"""What of a definition is embedded.

A sentence model reads a few hundred tokens, and weighs early ones no less than late ones: names split into subtokens, and the
documentation. Then, of a function, the beginning of its source as it was written: what is called with what, and in which
order, says more to it than the same words once each. Of anything else, and of what is left of a function, each further
subtoken once: a class or a section has its words all over. Measured (benchmarks/retrieval; docs/embedding.md has the figures).
"""

from __future__ import annotations

from typing import Final

from indexer.embed.subtokens import distinct, subtokens

TEMPLATE_VERSION: Final = "2"
"""Part of every model's identity: raise it whenever `node_text` gives another text for any node."""

FUNCTIONS: Final = frozenset({"", "constructor", "function", "macro", "method"})
"""Kinds of definitions that do something; '' where the kind is not known."""

_DOCSTRING_CHARACTERS: Final = 600
_WRITTEN_CHARACTERS: Final = 600
"""More fills the window of small models, costs time and finds no more."""
_BAG_SUBTOKENS: Final = 120

_NOISE: Final = frozenset("def self cls class return none true false if else elif for in not is and or".split())
"""Subtokens of nearly every body: they say nothing, and cost a place in the window."""


def node_text(*, kind: str, name: str, signature: str, docstring: str, source: str) -> str:
    """The text to embed for a node: split names, documentation, how a function begins, then what else the body speaks of.

    Args:
        kind: of the definition.
        name: as written.
        signature: one line, without the body.
        docstring: documentation; its first 600 characters count.
        source: source text, or any text with the identifiers of the body.
    """
    documentation = " ".join(docstring.split())
    names = subtokens(name)
    body = " ".join(source.split())
    if documentation:
        body = body.replace(documentation, "", 1)
    written = body[:_WRITTEN_CHARACTERS] if kind in FUNCTIONS else ""
    documentation = documentation[:_DOCSTRING_CHARACTERS]
    seen = _NOISE.union(names, subtokens(documentation), subtokens(written))
    bag = [token for token in distinct(subtokens(f"{signature} {body[len(written) :]}"), seen) if len(token) > 1]
    return " ".join(filter(None, (" ".join(names), documentation, written, " ".join(bag[:_BAG_SUBTOKENS]))))
