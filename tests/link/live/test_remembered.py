"""What is looked up over all records of a family."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.link.flow import children_of
from indexer.link.identities import Identities
from indexer.link.live.remembered import Remembered
from indexer.link.numbering import SHIFT
from indexer.link.record import FileRecord, pack_file
from tests.link.live.session import looked_up

FILES = {"a.py": 1, "b.py": 2, "c.py": 3}
CLASSES = st.sampled_from([number << SHIFT | index for number in FILES.values() for index in (1, 2)])
PASSED = st.dictionaries(st.tuples(CLASSES, st.integers(0, 1)), st.frozensets(st.tuples(st.just("v"), st.just("x"))))


@st.composite
def records(draw: st.DrawFn) -> dict[str, FileRecord]:
    """Records of some files."""
    found = {}
    for path in draw(st.sets(st.sampled_from(sorted(FILES)))):
        number = FILES[path]
        own = [number << SHIFT | index for index in (1, 2) if draw(st.booleans())]
        bases = tuple((scope, tuple(draw(st.lists(CLASSES, min_size=1, max_size=2, unique=True)))) for scope in own)
        digests = tuple(draw(st.binary(min_size=1, max_size=1)) for _ in own)
        foreign = tuple(draw(st.lists(st.sampled_from("xyz"), max_size=2, unique=True)))
        rounds = draw(st.lists(PASSED, min_size=1, max_size=2))
        found[path] = FileRecord(number, None, rounds, bases, digests, foreign, ())
    return found


def remembered(of: dict[str, FileRecord]) -> Remembered:
    """As it is read."""
    return Remembered((path, pack_file(of[path], Identities())) for path in sorted(of))


@given(st.lists(records(), min_size=1))
def test_records_that_are_replaced_leave_no_trace(versions: list[dict[str, FileRecord]]) -> None:
    """What takes up changes holds what one that is read anew does."""
    known = remembered(versions[0])
    for before, now in pairwise(versions):
        changed: dict[str, bytes | None] = {path: pack_file(record, Identities()) for path, record in now.items()}
        known.take(changed | dict.fromkeys(before.keys() - now.keys()))
        assert looked_up(known) == looked_up(remembered(now))


@given(records(), records())
def test_other_versions_are_looked_up_as_if_they_were_the_records(
    before: dict[str, FileRecord], others: dict[str, FileRecord]
) -> None:
    """Of bases, of assignments to members, and of digests but for theirs."""
    known, now = remembered(before), before | others
    by_number: dict[int, Any] = {record.number: record for record in now.values()}
    assert known.children({one.number: one.bases for one in others.values()}) == children_of(
        {number: record.bases for number, record in by_number.items()}
    )
    foreign = {name: sorted(n for n, one in by_number.items() if name in one.foreign) for name in "xyz"}
    found = known.assigned_in({one.number: one.foreign for one in others.values()})
    assert found == {name: files for name, files in foreign.items() if files}
    rest = [record for path, record in before.items() if path not in others]
    assert known.digests_but([one.number for one in others.values()]) == {
        scope: digest for one in rest for (scope, _), digest in zip(one.bases, one.digests, strict=True)
    }
