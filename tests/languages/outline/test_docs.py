"""Documentation strings: their text, and what they document."""

from __future__ import annotations

import pytest

from indexer.languages.outline.docs import Doc, documentation, documented


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"Adds."', "Adds."),
        ('"""\n  Adds.\n\n    more\n  """', "Adds.\n\n  more"),
        ('~S"""\nAdds \\n.\n"""', "Adds \\n."),
        ("r'Adds.'", "Adds."),
        ('"', '"'),
        ('"""', '"""'),
        ("Adds.", "Adds."),
        ('"""# Adds\n# more"""', "# Adds\n# more"),
        ('""', ""),
    ],
)
def test_text_of_documentation(written: str, text: str) -> None:
    """Quotes, what stands before them, and indentation are left out; marks of headings are not."""
    assert documentation(written) == text


def test_long_documentation_is_cut() -> None:
    """No more than two thousand characters are kept."""
    assert len(documentation(f'"{"a " * 2_000}"')) <= 2_000


@pytest.mark.parametrize(
    ("docs", "found"),
    [
        ([Doc(0, 5, is_inside=False)], {0: 0}),
        ([Doc(12, 15, is_inside=True)], {0: 12}),
        ([Doc(12, 15, is_inside=False)], {1: 12}),
        ([Doc(12, 13, is_inside=False), Doc(14, 15, is_inside=False)], {1: 14}),
        ([Doc(32, 35, is_inside=False)], {}),
        ([Doc(32, 35, is_inside=True)], {0: 32}),
        ([Doc(41, 44, is_inside=False)], {2: 41}),
        ([Doc(70, 75, is_inside=False), Doc(76, 79, is_inside=True)], {}),
    ],
)
def test_what_is_documented(docs: list[Doc], found: dict[int, int]) -> None:
    """A string before a definition is of it unless what is around the string ends in between; one inside is of the innermost."""
    definitions = [Doc(10, 40, is_inside=False), Doc(20, 30, is_inside=False), Doc(50, 60, is_inside=False)]
    assert {index: doc.start for index, doc in documented(definitions, docs).items()} == found
