"""What of a node is embedded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.embed.template import TEMPLATE_VERSION, node_text

NODE = {
    "name": "parseHTTPRequest",
    "signature": "def parseHTTPRequest(self, raw_bytes: bytes) -> Request",
    "docstring": "Read a request.\n\n    Headers are folded.",
    "source": "def parseHTTPRequest(self, raw_bytes):\n    header_map = fold(raw_bytes)\n    return Request(header_map)",
}


def test_names_come_first_then_documentation_signature_and_the_rest_of_the_body() -> None:
    """Each subtoken that is no noise comes in once, where it says most."""
    assert node_text(**NODE) == ("parse http request Read a request. Headers are folded. raw bytes header map fold")


def test_the_scope_comes_before_the_name() -> None:
    """Where a scope is given it is part of the names."""
    assert node_text(**NODE, scope="WsgiServer").startswith("wsgi server parse http request ")


def test_the_place_of_a_definition_is_no_part_of_its_text() -> None:
    """The text is made of content alone, so that moving a file embeds nothing again."""
    assert "path" not in node_text.__kwdefaults__
    assert "qualified_name" not in node_text.__annotations__


@given(st.text(max_size=40), st.text(max_size=5000), st.text(max_size=20_000))
def test_the_text_is_bounded(name: str, docstring: str, source: str) -> None:
    """However long a body is, its text fits a model's window several times at most, on one line."""
    text = node_text(name=name, signature=name, docstring=docstring, source=source)
    assert len(text) < 40 * 6 + 600 + 121 * max([1, *map(len, source.split())])
    assert "\n" not in text


def test_a_template_that_changes_gets_a_new_version() -> None:
    """The version is part of each model's identity; this text and version 1 belong together."""
    assert (
        TEMPLATE_VERSION,
        node_text(name="a_b", signature="def a_b(c)", docstring="D.", source="def a_b(c): x1"),
    ) == (
        "1",
        "a b D. c",
    )
