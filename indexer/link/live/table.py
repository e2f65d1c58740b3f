"""Results that know what they were found from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from indexer.link.live.numbering import SHIFT
from indexer.link.memo import Memo
from indexer.link.tabling import Cause, Key, Known, Table
from indexer.link.values import Values

T = TypeVar("T")
Input = tuple[Any, ...]
"""Something that was read of the program: ('bindings', scope, name) ...; the first part is text."""
Node = tuple[int, Key]
"""A result: the round that found it, and its key."""
Read = Input | Node

OF_SCOPES = ("scope", "head")
"""Kinds of results that are found anew whenever their file changes: what they read of it need not be noted."""
_OF_FILE = frozenset({"bindings", "scope", "symbol", "paths", "own", "names", "results", "assigned"})
"""Kinds of inputs that belong to the file of the scope that they name."""
_MISSING = object()


class Reads:
    """What is being read by what is being computed."""

    def __init__(self) -> None:
        self.seen: set[Read] = set()


class LiveTable(Table):
    """A table for each round; a round looks into those before it for what no change of what callers pass concerns."""

    def __init__(self, reads: Reads) -> None:
        """Args: where reads are noted."""
        super().__init__()
        self.reads = reads
        self.round = 0
        self._layers: list[dict[Key, Known]] = [self._known]
        self._by_cause: list[dict[Cause, set[Key]]] = [{}]
        self._moved: list[frozenset[Cause]] = []
        """For each round before this: causes that have changed since."""
        self._inputs: dict[Node, tuple[Read, ...]] = {}
        self._askers: dict[Read, Node | set[Node]] = {}
        """Most things are asked for once: then there is no set."""
        self._same: dict[Read, Read] = {}
        """One object for each thing that is read, however often."""
        self._computing: dict[Key, set[Read]] = {}
        self.memo: LiveMemo | None = None

    # ------------------------------------------------------------ results

    def get(self, key: Key, compute: Callable[..., Values], *args: Any) -> Values:
        """The values for a key, by compute(*args) where no round knows them that counts."""
        found = self.found(key)
        if found is None:
            self.reads.seen.add((self.round, key))
            return super().get(key, compute, *args)
        layer, known = found
        self.reads.seen.add((layer, key))
        self.evidence |= known.evidence
        if known.causes:
            self.causes |= known.causes
        values: Values = known.values
        return values

    def found(self, key: Key) -> tuple[int, Known] | None:
        """The round and the result that holds in this round."""
        known = self._known.get(key)
        if known is not None:
            return self.round, known
        for layer in range(self.round - 1, -1, -1):
            known = self._layers[layer].get(key)
            if known is not None and (not known.causes or known.causes.isdisjoint(self._moved[layer])):
                return layer, known
        return None

    def _compute(self, key: Key, compute: Callable[..., Values], args: tuple[Any, ...]) -> Values:
        outer = self.reads.seen
        self.reads.seen = self._computing[key] = set()
        values = super()._compute(key, compute, args)
        self.reads.seen = outer
        return values

    def _keep(self, key: Key, known: Known) -> None:
        self.keep(key, known, self._computing.pop(key))

    def keep(self, key: Key, known: Known, inputs: set[Read]) -> None:
        """Keeps a result of this round with what it was found from."""
        self._known[key] = known
        self.depends((self.round, key), inputs)
        by_cause = self._by_cause[self.round]
        for cause in known.causes:
            by_cause.setdefault(cause, set()).add(key)

    def depends(self, node: Node, inputs: set[Read]) -> None:
        """Notes what a result was found from."""
        same = self._same
        node = same.setdefault(node, node)
        if node[1][0] in OF_SCOPES:
            file = node[1][1] >> SHIFT
            inputs = {one for one in inputs if one[0] not in _OF_FILE or one[1] >> SHIFT != file}
        self._inputs[node] = noted = tuple([same.setdefault(one, one) for one in inputs])
        for one in noted:
            askers = self._askers.setdefault(one, node)
            if isinstance(askers, set):
                askers.add(node)
            elif askers is not node:
                self._askers[one] = {askers, node}

    def _asking(self, one: Read) -> Iterable[Node]:
        askers = self._askers.get(one)
        if askers is None:
            return ()
        return askers if isinstance(askers, set) else (askers,)

    def _no_more(self, one: Read, node: Node) -> None:
        """A result does not depend on something any more."""
        askers = self._askers.get(one)
        if isinstance(askers, set):
            askers.discard(node)
        if not askers or askers == node:
            self._askers.pop(one, None)
            if one not in self._inputs:
                self._same.pop(one, None)

    # ------------------------------------------------------------ rounds

    def enter(self, number: int, changed: list[frozenset[Cause]]) -> None:
        """Begins a round, given the causes that changed with each round up to it (none with the first)."""
        self.round = number
        while len(self._layers) <= number:
            self._layers.append({})
            self._by_cause.append({})
        self._known = self._layers[number]
        self._moved = [frozenset().union(*changed[layer + 1 : number + 1]) for layer in range(number)]

    def leave_out(self, number: int) -> set[Key]:
        """Forgets all rounds from one on; gives what they found."""
        keys: set[Key] = set()
        for layer in range(number, len(self._layers)):
            keys.update(self._layers[layer])
            self.drop([(layer, key) for key in self._layers[layer]])
        del self._layers[number:], self._by_cause[number:]
        return keys

    def asked(self) -> set[Cause]:
        """All causes that anything depends on."""
        return set().union(*self._by_cause)

    def caused(self, layer: int, causes: Iterable[Cause]) -> set[Key]:
        """What a round, if there is one of this number yet, found that depends on any of these causes."""
        by_cause = self._by_cause[layer] if layer < len(self._by_cause) else {}
        return set().union(*(by_cause.get(cause, ()) for cause in causes))

    # ------------------------------------------------------------ changes

    def dependents(self, changed: Iterable[Read], stop: Callable[[Node], bool]) -> tuple[set[Node], set[Node]]:
        """All results that depend on something; and those of them past which nobody looked, by `stop`."""
        found: set[Node] = set()
        stopped: set[Node] = set()
        todo: list[Read] = list(changed)
        while todo:
            for node in self._asking(todo.pop()):
                if node in found or node in stopped:
                    continue
                if stop(node):
                    stopped.add(node)
                else:
                    found.add(node)
                    todo.append(node)
        return found, stopped

    def drop(self, nodes: Collection[Node]) -> None:  # type: ignore[override]
        """Forgets results."""
        for node in nodes:
            layer, key = node
            known = self._layers[layer].pop(key, None)
            if known is None and self.memo is not None:
                self.memo.forget(key)
            elif known is not None:
                for cause in known.causes:
                    self._by_cause[layer][cause].discard(key)
            for one in self._inputs.pop(node, ()):
                self._no_more(one, node)
            if node not in self._askers:
                self._same.pop(node, None)

    def nodes(self, *keys: Key) -> list[Node]:
        """The results that there are for these keys, in all rounds."""
        return [(layer, key) for layer in range(len(self._layers)) for key in keys if (layer, key) in self._inputs]


class LiveMemo(Memo):
    """Keeps what was found once, with what it was found from."""

    def __init__(self, table: LiveTable) -> None:
        """Args: what collects evidence, and knows what depends on what."""
        super().__init__(table)
        self._live = table
        self.reads = table.reads
        table.memo = self

    def get(self, key: Key, compute: Callable[..., T], *args: Any) -> T:
        """What compute(*args) gave for a key."""
        reads = self.reads
        reads.seen.add((0, key))
        found = self._known.get(key, _MISSING)
        if found is _MISSING:
            outer, reads.seen = reads.seen, set()
            found = super().get(key, compute, *args)
            self._live.depends((0, key), reads.seen)
            reads.seen = outer
        return found  # type: ignore[no-any-return]

    def forget(self, key: Key) -> None:
        """Lets go of a result."""
        self._known.pop(key, None)

    def take(self, key: Key) -> Any:
        """Lets go of a result, and of what it was found from; gives it."""
        value = self._known.get(key)
        self._live.drop([(0, key)])
        return value
