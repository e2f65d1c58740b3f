"""Paths of Scala imports."""

from __future__ import annotations

from indexer.languages.java.linking import JvmRules
from indexer.languages.scala.extract import extract
from indexer.languages.scala.paths import Paths
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.program import Program


def paths_of(source: bytes) -> Paths:
    facts = extract(source, "A.scala", lambda text: text.decode())
    return Paths(Evaluator(Program([facts], {}), JvmRules))


def test_paths_are_relative_to_the_packages_around() -> None:
    """A path is looked for in the package of the file, then in those around it, then from the root."""
    assert paths_of(b"package a.b\nclass C").ways(0, "q.X") == ["a.b.q.X", "a.q.X", "q.X"]


def test_paths_begin_with_imported_names() -> None:
    """The first name of a path may have been imported."""
    assert paths_of(b"import scala.collection.mutable").ways(0, "mutable.Map")[0] == "scala.collection.mutable.Map"


def test_the_root_is_named() -> None:
    """`_root_` says that a path is not relative."""
    assert paths_of(b"package a").ways(0, "_root_.q.X") == ["q.X"]


def test_names_of_the_file_are_local() -> None:
    """A path that begins with a value of the file leads to no package."""
    paths = paths_of(b"class A(ctx: Context) { import ctx._ }")
    assert paths.is_local(0, "ctx.universe")
    assert not paths.is_local(0, "cats.data")
