"""How answers are printed: tables on a terminal, aligned text in a pipe, JSON for programs."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from enum import Enum
from typing import Any, Final

from indexer.cli.fitting import GAP, fitted
from indexer.query.answer import Answer

_WIDEST: Final = 120
"""Characters of a table's cell that has blanks."""


class Form(Enum):
    """What form output takes."""

    TEXT = "text"
    """A table on a terminal, aligned columns elsewhere."""
    JSON = "json"
    """One document."""
    JSONL = "jsonl"
    """One object a line."""


def form_of(*, as_json: bool, as_lines: bool) -> Form:
    """The form that the options `--json` and `--jsonl` ask for."""
    return Form.JSONL if as_lines else Form.JSON if as_json else Form.TEXT


def print_answer(answer: Answer, form: Form, *, without_rows: str = "") -> None:
    """Print a table of rows; `without_rows` is what to say besides where there are none."""
    if form is not Form.TEXT:
        print_records(answer.records(), form)
    elif not answer.rows:
        sys.stderr.write(f"no rows; {without_rows}\n" if without_rows else "no rows\n")
    elif sys.stdout.isatty():
        _print_table(answer.columns, answer.rows)
    else:
        _print_columns(answer.columns, answer.rows)


def print_records(records: Iterable[Any], form: Form) -> None:
    """Print records (dicts, dataclasses or named tuples) as JSON."""
    plain = [to_plain(record) for record in records]
    if form is Form.JSONL:
        sys.stdout.writelines(f"{_dump(record)}\n" for record in plain)
    else:
        sys.stdout.write(_dump(plain, indent=2) + "\n")


def print_record(record: Any, form: Form) -> None:
    """Print one record: as JSON, or a line for each of its fields that says something."""
    plain = to_plain(record)
    if form is not Form.TEXT:
        sys.stdout.write(_dump(plain, indent=2 if form is Form.JSON else None) + "\n")
        return
    plain = {name: value for name, value in plain.items() if value not in (None, "", {}, [])}
    width = max(map(len, plain), default=0)
    for name, value in plain.items():
        sys.stdout.write(f"{name.replace('_', ' '):<{width}}  {cell(value)}".rstrip() + "\n")


def to_plain(value: Any) -> Any:
    """The value as JSON knows it: dataclasses, named tuples and models become dicts."""
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return to_plain(value._asdict())
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no such number
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def cell(value: Any) -> str:
    """One line of text for a value; what could steer a terminal is made visible."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(part) for part in value)
    return clean(" ".join(str(value).split()))


def clean(text: str) -> str:
    """The text with control characters, line ends and tabs apart, written as escapes: it comes from a repository that may
    not mean well."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text)


def _short(value: Any) -> str:
    """A cell of a table. Prose and code are cut where they would push all else away; names, which have no blanks, are not."""
    text = cell(value)
    return text if len(text) <= _WIDEST or " " not in text else text[: _WIDEST - 1] + "…"


def _dump(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate of a path that is not UTF-8: only an escape can say it
        return json.dumps(value, indent=indent)
    return text


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=box.SIMPLE_HEAD, padding=(0, GAP - 1, 0, 0), pad_edge=False)
    for place, name in enumerate(columns):
        numbers = all(isinstance(row[place], (int, float)) and not isinstance(row[place], bool) for row in rows)
        table.add_column(Text(name.replace("_", " ")), justify="right" if numbers else "left", overflow="fold")
    for cells in fitted(columns, [[_short(value) for value in row] for row in rows], console.width):
        table.add_row(*map(Text, cells))
    console.print(table)


def _print_columns(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    lines = [list(columns), *([_short(value) for value in row] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    for line in lines:
        padded = "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True))
        sys.stdout.write(padded.rstrip() + "\n")
