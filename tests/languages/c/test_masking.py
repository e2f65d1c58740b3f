"""Macros and conditionals that a grammar without a preprocessor stumbles over are blanked; every byte keeps its place."""

from __future__ import annotations

import pytest

from indexer.languages.c.masking import launches_as_calls, mask


def _masked(text: str, *, cpp: bool = False) -> str:
    found = mask(text.encode(), cpp=cpp)
    assert len(found.text) == len(text.encode())
    assert found.text.count(b"\n") == text.count("\n")
    return " ".join(found.text.decode().split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("class EXPORT Shape : public Base {};", "class Shape : public Base {};"),
        ("EXPORT int f(int x);", "int f(int x);"),
        ("EXPORT(1) const Foo *f(int x);", "const Foo *f(int x);"),
        ("static int __init f(void) {}", "static int f(void) {}"),
        ("typedef void (WINAPI *callback)(int);", "typedef void ( *callback)(int);"),
        ("int f(int x) NORETURN;", "int f(int x) ;"),
        ("int f(int UNUSED x, int y);", "int f(int x, int y);"),
        ("int f(INOUT int x);", "int f( int x);"),
        ("int f ARGS((int x, int y));", "int f (int x, int y) ;"),
        ("class A {\n  Q_OBJECT\n  int x;\n};", "class A { int x; };"),
        ("API int (*pointer)(int) ATTR;", "int (*pointer)(int) ;"),
    ],
)
def test_macros_in_the_places_of_keywords_are_blanked(before: str, after: str) -> None:
    """What is around them says so; nothing has to be known of the macro."""
    assert _masked(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "int x = LIMIT;",
        "void f(void) { return FLAG; }",
        "void f(void) { if (x) ABORT(); }",
        "int a[SIZE], b = MAX(1, 2);",
        'const char *s = "EXPORT int f(int);";',
        "// EXPORT int f(int);",
        "#define EXPORT int f(int);",
        "FILE *open_it(void);",
    ],
)
def test_macros_that_are_values_stay(text: str) -> None:
    """So do those in strings, comments and directives."""
    assert _masked(text) == text


def test_blanked_macros_are_told() -> None:
    """With the offset of each, so that they can be said to be used."""
    assert mask(b"API int f(int x);", cpp=False).names == ((0, "API"),)


def test_of_branches_that_do_not_close_what_they_open_the_first_is_kept() -> None:
    """Together they would open a brace too many."""
    text = "#ifdef A\nint f(int x) {\n#else\nint f(long x) {\n#endif\n}\n"
    assert _masked(text) == "int f(int x) { }"


def test_branches_that_are_whole_stay() -> None:
    """Each parses by itself."""
    text = "#ifdef A\nint a;\n#else\nint b;\n#endif\n"
    assert mask(text.encode(), cpp=False).text.decode() == text


def test_trigraphs_become_what_they_stand_for() -> None:
    """At the end of their three bytes, so that `??/` still joins lines."""
    assert mask(b"??=define X 1\n", cpp=False).text == b"  #define X 1\n"


def test_exports_of_modules_are_blanked() -> None:
    """With the braces of a block of exports; in C++ only."""
    assert _masked("export {\nint f();\n}\n", cpp=True) == "int f();"
    assert _masked("export int f();", cpp=False) == "export int f();"


def test_a_launch_of_a_kernel_is_a_call_of_a_call() -> None:
    """Shifts and templates are none."""
    assert launches_as_calls(b"f<<<a, b>>>(x);") == b"f(  a, b)  (x);"
    assert launches_as_calls(b"a <<b; c<d<e<f>>>(x);") == b"a <<b; c<d<e<f>>>(x);"
