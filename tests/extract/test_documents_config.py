"""Keys of configuration are found with their places, as full parsers find them."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.documents_config import ini_parts, json_parts, toml_parts, yaml_parts
from indexer.extract.documents_part import Part

_keys = st.text("abcdeXYZ_", min_size=1, max_size=6)
_scalars = st.one_of(st.integers(-99, 99), st.booleans(), st.text('ab "\\{}[]:,\n#', max_size=8))
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_keys, inner, max_size=3)),
    max_leaves=8,
)


def _brief(parts: list[Part]) -> list[tuple[int, str]]:
    return [(part.depth, part.name) for part in parts]


def _text(source: str, part: Part) -> str:
    return source.encode()[part.start : part.end].decode()


def _keys_of(value: Any, depth: int = 1) -> list[tuple[int, str]]:
    if not isinstance(value, dict):
        return []
    return [found for key, inner in value.items() for found in ((depth, key), *_keys_of(inner, depth + 1))]


@given(st.dictionaries(_keys, _values, max_size=4), st.sampled_from([None, 2]))
def test_json_keys_are_those_of_the_parser(value: dict[str, Any], indent: int | None) -> None:
    """In order, with depth; keys inside lists are part of the list; each span is a member."""
    source = json.dumps(value, indent=indent)
    parts = json_parts(source.encode())
    assert _brief(parts) == _keys_of(value)
    for part in parts:
        assert part.name in json.loads("{" + _text(source, part) + "}")


def test_json_may_have_comments() -> None:
    """As editors and compilers allow."""
    source = '{\n  // "no": 1,\n  "a": 1, /* "b": 2 */\n  "c": {"d": "//"},\n}\n'
    parts = json_parts(source.encode())
    assert _brief(parts) == [(1, "a"), (1, "c"), (2, "d")]
    assert [_text(source, part) for part in parts] == ['"a": 1', '"c": {"d": "//"}', '"d": "//"']


def test_toml_keys_are_those_of_the_parser() -> None:
    """Dotted and quoted names, strings and lists over several lines, inline tables, lists of tables."""
    source = (
        'top = 1 # [no]\n"quoted.key" = 2\na.b = 3\n\n[tool.x]\nlist = [\n  "k = 1", # ]\n  [1],\n]\n'
        "text = '''\n[no]\nno = 1\n'''\ninline = {p = 1}\nlast = \"\"\"a\\\"\"\"\"\n\n# above\n[[items]]\nname = 'n'\n"
    )
    tomllib.loads(source)
    parts = toml_parts(source.encode())
    assert _brief(parts) == [
        (1, "top"), (1, "quoted.key"), (1, "a.b"), (1, "tool.x"), (2, "list"), (2, "text"), (2, "inline"), (2, "last"),
        (1, "items"), (2, "name"),
    ]  # fmt: skip
    assert _text(source, parts[4]) == 'list = [\n  "k = 1", # ]\n  [1],\n]'
    assert _text(source, parts[5]) == "text = '''\n[no]\nno = 1\n'''"
    assert _text(source, parts[3]).startswith("[tool.x]\n")
    assert _text(source, parts[3]).endswith('"""')
    assert _text(source, parts[8]) == "[[items]]\nname = 'n'"


def test_yaml_keys_nest_by_indentation() -> None:
    """Block texts, lists, flow values, comments and anchors aside."""
    source = (
        "# note\nname: CI\non:\n  push:\n    branches: [main]\n  'quoted key': 1\njobs: &all\n  test:\n    steps:\n"
        "    - uses: a\n      with: {b: 1}\n    - run: |\n        key: no\n    env:\n      A: 1\ntext: >-\n  no: 1\n\n  no2: 2\n"
        "url: http://x\n---\nsecond: 1\n"
    )
    parts = yaml_parts(source.encode())
    assert _brief(parts) == [
        (1, "name"), (1, "on"), (2, "push"), (3, "branches"), (2, "quoted key"), (1, "jobs"), (2, "test"), (3, "steps"),
        (3, "env"), (4, "A"), (1, "text"), (1, "url"), (1, "second"),
    ]  # fmt: skip
    assert _text(source, parts[2]) == "push:\n    branches: [main]"
    assert _text(source, parts[10]) == "text: >-\n  no: 1\n\n  no2: 2"


def test_a_yaml_list_at_the_margin_belongs_to_its_key() -> None:
    """Its items' keys are not listed."""
    source = "repos:\n- repo: a\n  hooks:\n  - id: b\nci: x\n"
    assert _brief(yaml_parts(source.encode())) == [(1, "repos"), (1, "ci")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a]\nx = 1\ny: 2\n  more = no\n[b.c]\n", [(1, "a"), (2, "x"), (2, "y"), (1, "b.c")]),
        ("# c = 1\n; d = 2\nexport KEY=v=w\nUNSET=\n", [(1, "KEY"), (1, "UNSET")]),
        ("root = true\n\n[*.py]\nindent_size = 4\n", [(1, "root"), (1, "*.py"), (2, "indent_size")]),
        ("spring.datasource.url=jdbc:x\n", [(1, "spring.datasource.url")]),
    ],
)
def test_ini_and_its_kin(source: str, expected: list[tuple[int, str]]) -> None:
    """Sections, keys before any section, environment files, properties."""
    assert _brief(ini_parts(source.encode())) == expected


def test_a_comment_before_the_next_key_is_not_part_of_the_last_one() -> None:
    """It belongs to what it stands above."""
    source = "[a]\nx = 1\n\n# about b\n[b]\ny = 2\n"
    a, x, *_ = ini_parts(source.encode())
    assert _text(source, a) == "[a]\nx = 1"
    assert _text(source, x) == "x = 1"


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_scanners(source: bytes) -> None:
    """Broken files are searched like others."""
    for scan in (ini_parts, toml_parts, yaml_parts, json_parts):
        starts = [part.start for part in scan(source)]
        assert starts == sorted(starts)
