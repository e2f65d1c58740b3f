"""Facts of Swift files beyond what the literate cases say."""

from __future__ import annotations

import random

import pytest

from indexer.languages.swift.extract import extract
from indexer.model import units
from indexer.model.records import FileFacts

SOURCE = b"""\
@testable import A
import struct B.C
/// Doc.
/// - Parameter x: first
@objc(F) public final class Foo<T: P, U>: Base<T>, P where U: Equatable {
    @Published private(set) var obs: Int = 0 { willSet { print(newValue) } didSet { b(oldValue) } }
    static let (m, n) = (1, Foo()), k: [String: [Foo]]? = nil
    lazy var z: Bar = { Bar() }()
    var acc: Int { get { x } set(v) { x = v } }
    init?(a: Int, b c: String = "x", _ d: Int...) throws { super.init(a: a); self.items = [:] }
    class func make<V>(_ v: V, done: @escaping (V, Int) -> Void) -> some P where V: P { Foo<Int>(x: 1) }
    subscript(key: String) -> Foo? { get { items[key] } set { items[key] = newValue } }
    static func == (l: Foo, r: Foo) -> Bool { l.x == r.x }
    override func over() async throws -> (a: Int, Foo) {
        guard let self = self, let q = opt, case .some(let k) = z else { return }
        if let x = y as? Bar, case let .c(d, e: f) = g, x is Baz, #available(iOS 13, *) { } else if let q { } else { }
        for (i, e) in items.enumerated() where i > 0 { e.go() }
        for case let .some(x) in list {}
        switch (a, v) { case (.a(let x, y: let y), _) where x > 1: foo(x); case let (.b(z), w as Bar): break
        case is Foo, 1...3, A.B.c(let t): fallthrough; @unknown default: break }
        do { try await run(1, with: "a \\(foo.bar(1))") } catch let e as MyErr { h(e) } catch MyErr.bad { } catch { print(error) }
        let f = { [weak self, x = y] (a: Int, b) -> Int in return self?.x ?? a }
        items.map { $0.go($1) }.filter(\\.isOk); a.b?.c!.d[0].e = Foo.Bar(x: 1).y
        animate(with: 1) { x() } completion: { _ in y() }
        var arr = [Foo](), d = [String: Foo](), m: Set<Foo> = []
        defer { close() }; repeat { } while x; while let n = it.next() { n.go() }
        x += 1; x = y == .z ? a : b; return .init(a: 1); throw MyErr.bad
        func nested(_ x: Int) -> Int { x }
        #if DEBUG
        dbg()
        #endif
        type(of: self).shared; Foo.self; \\Foo.items; #selector(Foo.over); let u: any P & Q = z; let c = try? foo(&a)
    }
}
indirect enum E: String { case a = "A", b; case c(Int, name: Foo = .x); var t: Int { 1 } }
extension A.B: Q where Element == Int { struct Inner {} }
infix operator <+>: AdditionPrecedence
macro stringify(_ x: Int) -> Int = #externalMacro(module: "M", type: "T")
"""


def facts_of(source: bytes, path: str = "a/A.swift") -> FileFacts:
    return extract(source, path, lambda text: text.decode("utf-8", "replace"))


def unit_of(source: bytes) -> units.Unit:
    unit: units.Unit = units.unpack(facts_of(source).semantics)
    return unit


def test_facts_are_a_function_of_the_bytes() -> None:
    """Two extractions give equal facts."""
    assert facts_of(SOURCE) == facts_of(SOURCE)


def test_labels_are_what_calls_write() -> None:
    """An external name goes before the parameter's own; `_` stands for none."""
    unit = unit_of(b"func f(a: Int, b c: Int, _ d: Int = 1) {}")
    function = next(one for one in unit.declarations if one.name == "f")
    assert function.value is not None
    assert (function.value[2], function.required) == ("a b _", 2)


def test_a_case_that_holds_something_is_a_function() -> None:
    """Calling it makes the enumeration; what it holds is declared by place."""
    unit = unit_of(b"enum E { case one(Int, by: String), two }")
    one, two = (next(d for d in unit.declarations if d.name == name) for name in ("one", "two"))
    assert (one.what, len(one.parameters), two.what) == (units.FUNCTION_, 2, units.VARIABLE)
    assert {"one#0", "one#1"} <= {d.name for d in unit.declarations}


def test_a_bound_name_is_not_seen_in_its_own_initialiser() -> None:
    """In `let x = x` the right side means the one outside."""
    unit = unit_of(b"func f(x: Int?) { if let x = x { } }")
    inner = [one for one in unit.declarations if one.name == "x"][-1]
    assert inner.flags & units.ORDERED
    assert inner.value is not None
    assert inner.offset > inner.value[1]


def test_the_manifest_of_a_package_says_its_targets() -> None:
    """Only `Package.swift` does."""
    source = b'let p = Package(name: "p", targets: [.target(name: "A"), .testTarget(name: "ATests", path: "T")])'
    said: units.Unit = units.unpack(facts_of(source, "sub/Package.swift").semantics)
    assert said.facts == (("target", "Sources/A/=A"), ("target", "T/=ATests"))
    assert unit_of(source).facts == ()


@pytest.mark.parametrize("seed", range(6))
def test_broken_files_are_read_as_far_as_they_go(seed: int) -> None:
    """Neither an end in the middle nor bytes that do not belong make extraction fail."""
    pick = random.Random(seed)
    for _ in range(25):
        source = bytearray(SOURCE[: pick.randrange(len(SOURCE))])
        for _ in range(pick.randrange(6)):
            source.insert(pick.randrange(len(source) + 1), pick.choice(b"{}()[];<>\"'@#=,.?:\xff"))
        facts = facts_of(bytes(source))
        assert all(0 <= one.start <= one.name_start <= one.end <= len(source) for one in facts.symbols)
