"""Linking: one graph whatever the order, and every site in its place."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.words import words_of
from indexer.languages.python.extract import extract
from indexer.link.linker import link
from indexer.model.kinds import EDGE_KINDS, PROVENANCES, SYMBOL_KINDS
from indexer.model.records import FileFacts, Linked

FILES = {
    "app/__init__.py": "from .shapes import Shape as Form\nfrom .tools import *\n",
    "app/shapes.py": (
        "from abc import ABC, abstractmethod\n\n\nclass Shape(ABC):\n    @abstractmethod\n    def area(self): ...\n\n"
        "    def twice(self):\n        return self.area() * 2\n\n\nclass Square(Shape):\n    def __init__(self, side):\n"
        "        self.side = side\n\n    def area(self):\n        return self.side\n"
    ),
    "app/tools.py": (
        "from app import shapes\n\n__all__ = ['apply', 'trace']\n\n\ndef apply(act, *items):\n    for item in items:\n"
        "        act(item)\n    return act\n\n\ndef trace(function):\n    def inner(*args):\n        return function(*args)\n\n"
        "    return inner\n\n\ndef make():\n    return shapes.Square(1)\n"
    ),
    "app/use.py": (
        "import app\nfrom app import Form, apply, trace\nfrom app.tools import make\n\n\n@trace\ndef show(shape: Form):\n"
        "    print(shape.area(), shape.twice())\n    missing(shape)\n\n\ndef main():\n    apply(show, make())\n"
        "    app.make()\n    apply(lambda s: s.twice(), make())(make())\n"
    ),
    "cycle/one.py": "from cycle import two\n\n\ndef ping(f):\n    return two.pong(f)\n\n\nclass A:\n    x = two.B\n",
    "cycle/two.py": "from cycle import one\n\n\ndef pong(f):\n    f()\n    return one.ping(f)\n\n\nclass B(one.A):\n    def m(self):\n"
    "        return one.ping(self.m)\n",
    "tests/test_app.py": "from app.use import main, show\n\n\ndef test_main():\n    main()\n    show(None)\n",
}  # fmt: skip
TESTS = ["tests/test_app.py"]


def facts_of(files: dict[str, str]) -> list[FileFacts]:
    return [extract(text.encode(), path, words_of) for path, text in files.items()]


FACTS = facts_of(FILES)


def rows(linked: Linked) -> tuple[set[object], ...]:
    return tuple({tuple(row) for row in part} for part in linked)


def linked(order: Sequence[int]) -> Linked:
    return link([FACTS[number] for number in order], tests=TESTS)


@settings(max_examples=60)
@given(st.permutations(range(len(FACTS))))
def test_the_order_of_files_does_not_matter(order: list[int]) -> None:
    """The same rows, whichever file comes first: also in circles of imports and of calls."""
    assert rows(linked(order)) == rows(linked(range(len(FACTS))))


def test_equal_input_gives_equal_output() -> None:
    """Row for row, in equal order; facts are left as they were."""
    first = linked(range(len(FACTS)))
    assert linked(range(len(FACTS))) == first
    assert facts_of(FILES) == FACTS
    assert link(facts_of(FILES), tests=TESTS) == first


def test_rows_are_whole() -> None:
    """Every end of an edge is a symbol, ids are unique, words are of the closed vocabularies, confidence is a share."""
    found = linked(range(len(FACTS)))
    ids = [symbol.id for symbol in found.symbols]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    assert all({edge.source, edge.target} <= known for edge in found.edges)
    assert {one.source for one in found.unresolved} <= known
    assert {edge.kind for edge in found.edges} <= set(EDGE_KINDS)
    assert {edge.provenance for edge in found.edges} <= set(PROVENANCES)
    assert {symbol.kind for symbol in found.symbols} <= set(SYMBOL_KINDS)
    assert all(0 < edge.confidence <= 1 for edge in found.edges)
    internal = {symbol.id: symbol for symbol in found.symbols if not symbol.external}
    assert {edge.source for edge in found.edges} <= set(internal)
    keys = [edge[:5] for edge in found.edges]
    assert len(set(keys)) == len(keys)


def test_symbols_come_in_order_of_place_and_external_ones_last() -> None:
    """Internal ones as files and text have them; external ones by name."""
    found = linked(range(len(FACTS))).symbols
    inside = [symbol for symbol in found if not symbol.external]
    assert found[: len(inside)] == inside
    assert [s.path for s in inside] == [path for path in FILES for s in inside if s.path == path]
    outside = [symbol.moniker for symbol in found[len(inside) :]]
    assert outside == sorted(outside)
    assert "external builtins.print" in outside


def test_no_files_no_graph() -> None:
    """Nothing is linked to nothing."""
    assert link([]) == Linked([], [], [], [])


def test_only_files_of_languages_with_linking_are_linked() -> None:
    """Of the others, definitions are in the graph, and no use."""
    other = [facts._replace(language="other") if facts.path == "app/use.py" else facts for facts in FACTS]
    found = link(other, tests=TESTS)
    own = {symbol.id for symbol in found.symbols if symbol.path == "app/use.py"}
    assert len(own) == len(next(facts for facts in FACTS if facts.path == "app/use.py").symbols)
    assert {edge.kind for edge in found.edges if edge.source in own} == {"contains"}


EVERYWHERE = '''\
"""Été: a letter of two bytes before the first site."""
def u(*args, **more): return args

@u
@u(u())
class K:
    """é"""; é = u()
    @u
    def m(self, x=u(), *, y: "K" = u()) -> int:
        é = "é"; u()
        assert u(), u()
        return {u(): u(), **u()}, [1, *u()], not u(), -u(), u() if u() else u(), x and u(), u() < u() < u()

async def g():
    async for i in u(): await u()
    async with u(): pass
    return [i async for i in u() if u()], {u() for _ in u()}, {u(): u() for _ in u()}, (u() for _ in u())

def h(subject):
    global z
    z = x = u(); z += u(); subject.a = u(); subject[u()] = u(); subject[u():u():u()]; (w := u())
    f"é{u()} {u()!r:>{u()}}"; "é" f"{u()}"
    while u(): break
    else: u()
    for i in u(): pass
    else: u()
    with u() as a, u(): pass
    match u():
        case [1, *_] if u(): u()
    try: u()
    except u() as e: u()
    else: u()
    finally: u()
    if u(): pass
    elif u(): pass
    else: u()
    del u()[0]
    t: int = u()
    print(u(), sep=u(), *u(), **u())
    (yield u()); (yield from u())
    (lambda p=u(): u())(u())
    raise u() from u()
'''


def test_every_call_has_an_edge_at_its_site() -> None:
    """In every place where an expression may stand; lines count from the source symbol, columns are bytes."""
    found = link([extract(EVERYWHERE.encode(), "a.py", words_of)])
    by_id = {symbol.id: symbol for symbol in found.symbols}
    target = next(symbol.id for symbol in found.symbols if symbol.name == "u")
    sites = [
        (by_id[e.source].start_line + e.line, e.column) for e in found.edges if e.kind == "calls" and e.target == target
    ]
    assert len(set(sites)) == len(sites)
    lines = EVERYWHERE.encode().split(b"\n")
    written = {
        (row, m.start())
        for row, line in enumerate(lines)
        for m in re.finditer(rb"\bu(?=\()", line)
        if b"def u" not in line
    }
    decorators = {(row, line.index(b"@u") + 1) for row, line in enumerate(lines) if line.strip() in (b"@u", b"@u(u())")}
    missing = {(row, column, lines[row].decode()) for row, column in (written | decorators) - set(sites)}
    assert not missing
    assert set(sites) == written | decorators


def test_sites_do_not_move_with_what_stands_above() -> None:
    """An edit above a definition changes none of its edges."""
    text = "def f():\n    return g()\n\n\ndef g(): ...\n"
    one, two = (link(facts_of({"a.py": head + text})) for head in ("", "# more\n\n\nX = 1\n\n"))
    calls = [[edge for edge in found.edges if edge.kind == "calls"] for found in (one, two)]
    assert calls[0] == calls[1]
    assert len(calls[0]) == 1


def test_other_languages_are_symbols_without_edges() -> None:
    """Facts without semantics are named by their path and contain what they contain."""
    code = extract(b"def f(): ...\n", "a.py", words_of)
    document = code._replace(path="docs/a.md", language="markdown", semantics=None)
    found = link([code, document])
    assert {"a", "a.f", "docs.a", "docs.a.f"} == {symbol.qualified_name for symbol in found.symbols}
    assert [edge.kind for edge in found.edges] == ["contains", "contains"]


def test_wide_and_deep_programs_end() -> None:
    """A chain of two thousand calls, a hierarchy of three hundred classes, a name with five hundred definitions."""
    chain = "def f0(a): return a\n" + "".join(f"def f{n}(a): return f{n - 1}(a)\n" for n in range(1, 2000))
    classes = "class C0:\n    def m(self): ...\n" + "".join(f"class C{n}(C{n - 1}): pass\n" for n in range(1, 300))
    many = "".join("if a:\n    def x(): ...\n" for _ in range(500)) + "x()\n"
    found = link(
        facts_of({"chain.py": chain + "f1999(f0)()\n", "classes.py": classes + "C299().m()\n", "many.py": many})
    )
    names = {symbol.id: symbol.qualified_name for symbol in found.symbols}
    edges = {(names[e.source], e.kind, names[e.target]) for e in found.edges}
    assert ("chain", "calls", "chain.f0") in edges
    assert ("classes", "calls", "classes.C0.m") in edges


@pytest.mark.parametrize("seed", range(3))
def test_noise_never_stops_linking(seed: int) -> None:
    """Files that do not parse, cut and shuffled, are linked as far as they are understood."""
    generator = random.Random(seed)
    pieces = [line for text in FILES.values() for line in text.splitlines(keepends=True)]
    generator.shuffle(pieces)
    files = {f"n{n}.py": "".join(pieces[n * 7 : n * 7 + 14])[generator.randrange(9) :] for n in range(8)}
    found = link(facts_of(files))
    assert sum(symbol.kind == "module" for symbol in found.symbols) == len(files)
