(namespace_declaration type: (namespace) @name) @definition.namespace
(struct_definition . (identifier) @name) @definition.struct
(union_definition . (identifier) @name) @definition.union
(exception_definition . (identifier) @name) @definition.class
(enum_definition . (identifier) @name) @definition.enum
(service_definition . (identifier) @name) @definition.interface
(function_definition (identifier) @name) @definition.method
(typedef_definition (typedef_identifier) @name) @definition.type_alias
(const_definition (identifier) @name) @definition.constant
(field (identifier) @name) @definition.field

(include_statement (string) @import)
