"""One version of a file in a program, and how it differs from the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from indexer.link.live.alike import Alike
from indexer.link.live.classes import Assignments, differing
from indexer.link.live.program import LiveProgram
from indexer.link.live.table import Input
from indexer.model import ir
from indexer.model.ir import Body, Known, Scope


class Version(NamedTuple):
    """All that a program knows of a file."""

    scopes: Sequence[int]
    """The number of each scope, by index."""
    records: Sequence[Scope]
    bodies: Sequence[Body]
    named: Mapping[int, Mapping[str, int]]
    """For each scope number: ids of the symbols right in it."""
    own: Mapping[int, int]
    """For each scope number: the id of its symbol."""
    outer: Mapping[int, int]
    """For each scope number: that of the scope around it."""
    kinds: Mapping[int, str | None]
    """Kind of each symbol, by id."""
    assigned: Assignments


class Difference(NamedTuple):
    """What a new version of a file changes for those who read the old one."""

    inputs: set[Input]
    twins: Sequence[tuple[Known, Known]]
    """Old and new expressions that are alike."""


def version(program: LiveProgram, file: int, assigned: Assignments) -> Version:
    """The version of a file that a program has now, with its assignments to members."""
    state = program.states[file]
    scopes = state.scopes
    return Version(
        scopes,
        [program.record(scope) for scope in scopes],
        ir.unpack_bodies(state.semantics),
        {scope: dict(program.named(scope)) for scope in scopes},
        {scope: program.own(scope) for scope in scopes},
        {scope: program.outer(scope) for scope in scopes},
        {one: program.kind(one) for one in state.symbols},
        assigned,
    )


def difference(old: Version, new: Version) -> Difference:
    """What differs between two versions of a file."""
    place = {number: index for index, number in enumerate(new.scopes)}
    there = {index: place[number] for index, number in enumerate(old.scopes) if number in place}
    alike = Alike(there)
    inputs: set[Input] = set()
    for index, number in enumerate(old.scopes):
        if index not in there:
            _all_of(number, old.records[index], old.records[index], inputs)
            inputs |= {("own", number), *(("symbol", number, name) for name in old.named[number])}
    for before, after in there.items():
        number = old.scopes[before]
        _scope(number, old.records[before], new.records[after], alike, inputs)
        alike.expressions(old.bodies[before].statements, new.bodies[after].statements)
        if old.own[number] != new.own[number]:
            inputs.add(("own", number))
        if old.outer[number] != new.outer[number]:
            inputs.add(("scope", number))
        _names(number, old.named[number], new.named[number], inputs)
    inputs |= {("kind", one) for one, kind in old.kinds.items() if new.kinds.get(one) != kind}
    inputs |= differing(old.assigned, new.assigned, alike)
    if alike.in_order():
        return Difference(inputs, alike.twins)
    for before, after in there.items():
        _all_of(old.scopes[before], old.records[before], new.records[after], inputs)
    nothing = Assignments({}, {})
    unlike = differing(old.assigned, nothing, alike) | differing(nothing, new.assigned, alike)
    return Difference(inputs | unlike, ())


def _scope(number: int, old: Scope, new: Scope, alike: Alike, inputs: set[Input]) -> None:
    plain = (old.kind, old.name, old.detail, old.globals) == (new.kind, new.name, new.detail, new.globals)
    if not plain or not alike.blocks(old.blocks, new.blocks):
        _all_of(number, old, new, inputs)
        return
    header = [
        alike.parameters(old.parameters, new.parameters),
        *(
            alike.expressions(one, other)
            for one, other in (
                (old.decorators, new.decorators),
                (old.bases, new.bases),
                (old.keywords, new.keywords),
                (old.returned, new.returned),
            )
        ),
    ]
    if not all(header):
        inputs.add(("scope", number))
    results = [
        alike.expressions(one, other)
        for one, other in ((old.returns, new.returns), (old.yields, new.yields), (old.raised, new.raised))
    ]
    if not all(results):
        inputs.add(("results", number))
    for name in old.bindings.keys() | new.bindings.keys():
        if not alike.bindings(old.bindings.get(name, ()), new.bindings.get(name, ())):
            inputs.add(("bindings", number, name))
    if _paths(old) != _paths(new):
        inputs.add(("paths", number))


def _paths(scope: Scope) -> bool:
    return any("." in name or "[" in name for name in scope.bindings)


def _names(number: int, old: Mapping[str, int], new: Mapping[str, int], inputs: set[Input]) -> None:
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    inputs |= {("symbol", number, name) for name in changed}
    if changed:
        inputs.add(("names", number))


def _all_of(number: int, old: Scope, new: Scope, inputs: set[Input]) -> None:
    inputs |= {("scope", number), ("results", number), ("paths", number)}
    inputs |= {("bindings", number, name) for name in old.bindings.keys() | new.bindings.keys()}
