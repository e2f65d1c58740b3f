(module_definition (module_binding (module_name) @name) @definition.module)
(module_type_definition (module_type_name) @name) @definition.interface

(type_binding name: (_) @name) @definition.type_alias
(exception_definition (constructor_declaration (constructor_name) @name)) @definition.class
(constructor_declaration (constructor_name) @name) @definition.enum_member
(field_declaration (field_name) @name) @definition.field

(class_binding (class_name) @name) @definition.class
(class_type_binding (class_type_name) @name) @definition.interface
(method_specification (method_name) @name) @definition.method

(value_specification (value_name) @name) @definition.function
(external (value_name) @name) @definition.function

(open_module module: (_) @import)
(include_module module: (_) @import)
