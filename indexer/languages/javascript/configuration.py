"""Project files as data: JSON with comments, as tsconfig.json and package.json are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)


def read_json(data: bytes) -> Mapping[str, Any]:
    """The object that a file holds; comments and trailing commas are allowed, what is malformed is empty."""
    text = data.decode("utf-8-sig", "replace")
    plain = _TOKEN.sub(lambda match: match[0] if match[0][0] == '"' else "", text)
    plain = _TOKEN.sub(lambda match: match[0] if match[0][0] == '"' else "", plain)  # a comma before what was a comment
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def folder_of(path: str) -> str:
    """The folder of a path; '' for the root."""
    return path.rpartition("/")[0]


def joined(folder: str, path: str) -> str | None:
    """A path relative to a folder, from the root; None where it leads out of the root."""
    parts = [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def common_depth(one: str, other: str) -> int:
    """How many folders two paths share."""
    depth = 0
    for mine, theirs in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        depth += 1
    return depth
