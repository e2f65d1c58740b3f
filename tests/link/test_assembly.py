"""Assembly: rows in one order, whatever order sets of targets come in."""

from __future__ import annotations

from itertools import groupby

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.languages.rust.extract import extract as extract_rust
from indexer.link.linker import link
from indexer.model.records import Edge

NAMES = [f"f{number}" for number in range(9)]
SOURCE = (
    "".join(f"def {name}(): ...\n" for name in NAMES)
    + f"def use(key):\n    for one in [{', '.join(NAMES)}]:\n        one()\n"
    + "def test_use():\n    use(1)\n    f8()\n"
)


def edges() -> list[Edge]:
    found = link([extract(SOURCE.encode(), "tests/test_use.py", words_of)], tests=["tests/test_use.py"]).edges
    return [edge for edge in found if edge.kind != "contains"]


def test_edges_of_one_scope_are_in_ascending_order() -> None:
    """The many targets of one site come in the order of their ids, not in that of a set, which changes between runs."""
    for _, group in groupby(edges(), key=lambda edge: edge.source):
        own = list(group)
        assert own == sorted(own)


def test_a_site_keeps_all_its_targets() -> None:
    """Sorting loses none: the loop calls each of the nine functions."""
    calls = [edge for edge in edges() if edge.kind == "calls" and edge.line == 2]
    assert len({edge.target for edge in calls}) == len(NAMES)


def test_what_a_file_marks_as_tests_is_part_of_them() -> None:
    """With all that stands inside; the rest of the file is not."""
    source = b"fn used() {}\n#[cfg(test)]\nmod tests {\n    fn helper() {}\n    #[test]\n    fn works() { super::used() }\n}\n"
    symbols = link([extract_rust(source, "src/lib.rs", words_of)]).symbols
    assert [one.name for one in symbols if one.test] == ["tests", "helper", "works"]
