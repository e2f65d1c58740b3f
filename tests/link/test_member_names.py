"""Digests of the names of members."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.link.member_names import among, digests_of


@given(st.dictionaries(st.integers(), st.sets(st.text())), st.text())
def test_no_class_that_says_something_of_a_name_is_left_out(names: dict[int, set[str]], name: str) -> None:
    """Digests may be alike, so others may be among them."""
    found = among(names, name, {one: digests_of(said) for one, said in names.items()})
    assert {one for one, said in names.items() if name in said} <= set(found)


def test_classes_of_which_nothing_is_known_may_say_anything() -> None:
    """Those whose files are there are asked themselves; the order stays."""
    assert among([3, 1, 2], "save", {2: digests_of(["load"]), 1: digests_of(["load", "save"])}) == [3, 1]
