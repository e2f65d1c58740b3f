"""What the languages of the JVM say of conversions."""

from __future__ import annotations

import pytest

from indexer.languages.java.linking import JvmRules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.program import Program


def rules() -> JvmRules:
    made = Evaluator(Program([], {}), JvmRules).rules
    assert isinstance(made, JvmRules)
    return made


@pytest.mark.parametrize(
    ("wanted", "given", "fit"),
    [
        ("long", "int", 2),
        ("int", "long", -100),
        ("java.lang.Integer", "int", 1),
        ("int", "java.lang.Integer", 1),
        ("java.lang.Object", "int", 1),
        ("int", "java.lang.String", -100),
        ("boolean", "int", -100),
        ("kotlin.Int", "int", 3),
        ("void", "scala.Unit", 3),
        ("java.util.List", "java.util.ArrayList", 0),
    ],
)
def test_conversions(wanted: str, given: str, fit: int) -> None:
    """Primitive types widen and are boxed, other languages' names are Java's, of the rest nothing is known."""
    assert rules().converts(wanted, given) == fit


def test_literals_have_full_names() -> None:
    """A literal's type goes by its full name where it has one."""
    assert (rules().literal("String"), rules().literal("int")) == ("java.lang.String", "int")
