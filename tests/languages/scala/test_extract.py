"""Facts of Scala files beyond what the literate cases say."""

from __future__ import annotations

from indexer.languages.scala.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts

SOURCE = b"""\
package a.b
package c
import x.y.{A, B => C, D as E, given, *}
import z._, q.W

/** Doc */
@ann(1) sealed abstract class Foo[+T <: Bar : Ordering, U](val x: Int, z: T*)(implicit o: Ord[T]) extends Base(x) with Tr[T] { self: Other =>
  def this(a: Int) = this(a, "")
  var (m, n) = tup
  val Some(q) = opt
  def f[A](x: A, y: => Int = 2)(using c: Ctx): List[A] = x match { case Foo(a, _) if a > 1 => a; case t: Bar => t; case a :: b => b }
  implicit class Rich(s: String) { def up = s.toUpperCase }
  for (i <- xs; j = i; if j > 1; (p, q) <- ys) yield i + j
  xs.map(_.foo).filter { case (a, b) => a }; a op b; x(3) = 4; x += 1
  new Foo(1) with Tr[Int] { def k = 1 }
  s"a ${x.y} $z"; try { } catch { case e: Ex => throw new Ex("a") }
  Foo.this.z; super[Tr].g; x.asInstanceOf[Foo].bar; f(named = 2)
}
object Foo { def apply(x: Int) = new Foo(x) }
enum Color(val rgb: Int) { case Red extends Color(1); case Mix(m: Int) }
given intOrd: Ord[Int] with { def compare(x: Int) = 1 }
extension [T](xs: List[T]) def second = xs.tail.head
def top(x: Int): Int =
  val y = x
  y
type M[X] = X match { case Int => String }
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.scala", lambda text: text.decode("utf-8", "replace"))


def test_any_beginning_of_a_file_can_be_read() -> None:
    """A file that ends anywhere gives facts, whatever is missing."""
    for end in range(0, len(SOURCE), 3):
        assert facts_of(SOURCE[:end]).symbols[0].kind == "module"


def test_any_missing_byte_can_be_read() -> None:
    """A file in which any byte is missing gives facts."""
    for place in range(0, len(SOURCE), 5):
        assert facts_of(SOURCE[:place] + SOURCE[place + 1 :]).symbols[0].kind == "module"


def test_clauses_of_packages_add_up() -> None:
    """A file with two clauses declares into the inner package and sees the outer one."""
    file = units.unpack(facts_of(b"package a.b\npackage c\nclass D").semantics).scopes[0]
    assert file.namespace == "a.b.c"
    assert [expr[2] for expr, _, _ in file.opens if expr is not None] == ["a.b"]


def test_an_object_is_a_value_and_a_type_of_its_own() -> None:
    """A class and an object of one name are two types."""
    unit = units.unpack(facts_of(b"class A\nobject A").semantics)
    assert [(one.name, one.what) for one in unit.declarations] == [
        ("A", units.TYPE),
        ("A$", units.TYPE),
        ("A", units.VARIABLE),
    ]


def test_private_to_a_package_is_not_private_to_the_file() -> None:
    """`private[p]` is seen in other files of the package."""
    exported = {s.name: s.exported for s in facts_of(b"private[p] class C\nprivate class D").symbols}
    assert exported == {"A": True, "C": True, "D": False}
