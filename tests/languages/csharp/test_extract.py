"""Facts of C# files beyond what the literate cases say."""

from __future__ import annotations

import random

import pytest

from indexer.languages.csharp.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts

SOURCE = b"""\
global using System;
using static A.B.C;
using D = E.F<int>;
[assembly: Mark("x")]

namespace N.M
{
    /// <summary>Doc of <see cref="T:A"/>.</summary>
    /// <param name="a">first</param>
    public partial record class A<T>(int P, params string[] Rest) : B<T>(P), global::Q.I where T : class, J, new()
    {
        int this[int i, string s] { get => 1; set { x = value; } }
        event D.H E { add => a(); remove { } }
        unsafe delegate*<int, void> f; int[,] g = new int[3, 2];
        A(ref int y, out string z, in A<T> w) : this(x: y) { z = $"{y:x} {w!.P}"; }
        public static explicit operator int?(A<T> p) => 1;
        async Task<(int a, B b)> M<U>(this U u, int o = 5) where U : T
        {
            a?.b?.C(1)?[2].D = 5; var (p, (q, _)) = t; (int x1, var y1) = t; (a, b) = (b, a);
            if (o is Foo { A: 1, B.C: var z } f and not null || o is [1, .., 2] or > 3) { }
            switch (o) { case Foo f2 when f2.A > 1: goto case 2; case (1, var k): break; default: return; }
            var r = o switch { Foo { A: 2 } => 1, (1, var y) => 2, _ => throw new X() };
            using var st = Open(); await foreach (var e in es) { } foreach ((int k, var l) in d) { }
            Func<int, int> fn = async x => await g(x); fn = delegate(int i) { return i; }; fn = static (a, b) => a;
            int[] arr = [1, ..o]; var an = new { A = 1, b.C, d }; Foo foo = new() { A = 1, L = { 1, 2 }, ["k"] = v };
            var qu = from X c in src join b in s2 on c.X equals b.Y into h let n = 1 orderby c.X where n > 1
                     group c by c.K into i select new { i.Key };
            try { } catch (E ex) when (ex.A) { throw; } finally { } lock (o) { } checked { } fixed (int* pp = &v) { }
            for (int i = 0, j = 1; i < j; i++) { } do { } while (a is var b2); label: i--; yield return 1;
            var s = (string)o + @"v" + typeof(Dictionary<,>) + nameof(A.B) + default(T) + (o as T)?.x + sizeof(int);
            p = p with { A = 1 }; x ??= new(1); int L<V>(V v) where V : X => 1; stackalloc int[3].x();
        }
    }
    enum K : byte { One = 1, [Mark] Two }
    delegate T D2<T>(int a, params T[] rest) where T : class;
    file interface Hidden { static abstract int Z { get; } }
}
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "a/A.cs", lambda text: text.decode("utf-8", "replace"))


def unit_of(source: bytes) -> units.Unit:
    unit: units.Unit = units.unpack(facts_of(source).semantics)
    return unit


def test_facts_are_a_function_of_the_bytes() -> None:
    """Two extractions give equal facts."""
    assert facts_of(SOURCE) == facts_of(SOURCE)


def test_documentation_comes_without_xml() -> None:
    """Tags are left out, references and names of parameters stay."""
    record = next(one for one in facts_of(SOURCE).symbols if one.name == "A" and one.kind == "class")
    assert record.docstring == "Doc of A.\na: first"


def test_members_without_a_word_are_private_in_classes_and_public_in_interfaces() -> None:
    """What other files may see follows from the type around."""
    source = b"class A { int x; internal int y; } interface I { int Z { get; } } file class F { }"
    seen = {one.name: one.exported for one in facts_of(source).symbols}
    assert seen == {"A": True, "x": False, "y": True, "I": True, "Z": True, "F": False}


def test_optional_and_open_parameters_count_as_such() -> None:
    """`required` leaves out defaults and `params`; the latter makes a function variadic."""
    unit = unit_of(b"class A { void F(int a, int b = 1, params int[] c) { } }")
    function = next(one for one in unit.declarations if one.name == "F")
    assert (function.required, len(function.parameters), bool(function.flags & units.VARIADIC)) == (1, 3, True)


def test_a_formatted_definition_keeps_its_hash() -> None:
    """Comments and layout do not count."""
    first = facts_of(b"class A { int F(int a) { return a + 1; } }").symbols
    second = facts_of(b"class A\n{\n  // sum\n  int F( int a )\n  { return a + 1; }\n}\n").symbols
    assert [one.content_hash for one in first] == [one.content_hash for one in second]


def test_a_changed_operator_changes_the_hash() -> None:
    """Operators count."""
    first = facts_of(b"class A { int F(int a) { return a + 1; } }").symbols[-1]
    second = facts_of(b"class A { int F(int a) { return a - 1; } }").symbols[-1]
    assert first.content_hash != second.content_hash


@pytest.mark.parametrize("seed", range(6))
def test_broken_files_are_read_as_far_as_they_go(seed: int) -> None:
    """Neither an end in the middle nor bytes that do not belong make extraction fail."""
    pick = random.Random(seed)
    for _ in range(25):
        source = bytearray(SOURCE[: pick.randrange(len(SOURCE))])
        for _ in range(pick.randrange(6)):
            source[pick.randrange(len(source) + 1) :][:1] = b""
            source.insert(pick.randrange(len(source) + 1), pick.choice(b"{}()[];<>\"'@#=,.?:\xff"))
        facts = facts_of(bytes(source))
        assert all(0 <= one.start <= one.name_start <= one.end <= len(source) for one in facts.symbols)
