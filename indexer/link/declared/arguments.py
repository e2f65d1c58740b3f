"""Which parameter of a function an argument is for: by place, by name, past those that a call may leave out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from indexer.languages.rules import Rules
from indexer.link.declared.program import Program
from indexer.model import units
from indexer.model.units import Expr

_UNNAMED: Final = ("", "_")


class Arguments:
    """Arguments and parameters; mixed into the evaluator."""

    program: Program
    rules: Rules
    _no_labels: ClassVar[tuple[str, ...]] = ()

    def labels(self, function: int) -> list[str]:
        """The names by which calls give a function's arguments."""
        one = self.program.declarations[function]
        if one.value is not None and one.value[0] == units.LITERAL:
            written = str(one.value[2]).split()
            if len(written) == len(one.parameters):
                return written
        return [self.program.declarations[n].name for n in self.program.parameters(function)]

    def pairs(self, function: int, arguments: Sequence[Expr], *, shifted: bool = False) -> list[tuple[int, Expr]]:
        """Parameters of a function with the arguments of a call that they take, up to the first of which that is open.

        Args:
            function: number of its declaration.
            arguments: of the call.
            shifted: whether the first parameter is the receiver.
        """
        parameters = self.program.parameters(function)[shifted:]
        labels = self.labels(function)[shifted:]
        found: list[tuple[int, Expr]] = []
        at = 0
        for argument in arguments:
            if argument is not None and argument[0] == units.SPLAT:
                break
            value = argument
            if argument is not None and argument[0] == units.NAMED:
                value = argument[3]
                if argument[2] not in labels:
                    continue
                at = labels.index(argument[2])
            elif self.rules.labels_in_order:
                at = self._past_optional(parameters, labels, at)
            if at >= len(parameters):
                break
            found.append((parameters[at], value))
            at += not self.program.declarations[parameters[at]].flags & units.VARIADIC
        return found

    def parameter_at(self, function: int, place: int, name: str) -> int:
        """The parameter of a name, or in a place where arguments have none; -1."""
        parameters, labels = self.program.parameters(function), self.labels(function)
        if name == units.BLOCK_OF:
            inner = self.program.inner(function)
            return next(iter(self.program.names[inner].get(name, ()) if inner >= 0 else ()), -1)
        if name == units.LAST:
            return parameters[-1] if parameters else -1
        if name:
            return parameters[labels.index(name)] if name in labels else -1
        if place >= len(parameters) > 0 and self.program.declarations[function].flags & units.VARIADIC:
            return parameters[-1]
        if place >= len(parameters) or (self.rules.labels_in_order and labels[place] not in _UNNAMED):
            return -1
        return parameters[place]

    def _past_optional(self, parameters: Sequence[int], labels: Sequence[str], at: int) -> int:
        """The first place from one on that an argument without a name can be for: the last, where none is."""
        for place in range(at, len(parameters)):
            if labels[place] in _UNNAMED or not self._is_optional(parameters[place]):
                return place
        return max(at, len(parameters) - 1)

    def _is_optional(self, parameter: int) -> bool:
        one = self.program.declarations[parameter]
        return one.required == 0 or bool(one.flags & units.VARIADIC)

    def takes_names(self, function: int, arguments: Sequence[Expr]) -> bool:
        """Whether a function takes arguments of such names, and without one such as have none."""
        labels = self.labels(function)
        names = [one[2] if one is not None and one[0] == units.NAMED else "" for one in arguments]
        if not self.rules.labels_in_order:
            return all(not name or name in labels for name in names)
        parameters = self.program.parameters(function)
        at = 0
        for name, argument in zip(names, arguments, strict=True):
            closure = not name and argument is not None and argument[0] == units.FUNCTION
            while at < len(labels) and not _fits(labels[at], name, closure=closure):
                if not self._is_optional(parameters[at]):
                    return False
                at += 1
            if at >= len(labels):
                return False
            at += not self.program.declarations[parameters[at]].flags & units.VARIADIC
        return all(self._is_optional(one) for one in parameters[at:])


def _fits(label: str, name: str, *, closure: bool) -> bool:
    return closure or (label in _UNNAMED if name in _UNNAMED else label == name)
