"""What code is likelier to be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.ranking import SAME_FILE_FACTOR, SENTENCE, diversify, factors, importance_score, name_match, scored
from indexer.query.search_files import FileEvidence
from indexer.query.search_gather import Candidate, Gathered
from indexer.query.search_words import read

PLAIN = Candidate(
    1, "save", "a.save", "function", "a.py", "python", 3, "def save()", "h1", 0.0, False, False, False, 1
)  # the columns of a row


@pytest.mark.parametrize(
    ("terms", "name", "expected"),
    [
        (["parse", "request"], "parse_request", 1.0),
        (["parsing", "requests"], "RequestParser", 1.0),
        (["parse", "request"], "parse", 2 / 3),
        (["parse"], "parse_http_request", 0.5),
        (["draw"], "parse", 0.0),
        ([], "parse", 0.0),
    ],
)
def test_a_name_matches_by_the_words_both_have(terms: list[str], name: str, expected: float) -> None:
    """Words missing on either side count against it; endings do not."""
    assert name_match(dict.fromkeys(terms, 1.0), name) == pytest.approx(expected)


def test_a_rare_word_in_a_name_says_more() -> None:
    """Of 'open socket' the name with the rare word is the better one."""
    asked = {"open": 1.0, "socket": 4.0}
    assert name_match(asked, "make_socket") > name_match(asked, "open_file")


def test_importance_grows_by_decades() -> None:
    """Ten times the users add about the same at any height; no users, no importance."""
    assert importance_score(0.0) == 0.0
    first, second, third = importance_score(3), importance_score(30), importance_score(300)
    assert third - second == pytest.approx(second - first, rel=0.15)
    assert third == pytest.approx(1.0)


def test_a_function_of_the_product_is_ranked_as_it_is() -> None:
    """Nothing to hold against it."""
    assert factors(PLAIN, ["save"], wants_tests=False) == {}


def test_what_a_build_made_ranks_lower() -> None:
    """By its folder, or by what it holds; one reason, counted once."""
    bundle = PLAIN._replace(path="dist/app.js")
    assert factors(bundle, ["save"], wants_tests=False) == factors(PLAIN, ["save"], wants_tests=False, built=True)
    assert factors(bundle, ["save"], wants_tests=False, built=True) == factors(bundle, ["save"], wants_tests=False)


@pytest.mark.parametrize("flag", ["test", "generated", "vendored"])
def test_what_is_seldom_meant_ranks_lower(flag: str) -> None:
    """Tests, generated and vendored code each get a factor below 1, named for the reason."""
    found = factors(PLAIN._replace(**{flag: True}), ["save"], wants_tests=False)
    assert list(found) == [flag]
    assert found[flag] < 1


def test_tests_that_are_asked_for_rank_less_low() -> None:
    """Half as hard: the product of a test framework is about tests, too."""
    test = PLAIN._replace(test=True)
    unasked, asked = (factors(test, ["save"], wants_tests=wanted)["test"] for wanted in (False, True))
    assert unasked < asked < 1
    assert asked**2 == pytest.approx(unasked)


def test_a_kind_that_is_named_is_preferred() -> None:
    """'the constant for the timeout' means a constant."""
    constant = PLAIN._replace(kind="constant")
    assert factors(constant, ["timeout"], wants_tests=False)["kind"] < 1
    assert factors(constant, ["constant", "timeout"], wants_tests=False)["kind"] > 1


@pytest.mark.parametrize(
    ("signature", "alike"),
    [
        ("#define SAVE 1", "constant"),
        ("# define SAVE_H", "constant"),
        ("#define SAVE(x) x", "macro"),
        ("SAVE!", "macro"),
    ],
)
def test_a_macro_without_parameters_is_a_constant(signature: str, alike: str) -> None:
    """To the preprocessor of C; a macro that is called, or another language's, is none."""
    macro = PLAIN._replace(kind="macro", name="SAVE", signature=signature)
    assert factors(macro, ["save"], wants_tests=False) == factors(
        macro._replace(kind=alike, signature=""), ["save"], wants_tests=False
    )


@pytest.mark.parametrize(
    ("path", "words", "expected"),
    [
        ("examples/save.py", ["save"], "example"),
        ("benches/save.rs", ["save"], "benchmark"),
        ("types/save.d.ts", ["save"], "stub"),
        ("docs/save.py", ["save"], "documentation"),
        ("lib/save.py", ["save", "example"], None),
    ],
)
def test_files_beside_the_product_rank_lower(path: str, words: list[str], expected: str | None) -> None:
    """Each with a factor named for the part that the file plays."""
    assert list(factors(PLAIN._replace(path=path), words, wants_tests=False)) == ([expected] if expected else [])


def test_files_that_are_asked_for_rank_less_low() -> None:
    """'example' in the words speaks for examples, but not against all else."""
    example = PLAIN._replace(path="examples/save.py")
    unasked, asked = (
        factors(example, words, wants_tests=False)["example"] for words in (["save"], ["save", "example"])
    )
    assert unasked < asked < 1


def test_equal_bodies_are_shown_once() -> None:
    """Of clones the best ranked stays."""
    clone = PLAIN._replace(id=2, path="b.py")
    chosen = diversify([(PLAIN, 0.5), (clone, 0.9)], 10)
    assert [candidate.id for candidate, _, _ in chosen] == [2]


def test_symbols_without_a_body_are_no_clones_of_each_other() -> None:
    """An empty content hash says nothing."""
    bare = [PLAIN._replace(id=number, content_hash="", path=f"{number}.py") for number in range(3)]
    assert len(diversify([(one, 0.5) for one in bare], 10)) == 3


def test_another_name_of_the_same_words_is_worth_less_than_the_one_typed() -> None:
    """`withUrls` is itself, though `url` says all of its words that count."""
    url = PLAIN._replace(id=2, name="URL", content_hash="u")
    evidence = FileEvidence({}, {}, frozenset(), {})
    gathered = Gathered([PLAIN, url], {}, {1: 1.0}, {"urls": 1.0}, {}, evidence, frozenset(), {}, 0.0)
    typed, other = scored(gathered, read("withUrls"))
    assert typed.parts["names"] > other.parts["names"] > 0


def found(typed: str, names: dict[int, float]) -> dict[str, str]:
    """A large function named `make_sections` and a small one, less alike, named `makeSections`: factors, best first."""
    large = PLAIN._replace(id=1, name="make_sections", lines=30, path="lua.hs")
    small = PLAIN._replace(id=2, name="makeSections", content_hash="h2", path="shared.hs")
    content = {1: {"text": 1.0}, 2: {"text": 0.9}}
    evidence = FileEvidence({}, {}, frozenset(), {})
    gathered = Gathered(
        [large, small], content, names, {"make": 1.0, "sections": 2.0}, {}, evidence, frozenset(), {}, 0.0
    )
    return {
        one.candidate.name: " ".join(one.factors)
        for one in sorted(scored(gathered, read(typed)), key=lambda one: -one.score)
    }


def test_the_name_that_was_typed_comes_before_larger_ones_like_it() -> None:
    """The other's factors say why."""
    ranked = found("makeSections", {1: 0.9, 2: 1.0})
    assert list(ranked) == ["makeSections", "make_sections"]
    assert "other name" in ranked["make_sections"]
    assert "other name" not in ranked["makeSections"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("makeSections", {1: 0.9, 2: 0.6}),
        ("sections", {1: 0.3, 2: 1.0}),
        ("how does makeSections work", {1: 0.9, 2: 1.0}),
    ],
)
def test_only_a_name_of_code_that_exists_takes_from_others(typed: str, names: dict[int, float]) -> None:
    """Not one that nothing has, a plain word, which may be meant in any case, or one of several words of a question."""
    assert not any("other name" in factors for factors in found(typed, names).values())


def test_a_name_that_says_little_gives_little() -> None:
    """The best of poor names has no more of its part than it says; an exact name has all of it."""
    evidence = FileEvidence({}, {}, frozenset(), {})
    rarity = {"save": 1.0, "open": 1.0, "socket": 2.0}
    gathered = Gathered([PLAIN], {1: {"text": 1.0}}, {}, rarity, {}, evidence, frozenset(), {}, 0.0)
    (poor,) = scored(gathered, read("open save socket"))
    (exact,) = scored(gathered._replace(names={1: 1.0}), read("open save socket"))
    assert exact.parts["names"] == pytest.approx(SENTENCE.names)
    assert 0 < poor.parts["names"] == pytest.approx(SENTENCE.names * name_match(rarity, "save"))
    assert poor.parts["names"] < exact.parts["names"] / 2


def scores_of(candidates: list[Candidate], content: dict[int, float], alone: frozenset[str]) -> dict[int, float]:
    """What candidates score that only text speaks for."""
    text = {symbol: {"text": score} for symbol, score in content.items()}
    evidence = FileEvidence({}, {}, alone, {})
    gathered = Gathered(candidates, text, {}, {}, {}, evidence, frozenset(), {}, 0.0)
    return {one.candidate.id: one.score for one in scored(gathered, read("write a row"))}


def test_files_are_compared_by_what_is_large_in_them() -> None:
    """What is declared in a line here and done in sixty there is looked for there."""
    there = PLAIN._replace(id=2, path="b.py", lines=60)
    scores = scores_of([PLAIN, there], {1: 0.5, 2: 0.48}, frozenset())
    assert scores[2] > scores[1]
    assert scores[1] == scores_of([PLAIN], {1: 0.5}, frozenset())[1]


def test_large_symbols_do_not_pass_small_ones_of_their_file() -> None:
    """Both gain what the file gains."""
    large = PLAIN._replace(id=2, lines=500)
    scores = scores_of([PLAIN, large], {1: 0.5, 2: 0.48}, frozenset())
    assert scores[2] / scores[1] == pytest.approx(0.48 / 0.5)
    assert scores[1] == pytest.approx(scores_of([large], {2: 0.48}, frozenset())[2])


def test_symbols_that_are_all_of_their_file_are_compared_as_symbols() -> None:
    """A collection of functions, a file each, knows no files."""
    other = PLAIN._replace(id=2, path="b.py", lines=60)
    scores = scores_of([PLAIN, other], {1: 0.5, 2: 0.48}, frozenset({"a.py", "b.py"}))
    assert scores[2] < scores[1]


def test_further_hits_of_one_file_make_room() -> None:
    """The second of a file is passed by one of another file that is nearly as good."""
    second = PLAIN._replace(id=2, content_hash="h2")
    other = PLAIN._replace(id=3, content_hash="h3", path="b.py")
    chosen = diversify([(PLAIN, 1.0), (second, 0.9), (other, 0.88)], 3)
    assert [candidate.id for candidate, _, _ in chosen] == [1, 3, 2]
    assert chosen[2][1:] == (pytest.approx(0.9 * SAME_FILE_FACTOR), SAME_FILE_FACTOR)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=30), st.integers(1, 10))
def test_the_best_come_first(files: list[tuple[int, float]], k: int) -> None:
    """At most k, scores never rising, ties in a fixed order."""
    ranked = [
        (PLAIN._replace(id=number, path=f"{file}.py", content_hash=f"{number}"), score)
        for number, (file, score) in enumerate(files)
    ]
    chosen = diversify(ranked, k)
    scores = [score for _, score, _ in chosen]
    assert len(chosen) == min(k, len(files))
    assert scores == sorted(scores, reverse=True)
    assert diversify(ranked[::-1], k) == chosen
