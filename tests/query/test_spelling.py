"""Names as languages, their documentation and their stack traces spell them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.codegraph import CodeGraph
from indexer.errors import UnknownSymbol
from indexer.pipeline import index_repository
from indexer.query.spelling import parts_of
from indexer.settings import Settings

FILES = {
    "src/main/java/org/acme/Cat.java": "package org.acme;\npublic class Cat {\n    public void meow() {}\n"
    "    static class Kitten { void sleep() {} }\n}\n",
    "src/Dog.kt": "package org.acme.dogs\nclass Dog { fun bark() {} }\nfun walk() {}\n",
    "src/Fish.scala": "package org.acme\npackage fish\nclass Fish { def swim(): Unit = {} }\n",
    "src/Bird.cs": "namespace Acme.Birds;\npublic class Bird { public void Fly() {} }\n",
    "app/User.php": "<?php\nnamespace App\\Models;\nclass User { public function save() {} }\n",
    "geo/point.go": "package geo\ntype Point struct{}\nfunc (p *Point) Move() {}\nfunc New() *Point { return nil }\n",
    "shape.cpp": "namespace acme { namespace shapes { class Shape { public: void draw() {} }; } }\n",
    "crabs/Cargo.toml": '[package]\nname = "crabs"\nversion = "0.1.0"\n',
    "crabs/src/lib.rs": "pub mod sea;\n",
    "crabs/src/sea/mod.rs": "pub struct Crab;\nimpl Crab { pub fn pinch(&self) {} }\n",
    "geo/far.go": "package geo\n\nfunc (p *Point) Away() {}\n",
    "crabs/src/sea/walk.rs": "use super::Crab;\nimpl Crab { pub fn walk(&self) {} }\n",
    "lib/app.js": "const app = (exports = module.exports = make());\napp.use = function (fn) {};\n",
    "lib/router.rb": "module Web\n  class Router\n    def call(env)\n    end\n  end\nend\n",
    "lib/page.ex": "defmodule Web.Page do\n  def show(conn, id), do: {conn, id}\nend\n",
    "tests/test_page.py": "class TestPage:\n    def test_show(self): pass\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeGraph]:
    """The files above."""
    root: Path = tmp_path_factory.mktemp("spelled")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    settings = Settings(embed=False, data_dir=tmp_path_factory.mktemp("index"))
    index_repository(root, settings)
    with CodeGraph.open(root, settings=settings) as found:
        yield found


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("org.acme.Cat", "src/main/java/org/acme/Cat.java:2"),
        ("org.acme.Cat.meow", "src/main/java/org/acme/Cat.java:3"),
        ("org.acme.Cat#meow()", "src/main/java/org/acme/Cat.java:3"),
        ("org.acme.Cat$Kitten.sleep", "src/main/java/org/acme/Cat.java:4"),
        ("org.acme.dogs.Dog.bark", "src/Dog.kt:2"),
        ("org.acme.dogs.walk", "src/Dog.kt:3"),
        ("org.acme.fish.Fish.swim", "src/Fish.scala:3"),
        ("Acme.Birds.Bird.Fly", "src/Bird.cs:2"),
        ("App\\Models\\User::save", "app/User.php:3"),
        ("\\App\\Models\\User->save", "app/User.php:3"),
        ("geo.Point.Move", "geo/point.go:3"),
        ("geo.(*Point).Move", "geo/point.go:3"),
        ("Point.Away", "geo/far.go:3"),
        ("geo.(*Point).Away", "geo/far.go:3"),
        ("example.com/acme/geo.New", "geo/point.go:4"),
        ("acme::shapes::Shape::draw", "shape.cpp:1"),
        ("crate::sea::Crab", "crabs/src/sea/mod.rs:1"),
        ("crabs::sea::Crab::pinch", "crabs/src/sea/mod.rs:2"),
        ("Crab::walk", "crabs/src/sea/walk.rs:2"),
        ("crate::sea::Crab::walk", "crabs/src/sea/walk.rs:2"),
        ("app.use", "lib/app.js:2"),
        ("lib.app.use", "lib/app.js:2"),
        ("far.Away", "geo/far.go:3"),
        ("Web::Router#call", "lib/router.rb:3"),
        ("Web.Page.show/2", "lib/page.ex:2"),
        ("tests/test_page.py::TestPage::test_show", "tests/test_page.py:2"),
    ],
)
def test_what_a_language_calls_a_symbol_means_it(graph: CodeGraph, said: str, at: str) -> None:
    """By package, namespace or crate in place of the file; with the separators of the language."""
    (found,) = [match for match in graph.symbols(said) if match.kind != "module"]
    assert f"{found.path}:{found.line}" == at


@pytest.mark.parametrize("said", ["org.other.Cat.meow", "other.Point.Move", "Nowhere::pinch", "std::sea::Shell"])
def test_a_name_of_another_package_means_nothing_here(graph: CodeGraph, said: str) -> None:
    """Only the end of it is the same."""
    with pytest.raises(UnknownSymbol):
        graph.symbols(said)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("std::vector<std::pair<int, int>>::push_back", ("std", "vector", "push_back")),
        ("Vec::<u8>::new()", ("Vec", "new")),
        ("Array.prototype.map", ("Array", "map")),
        ("Enum.any?/2", ("Enum", "any?")),
        ("$http", ("$http",)),
        ("shop.cli:main", ("shop", "cli", "main")),
    ],
)
def test_parts(said: str, parts: tuple[str, ...]) -> None:
    """What is no name of anything is left out: arguments, type arguments, arity, where to look from."""
    assert parts_of(said) == parts
