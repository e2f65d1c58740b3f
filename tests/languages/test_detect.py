"""The language of a file: by name, then by what its first lines say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.languages.detect import by_name, detect, interpreter, needs_head


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/b.py", "python"),
        ("stubs/b.pyi", "python"),
        ("gui.pyw", "python"),
        ("SConstruct", "python"),
        ("UPPER.PY", "python"),
        ("README.md", "markdown"),
        ("README", "text"),
        ("docs/index.rst", "restructuredtext"),
        ("notes.txt", "text"),
        ("CMakeLists.txt", "cmake"),
        ("Makefile", "makefile"),
        ("pyproject.toml", "toml"),
        ("package.json", "json"),
        ("package-lock.json", "lockfile"),
        ("uv.lock", "lockfile"),
        ("pnpm-lock.yaml", "lockfile"),
        (".github/workflows/ci.yml", "yaml"),
        (".env", "ini"),
        ("a.test.tsx", "typescript"),
        (".gitignore", "ignore"),
        ("locale/de/django.po", "gettext"),
    ],
)
def test_a_name_tells_a_language(path: str, language: str) -> None:
    """Exact names first, then the longest known extension."""
    assert detect(path).name == language
    assert not needs_head(path)


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("/usr/bin/python3", "python"),
        ("/usr/bin/env python3.12", "python"),
        ("/usr/bin/env -S python3 -u", "python"),
        ("/usr/bin/env -S FOO=1 -u BAR python", "python"),
        ("/usr/bin/env -S uv run --script", "python"),
        ("/usr/local/bin/pypy3.10", "python"),
        ("C:\\Python312\\python.exe -u", "python"),
        ("/bin/sh -e", "shell"),
        ("/usr/bin/env bash", "shell"),
        ("/usr/bin/env node", "javascript"),
        ("/usr/bin/perl -w", "perl"),
        ("/usr/bin/ruby2.7", "ruby"),
        ("/usr/bin/env", "text"),
        ("/opt/unheard-of", "text"),
    ],
)
def test_a_script_without_extension_tells_by_its_first_line(line: str, program: str) -> None:
    """Folder, version, `env` and its options aside."""
    assert needs_head("bin/run")
    assert detect("bin/run", f"#!{line}\nbody\n".encode()).name == program
    assert detect("bin/run", f"#! {line}\r\nbody\n".encode()).name == program


def test_a_shell_line_that_hands_over_to_python_is_python() -> None:
    """An old way to find the interpreter."""
    head = b"#!/bin/sh\n''':'\nexec python3 -u \"$0\" \"$@\"\n'''\nimport os\n"
    assert detect("bin/run", head).name == "python"


def test_a_shell_script_that_ends_with_exec_is_shell() -> None:
    """What it runs is no language."""
    assert detect("run", b'#!/bin/sh\nset -e\nexec gunicorn "$@"\n').name == "shell"


@pytest.mark.parametrize(
    "head",
    [
        b"# -*- mode: python -*-\n",
        b"# -*- Python -*-\n",
        b"# -*- coding: utf-8; mode: python; indent: 4 -*-\n",
        b"\n# vim: set ft=python :\n",
        b"# vi: ts=4:filetype=python\n",
    ],
)
def test_an_editors_modeline_tells_a_language(head: bytes) -> None:
    """Of Emacs and Vim, in the first five lines."""
    assert detect("recipe", head).name == "python"


def test_a_modeline_further_down_is_text() -> None:
    """It may be quoted there."""
    assert detect("recipe", b"\n" * 5 + b"# vim: ft=python\n").name == "text"


def test_a_name_goes_before_content() -> None:
    """A Markdown file that begins with `#!` is Markdown."""
    assert detect("a.md", b"#!/usr/bin/python\n").name == "markdown"


def test_what_nothing_tells_is_text() -> None:
    """Every file has a language."""
    assert by_name("mystery") is None
    assert detect("mystery", b"once upon a time").name == "text"


@given(st.text(max_size=30), st.binary(max_size=100))
def test_any_name_and_any_content_have_a_language(path: str, head: bytes) -> None:
    """Detection never fails."""
    assert detect(path, b"#!" + head).name
    assert detect(path, head).name


@given(st.text(max_size=60))
def test_any_first_line_has_an_interpreter_or_none(command: str) -> None:
    """Whatever stands there, the answer is one lower-case word or nothing."""
    found = interpreter(command)
    assert found == found.lower()
    assert not found.split()[1:]


@pytest.mark.parametrize(
    ("path", "head", "name"),
    [
        ("top.v", b"// adder\nmodule top(input a);\nendmodule\n", "systemverilog"),
        ("main.v", b"module main\n\nfn main() {\n}\n", "v"),
        ("Cart.m", b"#import <Foundation/Foundation.h>\n@implementation Cart\n@end\n", "objectivec"),
        ("total.m", b"function y = total(x)\ny = x;\n", "matlab"),
        ("view.h", b"// A view\n@interface View : NSObject\n@end\n", "objectivec"),
        ("plain.h", b"/** @interface of it */\nint f(void);\n", "c"),
    ],
)
def test_an_extension_of_several_languages_is_told_by_content(path: str, head: bytes, name: str) -> None:
    """The name alone gives the more common one."""
    assert needs_head(path)
    assert detect(path, head).name == name
