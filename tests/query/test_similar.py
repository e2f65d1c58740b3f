"""Code that is like given code."""

from __future__ import annotations

import pytest

from indexer.embed import Content, choose, node_vectors
from indexer.errors import BadParameter, UnknownSymbol
from indexer.model.identity import digest
from indexer.query.similar import NEAR_DUPLICATE, likeness, shingles, similar, similar_text
from indexer.store import IndexReader, IndexWriter, VectorTable
from indexer.store.models import ensure_model

SAVE = (
    "def save(self, order):\n    cursor = self.open()\n    cursor.execute('insert', order.total)\n    cursor.close()\n"
)
RENAMED = (
    "def store(self, thing):\n    handle = self.open()\n    handle.execute('x', thing.price)\n    handle.close()\n"
)
EDITED = SAVE.replace("    cursor.close()\n", "    cursor.close()\n    return cursor\n")
LONG = "def report(rows):\n" + "".join(f"    column_{at} = rows[{at}].measure_{at}\n" for at in range(120))
OTHER = "def parse(text):\n    for line in text.split('\\n'):\n        yield line.strip()\n"
SOURCES = {"app.save": SAVE, "app.store": RENAMED, "app.save_all": EDITED, "app.parse": OTHER, "app.report": LONG}
EMBEDDER = choose("lexical").embedder


def _write(writer: IndexWriter) -> None:
    for number, (name, source) in enumerate(SOURCES.items()):
        last = name.rpartition(".")[2]
        content = digest(source.encode())
        place = ("app.py", "python", None, content, number * 10, 0, number * 10 + 5, 0, number * 10, 4)
        flags = ("", True, False, False, [], 0.0, "")
        writer.put("symbol", [(number, f"m{number}", last, name, "function", *place, *flags)])
        writer.put("node", [(content, number, "function", "python", last, "", "", source, 9)])
        writer.put("text", [(number, " ".join(source.split()))])
    elsewhere = ("external", "", "python", None, "", *(0,) * 6, "", True, True, False, [], 0.0, "")
    writer.put("symbol", [(9, "m9", "dumps", "json.dumps", *elsewhere)])


@pytest.fixture(scope="module")
def index() -> IndexReader:
    with IndexWriter(None) as writer:
        _write(writer)
        table = VectorTable(ensure_model(writer.engine, EMBEDDER.identity), writer.engine)
        nodes = [Content("function", "", "", "", source) for source in SOURCES.values()]
        table.put(range(len(nodes)), node_vectors(EMBEDDER, nodes))
        table.build_index()
        return writer.finish()


def test_layout_and_comments_do_not_count() -> None:
    """Code is as alike as its tokens are."""
    spaced = SAVE.replace("(", "( ").replace("\n", "  # why\n")
    assert likeness(SAVE, spaced) == 1.0


def test_code_with_other_names_is_alike_in_shape() -> None:
    """More than code of another shape, less than the same code."""
    assert 1.0 > likeness(SAVE, RENAMED) > NEAR_DUPLICATE > likeness(SAVE, OTHER)


def test_short_code_has_one_shingle() -> None:
    """Fewer tokens than a shingle are compared whole."""
    assert shingles("x = 1") == {("x", "=", "0")}
    assert likeness("", "") == 1.0


def test_copies_come_first_and_are_marked(index: IndexReader) -> None:
    """The symbol itself is left out; unlike code comes last; meaning is that of the vectors that the index has."""
    found = similar(index, "app.save", 5)
    assert [one.symbol for one in found][:2] == ["app.save_all", "app.store"]
    assert [one.duplicate for one in found][:2] == [True, True]
    assert all(not one.duplicate for one in found[2:])
    meaning = node_vectors(
        EMBEDDER, [Content("function", "", "", "", SOURCES[name]) for name in ("app.save", "app.save_all")]
    )
    assert found[0].meaning == pytest.approx(float(meaning[0] @ meaning[1]), abs=1e-5)
    assert found[0].line == 21


def test_without_vectors_words_and_tokens_are_compared() -> None:
    """An index whose vectors are still to be made finds copies all the same."""
    with IndexWriter(None) as writer:
        _write(writer)
        found = similar(writer.finish(), "app.save", 2)
    assert [(one.symbol, one.meaning) for one in found] == [("app.save_all", None), ("app.store", None)]


def test_code_that_is_not_in_the_index_is_compared(index: IndexReader) -> None:
    """A piece of code finds where it was copied from."""
    assert similar_text(index, EMBEDDER, SAVE, 1)[0].symbol == "app.save"
    assert similar_text(index, EMBEDDER, SAVE, 1)[0].tokens == 1.0


def test_long_code_has_the_vector_that_the_index_has(index: IndexReader) -> None:
    """What is asked for is embedded as the index is: part by part where it is long."""
    (found,) = similar_text(index, EMBEDDER, LONG, 1)
    assert (found.symbol, found.tokens) == ("app.report", 1.0)
    assert found.meaning == pytest.approx(1.0, abs=1e-5)


def test_what_cannot_be_compared_is_refused(index: IndexReader) -> None:
    """No such symbol, no body, no code, nothing wanted."""
    with pytest.raises(UnknownSymbol):
        similar(index, "app.nothing")
    with pytest.raises(BadParameter, match="no body"):
        similar(index, "json.dumps")
    with pytest.raises(BadParameter, match="no code"):
        similar_text(index, EMBEDDER, " \n")
    with pytest.raises(BadParameter, match="0 symbols"):
        similar_text(index, EMBEDDER, SAVE, 0)
