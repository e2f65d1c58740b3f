"""Text that editors have not saved yet."""

from __future__ import annotations

import pytest

from indexer import CodalogError, Overlay


def test_texts_stand_in_until_they_are_dropped() -> None:
    """One path or several go back to what is on disk; each change is news once."""
    overlay = Overlay()
    for path in ("a.py", "b/c.py", "d.py"):
        overlay.set(path, "x = 1\n")
    assert overlay.news() == {"a.py", "b/c.py", "d.py"}
    overlay.drop("b/c.py")
    assert (overlay.news(), sorted(overlay.texts())) == ({"b/c.py"}, ["a.py", "d.py"])
    overlay.drop(["a.py", "d.py", "unknown.py"])
    assert (overlay.news(), overlay.texts()) == ({"a.py", "d.py"}, {})


@pytest.mark.parametrize("path", ["/home/me/shop/a.py", "C:\\shop\\a.py"])
def test_a_path_is_relative_to_the_root(path: str) -> None:
    """An absolute path would stand in for nothing, and is refused."""
    with pytest.raises(CodalogError, match="is not relative to the root"):
        Overlay().set(path, "")
