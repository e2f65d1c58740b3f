"""Counts of a graph."""

from pathlib import Path

import pytest

from benchmarks.accuracy.counts import counts, read, table, tier
from indexer.settings import Settings

SOURCE = """\
import json


def helper():
    return json.dumps(1)


def caller(given):
    given.run()
    return helper()
"""


@pytest.mark.parametrize(
    ("confidence", "expected"), [(1.0, "1"), (0.95, "0.9 to 1"), (0.75, "0.7 to 0.9"), (0.0, "0 to 0.3")]
)
def test_tier_of_a_confidence(confidence: float, expected: str) -> None:
    """A tier includes its lower end."""
    assert tier(confidence) == expected


def test_a_confidence_below_zero_is_refused() -> None:
    """Such an edge is a mistake of the linker's, which no tier may hide."""
    with pytest.raises(ValueError, match="below 0"):
        tier(-0.1)


def test_counts_of_a_small_repository(tmp_path: Path) -> None:
    """Symbols, edges and uses add up, and unresolved calls are a share of all calls."""
    (tmp_path / "m.py").write_text(SOURCE, encoding="utf-8")
    found = counts(read(tmp_path, Settings(embed=False, workers=1)))
    assert (found["files"], found["symbols"]) == (1, 3)
    assert found["symbols_by_kind"] == {"function": 2, "module": 1}
    assert found["edges"] == sum(found["edges_by_kind"].values()) == sum(found["edges_by_tier"].values())
    assert found["unresolved_by_role"] == {"call": 1}
    assert found["unresolved_calls_share"] == pytest.approx(1 / 3, abs=1e-4)


def test_problems_of_all_steps_count(tmp_path: Path) -> None:
    """A file that does not parse is counted as one with a problem."""
    (tmp_path / "m.py").write_text("def (\n", encoding="utf-8")
    found = counts(read(tmp_path, Settings(embed=False, workers=1)))
    assert found["problems"] == sum(found["problems_by_code"].values())
    assert found["problems_by_code"]["syntax"] >= 1


def test_the_table_shows_every_count(tmp_path: Path) -> None:
    """Each group has its title, each count its line."""
    (tmp_path / "m.py").write_text(SOURCE, encoding="utf-8")
    found = counts(read(tmp_path, Settings(embed=False, workers=1)))
    lines = list(table(found))
    assert f"{'unresolved':38}{1:>10,}" in lines
    assert "\nsymbols by kind" in lines
    assert f"  {'function':36}{2:>10,}" in lines
