"""What is known of files from one run to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.pipeline.file_table import FileTable

PATHS = ["a.py", "pyproject.toml", "lib/setup.py", "web/package.json", "web/a.ts", "tests/test_a.py"]
ROWS = st.dictionaries(st.sampled_from(PATHS), st.tuples(st.sampled_from(["python", "json", "toml"]), st.booleans()))


@given(ROWS, st.lists(st.tuples(ROWS, st.sets(st.sampled_from(PATHS)))))
def test_a_table_that_takes_up_changes_is_the_table_of_what_there_is(
    first: dict[str, tuple[str, bool]], changes: list[tuple[dict[str, tuple[str, bool]], set[str]]]
) -> None:
    """Whatever changes, comes and goes."""
    now = dict(first)
    table = FileTable((path, *rest) for path, rest in first.items())
    for rows, gone in changes:
        now = {path: rest for path, rest in now.items() if path not in gone} | rows
        table.take(((path, *rest) for path, rest in rows.items()), gone)
    assert vars(table) == vars(FileTable((path, *rest) for path, rest in now.items()))


def test_marks_are_known_by_name() -> None:
    """What tells where imports lead, and what marks a source root."""
    table = FileTable((path, "", path.startswith("tests/")) for path in PATHS)
    assert table.tests == {"tests/test_a.py"}
    assert {"pyproject.toml", "lib/setup.py"} <= table.roots
    assert "web/package.json" in table.projects
    assert "a.py" not in table.roots | table.projects
