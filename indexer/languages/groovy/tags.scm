(package_declaration (scoped_identifier) @name) @definition.package
(class_declaration name: (_) @name) @definition.class
(interface_declaration name: (_) @name) @definition.interface
(enum_declaration name: (_) @name) @definition.enum
(enum_constant name: (_) @name) @definition.enum_member
(method_declaration name: (_) @name) @definition.method
(constructor_declaration name: (_) @name) @definition.constructor
(function_definition name: (_) @name) @definition.function
(field_declaration declarator: (variable_declarator name: (_) @name)) @definition.field

(import_declaration (_) @import)
