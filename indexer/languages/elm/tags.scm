(module_declaration name: (_) @name) @definition.module

(type_alias_declaration name: (_) @name) @definition.type_alias
(type_declaration name: (_) @name) @definition.type_alias
(union_variant name: (_) @name) @definition.enum_member
(field_type name: (_) @name) @definition.field

(file (type_annotation name: (_) @name) @definition.function (#set! merge "signature"))
((value_declaration functionDeclarationLeft: (function_declaration_left . (_) @name)) @definition.function (#set! merge "true"))
(port_annotation name: (_) @name) @definition.function

(import_clause moduleName: (_) @import)
