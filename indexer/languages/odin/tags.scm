(package_declaration . (identifier) @name) @definition.package

(struct_declaration . (identifier) @name) @definition.struct
(enum_declaration . (identifier) @name) @definition.enum
(union_declaration . (identifier) @name) @definition.union
(procedure_declaration . (identifier) @name) @definition.function
(overloaded_procedure_declaration . (identifier) @name) @definition.function
(bit_field_declaration . (identifier) @name) @definition.struct
((const_declaration . (identifier) @name . (identifier) @_type .) @definition.type_alias
  (#match? @_type "^([iuf](8|16|32|64|128)([lb]e)?|int|uint|uintptr|string|cstring|rune|byte|bool|b(8|16|32|64)|rawptr|typeid|any|complex(32|64|128)|quaternion(64|128|256))$"))
(const_declaration . (identifier) @name [
  (distinct_type) (bit_set_type) (map_type) (array_type) (pointer_type) (struct_type) (union_type) (enum_type) (type)
]) @definition.type_alias
(source_file (const_declaration . (identifier) @name) @definition.constant)
(source_file (var_declaration . (identifier) @name) @definition.variable)
(struct_declaration (field . (identifier) @name) @definition.field)

(import_declaration (string) @import)
