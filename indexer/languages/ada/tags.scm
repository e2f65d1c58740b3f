(package_declaration name: (_) @name) @definition.package
(package_body name: (_) @name) @definition.package
(generic_instantiation name: (_) @name) @definition.package
(package_renaming_declaration name: (_) @name) @definition.package

(subprogram_declaration (_ name: (_) @name)) @definition.function
(subprogram_body (_ name: (_) @name)) @definition.function
(generic_subprogram_declaration (_ name: (_) @name)) @definition.function
(expression_function_declaration (_ name: (_) @name)) @definition.function
(subprogram_renaming_declaration (_ name: (_) @name)) @definition.function
(null_procedure_declaration (_ name: (_) @name)) @definition.function

(full_type_declaration . (identifier) @name (record_type_definition)) @definition.struct
(full_type_declaration . (identifier) @name (enumeration_type_definition)) @definition.enum
(full_type_declaration . (identifier) @name) @definition.type_alias
(private_type_declaration . (identifier) @name) @definition.type_alias
(private_extension_declaration . (identifier) @name) @definition.type_alias
(subtype_declaration . (identifier) @name) @definition.type_alias
(task_type_declaration . (identifier) @name) @definition.class
(single_task_declaration . (identifier) @name) @definition.class
(task_body . (identifier) @name) @definition.class
(protected_type_declaration . (identifier) @name) @definition.class
(single_protected_declaration . (identifier) @name) @definition.class
(protected_body . (identifier) @name) @definition.class
(entry_declaration entry_name: (_) @name) @definition.method
(entry_body . (identifier) @name) @definition.method
(exception_declaration . (identifier) @name) @definition.variable
(enumeration_type_definition (identifier) @name @definition.enum_member)
(component_declaration . (identifier) @name) @definition.field
(package_declaration (object_declaration name: (_) @name) @definition.variable)
(package_body (non_empty_declarative_part (object_declaration name: (_) @name) @definition.variable))

(with_clause [(identifier) (selected_component)] @import)
