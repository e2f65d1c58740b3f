(module_declaration (module_ansi_header name: (_) @name)) @definition.module
(module_declaration (module_nonansi_header name: (_) @name)) @definition.module
(program_declaration (program_ansi_header name: (_) @name)) @definition.module
(program_declaration (program_nonansi_header name: (_) @name)) @definition.module
(interface_declaration (interface_ansi_header name: (_) @name)) @definition.interface
(interface_declaration (interface_nonansi_header name: (_) @name)) @definition.interface
(checker_declaration name: (_) @name) @definition.module
(package_declaration name: (_) @name) @definition.package
(class_declaration name: (_) @name) @definition.class
(interface_class_declaration name: (_) @name) @definition.interface

(class_method (class_constructor_declaration "new" @name)) @definition.constructor
(class_method (function_declaration (function_body_declaration name: (_) @name))) @definition.method
(class_method (task_declaration (task_body_declaration name: (_) @name))) @definition.method
(class_method (function_prototype name: (_) @name)) @definition.method
(class_method (task_prototype name: (_) @name)) @definition.method
(function_declaration (function_body_declaration name: (_) @name)) @definition.function
(task_declaration (task_body_declaration name: (_) @name)) @definition.function
(dpi_import_export (dpi_function_proto (function_prototype name: (_) @name))) @definition.function

(type_declaration type_name: (_) @name) @definition.type_alias
(text_macro_definition (text_macro_name (simple_identifier) @name)) @definition.macro
(enum_name_declaration (simple_identifier) @name) @definition.enum_member
(struct_union_member (list_of_variable_decl_assignments (variable_decl_assignment name: (_) @name)) @definition.field)
(covergroup_declaration name: (_) @name) @definition.class

(include_compiler_directive [(quoted_string) (system_lib_string)] @import)
(package_import_item . (_) @import)
