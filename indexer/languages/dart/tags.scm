(class_definition name: (_) @name) @definition.class
(mixin_declaration (identifier) @name) @definition.trait
(enum_declaration name: (_) @name) @definition.enum
(enum_constant name: (_) @name) @definition.enum_member
(extension_declaration name: (_) @name) @definition.class
(type_alias . (type_identifier) @name) @definition.type_alias

(class_body (method_signature (function_signature name: (_) @name)) @definition.method . (function_body) @end)
(class_body (method_signature (getter_signature name: (_) @name)) @definition.property . (function_body) @end)
(class_body (method_signature (setter_signature name: (_) @name)) @definition.property . (function_body) @end)
(class_body (method_signature (factory_constructor_signature (identifier) @name .)) @definition.constructor . (function_body) @end)
(class_body (method_signature (constructor_signature name: (_) @name .)) @definition.constructor . (function_body) @end)
(method_signature (function_signature name: (_) @name)) @definition.method
(method_signature (getter_signature name: (_) @name)) @definition.property
(declaration (function_signature name: (_) @name)) @definition.method
(declaration (getter_signature name: (_) @name)) @definition.property
(constructor_signature name: (_) @name . (formal_parameter_list)) @definition.constructor
(constant_constructor_signature (identifier) @name . (formal_parameter_list)) @definition.constructor
(class_body (declaration (initialized_identifier_list (initialized_identifier . (identifier) @name))) @definition.field)
(class_body (declaration (static_final_declaration_list (static_final_declaration . (identifier) @name))) @definition.constant)

(program (function_signature name: (_) @name) @definition.function . (function_body) @end)
(program (getter_signature name: (_) @name) @definition.property . (function_body) @end)
(program (function_signature name: (_) @name) @definition.function)
(program (static_final_declaration_list (static_final_declaration . (identifier) @name) @definition.constant))
(program (initialized_identifier_list (initialized_identifier . (identifier) @name) @definition.variable))

(import_or_export (library_import (import_specification (configurable_uri (uri) @import))))
(import_or_export (library_export (configurable_uri (uri) @import)))
(part_directive (uri) @import)
