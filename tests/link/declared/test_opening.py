"""Modules that open each other's names."""

from __future__ import annotations

import pytest

from indexer.link.declared.names import Names
from tests.cases.test_cases import graph_of

MODULES = "abcdefgh"


def test_many_modules_that_open_each_other_are_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk for a name that no module has, and for one that the last has, grows with the modules, not with their paths."""
    calls = 0
    look_through = Names._find_through

    def counted(self: Names, *args: object) -> object:
        nonlocal calls
        calls += 1
        return look_through(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Names, "_find_through", counted)
    files = {f"src/{name}.rs": f"pub use crate::*;\npub fn own_{name}() {{ last(); nowhere(); }}\n" for name in MODULES}
    everything = "".join(f"pub mod {name};\npub use {name}::*;\n" for name in MODULES)
    linked = graph_of({"Cargo.toml": '[package]\nname = "m"\n', **files, "src/lib.rs": everything + "pub mod z;\npub use z::*;\n",
                       "src/z.rs": "pub fn last() {}\n"})  # fmt: skip
    names = {one.id: one.qualified_name for one in linked.symbols}
    found = {names[one.source] for one in linked.edges if one.kind == "calls" and names[one.target].endswith("last")}
    assert {name.rpartition(".")[2] for name in found} == {f"own_{name}" for name in MODULES}
    assert calls < 40 * len(MODULES) ** 2
