"""What of a node is embedded, part by part: a body that says more than one text holds becomes several, pooled."""

from __future__ import annotations

from typing import Final

from indexer.embed.template import TEMPLATE_VERSION

_PARTS_VERSION: Final = "1"

TEXT_VERSION: Final = f"{TEMPLATE_VERSION}.{_PARTS_VERSION}"
"""Part of every model's identity: of the template, and of how a node is cut into texts."""
