"""What part a file plays, by its path."""

from __future__ import annotations

import pytest

from indexer.query.path_roles import FACTORS, asked_for, roles


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("src/app/server.py", "python", set()),
        ("lib/examiner.py", "python", set()),
        ("examples/server.js", "javascript", {"example"}),
        ("crates/x/benches/bench.rs", "rust", {"benchmark"}),
        ("types/hooks.d.ts", "typescript", {"stub"}),
        ("pkg/stubs.pyi", "python", {"stub"}),
        ("dist/browser/app.cjs", "javascript", {"built"}),
        ("single_include/json.hpp", "cpp", {"built"}),
        ("lib/app.umd.js", "javascript", {"built"}),
        ("src/distance/build/plan.py", "python", set()),
        ("src/compat/py2.py", "python", {"legacy"}),
        ("README.md", "markdown", {"documentation"}),
        ("docs/conf.py", "python", {"documentation"}),
        ("config/app.yaml", "yaml", {"data"}),
    ],
)
def test_a_path_tells_the_part(path: str, language: str, expected: set[str]) -> None:
    """By folder, name, suffix or language; most files play none."""
    assert roles(path, language) == expected


@pytest.mark.parametrize(
    ("role", "words", "expected"),
    [("example", ["server", "example"], True), ("example", ["server"], False), ("stub", ["types"], True)],
)
def test_words_may_ask_for_a_part(role: str, words: list[str], expected: bool) -> None:  # a case
    """'the example server' means the example."""
    assert asked_for(role, words) is expected


def test_every_part_costs_something() -> None:
    """Factors lie between 0 and 1."""
    assert all(0 < factor < 1 for factor in FACTORS.values())
