"""What the project promises of itself and no linter checks."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
MODULES = sorted([*(ROOT / "indexer").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")])
LONGEST = 500


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_each_test_states_its_fact(file: Path) -> None:
    """Every test function has a docstring."""
    functions = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.FunctionDef)]
    silent = [node.name for node in functions if node.name.startswith("test_") and not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_module_is_short(file: Path) -> None:
    """No module grows past what one reads in a sitting."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_dependency_is_held_by_the_constraints() -> None:
    """What pyproject.toml names, constraints.txt pins: an install today is an install of what was tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(need for extra in project["optional-dependencies"].values() for need in extra),
    ]
    names = {re.split(r"[\[<>=!~ ]", need)[0].lower().replace("_", "-") for need in wanted}
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert names - set(pinned) == set()
