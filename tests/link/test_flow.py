"""Linking by the values that flow."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from indexer.languages.python.extract import extract
from indexer.link import flow, values
from indexer.link.linker import link

_SOURCE = b"""
class A:
    def f(self):
        return self.g()

    def g(self):
        return [self.f]


def h(x):
    return x


h(A().f)()
"""


def test_what_evaluation_remembers_ends_with_linking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evaluator is part of no circle, and no set of values outlives it: no collector is needed to let it go."""
    made: list[weakref.ref[Any]] = []

    class Watched(flow.Evaluator):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(weakref.ref(self))

    monkeypatch.setattr(flow, "Evaluator", Watched)
    gc.disable()
    try:
        linked = link([extract(_SOURCE, "a.py", lambda _: "")])
        assert {one() for one in made} == {None}
    finally:
        gc.enable()
    assert any(edge.kind == "calls" for edge in linked.edges)
    assert not values._texts


def test_each_operation_of_a_long_sum_is_evaluated_once_for_its_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    """The left operand of each is the sum before it: its values are not found anew."""
    operated: list[int] = []
    original = flow.Evaluator.operated

    def counted(self: flow.Evaluator, *args: Any) -> values.Values:
        operated.append(1)
        return original(self, *args)

    monkeypatch.setattr(flow.Evaluator, "operated", counted)
    terms = 60
    kind = "class A:\n    def __add__(self, other):\n        return self\n\n    def go(self): pass\n\n\n"
    source = f"{kind}({' + '.join(['A()'] * terms)}).go()\n"
    linked = link([extract(source.encode(), "a.py", lambda _: "")])
    assert sum(edge.kind == "calls" for edge in linked.edges) == terms
    assert len(operated) == terms - 1
