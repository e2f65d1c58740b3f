"""What the database says of a malformed script, in words that say where it is wrong and what to do."""

from __future__ import annotations

import difflib
import re
from typing import Final

from indexer.store.schema import load_schema

_PLACE: Final = re.compile(r"at (?P<start>\d+)\.\.\d+")
_NO_RELATION: Final = re.compile(r"stored relation '(?P<name>[^']+)'$")
_NO_FIELD: Final = re.compile(r"stored relation '(?P<name>[^']+)' does not have field")
_NO_RULE: Final = re.compile(r"Requested rule (?P<name>\w+) not found")
_ARITY: Final = re.compile(r"rule application (?P<name>\w+) ")
_NO_VALUE: Final = re.compile(r"Required parameter (?P<name>\w+) not found")
_NO_NEAR: Final = re.compile(r"Index near not found on relation embedding_")
_SHOWN: Final = 20
"""Characters of a script that say where it is wrong."""


def explained(message: str, script: str) -> str:
    """The message with lines in place of offsets, and with what to do next where that is known.

    Args:
        message: What the database said, in one line.
        script: What it was given.
    """
    if place := _PLACE.search(message):
        where = _where(script, int(place["start"]))
        return message[: place.start()] + where + message[place.end() :]
    relations = {relation.name: relation for relation in load_schema().relations}
    if (found := _NO_FIELD.search(message)) and found["name"] in relations:
        return f"{message}; it has {', '.join(relations[found['name']].headers)}"
    if found := _NO_RELATION.search(message):
        near = difflib.get_close_matches(found["name"], relations, n=1)
        return f"{message}; {f'did you mean *{near[0]}?' if near else '`codalog schema` lists them'}"
    if (found := _NO_RULE.search(message) or _ARITY.search(message)) and found["name"] in relations:
        name = found["name"]
        return f"{message}; as a stored relation it is written *{name}{{{relations[name].headers[0]}, ...}}, with the columns that are wanted"
    if _NO_NEAR.search(message):
        return f"{message}; it is built once every node has its vector: `codalog index` makes those that are missing"
    if found := _NO_VALUE.search(message):
        return f"{message}; give it with --param {found['name']}=... or --embed {found['name']}=..."
    return message


def _where(script: str, offset: int) -> str:
    """A place in a script, which the database counts in bytes, as people count."""
    before = script.encode()[:offset].decode(errors="ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    rest = script[len(before) :].strip()
    what = rest[:_SHOWN] + ("…" if len(rest) > _SHOWN else "")
    return f"at line {line}, column {column}, " + (f"before {what!r}" if what else "which is the end")
