"""Long bodies, part by part."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.lexical import LexicalEmbedder
from indexer.embed.parts import TEXT_VERSION, Content, node_texts, node_vectors, pooled
from indexer.embed.template import TEMPLATE_VERSION, node_text


def body(*words: str, lines: int) -> str:
    return "".join(f"    {word}_{number} = {word}({number})\n" for word in words for number in range(lines))


def test_a_short_body_is_one_text() -> None:
    """The template's, as it is."""
    node = {"name": "parse", "signature": "def parse(line)", "docstring": "Parses.", "source": "def parse(line): pass"}
    assert node_texts(kind="function", **node) == [node_text(kind="function", **node)]


def test_a_long_class_is_one_text() -> None:
    """What a class is, its beginning says; its methods have vectors of their own."""
    node = {"name": "All", "signature": "class All", "docstring": "", "source": body("alpha", "bravo", lines=200)}
    assert node_texts(kind="class", **node) == [node_text(kind="class", **node)]


def test_every_part_of_a_long_body_has_its_names_and_documentation() -> None:
    """What stands at the end is embedded as what stands at the beginning is."""
    source = body("alpha", "bravo", "charlie", "delta", lines=60)
    texts = node_texts(kind="function", name="do_all", signature="def do_all()", docstring="Does all.", source=source)
    assert 3 <= len(texts) <= 8
    assert all(text.startswith("do all Does all.") for text in texts)
    assert "alpha" in texts[0]
    assert "delta" not in texts[0]
    assert "delta" in texts[-1]


@given(st.text(alphabet="ab \n", max_size=40_000))
def test_parts_are_bounded(source: str) -> None:
    """However long a body is, it has eight parts at most, and the parts of a short one are all of it."""
    assert 1 <= len(node_texts(kind="function", name="x", signature="", docstring="", source=source)) <= 8
    assert len(node_texts(kind="function", name="x", signature="", docstring="", source="y" * 200_000)) == 1


def test_a_pooled_vector_lies_between_its_parts() -> None:
    """The mean direction of a node's parts, at length 1; a node of one part keeps its vector."""
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    found = pooled(vectors, [2, 1])
    half = 2**-0.5
    assert np.allclose(found, [[half, half, 0], [0, 0, 1]])
    assert found.dtype == np.float32
    assert pooled(vectors, [1, 1, 1]) is vectors


def test_the_end_of_a_long_body_is_found() -> None:
    """A question about its last part lies nearer to the pooled vector than to that of its beginning alone."""
    vocabulary = [f"{one}{other}" for one in "qwrtzpsdfg" for other in ("arno", "elba", "ilse", "orto", "unda", "ymir")]
    source = body(*vocabulary, lines=3) + "    bandwidth_throttle(upload_queue, megabits)\n" * 30
    node = {"kind": "method", "name": "do_all", "signature": "", "docstring": "", "source": source}
    embedder = LexicalEmbedder()
    texts = embedder.encode_documents(node_texts(**node))
    (query,) = embedder.encode_queries(["throttle upload bandwidth"])
    assert pooled(texts, [len(texts)])[0] @ query > texts[0] @ query


def test_the_vectors_of_nodes_are_those_of_their_parts() -> None:
    """One a node, in order: of one text for a short one, pooled for a long function; code of no known kind is cut like one."""
    source = body("alpha", "bravo", "charlie", lines=60)
    short = Content("class", "Short", "class Short", "", "class Short: pass")
    long = Content("function", "do_all", "def do_all()", "Does all.", source)
    embedder = LexicalEmbedder()
    found = node_vectors(embedder, [short, long, long._replace(kind="")])
    parts = node_texts(**long._asdict())
    assert len(parts) > 1
    assert np.allclose(found[0], embedder.encode_documents([node_text(**short._asdict())])[0])
    assert np.allclose(found[1], pooled(embedder.encode_documents(parts), [len(parts)])[0])
    assert np.allclose(found[2], found[1])


def test_how_a_node_is_cut_is_part_of_the_models_identity() -> None:
    """Another template, or other parts, are another model to the store."""
    assert TEXT_VERSION.startswith(f"{TEMPLATE_VERSION}.")
    assert LexicalEmbedder().identity.template_version == TEXT_VERSION
