"""What linking again writes down for the next time, and what it leaves behind."""

from __future__ import annotations

import gc

from indexer.languages.python.linking import LINKING
from indexer.link.live.relinker import FlowRelinker
from indexer.link.live.versions import Roots
from tests.link.live.session import PROGRAM, Session, deep, facts_of


@deep
def test_what_is_written_down_after_an_edit_is_what_linking_from_nothing_writes_down() -> None:
    """Round by round, also of a file that is linked before the ones that its change concerns pass it something else."""
    kinds = "class X:\n    def go(self): pass\n\nclass Y:\n    def go(self): pass\n"
    made = "from b import X, Y\n\ndef make():\n    return X\n\ndef hand(kind):\n    sink(kind())\n\n"
    made += "def sink(it):\n    it.go()\n"
    user = "from a import hand, make\n\ndef use():\n    hand(make())\n"
    session = Session({"a.py": made, "b.py": kinds, "c.py": user})
    assert session.written() == session.expected_written()
    assert session.edit({"a.py": made.replace("return X", "return Y")}) == ["a.py", "c.py"]
    assert session.contributed() == session.expected()
    assert session.written() == session.expected_written()


@deep
def test_a_container_that_moved_is_the_same_to_who_passes_it_on() -> None:
    """What is written down of files that are not linked again names it where it stands now."""
    held = "class A:\n    def go(self): pass\n\nTHINGS = [A]\n"
    taking = "def use(things):\n    for thing in things:\n        thing().go()\n"
    session = Session(
        {"a.py": held, "b.py": taking, "c.py": "from a import THINGS\nfrom b import use\n\nuse(THINGS)\n"}
    )
    assert session.edit({"a.py": f"# a comment\n{held}"}) == ["a.py"]
    assert session.written() == session.expected_written()
    assert session.edit({"b.py": taking.replace("thing()", "it = thing()")}) == ["b.py"]
    assert session.contributed() == session.expected()


@deep
def test_linking_again_leaves_nothing_to_the_collector() -> None:
    """With each edit, looking for what hangs on itself would cost more than the edit."""
    session = Session(PROGRAM)
    changed = {"app/views.py": facts_of("app/views.py", PROGRAM["app/views.py"].replace("it.clean()", "it.save(it)"))}
    gc.collect()
    FlowRelinker(session.kept.remembered, session.kept, LINKING, changed, Roots([], [])).run()
    assert gc.collect() == 0
