(module_clause (_) @name) @definition.module
(function_declaration receiver: (_) name: (_) @name) @definition.method
(function_declaration name: (_) @name) @definition.function
(struct_declaration name: (_) @name) @definition.struct
(struct_field_declaration . (_) @name) @definition.field
(enum_declaration name: (_) @name) @definition.enum
(interface_declaration name: (_) @name) @definition.interface
(type_declaration name: (_) @name) @definition.type_alias

(import_declaration path: (_) @import)
