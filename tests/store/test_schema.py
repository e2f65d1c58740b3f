"""The schema as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model.records import Edge, Problem, Unresolved
from indexer.store.models import StoredModel
from indexer.store.reader import StoredSymbol
from indexer.store.rows import retraction_row, symbol_row, version_row
from indexer.store.schema import Relation, load_schema
from tests.store.conftest import STAMP, symbol

SCHEMA = load_schema()


def test_every_relation_of_the_design_is_there() -> None:
    """The schema has the relations that the queries and the pipeline rely on."""
    names = [relation.name for relation in SCHEMA.relations]
    assert (
        names
        == "meta run file problem node symbol edge unresolved version edge_change undo text model facts flow asked linked".split()
    )


@pytest.mark.parametrize("relation", SCHEMA.relations, ids=lambda relation: relation.name)
def test_every_relation_and_column_says_what_it_is(relation: Relation) -> None:
    """No relation and no column is without a comment, and keys come first."""
    assert relation.doc.endswith(".")
    assert all(column.doc for column in relation.columns)
    keys = [column.key for column in relation.columns]
    assert keys == sorted(keys, reverse=True)
    assert relation.key_width == sum(keys) > 0


def test_columns_are_read_with_type_and_key() -> None:
    """A column has the name, type and role that its line gives."""
    parent = next(column for column in SCHEMA.relation("symbol").columns if column.name == "parent")
    assert (parent.type, parent.key) == ("Int?", False)
    at = next(column for column in SCHEMA.relation("version").columns if column.name == "at")
    assert (at.type, at.key) == ("Validity", True)
    assert "microseconds" in at.doc


def test_every_index_says_what_it_is_for() -> None:
    """An index is of a known relation and has a comment; the text index is the only full-text one."""
    names = {relation.name for relation in SCHEMA.relations}
    assert all(index.relation in names and index.doc for index in SCHEMA.indexes)
    assert [index.name for index in SCHEMA.indexes if index.full_text] == ["words"]
    assert SCHEMA.full_text("text")
    assert not SCHEMA.full_text("edge")


def test_records_have_the_columns_in_order() -> None:
    """The records that are written as rows name the same columns in the same order as the schema."""
    for relation, record in (
        ("edge", Edge),
        ("unresolved", Unresolved),
        ("symbol", StoredSymbol),
        ("model", StoredModel),
    ):
        assert SCHEMA.relation(relation).headers == list(record._fields)
    assert sorted(SCHEMA.relation("problem").headers) == sorted(Problem._fields)


def test_rows_fit_the_columns() -> None:
    """A row made of a symbol carries each field under the column of its name."""
    one = symbol("pkg.mod.f", "h1", parent="pkg.mod")
    row = dict(zip(SCHEMA.relation("symbol").headers, symbol_row(one, STAMP, 0.25), strict=True))
    assert row == {**{k: v for k, v in one._asdict().items() if k in row}, "rank": 0.25, "stamp": STAMP}
    version = dict(zip(SCHEMA.relation("version").headers, version_row(one, STAMP, 7), strict=True))
    assert version["at"] == [7, True]
    assert version["qualified_name"] == "pkg.mod.f"
    assert len(retraction_row(one.id, 7)) == len(SCHEMA.relation("version").columns)


def test_the_hash_ignores_comments_and_spacing(tmp_path: Path) -> None:
    """A better comment does not make an index unreadable; another column does."""
    texts = {
        "a": "# One.\n:create thing {\n    key: Int # the key\n    =>\n    value: String\n}\n",
        "b": "# Other words.\n:create thing {\n    key: Int\n        =>\n    value:   String # its value\n}\n",
        "c": "# One.\n:create thing {\n    key: Int # the key\n    =>\n    value: Int\n}\n",
    }
    hashes = {}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "001_thing.cozo").write_text(text, encoding="utf-8")
        hashes[name] = load_schema(tmp_path / name).hash
    assert hashes["a"] == hashes["b"] != hashes["c"]


def test_an_unknown_relation_is_an_error() -> None:
    """Asking for a relation that is not there says so."""
    with pytest.raises(KeyError):
        SCHEMA.relation("nothing")
