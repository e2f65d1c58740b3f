"""What differs only in where it stands."""

from __future__ import annotations

import pytest

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.link.live.alike import Alike
from indexer.model import ir
from indexer.model.ir import Scope

TEXT = "import a\n\ndef f(x, y=a.b):\n    if x:\n        z = [x, {'k': y}]\n    return z\n"


def scopes(text: str) -> list[Scope]:
    return ir.unpack(extract(text.encode(), "a.py", words_of).semantics or b"")


def alike(old: str, new: str) -> tuple[Alike, bool]:
    """Compares the first function of two texts."""
    one, other = scopes(old)[1], scopes(new)[1]
    found = Alike({0: 0, 1: 1})
    same = [
        found.parameters(one.parameters, other.parameters),
        found.blocks(one.blocks, other.blocks),
        found.expressions(one.returns, other.returns),
        one.bindings.keys() == other.bindings.keys(),
        *(
            found.bindings(one.bindings[name], other.bindings[name])
            for name in one.bindings.keys() & other.bindings.keys()
        ),
    ]
    return found, all(same) and found.in_order()


@pytest.mark.parametrize(
    "new", [TEXT, "# comment\n" + TEXT, TEXT.replace("if x:", "if  x:"), TEXT.replace("    return", "\n    return")]
)
def test_places_do_not_count(new: str) -> None:
    """Comments, spaces and lines."""
    assert alike(TEXT, new)[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.b", "a.c"), ("[x,", "[y,"), ("'k'", "'l'"), ("z = ", "w = "), ("(x, y", "(y, x"), ("return z", "return x"),
        ("    if x:\n        z", "    for x in x:\n        z"), ("{'k': y}", "('k', y)"),
        ("    return z", "    if x:\n        pass\n    return z"),
    ],
)  # fmt: skip
def test_everything_else_counts(old: str, new: str) -> None:
    """Names, constants, order, kinds."""
    assert old in TEXT
    assert not alike(TEXT, TEXT.replace(old, new))[1]


def test_containers_are_paired() -> None:
    """Values that refer to the old one refer to the new one from then on."""
    found, _ = alike(TEXT, "\n" + TEXT)
    pairs = [(old[0], new[1] - old[1]) for old, new in found.twins if old[0] in (ir.SEQ, ir.DICT)]
    assert sorted(pairs) == [(ir.SEQ, 1), (ir.DICT, 1)]


def test_parts_that_change_places_are_not_in_order() -> None:
    """Each is as it was, but what is seen where is not."""
    one = scopes("def f():\n    a = b\n    b = 1\n")[1]
    other = scopes("def f():\n    b = 1\n    a = b\n")[1]
    found = Alike({0: 0, 1: 1})
    assert all(found.bindings(one.bindings[name], other.bindings[name]) for name in "ab")
    assert not found.in_order()


def test_what_is_not_alike_leaves_nothing_behind() -> None:
    """A part that differs says nothing of where the others stand."""
    one, other = scopes("x = [1, [2], y]\n")[0], scopes("x = [1, [2], z]\n")[0]
    found = Alike({0: 0})
    assert not found.bindings(one.bindings["x"], other.bindings["x"])
    assert found.twins == []
