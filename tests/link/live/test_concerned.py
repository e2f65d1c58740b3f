"""Which files a change concerns: those that asked what has another answer now, and no others."""

from __future__ import annotations

import pytest

from indexer.link.live.afresh import Afresh
from tests.link.live.session import PROGRAM, Session, deep


@pytest.mark.parametrize(
    ("path", "old", "new", "again"),
    [
        ("app/tools.py", "    HANDLERS.append(cls)\n", "    HANDLERS.append(cls)\n    count = 1\n", ["app/tools.py"]),
        ("app/tools.py", "def traced(f):\n", "\n\n# a comment\ndef traced(f):\n", ["app/tools.py"]),
        ("app/views.py", "    it.clean()\n", "    it.clean()\n    print(it)\n", ["app/views.py"]),
        ("app/models.py", "    limit = 3\n", "", ["app/models.py"]),
        ("app/tools.py", "yield thing\n", "yield thing\n\n\ndef last(it):\n    return it\n", ["app/tools.py"]),
    ],
)
@deep
def test_what_nobody_asked_for_concerns_its_own_file_alone(path: str, old: str, new: str, again: list[str]) -> None:
    """A line in a body, a comment, a member that is not used, a function after all others."""
    session = Session(PROGRAM)
    assert session.edit({path: PROGRAM[path].replace(old, new)}) == again
    assert session.contributed() == session.expected()


@deep
def test_a_name_that_was_looked_up_in_vain_is_found_once_it_is_there() -> None:
    """A miss is noted as a look-up like any other."""
    session = Session({"a.py": "from b import thing\n\nthing()\n", "b.py": ""})
    assert session.edit({"b.py": "def thing(): pass\n"}) == ["a.py", "b.py"]
    assert session.contributed() == session.expected()


@deep
def test_a_new_file_concerns_those_who_imported_it_already() -> None:
    """Where imports lead is looked up, too."""
    session = Session({"a.py": "import c\n\nc.f()\n", "b.py": "import d\n", "z.py": "x = 1\n"})
    assert session.edit({"c.py": "def f(): pass\n"}) == ["a.py", "c.py"]
    assert session.contributed() == session.expected()
    assert session.edit({"c.py": None}) == ["a.py"]
    assert session.contributed() == session.expected()


@deep
def test_classes_that_derive_from_each_other_are_linked_from_nothing() -> None:
    """What is known of them depends on what is asked first, so keeping up says that it cannot."""
    session = Session({"a.py": "from b import B\n\nclass A(B): pass\n", "b.py": "class B: pass\n"})
    with pytest.raises(Afresh):
        session.edit({"b.py": "from a import A\n\nclass B(A): pass\n"})


@deep
def test_a_new_subclass_concerns_who_calls_what_it_overrides() -> None:
    """Which classes derive from one is decided in other files, also for who asks in the file of that class."""
    base = "class Base:\n    def run(self):\n        return self.step()\n\n    def step(self):\n        return 1\n"
    session = Session({"a.py": base})
    derived = "from a import Base\n\nclass Child(Base):\n    def step(self):\n        return 2\n"
    assert session.edit({"b.py": derived}) == ["a.py", "b.py"]
    assert session.contributed() == session.expected()


@deep
def test_a_subclass_that_begins_to_override_concerns_who_calls_what_it_overrides() -> None:
    """The one question that was asked of all subclasses has another answer."""
    base = "class Base:\n    def step(self):\n        raise NotImplementedError\n\n    def go(self):\n        self.step()\n"
    between = "from base import Base\n\nclass Between(Base): pass\n"
    last = "from between import Between\n\nclass Last(Between):\n    def other(self): pass\n"
    session = Session({"base.py": base, "between.py": between, "last.py": last})
    assert session.edit({"last.py": last.replace("other", "another")}) == ["last.py"]
    assert session.edit({"last.py": last.replace("other", "step")}) == ["base.py", "last.py"]
    assert session.contributed() == session.expected()
    assert session.edit({"last.py": last}) == ["base.py", "last.py"]
    assert session.contributed() == session.expected()


@deep
def test_a_member_that_only_subclasses_elsewhere_set_is_found_again() -> None:
    """Their files are not linked again, nor is what they say of other names read."""
    base = "class Base:\n    def go(self):\n        self.made.run()\n"
    sub = "from base import Base\n\nclass Made:\n    def run(self): pass\n\nclass Sub(Base):\n    def prepare(self):\n        self.made = Made()\n"
    session = Session({"base.py": base, "sub.py": sub})
    found = session.contributed()
    assert session.edit({"base.py": base.replace("self.made.run()", "return self.made.run()")}) == ["base.py"]
    assert session.contributed() == session.expected() != found


@deep
def test_a_base_that_begins_to_define_a_member_concerns_who_asks_for_it_below() -> None:
    """Also through classes between them, whose files are asked for what theirs define."""
    base = "class Base:\n    def first(self): pass\n"
    between = "from base import Base\n\nclass Between(Base): pass\n"
    user = "from between import Between\n\nclass Last(Between):\n    def go(self):\n        self.second()\n"
    session = Session({"base.py": base, "between.py": between, "user.py": user})
    assert session.edit({"base.py": f"{base}    def third(self): pass\n"}) == ["base.py"]
    assert "user.py" in session.edit({"base.py": f"{base}    def second(self): pass\n"})
    assert session.contributed() == session.expected()


@deep
def test_what_only_shows_once_callers_are_known_concerns_who_asked() -> None:
    """In the first round, in which nothing is known of callers, both versions give nothing."""
    lower = "def given(it):\n    return it.first()\n"
    kinds = "class X:\n    def go(self): pass\n\nclass Y:\n    def go(self): pass\n\n"
    kinds += "class K:\n    def first(self):\n        return X()\n\n    def second(self):\n        return Y()\n"
    user = "from a import given\nfrom b import K\n\ndef use():\n    given(K()).go()\n"
    session = Session({"a.py": lower, "b.py": kinds, "c.py": user})
    assert session.edit({"a.py": lower.replace("first", "second")}) == ["a.py", "c.py"]
    assert session.contributed() == session.expected()


@deep
def test_a_class_that_gets_another_base_elsewhere_is_no_subclass_any_more() -> None:
    """Also to files that were linked before it was known."""
    bases = (
        "class A:\n    def go(self):\n        self.step()\n\n    def step(self): pass\n\nclass B: pass\n\nBase = A\n"
    )
    derived = "from a import Base\n\nclass K(Base):\n    def step(self): pass\n"
    session = Session({"a.py": bases, "b.py": derived})
    assert session.edit({"a.py": bases.replace("Base = A", "Base = B")}) == ["a.py", "b.py"]
    assert session.contributed() == session.expected()
