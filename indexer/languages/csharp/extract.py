"""Facts of a C# file: its definitions, and all that linking needs of them."""

from __future__ import annotations

from tree_sitter import Parser

from indexer.languages.csharp.definitions import Definitions
from indexer.languages.csharp.directives import parse
from indexer.languages.csharp.reader import GRAMMAR, LANGUAGE
from indexer.languages.toolkit.builder import Builder, Words
from indexer.languages.toolkit.reader import Expression, Statement
from indexer.model.records import FileFacts


def extract(source: bytes, path: str, words: Words) -> FileFacts:
    """The facts of one C# file.

    Args:
        source: the file's bytes (UTF-8).
        path: relative to the root, with '/'.
        words: gives the text for the full-text index of a stretch of source.

    A file that does not parse whole still gives the facts of what does; the first error is a `Problem`.

    Raises:
        RecursionError: the file is nested too deeply.
    """
    root = parse(Parser(LANGUAGE), source).root_node
    builder = Builder(source, path, "csharp", root, GRAMMAR, words)
    Definitions(builder).file(root)
    return builder.finish()


_TYPE = Definitions.type_declaration
Definitions.STATEMENTS = dict[str, Statement](
    namespace_declaration=Definitions.namespace,
    file_scoped_namespace_declaration=Definitions.file_namespace,
    using_directive=Definitions.using,
    class_declaration=_TYPE,
    struct_declaration=_TYPE,
    record_declaration=_TYPE,
    interface_declaration=_TYPE,
    enum_declaration=_TYPE,
    delegate_declaration=Definitions.delegate,
    global_attribute=Definitions.global_attribute,
    attribute_list=Definitions.nothing,
    method_declaration=Definitions.method,
    constructor_declaration=Definitions.constructor,
    destructor_declaration=Definitions.destructor,
    operator_declaration=Definitions.operator,
    conversion_operator_declaration=Definitions.conversion,
    property_declaration=Definitions.property,
    event_declaration=Definitions.property,
    indexer_declaration=Definitions.indexer,
    field_declaration=Definitions.field,
    event_field_declaration=Definitions.field,
    local_function_statement=Definitions.local_function,
    block=Definitions.block,
    expression_statement=Definitions.expression_statement,
    local_declaration_statement=Definitions.local_declaration,
    variable_declaration=Definitions.variable_declaration,
    return_statement=Definitions.return_,
    yield_statement=Definitions.yield_,
    throw_statement=Definitions.throw,
    while_statement=Definitions.scoped,
    for_statement=Definitions.scoped,
    using_statement=Definitions.scoped,
    fixed_statement=Definitions.scoped,
    catch_clause=Definitions.scoped,
    foreach_statement=Definitions.foreach,
    switch_statement=Definitions.switch,
    labeled_statement=Definitions.labeled,
    goto_statement=Definitions.goto,
    preproc_if=Definitions.preproc_if,
    preproc_elif=Definitions.preproc_if,
    preproc_if_in_attribute_list=Definitions.nothing,
)
Definitions.EXPRESSIONS = dict[str, Expression](
    identifier=Definitions.identifier,
    generic_name=Definitions.generic_name,
    qualified_name=Definitions.qualified_name,
    alias_qualified_name=Definitions.qualified_name,
    predefined_type=Definitions.predefined_type,
    this=Definitions.this,
    base=Definitions.base,
    integer_literal=Definitions.integer,
    real_literal=Definitions.real,
    boolean_literal=Definitions.boolean,
    character_literal=Definitions.character,
    string_literal=Definitions.string,
    verbatim_string_literal=Definitions.string,
    raw_string_literal=Definitions.string,
    null_literal=Definitions.null,
    interpolated_string_expression=Definitions.interpolated,
    parenthesized_expression=Definitions.inner,
    checked_expression=Definitions.inner,
    ref_expression=Definitions.inner,
    member_access_expression=Definitions.member_access,
    member_binding_expression=Definitions.member_binding,
    element_binding_expression=Definitions.element_binding,
    element_access_expression=Definitions.element_access,
    conditional_access_expression=Definitions.conditional_access,
    invocation_expression=Definitions.invocation,
    argument=Definitions.argument,
    declaration_expression=Definitions.declaration_expression,
    binary_expression=Definitions.binary,
    conditional_expression=Definitions.conditional,
    prefix_unary_expression=Definitions.unary,
    postfix_unary_expression=Definitions.unary,
    assignment_expression=Definitions.assignment,
    cast_expression=Definitions.cast,
    as_expression=Definitions.as_type,
    default_expression=Definitions.default,
    is_expression=Definitions.type_test,
    typeof_expression=Definitions.typeof,
    sizeof_expression=Definitions.sizeof,
    await_expression=Definitions.awaited,
    throw_expression=Definitions.thrown,
    tuple_expression=Definitions.tuple,
    initializer_expression=Definitions.sequence,
    object_creation_expression=Definitions.object_creation,
    implicit_object_creation_expression=Definitions.implicit_creation,
    with_expression=Definitions.with_expression,
    anonymous_object_creation_expression=Definitions.anonymous_object,
    array_creation_expression=Definitions.array_creation,
    implicit_array_creation_expression=Definitions.implicit_array,
    stackalloc_expression=Definitions.array_creation,
    implicit_stackalloc_expression=Definitions.implicit_array,
    collection_expression=Definitions.collection,
    lambda_expression=Definitions.lambda_,
    anonymous_method_expression=Definitions.lambda_,
    is_pattern_expression=Definitions.is_pattern,
    switch_expression=Definitions.switch_expression,
    query_expression=Definitions.query,
)
