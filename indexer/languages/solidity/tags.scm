(contract_declaration name: (_) @name) @definition.class
(interface_declaration name: (_) @name) @definition.interface
(library_declaration name: (_) @name) @definition.module
(struct_declaration name: (_) @name) @definition.struct
(struct_member name: (_) @name) @definition.field
(enum_declaration name: (_) @name) @definition.enum
(enum_body (enum_value) @name @definition.enum_member)
(user_defined_type_definition name: (_) @name) @definition.type_alias
(function_definition name: (_) @name) @definition.function
(modifier_definition name: (_) @name) @definition.method
(constructor_definition "constructor" @name) @definition.constructor
(event_definition name: (_) @name) @definition.method
(error_declaration name: (_) @name) @definition.class
(state_variable_declaration name: (_) @name) @definition.field
(constant_variable_declaration name: (_) @name) @definition.constant

(import_directive source: (_) @import)
