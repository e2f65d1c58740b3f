"""What of a definition is embedded.

A sentence model reads a few hundred tokens and weighs early ones no less than late ones, so a raw body wastes its window
on syntax: the documentation, the names split into subtokens, and each further subtoken of the body once, say more
(measured: benchmarks/retrieval).
"""

from __future__ import annotations

from typing import Final

from indexer.embed.subtokens import distinct, subtokens

TEMPLATE_VERSION: Final = "1"
"""Part of every model's identity: raise it whenever `node_text` gives another text for any node."""

_DOCSTRING_CHARACTERS: Final = 600
_BAG_SUBTOKENS: Final = 120

_NOISE: Final = frozenset("def self cls class return none true false if else elif for in not is and or".split())
"""Subtokens of nearly every body: they say nothing, and cost a place in the window."""


def node_text(*, name: str, signature: str, docstring: str, source: str, scope: str = "") -> str:
    """The text to embed for a node: documentation, split names, then what else the body speaks of.

    Args:
        name: as written.
        signature: one line, without the body.
        docstring: documentation; its first 600 characters count.
        source: source text, or any text with the identifiers of the body.
        scope: name of what encloses it, where the body alone decides it; '' for none.
    """
    documentation = " ".join(docstring[:_DOCSTRING_CHARACTERS].split())
    names = subtokens(scope) + subtokens(name)
    parts = names + distinct(subtokens(signature), _NOISE | set(names))
    seen = _NOISE | set(parts) | set(subtokens(documentation))
    bag = [token for token in distinct(subtokens(source), seen) if len(token) > 1][:_BAG_SUBTOKENS]
    return " ".join(filter(None, (" ".join(names), documentation, " ".join(parts[len(names) :]), " ".join(bag))))
