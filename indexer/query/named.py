"""Named queries: text in `queries/`, found by name, checked against their headers, run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import BadDatalog, BadParameter, UnknownQuery
from indexer.query.answer import Answer
from indexer.query.header import Header, parse_header
from indexer.query.resolve import resolve, resolve_file, resolve_one, resolve_overloads
from indexer.query.runner import Runner
from indexer.telemetry import logger


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name: `queries/<name>.cozo`."""

    name: str
    header: Header
    script: str
    file: Path

    def bind(self, runner: Runner, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values for every parameter: checked, defaults filled in, symbols and files resolved.

        Args:
            runner: The index, to resolve symbols and files.
            given: Values by name, in Python's types or as a shell gives them.

        Raises:
            BadParameter: one is missing, unknown or of the wrong type.
            UnknownSymbol: a symbol or a file is not in the index.
            AmbiguousSymbol: one is needed and several are meant.
        """
        known = [parameter.name for parameter in self.header.parameters]
        for name in given:
            if name not in known:
                takes = f"it takes {', '.join(known)}" if known else "it takes none"
                raise BadParameter(f"query {self.name!r} has no parameter {name!r}; {takes}")
        bound: dict[str, Any] = {}
        for parameter in self.header.parameters:
            if parameter.name not in given:
                if parameter.required:
                    message = f"query {self.name!r} needs {parameter.name}=... ({parameter.meaning})"
                    raise BadParameter(message)
                bound[parameter.name] = parameter.default
                continue
            value = parameter.check(given[parameter.name])
            if parameter.type == "Symbols":
                value = [match.id for match in resolve(runner, value)]
            elif parameter.type == "Overloads":
                value = [match.id for match in resolve_overloads(runner, value)]
            elif parameter.type == "Symbol":
                value = resolve_one(runner, value).id
            elif parameter.type == "File":
                value = resolve_file(runner, value)
            bound[parameter.name] = value
        return bound

    def run(self, runner: Runner, given: Mapping[str, Any], timeout: float | None = None) -> Answer:
        """Run the query.

        Args:
            runner: The index.
            given: Values by name, as for `bind`.
            timeout: Seconds that it may take; None for the index's own limit.

        Raises:
            UsageError: a parameter is wrong, as for `bind`.
            QueryError: the database refuses the script, or it takes too long.
        """
        found = runner.run(self.script, self.bind(runner, given), timeout)
        headers = tuple(found.headers)
        columns = tuple(column.name for column in self.header.columns) or headers
        missing = [name for name in columns if name not in headers]
        if missing:
            raise BadDatalog(f"{self.file} gives no column {missing[0]!r}; its header and its script differ")
        places = [headers.index(name) for name in columns]
        return Answer(columns, tuple(tuple(row[place] for place in places) for row in found.rows))


def load_query(name: str, folders: Iterable[Path]) -> NamedQuery:
    """The query of that name.

    Args:
        name: Name of its file, without `.cozo`.
        folders: Where to look; a later folder wins over an earlier one.

    Raises:
        UnknownQuery: there is none; the message names what is near.
        BadDatalog: its header is malformed or its file is not text.
    """
    files = _files(folders)
    if name not in files:
        near = difflib.get_close_matches(name, files, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`codalog queries` lists them"
        raise UnknownQuery(f"no query is called {name!r}; {hint}")
    return _load(files[name])


def load_queries(folders: Iterable[Path]) -> list[NamedQuery]:
    """All queries, by name; one that cannot be read is left out with a warning.

    Args:
        folders: Where to look; a later folder wins over an earlier one.
    """
    found = []
    for file in _files(folders).values():
        try:
            found.append(_load(file))
        except BadDatalog as error:
            logger("queries").warning("left out", reason=str(error))
    return found


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    found = {file.stem: file for folder in folders for file in sorted(folder.glob("*.cozo"))}
    return dict(sorted(found.items()))


def _load(file: Path) -> NamedQuery:
    try:
        script = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDatalog(f"{file} cannot be read ({error})") from error
    return NamedQuery(file.stem, parse_header(script, str(file)), script, file)
