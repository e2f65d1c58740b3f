"""A language is added by new files alone: the folder `toys/toy` beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.extract.words import words_of
from indexer.languages import registry as module
from indexer.languages.detect import detect
from indexer.languages.registry import Language, read_languages, registry
from indexer.link.linker import link
from indexer.model.records import FileFacts

TOYS = Path(__file__).parent / "toys"
FILES = {
    "toy.conf": "lib/\n",
    "lib/shapes.toy": """\
class Shape:
    def area(self) -> Number:
        return 0

class Square(Shape):
    side: Length = 1
    def new(self, side: Length):
        self.side = side
    def area(self):
        return self.side
    def twin(self) -> Square:
        return Square(self.side)

class Length: pass
""",
    "main.toy": """\
from shapes import Square, Shape
from elsewhere import draw

origin = Square(1)

def total(shape: Shape, other):
    draw(shape)
    shape.area()
    other.area()
    local = Square(2)
    return local.twin().twin().area()

def run():
    total(Square(3), origin)
    missing.area()
""",
}


@pytest.fixture
def with_toys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language table with the toy's row."""

    def both(folder: Path, package: str) -> list[Language]:
        return read_languages(folder, package) + read_languages(TOYS, "tests.languages.toys")

    monkeypatch.setattr(module, "read_languages", both)
    registry.cache_clear()
    yield
    registry.cache_clear()


def facts_of(path: str, text: str) -> FileFacts:
    """Extracts a file as the pipeline does."""
    language, source = detect(path, text.encode()), text.encode()
    extractor = language.extractor()
    if extractor is not None:
        return extractor(source, path, words_of)
    assert registry().is_project_file(path)
    return FileFacts(path, language.name, "", "", len(source), [0], (), source, ())


@pytest.mark.usefixtures("with_toys")
def test_a_language_of_new_files_is_linked() -> None:
    """Types, results, members, imports through a project file, flow and dispatch, with how sure each is."""
    linked = link([facts_of(path, text) for path, text in sorted(FILES.items())])
    names = {symbol.id: symbol.qualified_name for symbol in linked.symbols}
    edges = {
        f"{names[e.source]} -{e.kind}-> {names[e.target]} {e.provenance} {e.confidence}"
        for e in linked.edges
        if e.kind != "contains"
    }
    assert edges == {
        "lib.shapes.Square -inherits-> lib.shapes.Shape scope 1.0",
        "lib.shapes.Square -type_uses-> lib.shapes.Length scope 1.0",
        "lib.shapes.Square.area -overrides-> lib.shapes.Shape.area hierarchy 1.0",
        "lib.shapes.Square.area -reads-> lib.shapes.Square.side type 0.95",
        "lib.shapes.Square.new -type_uses-> lib.shapes.Length scope 1.0",
        "lib.shapes.Square.new -writes-> lib.shapes.Square.side type 0.95",
        "lib.shapes.Square.twin -calls-> lib.shapes.Square.new scope 1.0",
        "lib.shapes.Square.twin -instantiates-> lib.shapes.Square scope 1.0",
        "lib.shapes.Square.twin -reads-> lib.shapes.Square.side type 0.95",
        "lib.shapes.Square.twin -returns-> lib.shapes.Square scope 1.0",
        "main -calls-> lib.shapes.Square.new import 1.0",
        "main -imports-> elsewhere.draw import 1.0",
        "main -imports-> lib.shapes.Shape import 1.0",
        "main -imports-> lib.shapes.Square import 1.0",
        "main -instantiates-> lib.shapes.Square import 1.0",
        "main.run -calls-> lib.shapes.Square.new import 1.0",
        "main.run -calls-> main.total scope 1.0",
        "main.run -instantiates-> lib.shapes.Square import 1.0",
        "main.run -reads-> main.origin scope 1.0",
        "main.total -calls-> elsewhere.draw import 1.0",
        "main.total -calls-> lib.shapes.Shape.area type 0.95",
        "main.total -calls-> lib.shapes.Square.area flow 0.75",
        "main.total -calls-> lib.shapes.Square.area hierarchy 0.4",
        "main.total -calls-> lib.shapes.Square.area type 0.95",
        "main.total -calls-> lib.shapes.Square.new import 1.0",
        "main.total -calls-> lib.shapes.Square.twin type 0.95",
        "main.total -instantiates-> lib.shapes.Square import 1.0",
        "main.total -type_uses-> lib.shapes.Shape import 1.0",
    }
    assert ("main.run", "area", "call") in {(names[u.source], u.name, u.role) for u in linked.unresolved}
