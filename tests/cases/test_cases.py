"""Literate cases: each heading of the pages beside this file is one test; `case_format.py` says how they are written."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from indexer.extract import documents
from indexer.extract.words import words_of
from indexer.languages.detect import detect
from indexer.languages.registry import registry
from indexer.link.linker import link
from indexer.model.kinds import EDGE_KINDS, PROVENANCES, SYMBOL_KINDS
from indexer.model.records import Edge, FileFacts, Linked
from indexer.sources.classify import classify
from tests.cases.case_format import Case, Expected, read_cases

CASES = list(read_cases(Path(__file__).parent))


def facts_of(path: str, source: bytes) -> FileFacts:
    """Extracts a file as the pipeline does."""
    language = detect(path, source)
    extractor = language.extractor()
    if extractor is not None:
        return extractor(source, path, words_of)
    facts = documents.extract(source, path, language)
    return facts._replace(semantics=source) if registry().is_project_file(path) else facts


def graph_of(files: dict[str, str]) -> Linked:
    """Links the files of a case as the pipeline does."""
    sources = {path: text.encode() for path, text in sorted(files.items())}
    facts = [facts_of(path, source) for path, source in sources.items()]
    return link(facts, tests=[path for path, source in sources.items() if classify(path, source).test])


class Graph:
    """A graph by qualified names."""

    def __init__(self, linked: Linked) -> None:
        self.symbols = linked.symbols
        names = {symbol.id: symbol.qualified_name for symbol in linked.symbols}
        self.edges: dict[tuple[str, str, str], list[Edge]] = {}
        for edge in linked.edges:
            self.edges.setdefault((names[edge.source], edge.kind, names[edge.target]), []).append(edge)
        self.unresolved = {(names[one.source], one.name, one.role) for one in linked.unresolved}

    def lines(self, kinds: set[str]) -> set[str]:
        """The edges of some kinds, as they are written."""
        return {f"{source} -{kind}-> {target}" for source, kind, target in self.edges if kind in kinds}


def complaints(case: Case, graph: Graph) -> list[str]:
    """What is not as expected."""
    found = [text for expected in case.expected if expected.parts for text in complaint(expected, graph)]
    for options in {(e.kind, e.options) for e in case.expected if e.options}:
        same = [e.parts for e in case.expected if (e.kind, e.options) == options and e.parts]
        found += excess(*options, same, graph)
    return found


def complaint(expected: Expected, graph: Graph) -> list[str]:
    """What is wrong with one expectation."""
    parts, line = expected.parts, expected.line
    if expected.kind == "symbols":
        ours = [s for s in graph.symbols if not s.external and s.qualified_name == parts["name"]]
        if not any(symbol.kind == parts["kind"] for symbol in ours):
            return [f"no symbol {line}; there are {[s.kind for s in ours]}"]
        wanted = [word.strip() for word in parts["detail"].split(",") if word.strip()] if "detail" in parts else None
        if wanted is not None and not any(sorted(symbol.detail) == sorted(wanted) for symbol in ours):
            return [f"symbol {line} has detail {[s.detail for s in ours]}"]
        return []
    if expected.kind in ("signatures", "docstrings"):
        texts = [s.signature if expected.kind == "signatures" else s.docstring for s in graph.symbols
                 if s.qualified_name == parts["name"] and not s.external]  # fmt: skip
        return [] if parts["text"] in [text.replace("\n", "\\n") for text in texts] else [f"{line}; there is {texts}"]
    if expected.kind == "unresolved":
        missing = (parts["source"], parts["name"], parts["role"]) not in graph.unresolved
        return [f"not unresolved: {line}; there are {sorted(graph.unresolved)}"] if missing else []
    key = (parts["source"], parts["kind"], parts["target"])
    if expected.kind == "no-edges":
        hits = [k for k in graph.edges if all(fnmatchcase(a, b) for a, b in zip(k, key, strict=True))]
        return [f"there should be no edge {line}; there is {hit}" for hit in hits]
    edges = graph.edges.get(key, [])
    if not edges:
        near = sorted(f"-{k}-> {t}" for s, k, t in graph.edges if s == key[0] and k != "contains")
        return [f"no edge {line}; from there go {near}"]
    if not any(fits(edge, parts) for edge in edges):
        return [f"edge {line} has {[(e.provenance, e.confidence) for e in edges]}"]
    return []


def fits(edge: Edge, parts: dict[str, str]) -> bool:
    """Whether provenance and confidence are as written."""
    if "by" in parts and edge.provenance != parts["by"]:
        return False
    if "bound" not in parts:
        return True
    limit = float(parts["bound"][2:])
    return edge.confidence >= limit if parts["bound"][0] == ">" else edge.confidence <= limit


def excess(kind: str, options: str, expected: list[dict[str, str]], graph: Graph) -> list[str]:
    """What there is beyond what a closed fence lists."""
    if kind == "symbols" and options == "all":
        listed = {(parts["kind"], parts["name"]) for parts in expected}
        return [f"unexpected symbol {s.kind} {s.qualified_name}" for s in graph.symbols
                if not s.external and (s.kind, s.qualified_name) not in listed]  # fmt: skip
    if kind == "edges" and options.startswith("only="):
        kinds = set(options.removeprefix("only=").split(","))
        assert kinds <= set(EDGE_KINDS), kinds
        listed_edges = {f"{p['source']} -{p['kind']}-> {p['target']}" for p in expected}
        return [f"unexpected edge {line}" for line in sorted(graph.lines(kinds) - listed_edges)]
    return [f"unknown option {options!r} of a fence {kind!r}"]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.page}: {case.title}") for case in CASES])
def test_case(case: Case) -> None:
    """The graph of the files under a heading is as the page says."""
    wrong = complaints(case, Graph(graph_of(case.files)))
    assert not wrong, "\n".join(wrong)


def test_titles_are_unique() -> None:
    """A case can be named."""
    titles = [(case.page, case.title) for case in CASES]
    assert len(titles) == len(set(titles))


def test_vocabulary_is_covered() -> None:
    """Every kind of edge and provenance that Python has occurs in some case, and no case names one that does not exist."""
    edges = [
        expected.parts for case in CASES for expected in case.expected if expected.kind == "edges" and expected.parts
    ]
    kinds = {parts["kind"] for parts in edges}
    assert kinds <= set(EDGE_KINDS)
    assert kinds >= set("contains imports calls instantiates inherits overrides references reads writes type_uses returns"
                        " decorates raises tests".split())  # fmt: skip
    assert {parts["by"] for parts in edges if "by" in parts} == set(PROVENANCES)
    symbols = {e.parts["kind"] for case in CASES for e in case.expected if e.kind == "symbols" and e.parts}
    assert symbols <= set(SYMBOL_KINDS)
