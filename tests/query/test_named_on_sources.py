"""Named queries on small repositories of several languages, read as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.codegraph import CodeGraph
from indexer.query.answer import Answer

Ask = Callable[..., Answer]

RUBY = """\
module Shop # what is sold
  class Basket
    LIMIT = 3
    Line = Struct.new(:name, :count) do
      def label
        name
      end

      def size
        count
      end
    end
  end
end
"""
TYPESCRIPT = {
    "src/core.ts": "export class Core {\n  apply(x: number) { return x }\n}\n",
    "src/index.ts": 'import {Core} from "./core"\nimport {wrap} from "elsewhere"\nexport const apply = wrap(new Core())\nexport const LIMIT = 3\n',
    "src/use.ts": 'import {apply, LIMIT} from "./index"\nexport function first() { return apply(1) }\nexport function limit() { return LIMIT }\n',
    "tests/use.test.ts": 'import {apply} from "../src/index"\nexport function check() { apply(2) }\n',
}


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[Mapping[str, str]], Ask]:
    """Indexes sources, and asks named queries of them."""

    def index(files: Mapping[str, str]) -> Ask:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        CodeGraph.index(tmp_path, embed=False)

        def ask(name: str, **parameters: Any) -> Answer:
            with CodeGraph.open(tmp_path) as graph:
                return graph.query(name, **parameters)

        return ask

    return index


def test_an_outline_names_each_definition_once(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """A module inside of a file, as Ruby has them, is a level like others, and not a second top."""
    rows = asked({"lib/basket.rb": RUBY})("outline", path="lib/basket.rb").records()
    assert [(row["symbol"], row["level"]) for row in rows] == [("Shop", 1), ("Basket", 2), ("LIMIT", 3), ("Line", 3)]


def test_a_file_is_its_own_module_alone(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """The path of a file that declares a module means the file, so that a query of one symbol can be asked of it."""
    assert asked({"lib/basket.rb": RUBY})("impact", symbol="lib/basket.rb").rows == ()


def test_definitions_at_one_place_are_no_clones(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """The accessors that one line declares share its text without being copies of each other."""
    assert asked({"lib/basket.rb": RUBY})("clones", min_lines=1).rows == ()


def test_who_calls_what_a_variable_holds(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """A call of a constant whose value is not known is a call of the constant; reading one is not."""
    ask = asked(TYPESCRIPT)
    callers = ask("callers", symbol="src.index.apply").records()
    assert [(row["caller"], row["line"]) for row in callers] == [("src.use.first", 2), ("tests.use.test.check", 2)]
    assert ask("callers", symbol="LIMIT").rows == ()


def test_a_constant_that_changes_concerns_what_reads_it(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """Readers of a constant, and users of a type, are among what a change may break; tests stand last."""
    ask = asked(TYPESCRIPT)
    assert [row["symbol"] for row in ask("impact", symbol="LIMIT").records()] == ["src.use.limit"]
    concerned = [row["symbol"] for row in ask("impact", symbol="src.index.apply", depth=1).records()]
    assert concerned == ["src.use.first", "tests.use.test.check"]


def test_tests_reach_what_a_constant_holds(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """A test that calls a constant is a test of it."""
    assert "tests.use.test.check" in [
        row["test"] for row in asked(TYPESCRIPT)("tests", symbol="src.index.apply").records()
    ]


def test_a_folder_stands_for_its_modules(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """A Go package is asked for by its folder, or by the path that programs import it by."""
    ask = asked(
        {
            "go.mod": "module example.org/shop\n",
            "main.go": 'package main\n\nimport "example.org/shop/internal/store"\n\nfunc main() { store.Open() }\n',
            "internal/store/store.go": "package store\n\nfunc Open() {}\n",
        }
    )
    for said in ("internal/store", "internal/store/", "example.org/shop/internal/store"):
        assert [row["importer"] for row in ask("importers", symbol=said).records()] == ["main"]


def test_what_implements_something_from_outside_is_not_called_unused(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """Methods that a trait, an interface or an overriding mark from outside asks for are called from there."""
    ask = asked(
        {
            "src/lib.rs": "use std::fmt;\npub struct A;\nimpl fmt::Display for A {\n    fn fmt(&self) {}\n}\nimpl A {\n    pub fn idle(&self) {}\n}\nfn main() { other() }\nfn other() {}\n",
            "a/Job.java": "package a;\nclass Job implements java.lang.Runnable {\n  public void run() {}\n}\n",
            "a/Plain.java": "package a;\nclass Plain {\n  @Override public int hashCode() { return sum(); }\n  private int sum() { return 1; }\n  void idle() {}\n}\n",
        }
    )
    assert [row["symbol"] for row in ask("unused", kinds="method").records()] == [
        "a.Plain.Plain.idle",
        "src.lib.A.idle",
    ]


def test_imports_for_type_checkers_close_no_circle(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """What never runs is no part of a circle, unless it is asked for: `if TYPE_CHECKING:` and `import type`."""
    ask = asked(
        {
            "a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import b as other\n    from b import B\nelse:\n    import c\n",
            "b.py": "import a\nclass B: pass\n",
            "c.py": "import a\n",
            "x.ts": "import type {Y} from './y'\nimport {type Z, z} from './z'\nexport const x: Y | Z = z\n",
            "y.ts": "import {x} from './x'\nexport type Y = number\nexport const y = x\n",
            "z.ts": "import {x} from './x'\nexport type Z = number\nexport const z = x\n",
        }
    )
    assert {row["module"] for row in ask("cycles").records()} == {"a", "c", "x", "z"}
    assert {row["module"] for row in ask("cycles", types=True).records()} == {"a", "b", "c", "x", "y", "z"}


def test_overloads_are_asked_about_together(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """What depends on any of a method's overloads is concerned, and a path may start or end at any of them."""
    ask = asked(
        {
            "a/Pot.java": "package a;\nclass Pot {\n  void put(int x) { put(x, 1); }\n  void put(int x, int y) { fill(); }\n  void fill() {}\n}\n",
            "a/Use.java": "package a;\nclass Use {\n  void one(Pot p) { p.put(1); }\n  void two(Pot p) { p.put(1, 2); }\n}\n",
        }
    )
    concerned = [row["symbol"] for row in ask("impact", symbol="Pot.put", depth=1).records()]
    assert concerned == ["a.Use.Use.one", "a.Use.Use.two"]
    assert ask("path", **{"from": "Pot.put", "to": "Pot.fill"}).column("step") == [1]
    assert ask("path", **{"from": "Use.two", "to": "Pot.put"}).column("step") == [1]


def test_what_is_called_by_a_sign_is_not_called_unused(asked: Callable[[Mapping[str, str]], Ask]) -> None:
    """Operators, conversions, destructors and PHP's magic methods run without their names being written."""
    ask = asked(
        {
            "a.cs": "class A {\n  public static implicit operator int(A a) => Go();\n  ~A() {}\n  static int Go() => 1;\n  void operatorNode() {}\n}\n",
            "b.php": "<?php\nclass B {\n  function __get($name) { return $this->go(); }\n  function go() {}\n  function idle() {}\n}\n",
            "c.rb": "class C\n  def [](key) = go\n  def <=>(other) = 0\n  def go = 1\n  def idle = 2\nend\n",
        }
    )
    assert [row["symbol"] for row in ask("unused", kinds="method").records()] == [
        "a.A.operatorNode",
        "b.B.idle",
        "c.C.idle",
    ]
