"""The questions of the docstring benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval.docstrings import reciprocal_rank, task, together

ASKED = '''def save(order):
    """Write the order to disk. Says so."""
    order.write()
    return order
'''
SILENT = '''def load(name):
    """Loads."""
    data = open(name)
    return data
'''


@pytest.fixture
def projects(tmp_path: Path) -> list[str]:
    """Two projects, one of them with a test."""
    for name in ("one", "two"):
        (tmp_path / name / "tests").mkdir(parents=True)
        (tmp_path / name / "shop.py").write_text(ASKED + "\n\n" + SILENT)
    (tmp_path / "one" / "tests" / "test_shop.py").write_text(ASKED)
    return [str(tmp_path / name) for name in ("one", "two")]


def test_what_is_asked_is_taken_out_of_the_text(projects: list[str]) -> None:
    """Functions of tests and those that say too little can be found, but are not asked for."""
    found = task(projects[0], 10, 10)
    assert found.queries == ["Write the order to disk."]
    assert [found.functions[place].docstring for place in found.gold] == ["Says so."]
    assert sorted(one.name for one in found.functions) == ["load", "save", "save"]


def test_of_several_projects_together_every_function_is_asked_for(projects: list[str]) -> None:
    """Under the project's name, without tests."""
    found = together(projects, 5)
    assert [one.path for one in found.functions] == ["one/shop.py", "two/shop.py"]
    assert len(found.queries) == len(found.gold) == 2


def test_what_is_not_among_ten_counts_nothing() -> None:
    """1 / rank, from 1."""
    assert reciprocal_rank([7, 5], 5) == 0.5
    assert reciprocal_rank(list(range(11)), 10) == 0.0
