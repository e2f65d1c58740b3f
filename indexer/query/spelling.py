r"""Names as languages, their documentation and their stack traces spell them.

`App\Models\User::save`, `org.acme.Cat.meow`, `acme::shapes::Shape::draw`, `geo.(*Point).Move`, `Router#call`. A qualified name
of the index says in which file a symbol stands; these say in which package, namespace or crate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from indexer.model.kinds import MEMBER_OF
from indexer.query.runner import Runner

_ARGUMENTS: Final = re.compile(r"(?<=[\w>])\([^()]*\)$")
_RECEIVER: Final = re.compile(r"\(\*?(\w+)\)")
_TYPE_ARGUMENTS: Final = re.compile(r"(?:::)?<[^<>]*>")
_ARITY: Final = re.compile(r"(?<=\w[?!])/\d+$|(?<=\w)/\d+$")
_TEST_FILE: Final = re.compile(r"\.py(?=::)")
"""As pytest names tests."""
_SEPARATOR: Final = re.compile(r"::|->|[.#\\:]|(?<=\w)\$(?=[A-Z])")
_OWN: Final = frozenset({"crate", "self", "super", "prototype"})
"""Parts that say where to look from, not what something is called."""
_CRATES: Final = "rust"
"""The language in which a name may begin with that of what is built, which stands in no source file."""

_CANDIDATES: Final = """
?[id, qualified_name, path, language, detail] := *symbol:by_name{name: $name, id},
    *symbol{id, qualified_name, path, language, kind, external, detail}, !external, !is_in(kind, ['module', 'package'])
"""
_HEADS: Final = """
wanted[path] <- $paths
?[path, kind, qualified_name, signature, start_line] := wanted[path], *symbol:by_path{path, id},
    *symbol{id, kind, qualified_name, signature, start_line}, is_in(kind, ['module', 'package'])
:order path, start_line
"""


class _Head(NamedTuple):
    """What a file says of all that stands in it."""

    module: tuple[str, ...]
    """Parts of the name of its module."""
    packages: list[tuple[str, ...]]
    """Parts of the names of the packages that it declares."""


def parts_of(said: str) -> tuple[str, ...]:
    """The parts of a name, without arguments, type arguments, arity and what only says where to look from."""
    name = _ARITY.sub("", _ARGUMENTS.sub("", _TEST_FILE.sub("", said.strip())))
    name = _RECEIVER.sub(r"\1", name).rpartition("/")[2]
    while name != (name := _TYPE_ARGUMENTS.sub("", name)):
        pass
    return tuple(part for part in _SEPARATOR.split(name) if part and part not in _OWN)


def spelled(runner: Runner, said: str, *, declared: bool = False) -> list[int]:
    """Ids of the symbols that a name may mean as their languages spell it.

    Args:
        runner: The index.
        said: The name.
        declared: Whether only packages that files declare count: a file may be called like what stands in it.
    """
    parts = parts_of(said)
    if len(parts) < 2:
        return []
    rows = runner.run(_CANDIDATES, {"name": parts[-1]}).rows
    heads = _heads(runner, {row[2] for row in rows})
    return [
        symbol
        for symbol, qualified_name, path, language, detail in rows
        if path in heads
        and any(
            _ends_with(name, meant)
            for name in _names(qualified_name, detail, heads[path], declared=declared)
            for meant in ([parts, parts[1:]] if language == _CRATES and len(parts) > 2 else [parts])
        )
    ]


def _heads(runner: Runner, paths: Iterable[str]) -> dict[str, _Head]:
    heads: dict[str, _Head] = {}
    declared: dict[str, list[tuple[str, ...]]] = {}
    for path, kind, qualified_name, signature, _ in runner.run(_HEADS, {"paths": [[path] for path in paths]}).rows:
        if kind == "package":
            declared.setdefault(path, []).append(parts_of(signature.removeprefix("package").strip(" \t;")))
        else:
            heads[path] = _Head(tuple(qualified_name.split(".")), declared.setdefault(path, []))
    return heads


def _names(qualified_name: str, detail: Sequence[str], head: _Head, *, declared: bool) -> Iterable[Sequence[str]]:
    """The names of a symbol: after each package of its file, after all of them, with the file's own name and without; for a member
    of what stands elsewhere, as one of the file, too."""
    inside = qualified_name.split(".")[len(head.module) :]
    if detail and detail[0].startswith(MEMBER_OF) and not declared:
        yield (*head.module, inside[-1])
    for package in (*head.packages, tuple(chain.from_iterable(head.packages))):
        if package:
            yield (*package, *inside)
    if not declared:
        yield (*head.module, *inside)
        yield (*head.module[:-1], *inside)


def _ends_with(name: Sequence[str], end: Sequence[str]) -> bool:
    return tuple(name[-len(end) :]) == tuple(end)
