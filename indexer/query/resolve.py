"""From what a person calls a symbol or a file to the rows of the index."""

from __future__ import annotations

import difflib
import re
from typing import Any, Final, NamedTuple

from indexer.errors import AmbiguousSymbol, UnknownSymbol
from indexer.model.identity import symbol_id
from indexer.query.runner import Runner
from indexer.query.spelling import spelled

_AT_LINE: Final = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::\d+)?")
_SHOWN: Final = 10

# `is_in` and not `==` where a column is compared with a constant: the engine makes a join of `==`, and scans for it.
_ROW: Final = "*symbol{id, qualified_name, kind, path, name_line, external, moniker, rank}, line = name_line + 1"
_HEAD: Final = "?[id, qualified_name, kind, path, line, external, moniker, rank]"
_ORDER: Final = "\n:order -rank, path, line, id"


class Match(NamedTuple):
    """A symbol that was meant."""

    id: int
    qualified_name: str
    kind: str
    path: str
    """'' for an external symbol."""
    line: int
    """Line of its name, 1-based."""
    external: bool
    moniker: str


def resolve(runner: Runner, said: str | int) -> list[Match]:
    """All symbols that somebody may mean, most important first.

    Tried in turn, the first that finds something answers: id, moniker, qualified name, `file:line` (the innermost
    definition there), file (its module), the end of a qualified name (`Class.method`), a name as its language spells it
    (`org.acme.Cat#meow`, `crate::sea::Crab`), which also wins over a file that is called so, a folder with a slash (its
    modules: `src/core`, a Go package by the path that imports it). Where only the end is given,
    names defined here win over external ones; an external one that is called so as a whole (JavaScript's `fetch`) comes
    last. A name under which something is exported (`export { a as b }`) means that.

    Args:
        runner: The index.
        said: What the symbol was called.

    Raises:
        UnknownSymbol: nothing is called so; the message names what is near.
    """
    if isinstance(said, int):
        found = _matches(runner, f"{_HEAD} := id = $id, {_ROW}", {"id": said})
    else:
        said = said.strip()
        found = _by_exact_name(runner, said) or _by_place(runner, said)
        if all(match.external for match in found):
            found = [*(match for match in _by_end(runner, said) if not (found and match.external)), *found]
        if all(match.kind == "module" for match in found):
            found = [*_by_spelling(runner, said, declared=bool(found)), *found]
        found = _behind_aliases(runner, found)
    if not found and isinstance(said, str):
        found = _by_folder(runner, said)
    if not found:
        raise UnknownSymbol(_no_place(runner, said) or f"no symbol is called {str(said)!r}{_near(runner, str(said))}")
    return found


def resolve_one(runner: Runner, said: str | int) -> Match:
    """The one symbol that somebody means; a definition rather than the file, or the heading, that is called like it, one that is
    here rather than one that is external.

    Raises:
        UnknownSymbol: nothing is called so.
        AmbiguousSymbol: several are; the message lists them.
    """
    found = resolve_overloads(runner, said)
    if len(found) > 1:
        raise _ambiguous(said, found)
    return found[0]


def resolve_overloads(runner: Runner, said: str | int) -> list[Match]:
    """As `resolve_one`; of a name that is declared several times (overloads, a header and its source) all declarations.

    Raises:
        UnknownSymbol: nothing is called so.
        AmbiguousSymbol: symbols of several names are; the message lists them.
    """
    found = resolve(runner, said)
    within = [match for match in found if match.kind not in ("module", "section") and not match.external]
    meant = within if len({match.qualified_name for match in within}) == 1 else found
    if len({match.qualified_name for match in meant}) > 1:
        raise _ambiguous(said, found)
    return meant


def _ambiguous(said: str | int, found: list[Match]) -> AmbiguousSymbol:
    shown = "; ".join(f"{match.qualified_name} ({match.path}:{match.line})" for match in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return AmbiguousSymbol(
        f"{len(found)} symbols are called {str(said)!r}, give more of the name or file:line: {shown}{more}"
    )


def exactly(runner: Runner, said: str) -> list[Match]:
    """The symbols whose whole qualified name this is, most important first."""
    # A name may have dots in it, as those of files and headings have: it is what comes after any of them.
    names = [said[at:] for at in (0, *(match.end() for match in re.finditer(r"\.", said)))]
    script = f"want[id] := name in $names, *symbol:by_name{{name, id}}\n{_HEAD} := want[id], {_ROW}, is_in(qualified_name, [$said])"
    return _matches(runner, script, {"names": names, "said": said})


def resolve_file(runner: Runner, said: str) -> str:
    """The path, as the index has it, of the file that somebody means: a path in the repository, an absolute one, or the
    end of one.

    Raises:
        UnknownSymbol: there is no such file in the index; the message names what is near.
        AmbiguousSymbol: several files end so.
    """
    found = _files(runner, said)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownSymbol(_no_file(runner, said))
    shown = ", ".join(found[:_SHOWN]) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
    raise AmbiguousSymbol(f"{len(found)} files are called {said!r}, give more of the path: {shown}")


def _no_file(runner: Runner, said: str) -> str:
    paths = [row[0] for row in runner.run("?[path] := *file{path}").rows]
    near = difflib.get_close_matches(_slashes(said), paths, n=3, cutoff=0.6)
    return f"no file {said!r} is in the index{_suggestion(near)}"


def _matches(runner: Runner, script: str, params: dict[str, Any]) -> list[Match]:
    return [Match(*row[:7]) for row in runner.run(script + _ORDER, params).rows]


def _by_exact_name(runner: Runner, said: str) -> list[Match]:
    known = f"want[id] := id in [$id]\n{_HEAD} := want[id], {_ROW}, is_in(moniker, [$said])"
    return exactly(runner, said) or _matches(runner, known, {"id": symbol_id(said), "said": said})


def _behind_aliases(runner: Runner, found: list[Match]) -> list[Match]:
    """The symbols, what an alias stands for in its place; an alias of what is not known stays."""
    if all(match.kind != "constant" for match in found):
        return found
    script = f"""alias[name, around, line, column] := name in $ids, *symbol{{id: name, parent: around, name_line, name_column: column,
        detail}}, is_in('alias', detail), *symbol{{id: around, start_line}}, line = name_line - start_line
?[name, id, qualified_name, kind, path, line, external, moniker, rank] := alias[name, around, at, column],
    *edge{{source: around, kind: 'aliases', target: id, line: at, column}}, {_ROW}{_ORDER}"""
    rows = runner.run(script, {"ids": [match.id for match in found]}).rows
    meant: dict[int, list[Match]] = {}
    for name, *row in rows:
        meant.setdefault(name, []).append(Match(*row[:7]))
    return list(dict.fromkeys(one for match in found for one in meant.get(match.id, [match])))


def _by_place(runner: Runner, said: str) -> list[Match]:
    at = _AT_LINE.fullmatch(said)
    if at is None:
        script = f"want[id] := *symbol:by_path{{path: $path, id}}, *symbol{{id, parent}}, is_null(parent)\n{_HEAD} := want[id], {_ROW}"
        files = _files(runner, said) if "." in said or "/" in said or "\\" in said else []
        return [match for path in files for match in _matches(runner, script, {"path": path})]
    script = """want[id] := *symbol:by_path{path: $path, id}
?[id, lines, column] := want[id], *symbol{id, kind, parent, start_line, start_column, end_line},
    start_line <= $line, end_line >= $line, !is_in(kind, ['parameter', 'type_parameter']),
    lines = if(is_null(parent), 1000000000, end_line - start_line), column = -start_column
:order lines, column, id
:limit 1"""
    files = _files(runner, at["path"])
    if len(files) > 1:
        message = f"{len(files)} files are called {at['path']!r}, give more of the path: {', '.join(files[:_SHOWN])}"
        raise AmbiguousSymbol(message)
    rows = [row for path in files for row in runner.run(script, {"path": path, "line": int(at["line"]) - 1}).rows]
    return [match for row in rows for match in _matches(runner, f"{_HEAD} := id = $id, {_ROW}", {"id": row[0]})]


def _by_folder(runner: Runner, said: str) -> list[Match]:
    """The modules of the files below a folder; of a longer path, as programs import a package by, below its end."""
    parts = _slashes(said).rstrip("/").split("/")
    script = f"""want[id] := *file{{path}}, starts_with(path, $folder), *symbol:by_path{{path, id}}, *symbol{{id, parent}}, is_null(parent)
{_HEAD} := want[id], {_ROW}"""
    ends = ["/".join(parts[start:]) for start in range(max(1, len(parts) - 1))] if "/" in said else []
    tried = (_matches(runner, script, {"folder": f"{end}/"}) for end in ends if end)
    return next(filter(None, tried), [])


def _no_place(runner: Runner, said: str | int) -> str:
    """Why `file:line` is no place; '' where nothing of the kind was said."""
    at = _AT_LINE.fullmatch(str(said))
    if at is None or ("." not in at["path"] and "/" not in at["path"]):
        return ""
    files = _files(runner, at["path"])
    if not files:
        return _no_file(runner, at["path"])
    lines = runner.run("?[lines] := path = $path, *file{path, lines}", {"path": files[0]}).rows[0][0]
    return f"{files[0]} has lines 1 to {lines}; there is no line {at['line']}"


def _by_end(runner: Runner, said: str) -> list[Match]:
    script = (
        f"want[id] := *symbol:by_name{{name: $name, id}}\n{_HEAD} := want[id], {_ROW}, ends_with(qualified_name, $end)"
    )
    found = _matches(runner, script, {"name": said.rpartition(".")[2], "end": f".{said}"})
    return [match for match in found if not match.external] or found


def _by_spelling(runner: Runner, said: str, *, declared: bool) -> list[Match]:
    ids = spelled(runner, said, declared=declared)
    return _matches(runner, f"want[id] := id in $ids\n{_HEAD} := want[id], {_ROW}", {"ids": ids}) if ids else []


def _files(runner: Runner, said: str) -> list[str]:
    said = _slashes(said)
    exact = runner.run("?[path] := path = $said, *file{path}", {"said": said}).rows
    if not exact:
        script = "?[path] := *file{path}, ends_with(path, $end) || ends_with($said, concat('/', path))\n:order path"
        exact = runner.run(script, {"said": said, "end": f"/{said}"}).rows
    return [row[0] for row in exact]


def _slashes(said: str) -> str:
    return said.strip().replace("\\", "/").removeprefix("./")


def _near(runner: Runner, said: str) -> str:
    script = """?[name, qualified_name, rank] := *symbol{name, qualified_name, rank, external}, !external
:order -rank, qualified_name"""
    parts = said.count(".") + 1
    best: dict[str, str] = {}
    namesakes: dict[str, None] = {}
    for name, qualified_name, _ in runner.run(script).rows:
        end = ".".join(str(qualified_name).lower().rsplit(".", parts)[-parts:])
        best.setdefault(end, qualified_name)  # the most important of those that are called so
        if name == said.rpartition(".")[2]:
            namesakes[qualified_name] = None  # overloads have one name
    near = difflib.get_close_matches(said.lower(), best, n=3, cutoff=0.7)
    return _suggestion([best[end] for end in near] or list(namesakes)[:3])


def _suggestion(near: list[str]) -> str:
    return f"; did you mean {' or '.join(near)}?" if near else "; look for it with `codalog search`"
