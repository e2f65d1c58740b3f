"""Judged queries and the measure of a ranking of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval.judged import distinct_files, ndcg, projects


@pytest.mark.parametrize(
    ("paths", "right", "expected"),
    [
        (["a", "b"], ["a"], 1.0),
        (["b", "a"], ["a"], 0.6309),
        (["a", "x", "b"], ["a", "b"], 0.9197),
        (["x", "y"], ["a"], 0.0),
        ([*"0123456789", "a"], ["a"], 0.0),
    ],
)
def test_a_right_file_gains_less_the_later_it_comes(paths: list[str], right: list[str], expected: float) -> None:
    """One over the logarithm of its place, against the best order; nothing after the tenth."""
    assert ndcg(paths, right) == pytest.approx(expected, abs=1e-4)


def test_a_file_counts_where_its_first_hit_is() -> None:
    """Further hits in it take no place."""
    assert distinct_files(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_queries_are_read_from_their_files(tmp_path: Path) -> None:
    """One project a file, in order of name."""
    query = '[[query]]\nkind = "symbol"\ntext = "Order"\nfiles = ["shop/models.py", "shop/orders.py"]\n'
    head = 'folder = "shop-1"\nversion = "1"\nget = "unpack it"\nheld_out = true\n'
    (tmp_path / "shop.toml").write_text(head + query, encoding="utf-8")
    (project,) = projects(tmp_path)
    assert (project.name, project.folder, project.held_out) == ("shop", "shop-1", True)
    assert project.queries[0].files == ("shop/models.py", "shop/orders.py")


def test_the_queries_are_many_and_none_is_asked_twice() -> None:
    """Over sixty, on five projects or more, some of them held out."""
    found = projects()
    texts = [(project.name, query.text) for project in found for query in project.queries]
    assert len(texts) == len(set(texts)) > 60
    assert len(found) >= 5
    assert {project.held_out for project in found} == {True, False}
    assert all(query.files for project in found for query in project.queries)
