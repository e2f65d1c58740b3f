"""Settings: what can be chosen, from where it is read, and what wins.

In falling order: arguments, `CODALOG_*` environment variables, `codalog.toml` in the repository,
`[tool.codalog]` in its `pyproject.toml`, defaults.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import BadParameter

REPOSITORY_KEYS: Final = frozenset(
    {"dimension", "embed", "embedder", "global_excludes", "location", "max_file_bytes", "queries", "redact"}
)
"""What a repository's own files may set. The rest says where this machine stores things and how much of it to use,
which is no business of code that somebody cloned."""


class Settings(BaseSettings):
    """Everything that can be chosen; frozen."""

    model_config = SettingsConfigDict(env_prefix="CODALOG_", frozen=True, extra="forbid")

    engine: Literal["mnestic", "pycozo"] = "mnestic"
    """Binding of CozoDB that stores the index; `pycozo` needs the extra of that name."""

    location: Literal["data", "repo"] = "data"
    """Where the index lies: in the user's data directory, or in `.codalog/` in the repository."""

    data_dir: Path | None = None
    """Folder for the indexes of `location = data`; None for the platform's own."""

    embed: bool = True
    """Make vectors after the graph."""

    embedder: str = "auto"
    """`auto`, `lexical`, the name of a model, or a path to one (paths not from a repository's own files)."""

    device: str = "auto"
    """Where vectors are computed: `auto`, `cuda` (`cuda:1` for one card of several), `mps`, `cpu`, or `openvino`, the CPU
    accelerator."""

    dimension: int = Field(default=0, ge=0)
    """Length that vectors are cut to, where the model was trained for that (Matryoshka); 0 for all of it."""

    workers: int = Field(default=0, ge=0)
    """Processes that extract; 0 for one a core."""

    max_file_bytes: int = Field(default=2_000_000, gt=0)
    """Larger files are left out and reported."""

    linked_files: int = Field(default=20_000, ge=0)
    """Files of languages linked by declarations that `watch` keeps as linked in memory, so that an edit costs what it changes; of more,
    all are linked again. 0 for never."""

    fresh: bool = False
    """Build from nothing, even where nothing changed."""

    global_excludes: bool = False
    """Also obey git's `core.excludesFile`; off, so that an index does not depend on the machine."""

    redact: bool = True
    """Blank out well-known forms of secrets in stored text."""

    gc_above: int = Field(default=0, ge=0)
    """Bytes of an index above which a run collects garbage, at most once a day; 0 for never."""

    gc_keep_days: float = Field(default=90.0, ge=0)
    """Days of history that such a collection leaves."""

    gc_archive: Path | None = None
    """Folder of Parquet files that takes what such a collection removes; None to let it go."""

    query_timeout: float = Field(default=30.0, gt=0)
    """Seconds that a query may run."""

    queries: Path | None = None
    """Folder of your own named queries; None for `queries` in the user's configuration directory."""

    def query_folder(self) -> Path | None:
        """The folder of the user's own named queries, None where there is none."""
        if self.queries is not None:
            return self.queries
        import platformdirs  # only queries by name need it

        folder = platformdirs.user_config_path("codalog") / "queries"
        return folder if folder.is_dir() else None

    def worker_count(self) -> int:
        """Processes to extract with: `workers`, or one for each core that this process may use."""
        if self.workers:
            return self.workers
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1


def load_settings(root: Path | None = None, **chosen: Any) -> Settings:
    """Settings for a repository.

    Args:
        root: The repository, whose `codalog.toml` and `pyproject.toml` are read; None for neither.
        chosen: Settings given as arguments; those that are None are left to the other sources.

    Raises:
        BadParameter: a value is of the wrong type, a name is unknown, or a file is malformed.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    try:
        from_env = Settings(**given).model_dump(exclude_unset=True)
        return Settings(**{**(_from_repository(root) if root else {}), **from_env})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        message = f"setting {name!r}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        raise BadParameter(message) from error


def _from_repository(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, table in (("pyproject.toml", ("tool", "codalog")), ("codalog.toml", ())):
        values = _read_table(root / name, table)
        for key, value in values.items():
            found[key] = _checked(root, name, key, value)
    return found


def _read_table(file: Path, table: tuple[str, ...]) -> dict[str, Any]:
    try:
        values: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if table:  # somebody else's file: not ours to refuse
            return {}
        message = f"{file} is not TOML ({error}); mend it or remove it"
        raise BadParameter(message) from error
    for key in table:
        values = values.get(key, {}) if isinstance(values, dict) else {}
    return values if isinstance(values, dict) else {}


def _checked(root: Path, file: str, key: str, value: Any) -> Any:
    if key not in REPOSITORY_KEYS:
        known = ", ".join(sorted(REPOSITORY_KEYS))
        reason = (
            "may only be set as an argument or in the environment" if key in Settings.model_fields else "is unknown"
        )
        message = f"setting {key!r} in {root / file} {reason}; a repository can set {known}"
        raise BadParameter(message)
    if key == "embedder" and isinstance(value, str) and ("/" in value or "\\" in value or value.startswith(".")):
        message = f"setting 'embedder' in {root / file} is a path; name a model there, or set CODALOG_EMBEDDER"
        raise BadParameter(message)
    if key == "queries" and isinstance(value, str):
        folder = (root / value).resolve()
        if not folder.is_relative_to(root.resolve()):
            message = f"setting 'queries' in {root / file} leads out of the repository; set CODALOG_QUERIES instead"
            raise BadParameter(message)
        return folder
    return value
