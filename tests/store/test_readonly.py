"""Queries from outside may read the index, and nothing else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadDatalog, CodalogError, QueryError, WriteRefused
from indexer.store import IndexReader
from indexer.store.readonly import FIXED_RULES, WRITES, ensure_reads_only

REFUSED = [
    *(f"?[a] <- [[1]] :{option} t {{a}}" for option in sorted(WRITES)),
    "{?[a] <- [[1]]} {?[a] <- [[2]] :put t {a}}",
    "%if {?[a] <- [[1]]} %then {?[a] <- [[2]] :rm t {a}} %end",
    "?[a] <- [[1]]\n# harmless\n:put/* so */t {a}",
    "?[a] <- [['#']] :put t {a}",
    "?[a] <- [['/*']] :put t {a} # */",
    '?[a] <- [["\\""]] :put t {a} # "',
    '?[a] <- [[_"\\"_]] :put t {a} # "_',
    "?[a] <- [[1]] /* /* */ :put t {a} /* */",
    "?[a] <- [[1]] # x\n:put t {a}",
    "::remove t",
    "  # first\n ::relations",
    "{::compact}",
    "?[a] <~ CsvReader(url: 'file:///etc/passwd', types: ['Any'])",
    "?[a]<~JsonReader(url:'http://localhost/', fields: ['a'])",
    "?[a] <~ /* x */ # y\n RdfReader (url: 'x')",
    "t[a] <~ CsvReader(url: 'x', types: ['Any'])\n?[a] := t[a]",
]
ALLOWED = [
    "?[a] <- [[':put t {a}']]",
    '?[a] <- [[":rm t {a} ::remove t"]]',
    '?[a] <- [[__"<~ CsvReader(" ::remove"__]]',
    "?[a] <- [[1]] # :put t {a}",
    "?[a] <- [[1]] /* ::remove t <~ CsvReader() */",
    "?[put] := *edge{source:put}",
    "?[rm] := *edge:by_target{target:rm}",
    "?[a] <- [[1]] :limit 1 :order a :timeout 5",
    "?[a] <~ Constant(data: [[1]])",
    "{?[a] <- [[1]] :assert some}",
    "?[update] := update = 1",
]


@pytest.mark.parametrize("script", REFUSED)
def test_what_does_more_than_read_is_refused(script: str) -> None:
    """Writes, system operations and readers of files, however they are dressed."""
    with pytest.raises(WriteRefused) as caught:
        ensure_reads_only(script)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("script", ALLOWED)
def test_what_only_looks_like_a_write_is_allowed(script: str, reader: IndexReader) -> None:
    """Strings, comments and variables may be called anything; the engine runs them."""
    ensure_reads_only(script)
    reader.run(script)


@pytest.mark.parametrize("script", REFUSED)
def test_a_reader_refuses_it_and_stays_as_it_was(script: str, reader: IndexReader) -> None:
    """On an index the answer is an error of a query, and no row changes."""
    before = reader.counts()
    with pytest.raises(QueryError):
        reader.run(script)
    assert reader.counts() == before


def test_a_file_is_never_read_by_a_query(reader: IndexReader, tmp_path: Path) -> None:
    """The engine's own reader would give the file's line; through an index it cannot be reached."""
    secret = tmp_path / "secret.csv"
    secret.write_text("hidden\n", encoding="utf-8")
    script = f"?[a] <~ CsvReader(types: ['Any'], url: 'file://{secret}', has_headers: false)"
    with reader.engine() as engine:
        assert engine.run(script, immutable=True).rows == [["hidden"]]
    with pytest.raises(WriteRefused, match="CsvReader"):
        reader.run(script)


def test_an_unknown_fixed_rule_is_a_wrong_query() -> None:
    """A misspelt algorithm is not called a write."""
    with pytest.raises(BadDatalog, match=r"PageRnak.*line 2"):
        ensure_reads_only("# ranks\n?[a, b] <~ PageRnak(*edge[])")


def test_the_fixed_rules_that_compute_exist(reader: IndexReader) -> None:
    """The bindings know the names we let through that the queries use, so the list does not rot."""
    for rule in ("PageRank", "StronglyConnectedComponents", "CommunityDetectionLouvain", "ShortestPathBFS", "TopSort"):
        assert rule in FIXED_RULES
        with pytest.raises(BadDatalog) as caught:
            reader.run(f"?[a] <~ {rule}(nothing[])")
        assert "fixed rule" not in str(caught.value)


@given(st.text(alphabet="\"'\\_#/* \n:put{}<~CsvReader()", max_size=40))
def test_no_text_breaks_the_guard(text: str) -> None:
    """Any text is either let through or refused; nothing else is raised."""
    with contextlib.suppress(WriteRefused, BadDatalog):
        ensure_reads_only(text)


@given(st.text(max_size=30).filter(lambda text: not any(mark in text for mark in "\\'\"")))
def test_any_plain_string_may_be_asked_for(text: str) -> None:
    """A string without quotes or backslashes hides nothing, whatever it says."""
    ensure_reads_only(f"?[a] <- [['{text} :put ::remove <~ CsvReader(']]")


@given(st.text(alphabet="\"'\\_#/* \nab", max_size=25), st.sampled_from(["::compact", ":put t {a}", "<~ CsvReader()"]))
def test_what_the_engine_runs_the_guard_has_seen(prefix: str, write: str) -> None:
    """Appending a write after any text that ends outside strings and comments is refused in at least one reading."""
    try:
        ensure_reads_only(f"{prefix}\n{write}")
    except CodalogError:
        return
    assert any(mark in prefix for mark in ("'", '"', "/*"))
