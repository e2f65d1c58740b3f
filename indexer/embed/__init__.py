"""From texts to vectors: one small protocol, a lexical embedder that always works, and sentence models."""

from __future__ import annotations

from indexer.embed.choose import Choice, choose
from indexer.embed.parts import Content, node_vectors
from indexer.embed.protocol import Embedder, ModelIdentity
from indexer.embed.template import TEMPLATE_VERSION, node_text

__all__ = ["TEMPLATE_VERSION", "Choice", "Content", "Embedder", "ModelIdentity", "choose", "node_text", "node_vectors"]
