"""Makes a table fit a terminal: first names lose what the file beside them says, then signatures are cut, then names are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_FILES: Final = ("path", "defined")
"""Columns that say where the names in a row are."""
_NAMES: Final = frozenset(
    "symbol caller callee calls by on next test importer imported imports module cycle subclass base method was".split()
)
"""Columns of qualified names: the end of one means it, too."""
_CODE: Final = frozenset({"signature", "docstring"})
"""Columns whose beginning says most."""
_FOLDERS: Final = frozenset({"__init__", "index", "mod"})
"""Files that are called as their folder is."""
_LEAST: Final = 24
"""Characters that those are left."""
_KEPT: Final = 2
"""Last parts of a name that still tell it."""
GAP: Final = 2
"""Characters between two columns."""


def fitted(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The rows, as long as they are too wide with less and less in their cells.

    Args:
        columns: Their names.
        rows: Cells, one line each.
        width: Characters that a row may take.
    """
    found = [list(row) for row in rows]
    if _excess(columns, found, width) <= 0:
        return found
    files = [place for place, name in enumerate(columns) if name in _FILES]
    names = [place for place, name in enumerate(columns) if name in _NAMES]
    for row in found:
        for place in names:
            row[place] = next((short for at in files if (short := _within(row[place], row[at]))), row[place])
    for place in [place for place, name in enumerate(columns) if name in _CODE]:
        if (excess := _excess(columns, found, width)) > 0:
            most = max(_LEAST, max(len(row[place]) for row in found) - excess)
            for row in found:
                row[place] = row[place] if len(row[place]) <= most else row[place][: most - 1] + "…"
    for place in names:
        if _excess(columns, found, width) > 0:
            for row in found:
                row[place] = ".".join(row[place].split(".")[-_KEPT:])
    return found


def _excess(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> int:
    """Characters that a row has too many."""
    widths = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(columns)]
    return sum(widths) + GAP * (len(widths) + 1) - width


def _within(name: str, path: str) -> str:
    """A qualified name without the module that a path makes, which begins with the folder of any package; '' where it has no
    such module."""
    if not path:
        return ""
    parts, said = PurePosixPath(path).with_suffix("").as_posix().replace("/", ".").split("."), name.split(".")
    for module in (parts, parts[:-1]) if parts[-1] in _FOLDERS else (parts,):
        for start in range(len(module)):
            inner = said[len(module) - start :]
            if inner and said[: len(module) - start] == module[start:]:
                return ".".join(inner)
    return ""
