"""Facts of a Swift file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from indexer.languages.swift.definitions import Definitions
from indexer.languages.swift.packages import MANIFEST, targets_of
from indexer.languages.swift.reader import GRAMMAR
from indexer.languages.toolkit.builder import Builder
from indexer.languages.toolkit.facts import extractor
from indexer.languages.toolkit.reader import Expression, Statement


def _read(builder: Builder, root: Node) -> None:
    if builder.path.rpartition("/")[2] == MANIFEST:
        for target in targets_of(builder.source.decode("utf-8", "replace")):
            builder.fact("target", target)
    Definitions(builder).visit_all(root.named_children)


extract: Final = extractor("swift", GRAMMAR, _read)

Definitions.STATEMENTS = dict[str, Statement](
    import_declaration=Definitions.import_,
    class_declaration=Definitions.type_declaration,
    protocol_declaration=Definitions.protocol,
    typealias_declaration=Definitions.alias,
    associatedtype_declaration=Definitions.associated_type,
    macro_declaration=Definitions.macro_declaration,
    function_declaration=Definitions.function,
    protocol_function_declaration=Definitions.function,
    init_declaration=Definitions.initializer,
    deinit_declaration=Definitions.deinitializer,
    subscript_declaration=Definitions.subscript,
    property_declaration=Definitions.variables,
    protocol_property_declaration=Definitions.protocol_variable,
    enum_entry=Definitions.case,
    if_statement=Definitions.conditional,
    guard_statement=Definitions.guard,
    while_statement=Definitions.loop,
    repeat_while_statement=Definitions.repeat,
    for_statement=Definitions.foreach,
    switch_statement=Definitions.switch,
    do_statement=Definitions.do,
    control_transfer_statement=Definitions.transfer,
)
Definitions.EXPRESSIONS = dict[str, Expression](
    simple_identifier=Definitions.identifier,
    self_expression=Definitions.self_,
    super_expression=Definitions.super_,
    integer_literal=Definitions.integer,
    hex_literal=Definitions.integer,
    oct_literal=Definitions.integer,
    bin_literal=Definitions.integer,
    real_literal=Definitions.real,
    boolean_literal=Definitions.boolean,
    nil_literal=Definitions.nil,
    nil=Definitions.nil,
    wildcard_pattern=Definitions.nil,
    line_string_literal=Definitions.string,
    multi_line_string_literal=Definitions.string,
    raw_string_literal=Definitions.string,
    navigation_expression=Definitions.navigation,
    prefix_expression=Definitions.prefix,
    postfix_expression=Definitions.postfix,
    key_path_expression=Definitions.key_path,
    try_expression=Definitions.inner,
    await_expression=Definitions.awaited,
    call_expression=Definitions.call,
    constructor_expression=Definitions.constructor,
    lambda_literal=Definitions.closure,
    equality_expression=Definitions.equality,
    comparison_expression=Definitions.truth,
    conjunction_expression=Definitions.truth,
    disjunction_expression=Definitions.truth,
    additive_expression=Definitions.arithmetic,
    multiplicative_expression=Definitions.arithmetic,
    infix_expression=Definitions.arithmetic,
    bitwise_operation=Definitions.arithmetic,
    range_expression=Definitions.parts,
    nil_coalescing_expression=Definitions.coalesced,
    ternary_expression=Definitions.ternary,
    as_expression=Definitions.cast,
    check_expression=Definitions.type_test,
    assignment=Definitions.assignment,
    array_literal=Definitions.array,
    dictionary_literal=Definitions.dictionary,
    tuple_expression=Definitions.tuple,
    macro_invocation=Definitions.macro,
    user_type=Definitions.type,
)
