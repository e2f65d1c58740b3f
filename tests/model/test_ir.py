"""Scopes as bytes."""

from __future__ import annotations

import marshal

from indexer.languages.python.extract import extract
from indexer.model import ir

SOURCE = b"""
class Cart(Base):
    total: int = 0

    def add(self, item, *, count=1):
        for _ in range(count):
            self.items.append(item)
        return self


cart = Cart().add(thing)
"""


def _semantics() -> bytes:
    found = extract(SOURCE, "shop.py", lambda text: "").semantics
    assert found is not None
    return found


def test_scopes_come_back_with_their_bodies() -> None:
    """A module, a class and a method, in the order of the text; each with what it evaluates."""
    packed = _semantics()
    scopes, bodies = ir.unpack(packed), ir.unpack_bodies(packed)
    assert [(scope.kind, scope.name) for scope in scopes] == [
        (ir.MODULE, "shop"),
        (ir.CLASS, "Cart"),
        (ir.FUNCTION, "add"),
    ]
    assert [parameter[0] for parameter in scopes[2].parameters] == ["self", "item", "count"]
    assert len(bodies) == len(scopes)
    assert [statement[0] for statement in bodies[2].statements if statement is not None] == [ir.LOOP, ir.CALL]
    again = ir.pack(zip(scopes, bodies, strict=True))
    assert (ir.unpack(again), ir.unpack_bodies(again)) == (scopes, bodies)


def test_packed_scopes_are_compressed() -> None:
    """All files' wait in memory until they are linked."""
    packed = _semantics()
    scopes, bodies = ir.unpack(packed), ir.unpack_bodies(packed)
    assert len(packed) < 0.7 * len(marshal.dumps(([tuple(one) for one in scopes], [tuple(one) for one in bodies])))
