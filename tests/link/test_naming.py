"""Monikers and qualified names."""

from __future__ import annotations

import pytest

from indexer.languages.python.extract import extract
from indexer.link.naming import Names, module_name
from indexer.model.identity import symbol_id

SOURCE = b"class C:\n    x = 1\n\n    def m(self): ...\n\n\ndef f(): ...\n\n\ndef f(): ...\n\n\nX = lambda: 0\n"


def test_monikers_are_made_of_path_and_descriptors() -> None:
    """As SCIP's: `#` a type, `().` what is called, `.` the rest; a repeated one is counted."""
    names = Names([extract(SOURCE, "pkg/a.py", lambda _: "")], {"pkg/a.py": "pkg.a"})
    ids, monikers, qualified = names.of_file(0)
    assert dict(zip(monikers, qualified, strict=True)) == {
        "python pkg/a.py ": "pkg.a",
        "python pkg/a.py C#": "pkg.a.C",
        "python pkg/a.py C#x.": "pkg.a.C.x",
        "python pkg/a.py C#m().": "pkg.a.C.m",
        "python pkg/a.py f().": "pkg.a.f",
        "python pkg/a.py f().(+1)": "pkg.a.f",
        "python pkg/a.py X.": "pkg.a.X",
        "python pkg/a.py <lambda1>().": "pkg.a.<lambda1>",
    }
    assert ids == [symbol_id(moniker) for moniker in monikers]
    assert all(0 <= number < 1 << 63 for number in ids)


@pytest.mark.parametrize(
    ("path", "name"),
    [("docs/guide.md", "docs.guide"), ("Makefile", "Makefile"), ("a.b/c", "a.b.c"), (".gitignore", ".gitignore")],
)
def test_files_without_a_module_system_are_named_by_their_path(path: str, name: str) -> None:
    """With dots, and without the extension where there is one."""
    assert module_name(path) == name
