"""Numbers of expressions that values refer to, found anew from what is written down."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.link.identities import Identities, slice_of
from indexer.link.recalled import Recalled
from indexer.model import ir
from indexer.model.ir import Known

FILE = 4096
TEXT = "first = [a, b]\nsecond = [a, b]\nthird = {'k': [a]}\n"
RECORDS = ir.unpack(extract(TEXT.encode(), "a.py", words_of).semantics or b"")


class Facts:
    """What the file says, and how often it was looked through."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self, file: int) -> Any:
        assert file == FILE
        self.looks += 1
        return RECORDS


def container(name: str) -> Known:
    """What a name of the file is bound to."""
    value = RECORDS[0].bindings[name][0][0]
    assert value is not None
    return value


@pytest.mark.parametrize("name", ["first", "second", "third"])
@pytest.mark.parametrize("lowers", [(), (1,)])
def test_what_is_written_down_is_read_as_the_same_expression(name: str, lowers: tuple[int, ...]) -> None:
    """In another process, of which no number is known; also a slice."""
    before, now = Identities(), Recalled(Facts())
    expression = container(name)
    for lower in lowers if name != "third" else ():
        rest = slice_of(expression, lower)
        before.sliced(FILE, expression, lower, rest)
        expression = rest
    written = before.written(before.number(FILE, expression))
    assert written is not None
    number = now.read(FILE, written)
    assert now.file_of(number) == FILE
    assert now.written(number) == written
    assert now.expression(number) == expression
    assert now.written(number) == written


@pytest.mark.parametrize("read_first", [True, False])
def test_one_expression_has_one_number_whoever_meets_it_first(*, read_first: bool) -> None:
    """Who reads it, or who evaluates it; equal text elsewhere has another, and nothing is looked through for that."""
    facts = Facts()
    now = Recalled(facts)
    other = Identities()
    written = other.written(other.number(FILE, container("first")))
    assert written is not None
    if read_first:
        number = now.read(FILE, written)
        assert now.number(FILE, container("first")) == number
    else:
        number = now.number(FILE, container("first"))
        assert now.read(FILE, written) == number
    assert now.number(FILE, container("second")) != number
    assert now.expression(number) == container("first")
    assert facts.looks == 0


def test_what_is_no_more_has_a_number_and_no_expression() -> None:
    """A file may have lost what another names."""
    now = Recalled(Facts())
    number = now.read(FILE, (1_000, b"12345678", ()))
    assert now.expression(number) is None
    assert now.written(number) is None
