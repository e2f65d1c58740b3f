"""Where imports lead, by the folders that can be on `sys.path`."""

from __future__ import annotations

import pytest

from indexer.languages.python.modules import ModuleIndex

PATHS = sorted(
    "app/__init__.py app/core.py app/json.py app/sub/__init__.py app/sub/leaf.py space/deep/thing.py src/lib/__init__.py"
    " src/lib/work.py src/single.py tools/make.py tools/helper.py other/helper.py nested/pkg/setup.py nested/pkg/mod/__init__.py"
    " typed.pyi tests/conftest.py".split()
)
INDEX = ModuleIndex(PATHS, ["nested/pkg/setup.py"])


def resolve(importer: str, module: str, level: int = 0) -> str | None:
    found = INDEX.resolve(PATHS.index(importer), module, level)
    return PATHS[found] if isinstance(found, int) else found


@pytest.mark.parametrize(("importer", "module", "level", "expected"), [
    ("app/core.py", "app", 0, "app/__init__.py"),
    ("app/core.py", "app.sub.leaf", 0, "app/sub/leaf.py"),
    ("app/core.py", "", 1, "app/__init__.py"),
    ("app/core.py", "sub", 1, "app/sub/__init__.py"),
    ("app/sub/leaf.py", "core", 2, "app/core.py"),
    ("app/sub/__init__.py", "leaf", 1, "app/sub/leaf.py"),
    ("app/sub/__init__.py", "", 2, "app/__init__.py"),
    ("app/core.py", "json", 0, None),
    ("app/core.py", "json", 1, "app/json.py"),
    ("app/core.py", "core", 0, None),
    ("app/core.py", "space", 0, "space"),
    ("app/core.py", "space.deep", 0, "space.deep"),
    ("app/core.py", "space.deep.thing", 0, "space/deep/thing.py"),
    ("app/core.py", "lib.work", 0, "src/lib/work.py"),
    ("app/core.py", "src.lib.work", 0, "src/lib/work.py"),
    ("app/core.py", "single", 0, "src/single.py"),
    ("tools/make.py", "helper", 0, "tools/helper.py"),
    ("other/helper.py", "helper", 0, None),
    ("app/core.py", "mod", 0, "nested/pkg/mod/__init__.py"),
    ("app/core.py", "typed", 0, "typed.pyi"),
    ("app/core.py", "nowhere", 0, None),
    ("app/core.py", "beyond", 4, None),
])  # fmt: skip
def test_an_import_leads_to(importer: str, module: str, level: int, expected: str | None) -> None:
    """A file, a folder of modules, or None for what lies outside."""
    assert resolve(importer, module, level) == expected


@pytest.mark.parametrize(("path", "name"), [
    ("app/__init__.py", "app"), ("app/sub/leaf.py", "app.sub.leaf"), ("space/deep/thing.py", "space.deep.thing"),
    ("src/lib/work.py", "lib.work"), ("src/single.py", "single"), ("tools/make.py", "tools.make"),
    ("nested/pkg/mod/__init__.py", "mod"), ("typed.pyi", "typed"),
])  # fmt: skip
def test_the_qualified_name_of_a_module(path: str, name: str) -> None:
    """By its outermost package and the source root that holds it."""
    assert INDEX.qualified[PATHS.index(path)] == name
