"""Hybrid search over a small index, on each engine."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from indexer.embed import Embedder, choose, node_text
from indexer.errors import BadParameter, UnknownSymbol
from indexer.model.identity import digest, stamp_at
from indexer.query.search import Hit, explore, search
from indexer.query.search_legs import by_name, by_text, by_vector, cosines, vectors_of
from indexer.query.search_text import fulltext_body
from indexer.query.search_words import Filters, read
from indexer.store import IndexReader, IndexWriter, VectorTable
from indexer.store.models import ensure_model


class Given(NamedTuple):
    """A symbol of the small index; its id is its place in the list."""

    kind: str
    qualified_name: str
    path: str
    docstring: str
    body: str
    rank: float = 1e-4
    flags: str = ""


PROGRAM = [
    Given("class", "shop.models.Order", "shop/models.py", "A customer's order.", "class Order: total items", 5e-3),
    Given("method", "shop.models.Order.save", "shop/models.py", "Write the order to the database.", "cursor execute"),
    Given("method", "shop.models.Order.total_price", "shop/models.py", "Sum of all item prices.", "sum price items"),
    Given("function", "shop.http.parse_http_request", "shop/http.py", "Read a request's head.", "split headers line"),
    Given("function", "shop.http.send_response", "shop/http.py", "Write bytes to the socket.", "socket sendall"),
    Given("constant", "shop.http.TIMEOUT", "shop/http.py", "", "TIMEOUT 30"),
    Given(
        "function", "tests.test_http.test_parse_http_request", "tests/test_http.py", "", "parse http request", 0, "test"
    ),
    Given(
        "function", "vendor.http.parse_http_head", "vendor/http.py", "Read a request's head.", "headers", 0, "vendored"
    ),
    Given("function", "shop.copied.send_response", "shop/copied.py", "Write bytes to the socket.", "socket sendall", 0),
    Given("external", "socket.socket.sendall", "", "", ""),
    Given("section", "README.Requests", "README.md", "How a request is parsed.", "request parse http"),
    Given("function", "shop.odd.größe", "shop/odd.py", "Die Größe.", "wert"),
]
IDS = {one.qualified_name: number for number, one in enumerate(PROGRAM)}
EMBEDDER = choose("lexical").embedder


def content_of(one: Given) -> str:
    return digest(f"{one.kind} {one.qualified_name.rpartition('.')[2]} {one.body}".encode()) if one.path else ""


def build(binding: str, embedded: Callable[[int], bool], *, hnsw: bool = True) -> IndexReader:
    with IndexWriter(None, binding=binding) as writer:  # type: ignore[arg-type]
        nodes: dict[str, int] = {}
        for number, one in enumerate(PROGRAM):
            name = one.qualified_name.rpartition(".")[2]
            flags = {flag: flag in one.flags for flag in ("test", "generated", "vendored")}
            content = content_of(one)
            signature = f"def {name}()" if one.kind in {"function", "method"} else ""
            parent = IDS.get(one.qualified_name.rpartition(".")[0])
            stamp = stamp_at(1_000_000_000_000, str(number)) if name == "total_price" else ""
            place = (parent, content, 3, 0, 5, 0, 3, 4, signature, True)
            symbol = (number, f"m{number}", name, one.qualified_name, one.kind, one.path, "python", *place)
            writer.put("symbol", [(*symbol, not one.path, flags["test"], [], one.rank, stamp)])
            if parent is not None:
                writer.put("edge", [(parent, "contains", number, 0, 0, "syntactic", 1.0)])
            if not one.path:
                continue
            numbers = (1, 1, 1, 1, 0, "")
            file = (one.path, "python", "", "", *numbers, flags["generated"], flags["vendored"], flags["test"])
            writer.put("file", [file])
            if content not in nodes:
                nodes[content] = len(nodes)
                node = (content, nodes[content], one.kind, "python", name, signature, one.docstring, one.body, 9)
                writer.put("node", [node])
            body = fulltext_body(
                qualified_name=one.qualified_name, signature=signature, docstring=one.docstring, words=one.body
            )
            writer.put("text", [(number, body)])
            seen = 1_000_000_000_000_000 if name == "total_price" else 0
            writer.put("version", [(number, [seen, True], content, stamp, one.path, one.qualified_name)])
        call = (IDS["shop.http.parse_http_request"], "calls", IDS["shop.http.send_response"], 1, 4, "scope", 1.0)
        writer.put("edge", [call])
        table = VectorTable(ensure_model(writer.engine, EMBEDDER.identity), writer.engine)
        texts = {
            nodes[content_of(one)]: node_text(
                kind=one.kind,
                name=one.qualified_name.rpartition(".")[2],
                signature="",
                docstring=one.docstring,
                source=one.body,
            )
            for number, one in enumerate(PROGRAM)
            if one.path and embedded(number)
        }
        table.put(list(texts), EMBEDDER.encode_documents(list(texts.values())))
        if hnsw:
            table.build_index()
        return writer.finish()


@pytest.fixture(scope="module", params=["mnestic", "pycozo"])
def index(request: pytest.FixtureRequest) -> IndexReader:
    if request.param == "pycozo":
        pytest.importorskip("cozo_embedded")
    return build(request.param, lambda number: True)


@pytest.fixture(scope="module")
def half() -> IndexReader:
    """Every other symbol has a vector, and there is no HNSW index yet."""
    return build("mnestic", lambda number: number % 2 == 0, hnsw=False)


def names(hits: list[Hit]) -> list[str]:
    return [hit.qualified_name for hit in hits]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("how do I parse the head of an http request", "shop.http.parse_http_request"),
        ("write order to database", "shop.models.Order.save"),
        ("sum of prices", "shop.models.Order.total_price"),
        ("parse_http_request", "shop.http.parse_http_request"),
        ("Order", "shop.models.Order"),
        ("Order.save", "shop.models.Order.save"),
        ("shop.models.Order.total_price", "shop.models.Order.total_price"),
        ("parse_http_reqest", "shop.http.parse_http_request"),
        ("total_pr", "shop.models.Order.total_price"),
        ("größe", "shop.odd.größe"),
    ],
)
@pytest.mark.parametrize("embedder", [EMBEDDER, None], ids=["vectors", "text"])
def test_what_is_meant_comes_first(index: IndexReader, embedder: Embedder | None, words: str, expected: str) -> None:
    """Questions, keywords, names, parts of names and misspelt names, with and without vectors."""
    assert names(search(index, embedder, words, 3))[0] == expected


def test_a_hit_explains_its_score(index: IndexReader) -> None:
    """The parts' sum times the factors is the score."""
    for hit in search(index, EMBEDDER, "parse http request", 10):
        assert hit.score == pytest.approx(sum(hit.parts.values()) * math.prod(hit.factors.values()))
        evidence = {"names", "text", "vectors", "no vector", "file", "path", "phrase", "neighbours", "importance"}
        assert evidence >= hit.parts.keys()
    assert [hit.score for hit in search(index, EMBEDDER, "save", 10)] == sorted(
        (hit.score for hit in search(index, EMBEDDER, "save", 10)), reverse=True
    )


def test_a_hit_says_where_it_is(index: IndexReader) -> None:
    """Kind, path, line and signature come with it."""
    hit = search(index, EMBEDDER, "parse_http_request", 1)[0]
    assert (hit.id, hit.name, hit.kind) == (IDS["shop.http.parse_http_request"], "parse_http_request", "function")
    assert (hit.path, hit.start_line, hit.signature) == ("shop/http.py", 3, "def parse_http_request()")


def test_tests_and_vendored_code_rank_below_the_product(index: IndexReader) -> None:
    """Unless they are asked for."""
    found = names(search(index, EMBEDDER, "parse http request", 10))
    product = found.index("shop.http.parse_http_request")
    assert product < found.index("tests.test_http.test_parse_http_request")
    assert product < found.index("vendor.http.parse_http_head")
    asked = names(search(index, EMBEDDER, "tests of parse http request", 3))
    assert asked[0] == "tests.test_http.test_parse_http_request"


def test_a_body_that_stands_twice_is_found_once(index: IndexReader) -> None:
    """Of clones one is shown, the more important."""
    found = names(search(index, EMBEDDER, "send response", 10))
    assert "shop.http.send_response" in found
    assert "shop.copied.send_response" not in found


def test_external_names_are_not_found(index: IndexReader) -> None:
    """They have no place to show."""
    assert "socket.socket.sendall" not in names(search(index, EMBEDDER, "sendall", 10))


@pytest.mark.parametrize(
    ("words", "filters", "allowed"),
    [
        ("http kind:constant", None, {"shop.http.TIMEOUT"}),
        ("request path:vendor/", None, {"vendor.http.parse_http_head"}),
        ("request", Filters(tests=True), {"tests.test_http.test_parse_http_request"}),
        ("request kind:section", None, {"README.Requests"}),
        ("request lang:rust", None, set()),
        ("save in:shop.models.Order", None, {"shop.models.Order.save", "shop.models.Order.total_price"}),
        ("in:shop.models.Order", None, {"shop.models.Order.save", "shop.models.Order.total_price"}),
        ("request calls:send_response", None, {"shop.http.parse_http_request"}),
        ("calls:send_response in:Order", None, set()),
        ("changed:2001-01-01 test:no price", None, {"shop.models.Order.total_price"}),
        ("changed:2002-01-01 price", None, set()),
        ("changed:2100-01-01 price", None, set()),
    ],
)
def test_filters_hold(index: IndexReader, words: str, filters: Filters | None, allowed: set[str]) -> None:
    """Only what they allow is found, wherever it would have ranked."""
    assert set(names(search(index, EMBEDDER, words, 10, filters))) == allowed


def test_a_name_in_a_question_counts_more_than_its_words(index: IndexReader) -> None:
    """`total_price` is a name, 'total price' are words."""
    named = {hit.name: hit for hit in search(index, EMBEDDER, "who asks for total_price", 10)}["total_price"]
    worded = {hit.name: hit for hit in search(index, EMBEDDER, "who asks for total price", 10)}["total_price"]
    assert named.parts["names"] > worded.parts["names"]


def test_what_was_typed_word_for_word_comes_first(index: IndexReader) -> None:
    """A message is found where it is written, and the hit says so."""
    hit = search(index, EMBEDDER, "socket sendall", 3)[0]
    assert "phrase" not in hit.parts
    (hit,) = [one for one in search(index, EMBEDDER, "sum price items", 3) if one.name == "total_price"]
    assert hit.parts["phrase"] > 0


def test_neighbours_of_what_was_found_are_lifted(index: IndexReader) -> None:
    """Caller and callee that both match lift each other."""
    hits = {hit.name: hit for hit in search(index, EMBEDDER, "send response http request", 10)}
    assert hits["parse_http_request"].parts["neighbours"] > 0
    assert hits["send_response"].parts["neighbours"] > 0


def test_a_filter_by_an_unknown_symbol_is_refused(index: IndexReader) -> None:
    """It would silently find nothing."""
    with pytest.raises(UnknownSymbol, match="Ordr"):
        search(index, EMBEDDER, "save in:Ordr", 3)
    with pytest.raises(BadParameter, match="no moment"):
        search(index, EMBEDDER, "save changed:soon", 3)


def test_words_that_nothing_has_find_nothing_by_text(index: IndexReader) -> None:
    """No words in common, no name like it: an empty list, not a failure."""
    assert search(index, None, "zzqx wwvk", 5) == []
    assert search(index, None, "", 5) == []
    assert search(index, EMBEDDER, "", 5) == []


@pytest.mark.parametrize("words", ['"', "AND OR NOT", "a:b^3", "near/3(x)", "*", "'); ?[x] <- [[1]]", "\\", "$k"])
def test_no_words_can_break_a_script(index: IndexReader, words: str) -> None:
    """Operators of the full-text language and of Datalog are words like others."""
    assert isinstance(search(index, EMBEDDER, words, 5), list)


def test_at_least_one_hit_must_be_asked_for(index: IndexReader) -> None:
    """Zero is a mistake."""
    with pytest.raises(BadParameter, match="0 hits"):
        search(index, EMBEDDER, "x", 0)


def test_the_share_that_vectors_could_judge_is_told(index: IndexReader, half: IndexReader) -> None:
    """All, some or none of what was found."""
    assert explore(index, EMBEDDER, "parse http request").embedded == 1.0
    assert 0 < explore(half, EMBEDDER, "parse http request order").embedded < 1
    assert explore(index, None, "parse http request").embedded == 0.0
    assert explore(half, EMBEDDER, "kind:function").embedded == 1.0


@pytest.mark.parametrize("typed", ["(((", "*", "== !="])
def test_what_has_no_word_finds_nothing(index: IndexReader, typed: str) -> None:
    """Signs alone have no meaning that vectors could be near to."""
    assert search(index, EMBEDDER, typed, 5) == []


def test_what_has_no_vector_yet_is_still_found(half: IndexReader) -> None:
    """While vectors are being made, an average stands in for the missing one."""
    hits = search(half, EMBEDDER, "parse http request", 10)
    assert hits[0].qualified_name == "shop.http.parse_http_request"
    assert "no vector" in hits[0].parts


def test_vectors_of_another_model_are_not_used(index: IndexReader) -> None:
    """Vectors of two identities are never compared."""
    assert vectors_of(index, EMBEDDER.identity.id) == "embedding_1"
    assert vectors_of(index, "another") is None


def test_text_scores_by_rarity(index: IndexReader) -> None:
    """A text with the rare word beats one with the common word; more words in common beat fewer."""
    scores = by_text(index, ["socket", "http"], 20)
    assert scores[IDS["shop.copied.send_response"]] > scores[IDS["shop.http.TIMEOUT"]] > 0
    both = by_text(index, ["parse", "http", "request"], 10)
    assert max(both, key=both.__getitem__) in {IDS["shop.http.parse_http_request"], 6}


def test_nearest_bodies_are_found_at_each_place(index: IndexReader, half: IndexReader) -> None:
    """A body with two places gives two symbols; with and without the HNSW index the cosines are those of numpy."""
    vector = EMBEDDER.encode_queries(["send bytes to the socket"])[0]
    scores = by_vector(index, "embedding_1", vector, 3)
    assert {IDS["shop.http.send_response"], IDS["shop.copied.send_response"]} <= scores.keys()
    one = PROGRAM[IDS["shop.http.send_response"]]
    text = node_text(kind=one.kind, name="send_response", signature="", docstring=one.docstring, source=one.body)
    expected = float(EMBEDDER.encode_documents([text])[0] @ vector)
    assert scores[IDS["shop.http.send_response"]] == pytest.approx(expected, abs=1e-5)
    again = by_vector(half, "embedding_1", vector, 3)
    assert np.isclose(again[IDS["shop.http.send_response"]], expected, atol=1e-5)
    exact = cosines(index, "embedding_1", vector, [IDS["shop.http.send_response"], 9])
    assert exact == {IDS["shop.http.send_response"]: pytest.approx(expected, abs=1e-5)}


def test_names_score_by_how_they_were_typed(index: IndexReader) -> None:
    """As a whole name, as the end of a qualified one, spelled by words, as a beginning, alike."""

    def score(typed: str, name: str) -> float:
        return by_name(index, read(typed), 50).get(IDS[name], 0.0)

    order, price, parse = "shop.models.Order", "shop.models.Order.total_price", "shop.http.parse_http_request"
    assert score("Order", order) == score(price, price) == 1.0
    assert score("Order.total_price", price) == 0.95
    assert score("total price", price) == pytest.approx(0.9)
    assert score("total_p", price) == 0.6
    assert score("totl_price", price) == 0.5
    assert score("please parse http request now", parse) < score("parse http request", parse)
    assert score("rder.total_price", price) < 0.5


def test_the_scripts_of_the_page_on_search_run(index: IndexReader) -> None:
    """Vectors, text, graph and time joined by hand: both worked examples find what they say."""
    page = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
    used, recent = re.findall(r"(?ms)^```\n(.+?)^```$", page)
    vector = [float(part) for part in EMBEDDER.encode_queries(["write bytes to the socket"])[0]]
    called = index.run(used, {"q": vector, "words": "socket OR bytes", "package": "shop/"}).rows
    assert [(row[0], row[3]) for row in called] == [("shop.http.send_response", 1)]
    changed = index.run(recent, {"q": vector, "words": "price", "since": "00e8"}).rows
    assert [(row[0], row[4]) for row in changed] == [("shop.models.Order.total_price", 0)]
