"""Languages are rows of data, found in folders."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from indexer.languages.registry import LEVELS, Language, Registry, read_languages, registry


def _folder(root: Path, name: str, file: str, content: str) -> None:
    (root / name).mkdir()
    (root / name / file).write_text(content, encoding="utf-8")


def test_a_folder_with_a_row_is_a_language(tmp_path: Path) -> None:
    """Nothing else has to be touched."""
    _folder(
        tmp_path,
        "toy",
        "language.toml",
        'name = "toy"\nlevel = "deep"\nextensions = [".toy"]\n[grammar]\nmodule = "tree_sitter_toy"\n',
    )
    (row,) = read_languages(tmp_path, "some.package")
    assert row.package == "some.package.toy"
    assert row.title == "Toy"
    assert row.grammar == ("tree_sitter_toy", "language")
    assert Registry([row]).by_extension[".toy"] is row


def test_one_file_may_hold_several_rows(tmp_path: Path) -> None:
    """They have no package, hence no extractor of their own."""
    _folder(tmp_path, "many", "languages.toml", '[[language]]\nname = "a"\n[[language]]\nname = "b"\n')
    rows = read_languages(tmp_path, "some.package")
    assert [row.name for row in rows] == ["a", "b"]
    assert [row.extractor() for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('title = "x"', "a row without 'name'"),
        ('name = "x"\ncolour = "red"', "unknown key 'colour'"),
        ('name = "x"\npackage = "evil"', "unknown key 'package'"),
        ('name = "x"\nlevel = "profound"', "level 'profound'"),
        ('name = "x"\nextensions = ["X"]', "extension 'X' must be"),
        ("name = ", "language.toml"),
    ],
)
def test_a_malformed_row_is_refused_with_its_reason(tmp_path: Path, content: str, message: str) -> None:
    """The file and what is wrong with it."""
    _folder(tmp_path, "x", "language.toml", content)
    with pytest.raises(ValueError, match=message):
        read_languages(tmp_path, "p")


def test_two_languages_cannot_claim_the_same_extension() -> None:
    """Detection must not depend on the order of folders."""
    text = registry()["text"]
    with pytest.raises(ValueError, match="claimed by both text and other"):
        Registry([text, text._replace(name="other")])


def test_the_installed_languages_are_consistent() -> None:
    """Reading all rows checks them; the ones everything rests on are there."""
    known = registry()
    assert {"python", "text", "markdown", "toml", "yaml", "json"} <= known.languages.keys()
    assert known["python"].level == "deep"
    assert all(row.level in LEVELS for row in known.languages.values())
    assert registry() is known


def _with_grammar() -> list[Language]:
    return [row for row in registry().languages.values() if row.grammar[0]]


@pytest.mark.parametrize("row", _with_grammar(), ids=lambda row: row.name)
def test_the_grammar_of_a_language_can_be_loaded(row: Language) -> None:
    """The wheel is installed and has the function."""
    module, function = row.grammar
    assert callable(getattr(importlib.import_module(module), function))


def test_a_deep_language_has_an_extractor() -> None:
    """By convention in `extract.py` of its folder."""
    assert callable(registry()["python"].extractor())


def test_a_deep_language_has_a_linking() -> None:
    """By convention in `linking.py` of its folder: it says where imports lead, and knows its builtins."""
    linking = registry()["python"].linking()
    assert linking is not None
    modules = linking.modules(["a/__init__.py", "a/b.py"], [])
    assert modules.resolve(0, "b", 1) == 1
    assert "len" in linking.library.builtins


def test_a_language_that_is_only_a_row_has_no_linking() -> None:
    """Its files have definitions at most."""
    rows = [row for row in registry().languages.values() if not row.package]
    assert rows
    assert [row.name for row in rows if row.linking()] == []


def test_project_files_may_be_patterns() -> None:
    """A star in the name of a project file stands for anything, wherever it is."""
    known = registry()
    assert known.is_project_file("app/tsconfig.build.json")
    assert known.is_project_file("app/tsconfig.json")
    assert not known.is_project_file("app/mytsconfig.json")
