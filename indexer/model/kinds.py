"""The closed vocabularies of the graph: kinds of symbols and edges, provenances and their confidence."""

from __future__ import annotations

from typing import Final

SYMBOL_KINDS: Final = (
    "module namespace package class struct interface trait enum enum_member union function method constructor property"
    " field variable constant type_alias type_parameter parameter macro section external"
).split()
"""Every kind of symbol, as the export format names them."""

EDGE_KINDS: Final = (
    "contains imports exports calls instantiates inherits implements overrides references reads writes type_uses"
    " returns decorates raises aliases tests expands documents"
).split()
"""Every kind of edge, as the export format names them."""

PROVENANCES: Final = ("syntactic", "scope", "import", "type", "flow", "hierarchy", "heuristic")
"""How an edge was found: written down; by scope; through imports; through a type (constructor, annotation, MRO);
through values that flow (arguments, returns, containers); dispatch to an overriding method; a name that only one
definition has."""

MEMBER_OF: Final = "of "
"""How the first detail of a member begins whose type stands in another file, or whose object has no row; their name follows it."""

NODE_KINDS: Final = frozenset(
    "module class struct interface trait enum union function method constructor macro type_alias section".split()
)
"""Kinds of symbols whose bodies are nodes: they are embedded and searched."""
