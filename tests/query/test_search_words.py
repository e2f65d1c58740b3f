"""What a person typed, read."""

from __future__ import annotations

import pytest

from indexer.errors import BadParameter
from indexer.query.search_words import Filters, is_code, read


def test_a_question_is_its_meaningful_words() -> None:
    """Words that say nothing about code are left out; the text for the vectors stays whole."""
    words = read("how do I get the current user?")
    assert words.text == "how do I get the current user?"
    assert words.terms == ("current", "user")


def test_a_question_of_nothing_else_keeps_its_words() -> None:
    """Better a search for common words than none."""
    assert read("what is it").terms == ("what", "is", "it")


def test_filters_are_taken_out_of_the_words() -> None:
    """They may stand anywhere, repeat, and list several values."""
    words = read("lang:python save kind:class,method the model path:src/ path:*/models.py test:no")
    assert words.text == "save the model"
    assert words.filters == Filters(("python",), ("class", "method"), ("src/", "*/models.py"), tests=False)


def test_filters_join_those_given() -> None:
    """Typed and given filters both hold."""
    words = read("save lang:python", Filters(languages=("rust",), tests=True))
    assert words.filters == Filters(("rust", "python"), tests=True)


def test_filters_by_graph_and_history_are_read() -> None:
    """`in:` and `calls:` may list several, `changed:` is one moment."""
    words = read("in:shop.models,Order calls:save changed:2026-01-01T00:00 total")
    assert words.text == "total"
    assert (words.filters.within, words.filters.calling) == (("shop.models", "Order"), ("save",))
    assert words.filters.changed == "2026-01-01T00:00"
    with pytest.raises(BadParameter, match="one moment"):
        read("changed:1d changed:2d x")


@pytest.mark.parametrize("typed", ["Model::save", "Model#save", "Model->save", "Model.save()"])
def test_names_are_understood_as_languages_write_them(typed: str) -> None:
    """Whatever joins its parts."""
    words = read(typed)
    assert words.is_identifier
    assert words.identifiers == ("Model.save",)


@pytest.mark.parametrize("typed", ["x kind:klass", "x test:maybe"])
def test_a_filter_that_cannot_hold_is_refused(typed: str) -> None:
    """A misspelt kind would silently find nothing."""
    with pytest.raises(BadParameter, match=typed[2:]):
        read(typed)


def test_a_url_is_no_filter() -> None:
    """Only the known filters at the start of a word are filters."""
    assert read("open http://host xlang:python").text == "open http://host xlang:python"


def test_a_language_may_be_named_by_an_alias() -> None:
    """In any case, typed or given."""
    assert read("x lang:py,C++", Filters(languages=("JS",))).filters.languages == ("javascript", "python", "cpp")


@pytest.mark.parametrize("typed", ["x lang:pyhton", "x kind:func"])
def test_what_is_no_language_or_kind_is_said(typed: str) -> None:
    """It would find nothing, and nobody would be told why."""
    with pytest.raises(BadParameter, match=r"(pyhton is no language|func is no kind)"):
        read(typed)


def test_words_may_spell_names() -> None:
    """'current user' may be written current_user, CurrentUser, currentUser or currentuser."""
    assert {"current_user", "CurrentUser", "currentUser", "currentuser", "CURRENT_USER"} <= set(
        read("current user").names
    )


@pytest.mark.parametrize(
    ("typed", "identifiers", "alone"),
    [
        ("QuerySet", ("QuerySet",), True),
        ("Model.save", ("Model.save",), True),
        ("where is QuerySet.filter used", ("where", "is", "QuerySet.filter", "used"), False),
        ("", (), False),
    ],
)
def test_identifiers_stand_as_typed(typed: str, identifiers: tuple[str, ...], *, alone: bool) -> None:
    """Dots join a name; one name and nothing else is a search for that name."""
    words = read(typed)
    assert words.identifiers == identifiers
    assert words.is_identifier is alone


@pytest.mark.parametrize(
    ("typed", "wants"),
    [
        ("tests of save", True),
        ("where is save tested", True),
        ("unit test for save", True),
        ("save test:yes", True),
        ("latest save", False),
        ("test client that keeps cookies", False),
        ("fake responses for testing", False),
    ],
)
def test_searches_for_tests_are_recognised(typed: str, *, wants: bool) -> None:
    """By the words or by the filter; what tests are made with is no test."""
    assert read(typed).wants_tests is wants


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(), True),
        (Filters(languages=("python", "go")), True),
        (Filters(languages=("go",)), False),
        (Filters(kinds=("class",)), False),
        (Filters(paths=("src/",)), True),
        (Filters(paths=("lib/", "src/a*")), True),
        (Filters(paths=("*.rs",)), False),
        (Filters(tests=True), False),
        (Filters(tests=False), True),
    ],
)
def test_a_symbol_passes_when_every_filter_allows_it(filters: Filters, *, allowed: bool) -> None:
    """Values of one filter are alternatives; filters of different sorts all hold."""
    assert filters.allow(language="python", kind="function", path="src/app.py", test=False) is allowed


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("LineBuffer", True),
        ("parse_http", True),
        ("Model.save", True),
        ("Where", False),
        ("HTTP", False),
        ("is", False),
    ],
)
def test_some_names_are_written_as_only_code_writes_them(identifier: str, *, expected: bool) -> None:
    """A capital inside, an underscore or a dot; acronyms and sentences' beginnings are prose."""
    assert is_code(identifier) is expected
