"""Numbers that keep their order when something comes between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.link.numbering import GAP, SHIFT, FileNumbers, between, numbered
from indexer.model import ir
from indexer.model.ir import Scope


def scopes(text: str) -> list[Scope]:
    return ir.unpack(extract(text.encode(), "a.py", words_of).semantics or b"")


def test_between_two_numbers_there_is_room_until_there_is_none() -> None:
    """Evenly spaced; None where the gap is too small."""
    assert between(0, 10, 1) == [5]
    assert between(0, 10, 4) == [2, 4, 6, 8]
    assert between(0, 3, 3) is None
    assert between(5, None, 2) == [5 + GAP, 5 + 2 * GAP]


def test_scopes_keep_their_numbers_when_one_comes_between() -> None:
    """The new one lies between its neighbours."""
    old = scopes("def f(): pass\ndef g(): pass\n")
    before = numbered(3, old, None)
    assert before == [3 << SHIFT, (3 << SHIFT) + GAP, (3 << SHIFT) + 2 * GAP]
    after = numbered(3, scopes("def f(): pass\ndef new(): pass\ndef g(): pass\n"), (before, old))
    assert [after[0], after[1], after[3]] == before
    assert after[1] < after[2] < after[3]


def test_a_scope_that_moved_has_a_new_number() -> None:
    """Numbers follow the text, whatever was where before."""
    old = scopes("def f(): pass\ndef g(): pass\n")
    before = numbered(1, old, None)
    after = numbered(1, scopes("def g(): pass\ndef f(): pass\n"), (before, old))
    assert after == sorted(after)
    assert after[0] == before[0]
    assert after[1] == before[2]
    assert after[2] not in before


@given(st.lists(st.permutations(["a", "b", "c", "d", "e"]).map(lambda names: names[:4]), min_size=1, max_size=12))
def test_numbers_of_scopes_rise_whatever_is_edited(versions: list[list[str]]) -> None:
    """Each version in its own order; the module first."""
    old = None
    for names in versions:
        records = scopes("".join(f"def {name}(): pass\n" for name in names))
        numbers = numbered(2, records, old)
        assert numbers == sorted(set(numbers))
        assert numbers[0] == 2 << SHIFT
        old = (numbers, records)


def test_files_are_numbered_in_the_order_of_their_paths() -> None:
    """Also those that come later."""
    numbers = FileNumbers(["a.py", "c.py"])
    assert numbers.add("b.py")
    assert numbers.add("z.py")
    assert numbers.add("0.py")
    assert numbers["0.py"] < numbers["a.py"] < numbers["b.py"] < numbers["c.py"] < numbers["z.py"]


def test_where_there_is_no_room_a_file_is_not_numbered() -> None:
    """Who asks then numbers all anew."""
    numbers = FileNumbers(["a.py", "z.py"])
    added = 0
    while numbers.add(f"b{chr(ord('z') - added)}.py"):
        added += 1
    assert added == GAP.bit_length() - 1
