"""Whether a header is C++ is seen from what is written in it."""

from __future__ import annotations

import pytest

from indexer.languages.c.extract import extract
from indexer.languages.c.headers import is_cpp


@pytest.mark.parametrize(
    "text",
    [
        "class A {\n};",
        "namespace a {\n}",
        "template <typename T> struct A;",
        "struct A {\npublic:\n int x; };",
        "std::string f();",
        "using A = int;",
        "enum class E { a };",
        "void f(const A& a);",
    ],
)
def test_evidence(text: str) -> None:
    """One sign is enough."""
    assert is_cpp(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "struct a { int class; };",
        "/* class A {\n}; */ int f(void);",
        'const char *s = "std::string";',
        '#ifdef __cplusplus\nextern "C" {\nclass A {};\n#endif\nint f(void);',
        "int f(int a, int b);",
    ],
)
def test_no_evidence(text: str) -> None:
    """Comments, strings and what only C++ compilers see say nothing."""
    assert not is_cpp(text.encode())


def test_the_facts_say_which_language_it_is() -> None:
    """A header in C++ is linked and shown as C++."""
    assert extract(b"class A {};\n", "a.h", lambda _: "").language == "cpp"
    assert extract(b"struct a { int x; };\n", "a.h", lambda _: "").language == "c"
    assert extract(b"int x = sizeof(std::a);\n", "a.c", lambda _: "").language == "c"
