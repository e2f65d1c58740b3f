"""What stands above items: attributes, with the macros that they apply, and links in documentation."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from indexer.languages.rust.reader import PREFIX, Item, Reader
from indexer.languages.rust.traits import DERIVED
from indexer.model import units
from indexer.model.units import EVERY, MACROS, TYPES, Expr

_LINK: Final = re.compile(
    rb"\[`?(?P<text>[\w:]+(?:<[^>\]]*>)?(?:\(\)|!)?)`?\](?![(\[:])|\[[^\]\n]*\]\(`?(?P<target>[\w:]+(?:\(\)|!)?)`?\)"
)
"""`[name]`, where no address follows, and `[text](name)`."""
_SEGMENT: Final = re.compile(rb"\w+")
_CONDITION: Final = re.compile(r"#!?\[\s*cfg\s*\((?P<condition>.*)\)\s*\]", re.DOTALL)
_ALL: Final = re.compile(r"all\s*\((?P<parts>.*)\)", re.DOTALL)
_BUILT_IN: Final = frozenset(
    (
        "allow automatically_derived bench cfg cfg_attr cold default deny deprecated derive doc expect export_name feature forbid"
        " global_allocator ignore inline link link_name link_section macro_export macro_use must_use no_implicit_prelude no_main"
        " no_mangle no_std non_exhaustive panic_handler path proc_macro proc_macro_attribute proc_macro_derive recursion_limit repr"
        " should_panic target_feature test track_caller type_length_limit used warn"
    ).split()
)


class Annotations(Reader):
    """Reads attributes and links in documentation."""

    def annotations(self, item: Item, scope: int) -> None:
        """Says what the attributes and the documentation of an item use; `scope` is the item's own, or the one around it."""
        for attribute in item.attributes:
            inner = next((child for child in attribute.named_children if child.type == "attribute"), None)
            head = inner.named_children[0] if inner is not None and inner.named_child_count else None
            if inner is None or head is None:
                continue
            name = self.text(head)
            if name == "derive":
                for path in self._listed_paths(inner.child_by_field_name("arguments"), MACROS | TYPES):
                    self.builder.use(path, "decorates", scope)
                    if path is not None and path[0] == units.NAME and path[2] in DERIVED:
                        self.builder.base((*path[:3], TYPES), "", scope)
            elif name not in _BUILT_IN and head.type in ("identifier", "scoped_identifier"):
                self.builder.use(self.path(head, MACROS), "decorates", scope)

    def _listed_paths(self, arguments: Node | None, spaces: int) -> list[Expr]:
        """The paths of a list of tokens, `(A, b::C)`."""
        found: list[Expr] = []
        path: Expr = None
        joined = False
        for child in arguments.children if arguments is not None else ():
            if child.type == "::":
                joined = True
            elif child.type in ("identifier", "crate", "self", "super"):
                if joined and path is not None:
                    path = (units.MEMBER, child.start_byte, self.with_spaces(path, PREFIX), self.text(child), spaces)
                else:
                    path = self.path(child, spaces)
                joined = False
            else:
                found.append(path)
                path, joined = None, False
        return [one for one in found if one is not None]

    def macro_list(self, attribute: Node, crate: Expr) -> None:
        """The macros that `#[macro_use(a, b)]` takes from a crate."""
        inner = next((child for child in attribute.named_children if child.type == "attribute"), None)
        arguments = inner.child_by_field_name("arguments") if inner is not None else None
        for child in arguments.named_children if arguments is not None else ():
            if child.type == "identifier":
                self.builder.use((units.MEMBER, child.start_byte, crate, self.text(child), MACROS), "imports")

    # ------------------------------------------------------------ documentation

    def links(self, comment: Node) -> None:
        """The links of a documentation comment to items."""
        start = comment.start_byte
        for link in _LINK.finditer(self.builder.source, start, comment.end_byte):
            group = "text" if link["text"] is not None else "target"
            path = self._link(link[group], link.start(group))
            self.builder.use(path)

    def _link(self, text: bytes, offset: int) -> Expr:
        plain = text.partition(b"<")[0]
        segments = [(match.group().decode("utf-8", "replace"), match.start()) for match in _SEGMENT.finditer(plain)]
        found: Expr = None
        up = 0
        for place, (name, at) in enumerate(segments):
            spaces = EVERY if place == len(segments) - 1 else PREFIX
            if place == up and name in ("crate", "self", "super"):
                up += name == "super"
                found = self.module_above(offset + at, "crate" if name == "crate" else "", up)
            elif found is None:
                found = (units.THIS, offset + at) if name == "Self" else (units.NAME, offset + at, name, spaces)
            else:
                found = (units.MEMBER, offset + at, found, name, spaces)
        return found


def is_for_tests(attribute: str) -> bool:
    """Whether what an attribute stands before is only built with the tests: `#[cfg(test)]`, `#[cfg(all(test, ...))]`."""
    found = _CONDITION.fullmatch(attribute)
    return found is not None and _needs_tests(found["condition"].strip())


def _needs_tests(condition: str) -> bool:
    if condition == "test":
        return True
    inside = _ALL.fullmatch(condition)
    return inside is not None and any(map(_needs_tests, _parts(inside["parts"])))


def _parts(text: str) -> list[str]:
    """What commas part that stand in no brackets."""
    found, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]
