"""Content hashes: what changes them, and what must not."""

from __future__ import annotations

import io
import keyword
import sysconfig
import tokenize
from functools import cache
from pathlib import Path

import black
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.languages.python.extract import extract
from indexer.link.linker import link
from indexer.model.identity import symbol_id
from indexer.model.records import FileFacts

CORPUS = "bisect colorsys contextlib copy fnmatch heapq netrc sched shlex string textwrap types".split()
"""Modules of the standard library, which no formatter has written: real code of many hands."""


@cache
def module(name: str) -> str:
    return Path(sysconfig.get_path("stdlib"), f"{name}.py").read_text(encoding="utf-8")


@cache
def tokens(name: str) -> tuple[tokenize.TokenInfo, ...]:
    return tuple(tokenize.generate_tokens(io.StringIO(module(name)).readline))


def facts(source: str, path: str = "m.py") -> FileFacts:
    found = extract(source.encode(), path, lambda _: "")
    assert not found.problems
    return found


def hashes(source: str) -> list[tuple[str, str, str]]:
    """(kind, name, content hash) of every definition, in order."""
    return [(symbol.kind, symbol.name, symbol.content_hash) for symbol in facts(source).symbols]


def hash_of(source: str) -> str:
    """Content hash of the first definition in a file."""
    return facts(source).symbols[1].content_hash


@pytest.mark.parametrize("name", CORPUS)
def test_a_formatter_changes_no_hash(name: str) -> None:
    """Black re-wraps, re-quotes, adds trailing commas and moves comments: every definition keeps its hash."""
    source = module(name)
    formatted = black.format_str(source, mode=black.Mode())
    assert formatted != source
    assert hashes(formatted) == hashes(source)


@pytest.mark.parametrize("length", [40, 60, 300])
def test_wrapping_changes_no_hash(length: int) -> None:
    """However long lines may be."""
    source = module("textwrap")
    assert hashes(black.format_str(source, mode=black.Mode(line_length=length))) == hashes(source)


@settings(max_examples=40)
@given(st.sampled_from(CORPUS), st.data())
def test_comments_and_blank_lines_change_no_hash(name: str, data: st.DataObject) -> None:
    """Nor does white space at the ends of lines."""
    lines = module(name).splitlines()
    ends = [token.start[0] - 1 for token in tokens(name) if token.type in (tokenize.NEWLINE, tokenize.NL)]
    chosen = data.draw(st.sets(st.sampled_from(ends), min_size=1, max_size=8))
    for line in chosen:
        following = next((text for text in lines[line + 1 :] if text.strip()), "")
        comment = "\n" + following[: len(following) - len(following.lstrip())] + "# a line of its own"
        lines[line] += data.draw(st.sampled_from(["  ", "  # why", "\t", "\n", "\n\n\n", comment]))
    assert hashes("\n".join(lines)) == hashes(module(name))


_OPERATORS = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "==": "!=",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "+=": "-=",
}


def changed(token: tokenize.TokenInfo) -> str | None:
    """A token with another meaning; None where the token bears none of its own."""
    text = token.string
    if token.type == tokenize.NAME and not keyword.iskeyword(text) and not keyword.issoftkeyword(text):
        return text + "_"
    if token.type == tokenize.NUMBER:
        return "7" + text if not text.startswith("0") else text + "1"
    if token.type == tokenize.STRING and len(text) > 8 and text[1] == text[0]:
        return text[:4] + "Q" + text[4:]
    if token.type == tokenize.STRING and text[0] in "'\"":
        return text[0] + "Q" + text[1:]
    return _OPERATORS.get(text) if token.type == tokenize.OP else None


@settings(max_examples=120)
@given(st.sampled_from(CORPUS), st.data())
def test_any_other_token_changes_the_hash(name: str, data: st.DataObject) -> None:
    """An identifier, a literal or an operator: the hash of the definition around it changes, and the file's."""
    token = data.draw(st.sampled_from(tokens(name)))
    other = changed(token)
    assume(other is not None)
    lines = module(name).splitlines(keepends=True)
    row, column = token.start
    offset = len("".join(lines[: row - 1]).encode()) + len(lines[row - 1][:column].encode())
    source = module(name).encode()
    edited = source[:offset] + str(other).encode() + source[offset + len(token.string.encode()) :]
    before, after = facts(module(name)), extract(edited, "m.py", lambda _: "")
    assume(not after.problems)
    assert after.merkle != before.merkle
    bodies = ("module", "class", "function", "method", "constructor")
    around = [symbol for symbol in before.symbols if symbol.start <= offset < symbol.end and symbol.kind in bodies]
    inner = max(around, key=lambda symbol: symbol.start)
    kept = {symbol.content_hash for symbol in after.symbols}
    assert inner.content_hash not in kept or [s.content_hash for s in before.symbols].count(inner.content_hash) > 1


_ATOMS = [
    "a",
    "b.c",
    "f(x)",
    "1",
    "2.5",
    "'s'",
    "[a, b]",
    "(a, b)",
    "{'k': a}",
    "x[0]",
    "-a",
    "(not a)",
    "(lambda: a)",
    'f"{a}"',
]
_EXPRESSIONS = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.builds("({} + {})".format, inner, inner) | st.builds("g({}, k={})".format, inner, inner),
    max_leaves=5,
)
_LINES = st.builds("x = {}".format, _EXPRESSIONS) | st.builds("return {}".format, _EXPRESSIONS)
_BODIES = st.lists(_LINES, min_size=1, max_size=4).map(lambda lines: "".join(f"    {line}\n" for line in lines))
_DEFINITIONS = st.builds("def {}(x, y=1):\n{}".format, st.sampled_from(["f", "g"]), _BODIES) | st.builds(
    "class {}(B):\n{}".format, st.sampled_from(["C", "D"]), st.builds("    k = {}\n".format, _EXPRESSIONS)
)
_PROGRAMS = st.lists(_DEFINITIONS, min_size=1, max_size=4).map("\n".join)


@settings(max_examples=60)
@given(_PROGRAMS)
def test_generated_programs_keep_their_hashes_when_formatted(program: str) -> None:
    """As real ones do."""
    assert hashes(black.format_str(program, mode=black.Mode(line_length=30))) == hashes(program)


SAME = [
    ("def f(): return 'a'", 'def f(): return "a"'),
    ("def f(): return 'it\\'s'", 'def f(): return "it\'s"'),
    ("def f(): return (a)", "def f(): return a"),
    ("def f(): return a, b", "def f(): return (a, b)"),
    ("def f():\n    for (a, b) in c: pass", "def f():\n    for a, b in c: pass"),
    ("def f(): return g(a, b,)", "def f(): return g(\n    a,\n    b\n)"),
    ("def f(): return a + \\\n    b", "def f(): return a + b"),
    ("def f(): return 'a' 'b'", "def f(): return 'ab'"),
    ("def f(): return f'{a}' 'b'", "def f(): return f'{a}b'"),
    ("def f(): return f'{a}' '{'", "def f(): return f'{a}{{'"),
    ("def f(): return ('a'  # why\n  'b')", "def f(): return 'ab'"),
    ("def f(): return f'{a+b}'", "def f(): return f'{a + b}'"),
    ("def f(): return f'{x[\"k\"]}'", "def f(): return f\"{x['k']}\""),
    ("def f(): return U'a', B'b', R'c'", "def f(): return 'a', b'b', r'c'"),
    ("def f(): return 0XFF, 1E+5, 5., .5, 1J", "def f(): return 0xff, 1e5, 5.0, 0.5, 1j"),
    ("def f(): return '\\xAB'", "def f(): return '\\xab'"),
    ("def f():\n    '''Doc.\n\n      More.   \n    '''", 'def f():\n    """Doc.\n\n    More."""'),
    ("class C:\n    ''' Doc.   \n    '''", 'class C:\n    """Doc."""'),
    ("class C(): pass", "class C: pass"),
    ("class C:\n    x = 1\n    # why\n    y = 2", "class C:\n\n    x = 1\n\n    y = 2"),
    ("def f():\n\tpass", "def f():\n    pass"),
    ("def f(): pass\r\n", "def f(): pass\n"),
]  # fmt: skip

DIFFERENT = [
    ("def f(): return a - b", "def f(): return b - a"),
    ("def f(): return a - b", "def f(): return a + b"),
    ("def f(): return a and b", "def f(): return a or b"),
    ("def f(): return a in b", "def f(): return a not in b"),
    ("def f(): return (a + b) * c", "def f(): return a + b * c"),
    ("def f(): return a - (b - c)", "def f(): return a - b - c"),
    ("def f(): return g(a, b)", "def f(): return g(b, a)"),
    ("def f(): return g((a, b))", "def f(): return g(a, b)"),
    ("def f(): return g('a', 'b')", "def f(): return g('a' 'b')"),
    ("def f(): return g(a)(b)", "def f(): return g(a(b))"),
    ("def f(): return [a, b]", "def f(): return {a, b}"),
    ("def f(): return [a, b]", "def f(): return (a, b)"),
    ("def f(): return (a,)", "def f(): return a"),
    ("def f(): return {a: b}", "def f(): return {a, b}"),
    ("def f(): return x[a:b]", "def f(): return x[a, b]"),
    ("def f(): return x[a:]", "def f(): return x[:a]"),
    ("def f(): return x(a)", "def f(): return x[a]"),
    ("def f(): return 'a'", "def f(): return b'a'"),
    ("def f(): return 'a{b}'", "def f(): return f'a{b}'"),
    ("def f(): return '\\n'", "def f(): return r'\\n'"),
    ("def f(): return 'a b'", "def f(): return 'a  b'"),
    ("def f(): return 'a'", "def f(): return 'A'"),
    ("def f(): return '# a'", "def f(): return '# b'"),
    ("def f(): return f'{a:>3}'", "def f(): return f'{a:>4}'"),
    ("def f(): return f'{a: d}'", "def f(): return f'{a:d}'"),
    ("def f(): return f'{a!r}'", "def f(): return f'{a!s}'"),
    ("def f(): return f'{a=}'", "def f(): return f'{a}'"),
    ("def f(): return f'{a}b'", "def f(): return f'{b}a'"),
    ("def f(): return '\\\\xAB'", "def f(): return '\\\\xab'"),
    ("def f(): return 1", "def f(): return 1.0"),
    ("def f(): return 1", "def f(): return True"),
    ("def f(): return 10", "def f(): return 1_0.0"),
    ("def f(): return 1e5", "def f(): return 1e-5"),
    ("def f(): pass", "def g(): pass"),
    ("def f(): pass", "async def f(): pass"),
    ("def f(a): pass", "def f(b): pass"),
    ("def f(a, b): pass", "def f(b, a): pass"),
    ("def f(a): pass", "def f(*a): pass"),
    ("def f(a, b): pass", "def f(a, *, b): pass"),
    ("def f(a, b): pass", "def f(a, /, b): pass"),
    ("def f(a=1): pass", "def f(a=2): pass"),
    ("def f(a): pass", "def f(a: int): pass"),
    ("def f(): pass", "def f() -> int: pass"),
    ("def f(): pass", "@d\ndef f(): pass"),
    ("@d\ndef f(): pass", "@e\ndef f(): pass"),
    ("@d\n@e\ndef f(): pass", "@e\n@d\ndef f(): pass"),
    ("def f():\n    'Doc.'", "def f():\n    'Dock.'"),
    ("def f():\n    if a:\n        b()\n    c()", "def f():\n    if a:\n        b()\n        c()"),
    ("def f():\n    for a in b:\n        c\n    else:\n        d", "def f():\n    for a in b:\n        c\n    d"),
    ("def f():\n    a = b = c", "def f():\n    a = b\n    b = c"),
    ("def f():\n    a: int = 1", "def f():\n    a = 1"),
    ("def f(): yield a", "def f(): yield from a"),
    ("def f():\n    del a", "def f():\n    a"),
    ("def f(): return", "def f(): return None"),
    ("def f():\n    try: a\n    except E: b", "def f():\n    try: a\n    except E as e: b"),
    ("def f():\n    import a", "def f():\n    import a as b"),
    ("def f():\n    from a import b", "def f():\n    from .a import b"),
    ("class C: pass", "class C(B): pass"),
    ("class C(A, B): pass", "class C(B, A): pass"),
    ("class C(metaclass=M): pass", "class C(metaclass=N): pass"),
    ("class C:\n    x = 1", "class C:\n    x = 2"),
    ("class C:\n    def f(self): return 1", "class C:\n    def f(self): return 2"),
    ("class C:\n    'Doc.'", "class C:\n    'Dock.'"),
    ("@d\nclass C: pass", "class C: pass"),
    ("def größe(): pass", "def grösse(): pass"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_means_the_same_has_one_hash(one: str, other: str) -> None:
    """Spellings between which formatters choose."""
    assert hash_of(one) == hash_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_means_something_else_has_another_hash(one: str, other: str) -> None:
    """The smallest changes of each sort."""
    assert hash_of(one) != hash_of(other)


def test_no_two_of_many_definitions_share_a_hash() -> None:
    """All the distinct examples above, against each other."""
    sources = list(dict.fromkeys(source for pair in DIFFERENT for source in pair))
    groups = {hash_of(source) for source in sources}
    assert len(groups) == len(sources)


def test_kinds_do_not_collide() -> None:
    """An empty class and an empty function of one name are two nodes."""
    assert hash_of("class x: pass") != hash_of("def x(): pass")


def test_place_does_not_count() -> None:
    """A definition has the same hash wherever it stands: in another file, class or line."""
    body = "def f(self):\n    return self.x\n"
    inside = "class C:\n\n    y = 1\n\n" + "".join(f"    {line}\n" for line in body.splitlines())
    found = {symbol.name: symbol.content_hash for symbol in facts(inside).symbols}
    assert found["f"] == hash_of(body) == hash_of("\n\nimport os\n\n\n" + body)


EDITS = [
    ("import os\n", "import sys\n", True),
    ("import os\n", "import os  # why\n", False),
    ("x = 1\n", "x = 2\n", True),
    ("def f():\n    return 1\n", "def f():\n    return 2\n", True),
    ("def f(): ...\ndef g(): ...\n", "def g(): ...\ndef f(): ...\n", True),
    ("class C:\n    def f(self): ...\n", "class C:\n    def f(self, x): ...\n", True),
    ("if a:\n    def f(): return 1\n", "if a:\n    def f(): return 2\n", True),
    ("'''Doc.'''\n", "'''Dock.'''\n", True),
    ("'''Doc.'''\n", '"""Doc.   """\n', False),
    ("f()\n", "\n\nf()\n", False),
    ("", "# only a comment\n", False),
]


@pytest.mark.parametrize(("before", "after", "differs"), EDITS)
def test_the_merkle_hash_changes_with_any_definition_or_statement(before: str, after: str, differs: bool) -> None:
    """And with nothing else."""
    assert (facts(before).merkle != facts(after).merkle) is differs


@pytest.mark.xfail(reason="the statement around a definition is hashed as a whole, with the docstring as it is written")
def test_docstrings_of_conditional_definitions_are_folded() -> None:
    """A formatter may move a docstring's lines under an `if` as anywhere."""
    one, other = (
        "if a:\n    def f():\n        '''D.\n          E.'''\n",
        "if a:\n    def f():\n        '''D.\n        E.'''\n",
    )
    assert facts(one).merkle == facts(other).merkle


def test_ids_do_not_depend_on_content_or_run() -> None:
    """An id is made of path and names: formatting keeps all, an edit keeps those of what it does not rename."""
    source = module("textwrap")
    first = link([facts(source)])
    again = link([facts(black.format_str(source, mode=black.Mode()))])
    assert [symbol.id for symbol in first.symbols] == [symbol.id for symbol in again.symbols]
    assert first.symbols[0].id == symbol_id("python m.py ") == 4257446064922009572


def test_one_path_and_name_one_id() -> None:
    """Ids are unique in a file, also where a name is defined twice; the first keeps the plain one."""
    linked = link([facts("def f(): ...\ndef f(): ...\nclass C:\n    def f(self): ...\n")])
    ids = [symbol.id for symbol in linked.symbols]
    assert len(set(ids)) == len(ids)
    alone = link([facts("def f(): ...\n")])
    assert alone.symbols[1].id == next(symbol.id for symbol in linked.symbols if symbol.name == "f")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_of_encoding_change_no_hash(mark: bytes) -> None:
    """A checkout with other line ends has the same content."""
    source = "def f():\n    '''Doc.\n\n    More.'''\n    return 'a', 1\n"
    found = extract(mark + source.replace("\n", "\r\n").encode(), "m.py", lambda _: "")
    assert [s.content_hash for s in found.symbols] == [s.content_hash for s in facts(source).symbols]
