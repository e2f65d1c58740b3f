(object_type_definition (name) @name) @definition.class
(object_type_extension (name) @name) @definition.class
(interface_type_definition (name) @name) @definition.interface
(interface_type_extension (name) @name) @definition.interface
(enum_type_definition (name) @name) @definition.enum
(enum_value_definition (enum_value (name) @name)) @definition.enum_member
(input_object_type_definition (name) @name) @definition.struct
(union_type_definition (name) @name) @definition.union
(scalar_type_definition (name) @name) @definition.type_alias
(directive_definition (name) @name) @definition.function
(field_definition (name) @name) @definition.field
(input_fields_definition (input_value_definition (name) @name) @definition.field)
(operation_definition (name) @name) @definition.function
(fragment_definition (fragment_name (name) @name)) @definition.struct

(description) @doc.around
