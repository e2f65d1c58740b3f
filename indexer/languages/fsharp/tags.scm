(named_module name: (_) @name) @definition.module
(namespace name: (_) @name) @definition.namespace
(module_defn (identifier) @name) @definition.module
(type_definition (record_type_defn (type_name type_name: (_) @name)) @definition.struct)
(type_definition (union_type_defn (type_name type_name: (_) @name)) @definition.union)
(type_definition (enum_type_defn (type_name type_name: (_) @name)) @definition.enum)
(type_definition (interface_type_defn (type_name type_name: (_) @name)) @definition.interface)
(type_definition (type_abbrev_defn (type_name type_name: (_) @name)) @definition.type_alias)
(type_definition (_ (type_name type_name: (_) @name)) @definition.class)
(record_field . (identifier) @name) @definition.field
(union_type_case . (identifier) @name) @definition.enum_member
(exception_definition exception_name: (_) @name) @definition.class
(method_or_prop_defn name: (property_or_ident method: (_) @name)) @definition.method
(method_or_prop_defn name: (property_or_ident . (identifier) @name .)) @definition.property
(member_signature . (identifier) @name) @definition.method
(function_or_value_defn (function_declaration_left . (_) @name)) @definition.function
(declaration_expression (function_or_value_defn (value_declaration_left (identifier_pattern . (_) @name))) @definition.variable)

(import_decl (_) @import)
