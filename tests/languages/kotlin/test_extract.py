"""Facts of Kotlin files beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.java.reader import FACADE
from indexer.languages.kotlin.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts

SOURCE = b"""\
@file:JvmName("Utils")
package a.b

import x.y.*
import z.W as Q

@Ann(1) sealed class Foo<out T : Bar>(val x: Int, vararg z: T) : Base(x), Del by d where T : Cmp<T> {
  constructor(a: Int) : this(a, "") { init2() }
  var q = 1
    set(v) { field = v }
  val l by lazy { 3 }
  init { foo() }
  companion object Named : I { const val K = 1 }
  fun <A> Foo<A>.ext(n: Int, y: () -> Int = { 2 }): Int = this.x + n
  enum class Color(val rgb: Int) : I { RED(1) { override fun z() = 1 }, GREEN; fun z() = 0 }
  fun g() {
    val (m, n) = pair
    for ((k, v) in map) { }
    when (val s = sub()) { is Foo -> s.x; in 1..2, !in z -> 2; A, B -> 3; else -> 4 }
    try { } catch (e: Ex) { } finally { }
    val o = object : I, J(1) { fun k() = 1 }
    val f = fun Int.(x: Int): Int { return x }
    x?.y!!.a = ::foo ?: Foo::bar
    a foo b; x[3] += "a $x ${y.z}"
    super<Tr>.g(); Foo<Int>(1) { it }; foo(named = 2, *arr)
    if (a is Foo) throw Ex("a") else this@Foo.q++
  }
}
typealias Al<X> = List<X>
val <T> List<T>.second: T get() = this[1]
"""


def facts_of(source: bytes, path: str = "a/main.kt") -> FileFacts:
    return extract(source, path, lambda text: text.decode("utf-8", "replace"))


def test_any_beginning_of_a_file_can_be_read() -> None:
    """A file that ends anywhere gives facts, whatever is missing."""
    for end in range(0, len(SOURCE), 2):
        assert facts_of(SOURCE[:end]).symbols[0].kind == "module"


def test_any_missing_byte_can_be_read() -> None:
    """A file in which any byte is missing gives facts."""
    for place in range(0, len(SOURCE), 4):
        assert facts_of(SOURCE[:place] + SOURCE[place + 1 :]).symbols[0].kind == "module"


@pytest.mark.parametrize(
    "source",
    [
        b"class A { val b = 1 }",
        b"interface F { fun run() }",
        b'class A { val text = "}" }',
        b"class A { companion object { const val K = 1; fun make() = 1 } }",
    ],
)
def test_types_on_one_line_parse(source: bytes) -> None:
    """The last member of a type may stand on the line of the closing brace."""
    assert facts_of(source).problems == ()


def test_closing_braces_in_strings_stay() -> None:
    """A string with a brace keeps its bytes where a file is read a second time."""
    named = [s.name for s in facts_of(b'class A { val b = "x }" }\nval c = 1 // }\n').symbols]
    assert named == ["main", "A", "b", "c"]


@pytest.mark.parametrize(
    ("source", "path", "name"),
    [
        (b"fun f() {}", "a/main.kt", "MainKt"),
        (b'@file:JvmName("Utils")\nfun f() {}', "a/main.kt", "Utils"),
        (b"val x = 1", "a/my-file.kt", "My_fileKt"),
    ],
)
def test_files_with_functions_have_a_facade(source: bytes, path: str, name: str) -> None:
    """Java sees the functions and properties of a file by a class that is named for the file, or as the file says."""
    assert units.unpack(facts_of(source, path).semantics).facts == ((FACADE, name),)


def test_files_of_types_have_no_facade() -> None:
    """A file that declares only types has no class of its own."""
    assert units.unpack(facts_of(b"class A").semantics).facts == ()
