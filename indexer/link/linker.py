"""Linking: from all files' facts to one graph.

Files of languages that link with each other are linked together, by the way that their languages name: by values that
flow (`indexer.link.flow`) or by declarations (`indexer.link.declared`).
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from indexer.languages.linking import Linking
from indexer.languages.rules import Rules
from indexer.link.assembly import Assembly, Family
from indexer.link.declared.linker import DeclaredLinker
from indexer.link.deep import deeply
from indexer.link.families import family_of, is_project_file, linking_of
from indexer.link.flow import FlowLinker
from indexer.link.naming import Names
from indexer.model.records import FileFacts, Linked, Recorded

_MANY_FILES = 500
"""From so many files on, memory is collected once they are linked: a collector's round costs less than what it gives back,
also the memory around tuples that the interpreter keeps for later."""


def link(files: Iterable[FileFacts], *, tests: Collection[str] = (), roots: Sequence[str] = ()) -> Linked:
    """Links all files' facts into one graph.

    Args:
        files: facts, in the order of their paths; what only linking needs of them is let go on the way, where nobody
            else holds it.
        tests: paths of test files.
        roots: paths of files that mark a source root (pyproject.toml, setup.py ...).

    Returns:
        The whole current graph; equal input gives equal output, in equal order.
    """
    own = list(files)
    return deeply(lambda: link_here(own, frozenset(tests), roots))


def link_here(files: list[FileFacts], tests: frozenset[str], roots: Sequence[str]) -> Linked:
    """The same where the stack is deep already (`indexer.link.deep`)."""
    qualified: dict[str, str] = {}
    families: list[Family] = []
    configs = {
        facts.path: facts.semantics for facts in files if isinstance(facts.semantics, bytes) and is_project_file(facts)
    }
    linkers: list[tuple[str, FlowLinker | DeclaredLinker, Sequence[int]]] = []
    for name, linking, numbers in _families(files):
        made = _linker([files[number] for number in numbers], linking, configs, roots)
        qualified.update(zip((files[number].path for number in numbers), made.module_names(), strict=True))
        linkers.append((name, made, numbers))
        del made
    files[:] = [facts._replace(semantics=None) for facts in files]
    names = Names(files, qualified)
    recorded: dict[str, Recorded] = {}
    while linkers:  # from here on nothing but what is contributed keeps a linker alive
        family, linker, of_family = linkers.pop(0)
        families.append(Family(of_family, linker.numbering(names, of_family, files), linker.emit()))
        if isinstance(linker, FlowLinker):
            recorded[family] = linker.recorded
        del linker
    assembly = Assembly(files, names, tests)
    linked = assembly.assemble(_let_go(families, collect=len(files) >= _MANY_FILES))
    return linked._replace(recorded=recorded)


def _linker(
    files: list[FileFacts], linking: Linking | type[Rules], configs: Mapping[str, bytes], roots: Sequence[str]
) -> FlowLinker | DeclaredLinker:
    if isinstance(linking, Linking):
        return FlowLinker(files, linking, roots)
    return DeclaredLinker(files, configs, linking)


def _let_go(families: list[Family], *, collect: bool) -> Iterator[Family]:
    """The families, each forgotten when the next is asked for; in the end all that linking remembered is gone, too."""
    families.reverse()
    while families:
        yield families.pop()
    if collect:
        gc.collect()


def _families(files: Sequence[FileFacts]) -> list[tuple[str, Linking | type[Rules], list[int]]]:
    """The files that are linked together, with the family's name and what links them; in the order of these names."""
    found: dict[str, list[int]] = {}
    for number, facts in enumerate(files):
        family = family_of(facts)
        if family:
            found.setdefault(family, []).append(number)
    return [(name, linking, found[name]) for name in sorted(found) if (linking := linking_of(name)) is not None]
