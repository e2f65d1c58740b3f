"""Names of packages, as import paths suggest them."""

from __future__ import annotations

import re

_VERSION = re.compile(r"v\d+")
_SUFFIX = re.compile(r"[.-](?:v\d+|go)$")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")


def names_of_path(path: str) -> list[str]:
    """The names that a package may have, by its import path: the last part, without version and the word 'go'.

    A package says its name itself, in files that may not be at hand: `gopkg.in/yaml.v2` is `yaml`, `m/chi/v5` is `chi`,
    `m/go-multierror` is `multierror`.
    """
    parts = path.split("/")
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    last = _SUFFIX.sub("", parts[-1])
    plain = last.removeprefix("go-")
    candidates = (plain, plain.replace("-", "").replace(".", ""), plain.replace("-", "_"), plain.rpartition("-")[2])
    found = [name for name in dict.fromkeys(candidates) if _IDENTIFIER.fullmatch(name)]
    return found[:1] if _IDENTIFIER.fullmatch(parts[-1]) else found
