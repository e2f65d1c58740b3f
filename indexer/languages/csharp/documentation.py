"""XML documentation comments as plain text."""

from __future__ import annotations

import re
from typing import Final

_REFERENCE: Final = re.compile(r"<\w+\s+(?:cref|name|langword|href)\s*=\s*\"(?:\w:)?([^\"]*)\"\s*/>")
_PARAMETER: Final = re.compile(r"<(?:type)?param\s+name\s*=\s*\"([^\"]*)\"\s*>")
_TAG: Final = re.compile(r"</?\w[^<>]*>")


def without_tags(text: str) -> str:
    """The text of a comment: tags left out, the names that they refer to and the names of parameters kept."""
    if "<" not in text:
        return text
    text = _TAG.sub("", _PARAMETER.sub(r"\1: ", _REFERENCE.sub(r"\1", text)))
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)
