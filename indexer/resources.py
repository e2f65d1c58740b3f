"""Where the schema and the named queries lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "_data"


def schema_dir() -> Path:
    """The folder of numbered schema scripts (`001_*.cozo` ...)."""
    return _shipped("schema")


def query_dirs(user: Path | None = None) -> list[Path]:
    """Folders of named queries, ours first.

    Args:
        user: A folder of the user's own queries; searched after ours, so that its queries win. None for none.
    """
    return [_shipped("queries"), *([user] if user is not None else [])]


def _shipped(folder: str) -> Path:
    packed = _PACKED / folder
    return packed if packed.is_dir() else _PACKAGE.parent / folder


def version() -> str:
    """The version that is installed; 'unknown' in a checkout that is not."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("codalog")
    except PackageNotFoundError:
        return "unknown"
