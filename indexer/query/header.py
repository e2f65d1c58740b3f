"""The header of a named query: comment lines at the top of its file that say what it is for and what it takes.

    # Purpose, in one or more lines.
    #
    # Parameters:
    #   name: Type -- meaning                   a required parameter
    #   name: Type = default -- meaning         the default is JSON
    # Columns:
    #   name: meaning
    # Example:
    #   codalog query ...
    # Without rows:
    #   what an empty answer means, and what to ask then; {name} is the value of a parameter

Only the purpose is required. Columns that are not listed are not shown, so that a query may sort by them;
if none is listed, all are shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from indexer.errors import BadDatalog
from indexer.query.parameters import TYPES, Parameter

_PARAMETER: Final = re.compile(r"(?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.+?))? -- (?P<meaning>.+)")
_COLUMN: Final = re.compile(r"(?P<name>\w+): (?P<meaning>.+)")
_RESERVED: Final = frozenset({"at"})
"""Names that mean the same to every query: `at` is the moment as of which it is asked."""
_SECTIONS: Final = ("Parameters:", "Columns:", "Example:", "Without rows:")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a query's answer."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a query's file says."""

    purpose: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    examples: tuple[str, ...]
    without_rows: str = ""
    """What an empty answer means, and what to ask then; '' where it says all."""

    def advice(self, given: Mapping[str, Any]) -> str:
        """What to say where there are no rows; '' for nothing.

        Args:
            given: The values of parameters that were given.
        """
        said = self.without_rows
        for parameter in self.parameters:
            said = said.replace(f"{{{parameter.name}}}", str(given.get(parameter.name, parameter.default_text)))
        return said


def parse_header(text: str, where: str) -> Header:
    """Read the header of a query.

    Args:
        text: The whole file.
        where: What to call the file in errors.

    Raises:
        BadDatalog: the header is missing or malformed.
    """
    parts: dict[str, list[tuple[int, str]]] = {"": [], **{section: [] for section in _SECTIONS}}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        said = line[1:].strip()
        if said in _SECTIONS:
            section = said
        elif said:
            parts[section].append((number, said))
    purpose = " ".join(said for _, said in parts[""])
    if not purpose:
        raise BadDatalog(f"{where} does not say what it is for; begin it with `# Purpose`")
    parameters = tuple(_parameter(said, f"{where}:{number}") for number, said in parts["Parameters:"])
    columns = tuple(_column(said, f"{where}:{number}") for number, said in parts["Columns:"])
    examples = tuple(said for _, said in parts["Example:"])
    return Header(purpose, parameters, columns, examples, " ".join(said for _, said in parts["Without rows:"]))


def _parameter(said: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(said)
    if match is None or match["type"] not in TYPES:
        raise BadDatalog(
            f"{where} is no parameter; write `name: Type = default -- meaning`, Type one of {', '.join(TYPES)}"
        )
    if match["name"] in _RESERVED:
        raise BadDatalog(f"{where}: every query takes {match['name']!r}; give the parameter another name")
    if match["default"] is None:
        return Parameter(match["name"], match["type"], required=True, default=None, meaning=match["meaning"])
    parameter = Parameter(match["name"], match["type"], required=False, default=None, meaning=match["meaning"])
    try:
        value: Any = json.loads(match["default"])
    except json.JSONDecodeError as error:
        raise BadDatalog(f"{where}: the default of {match['name']!r} is not JSON; quote texts") from error
    return Parameter(match["name"], match["type"], False, parameter.check(value), match["meaning"])


def _column(said: str, where: str) -> Column:
    match = _COLUMN.fullmatch(said)
    if match is None:
        raise BadDatalog(f"{where} is no column; write `name: meaning`")
    return Column(match["name"], match["meaning"])
