"""One version of a file in a program, and how it differs from the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from indexer.link.classes import Assigned, Assignments, Foreign
from indexer.link.live.alike import Alike
from indexer.link.lookups import Question
from indexer.link.program import FileState
from indexer.model import ir
from indexer.model.ir import Known, Scope


class Version(NamedTuple):
    """All that a program knows of a file."""

    state: FileState
    assigned: Assignments


class Difference(NamedTuple):
    """What a new version of a file changes for those who read the old one."""

    inputs: set[Question]
    """Questions that may have another answer now."""
    twins: Sequence[tuple[Known, Known]]
    """Old and new expressions that are alike."""


def difference(old: Version, new: Version | None) -> Difference:
    """What differs between two versions of a file; None for none: of a file that is gone, all does."""
    before, now = old.state, new.state if new is not None else old.state._replace(scopes=(), records=(), symbols=())
    place = {number: index for index, number in enumerate(now.scopes)}
    there = {index: place[number] for index, number in enumerate(before.scopes) if number in place}
    alike = Alike(there)
    inputs: set[Question] = set()
    for index, number in enumerate(before.scopes):
        if index not in there:
            _all_of(number, before.records[index], before.records[index], inputs)
            inputs |= {("name", number, name) for name in before.named[index]}
    if new is None:
        return Difference(inputs | differing(old.assigned, Assignments({}, {}), alike) | _kinds(before, now), ())
    bodies, others = ir.unpack_bodies(before.semantics), ir.unpack_bodies(now.semantics)
    for index, other in there.items():
        number = before.scopes[index]
        _scope(number, before.records[index], now.records[other], alike, inputs)
        alike.expressions(bodies[index].statements, others[other].statements)
        if (before.own(index), before.outer(index)) != (now.own(other), now.outer(other)):
            inputs.add(("scope", number))
        _names(number, before.named[index], now.named[other], inputs)
    inputs |= _kinds(before, now) | differing(old.assigned, new.assigned, alike)
    if alike.in_order():
        return Difference(inputs, alike.twins)
    for index, other in there.items():
        _all_of(before.scopes[index], before.records[index], now.records[other], inputs)
    nothing = Assignments({}, {})
    unlike = differing(old.assigned, nothing, alike) | differing(nothing, new.assigned, alike)
    return Difference(inputs | unlike, ())


def _kinds(old: FileState, new: FileState) -> set[Question]:
    """Symbols that are of another kind, or no more."""
    kinds = dict(zip(new.symbols, new.kinds, strict=False))
    module = old.scopes[0]
    return {("kind", module, one) for one, kind in zip(old.symbols, old.kinds, strict=True) if kinds.get(one) != kind}


def _scope(number: int, old: Scope, new: Scope, alike: Alike, inputs: set[Question]) -> None:
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
            inputs.add(("name", number, name))
    if _paths(old) != _paths(new):
        inputs.add(("paths", number))


def _paths(scope: Scope) -> bool:
    return any("." in name or "[" in name for name in scope.bindings)


def _names(number: int, old: Mapping[str, int], new: Mapping[str, int], inputs: set[Question]) -> None:
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    inputs |= {("name", number, name) for name in changed}
    if changed:
        inputs.add(("names", number))


def _all_of(number: int, old: Scope, new: Scope, inputs: set[Question]) -> None:
    inputs |= {("scope", number), ("results", number), ("paths", number)}
    inputs |= {("name", number, name) for name in old.bindings.keys() | new.bindings.keys()}


def differing(old: Assignments, new: Assignments, alike: Alike) -> set[Question]:
    """What of a file's assignments to members is not as it was."""
    found: set[Question] = set()
    for owner, name in old.own.keys() | new.own.keys():
        if not _same(old.own.get((owner, name), ()), new.own.get((owner, name), ()), alike):
            found.add(("name", owner, name))
    for name in old.foreign.keys() | new.foreign.keys():
        if not _same(old.foreign.get(name, ()), new.foreign.get(name, ()), alike):
            found.add(("foreign", name))
    return found


def _same(old: Sequence[Assigned | Foreign], new: Sequence[Assigned | Foreign], alike: Alike) -> bool:
    return len(old) == len(new) and all(
        one[-1] == other[-1] and alike.expressions(one[:-1], other[:-1]) for one, other in zip(old, new, strict=True)
    )
