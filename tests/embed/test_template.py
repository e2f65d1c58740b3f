"""What of a node is embedded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.template import TEMPLATE_VERSION, node_text

NODE = {
    "kind": "function",
    "name": "parseHTTPRequest",
    "signature": "def parseHTTPRequest(self, raw_bytes: bytes) -> Request",
    "docstring": "Read a request.\n\n    Headers are folded.",
    "source": "def parseHTTPRequest(self, raw_bytes):\n    header_map = fold(raw_bytes)\n    return Request(header_map)",
}


def test_of_a_function_names_and_documentation_come_first_then_its_source_as_written() -> None:
    """Names are split, white space is put together; the signature adds what the source does not say."""
    written = "def parseHTTPRequest(self, raw_bytes): header_map = fold(raw_bytes) return Request(header_map)"
    assert node_text(**NODE) == f"parse http request Read a request. Headers are folded. {written}"


def test_of_anything_else_each_further_subtoken_comes_once() -> None:
    """Of a class, say, no syntax is embedded, and no word that its names or its documentation have."""
    text = node_text(**{**NODE, "kind": "class"})
    assert text == "parse http request Read a request. Headers are folded. raw bytes header map fold"


def test_what_is_left_of_a_long_function_comes_as_subtokens() -> None:
    """Six hundred characters are taken as written; of the rest only what is new."""
    source = "def f():\n" + "    step_one()\n" * 60 + "    closeConnection(step_one)\n"
    text = node_text(kind="method", name="f", signature="def f()", docstring="", source=source)
    assert text.startswith("f def f(): step_one() step_one()")
    assert text.endswith(" close connection")


def test_documentation_inside_of_a_body_comes_once() -> None:
    """A docstring is part of the source; it is not repeated."""
    source = 'def f():\n    """Does\n    all of it."""\n    go()\n'
    text = node_text(kind="function", name="f", signature="def f()", docstring="Does\nall of it.", source=source)
    assert text == 'f Does all of it. def f(): """""" go()'


def test_the_place_of_a_definition_is_no_part_of_its_text() -> None:
    """The text is made of content alone, so that moving a file embeds nothing again."""
    assert set(node_text.__annotations__) == {"kind", "name", "signature", "docstring", "source", "return"}


@given(st.sampled_from(["class", "function"]), st.text(max_size=40), st.text(max_size=5000), st.text(max_size=20_000))
def test_the_text_is_bounded(kind: str, name: str, docstring: str, source: str) -> None:
    """However long a body is, its text fits a model's window several times at most, on one line."""
    text = node_text(kind=kind, name=name, signature=name, docstring=docstring, source=source)
    assert len(text) < 40 * 6 + 600 + 600 + 121 * max([1, *map(len, source.split())])
    assert "\n" not in text


def test_a_template_that_changes_gets_a_new_version() -> None:
    """The version is part of each model's identity; these texts and version 2 belong together."""
    node = {
        "name": "a_b",
        "signature": "def a_b(c: str)",
        "docstring": "D.",
        "source": "def a_b(c): x1\n  if a: return yy",
    }
    assert (TEMPLATE_VERSION, node_text(kind="function", **node), node_text(kind="module", **node)) == (
        "2",
        "a b D. def a_b(c): x1 if a: return yy str",
        "a b D. str yy",
    )
