(package_declaration package: (_) @name) @definition.package
(package_definition package: (_) @name) @definition.package
(entity_declaration entity: (_) @name) @definition.class
(architecture_definition architecture: (_) @name) @definition.class
(component_declaration component: (_) @name) @definition.interface
(configuration_declaration configuration: (_) @name) @definition.module

(subprogram_declaration (function_specification function: (_) @name)) @definition.function
(subprogram_definition (function_specification function: (_) @name)) @definition.function
(subprogram_declaration (procedure_specification procedure: (_) @name)) @definition.function
(subprogram_definition (procedure_specification procedure: (_) @name)) @definition.function
(process_statement (label_declaration (label) @name)) @definition.function

(type_declaration type: (_) @name (record_type_definition)) @definition.struct
(type_declaration type: (_) @name) @definition.type_alias
(subtype_declaration type: (_) @name) @definition.type_alias
(alias_declaration . (_) @name) @definition.type_alias
(enumeration_literal constant: (_) @name) @definition.enum_member
(element_declaration (identifier_list (identifier) @name)) @definition.field
(constant_declaration (identifier_list constant: (_) @name)) @definition.constant

(use_clause (selected_name_list (selected_name) @import))
