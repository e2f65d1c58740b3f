(variable_declaration . (identifier) @name (struct_declaration)) @definition.struct
(variable_declaration . (identifier) @name (enum_declaration)) @definition.enum
(variable_declaration . (identifier) @name (union_declaration)) @definition.union
(variable_declaration . (identifier) @name (opaque_declaration)) @definition.struct
(variable_declaration . (identifier) @name (error_set_declaration)) @definition.enum
(function_declaration name: (_) @name) @definition.function
(test_declaration [(string) (identifier)] @name) @definition.function
(struct_declaration (container_field name: (_) @name) @definition.field)
(union_declaration (container_field name: (_) @name) @definition.field)
(enum_declaration (container_field name: (_) @name) @definition.enum_member)
(enum_declaration (container_field type: (identifier) @name) @definition.enum_member)
(source_file (variable_declaration . (identifier) @name) @definition.variable)
(struct_declaration (variable_declaration . (identifier) @name) @definition.variable)

((builtin_function (builtin_identifier) @_builtin (arguments (string) @import))
  (#eq? @_builtin "@import"))
