(module_definition name: (_) @name) @definition.module

(struct_definition (type_head [
  (identifier) @name
  (parametrized_type_expression . (identifier) @name)
  (binary_expression . (identifier) @name)
  (binary_expression . (parametrized_type_expression . (identifier) @name))
])) @definition.struct
(abstract_definition (type_head [
  (identifier) @name
  (parametrized_type_expression . (identifier) @name)
  (binary_expression . (identifier) @name)
  (binary_expression . (parametrized_type_expression . (identifier) @name))
])) @definition.interface
(primitive_definition (type_head [
  (identifier) @name
  (binary_expression . (identifier) @name)
])) @definition.type_alias

(function_definition (signature [
  (identifier) @name
  (call_expression . (_) @name)
  (typed_expression . (call_expression . (_) @name))
  (where_expression . (call_expression . (_) @name))
  (where_expression . (typed_expression . (call_expression . (_) @name)))
])) @definition.function
(assignment . [
  (call_expression . (_) @name)
  (typed_expression . (call_expression . (_) @name))
  (where_expression . (call_expression . (_) @name))
  (where_expression . (typed_expression . (call_expression . (_) @name)))
]) @definition.function
(macro_definition (signature (call_expression . (_) @name))) @definition.macro

(const_statement (assignment . (identifier) @name) @definition.constant)
(struct_definition (typed_expression . (identifier) @name) @definition.field)

(using_statement [(identifier) (scoped_identifier) (import_path)] @import)
(using_statement (selected_import . (_) @import))
(import_statement [(identifier) (scoped_identifier) (import_path)] @import)
(import_statement (selected_import . (_) @import))
((call_expression . (identifier) @_function (argument_list . (string_literal) @import))
  (#eq? @_function "include"))

((string_literal) @doc.below . [
  (module_definition) (struct_definition) (abstract_definition) (primitive_definition)
  (function_definition) (macro_definition) (assignment) (const_statement)
])
