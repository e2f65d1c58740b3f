"""The standard library's traits as far as the language itself calls them, and the members that they have."""

from __future__ import annotations

from typing import Final

ARITHMETIC: Final = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "rem", "&": "bitand", "|": "bitor", "^": "bitxor", "<<": "shl", ">>": "shr",
}  # fmt: skip
COMPARISON: Final = {
    "==": "eq",
    "!=": "ne eq",
    "<": "lt partial_cmp",
    "<=": "le partial_cmp",
    ">": "gt partial_cmp",
    ">=": "ge partial_cmp",
}
PREFIX: Final = {"-": "neg", "!": "not", "*": "deref"}
"""Methods that operators call, by `std::ops` and `std::cmp`; of several the first that is written."""
COMPOUND: Final = {f"{sign}=": f"{name}_assign {name}" for sign, name in ARITHMETIC.items()}
WRITTEN: Final = {"deref": "deref_mut deref", "index": "index_mut index"}
"""What is called instead where something is written."""

DERIVED: Final = frozenset("Clone Copy Debug Default Eq Hash Ord PartialEq PartialOrd".split())
"""What the language itself derives."""

_MEMBERS: Final = {
    **{name.title().replace("_", ""): name for name in (*ARITHMETIC.values(), "neg", "not", "deref", "index", "drop")},
    **{f"{name.title()}Assign": f"{name}_assign" for name in ARITHMETIC.values()},
    "BitAnd": "bitand", "BitOr": "bitor", "BitXor": "bitxor",
    "BitAndAssign": "bitand_assign", "BitOrAssign": "bitor_assign", "BitXorAssign": "bitxor_assign",
    "DerefMut": "deref_mut deref", "IndexMut": "index_mut index", "Display": "fmt to_string", "Debug": "fmt", "Binary": "fmt",
    "LowerHex": "fmt", "UpperHex": "fmt", "Octal": "fmt", "Pointer": "fmt", "LowerExp": "fmt", "UpperExp": "fmt", "Default": "default",
    "Clone": "clone clone_from", "Copy": "clone clone_from", "Send": "", "Sync": "", "Unpin": "", "Sized": "", "Eq": "eq ne",
    "PartialEq": "eq ne", "PartialOrd": "partial_cmp lt le gt ge eq ne", "Ord": "cmp max min clamp partial_cmp lt le gt ge eq ne",
    "Hash": "hash hash_slice", "From": "from", "Into": "into", "TryFrom": "try_from", "TryInto": "try_into", "FromStr": "from_str",
    "AsRef": "as_ref", "AsMut": "as_mut", "Borrow": "borrow", "BorrowMut": "borrow_mut", "IntoIterator": "into_iter",
    "FromIterator": "from_iter", "Extend": "extend", "ToOwned": "to_owned clone_into", "ToString": "to_string",
    "Error": "source description cause fmt to_string", "Any": "type_id is downcast downcast_ref downcast_mut", "Future": "poll",
}  # fmt: skip
_HAS: Final = {name: frozenset(members.split()) for name, members in _MEMBERS.items()}
_MAKERS: Final = frozenset(("new", "with_capacity", "default", "from"))


def may_have(trait: str, name: str) -> bool:
    """Whether a trait outside of the indexed code, by its dotted name, may have a member."""
    first, _, rest = trait.partition(".")
    members = _HAS.get(rest.rpartition(".")[2]) if first in ("std", "core", "alloc") else None
    return members is None or name in members


def makes(function: str) -> str:
    """The dotted name of the type that a function of the standard library makes an instance of; '' for none."""
    owner, _, name = function.rpartition(".")
    return owner if name in _MAKERS and owner.startswith("std.") and owner.rpartition(".")[2][:1].isupper() else ""
