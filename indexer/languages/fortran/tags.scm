(module (module_statement (name) @name)) @definition.module
(submodule (submodule_statement (name) @name)) @definition.module
(program (program_statement (name) @name)) @definition.module
(block_data (block_data_statement (name) @name)) @definition.module

(subroutine (subroutine_statement name: (_) @name)) @definition.function
(function (function_statement name: (_) @name)) @definition.function
(module_procedure (module_procedure_statement name: (_) @name)) @definition.function
(interface (interface_statement (name) @name)) @definition.interface
(interface (interface_statement (operator (operator_name) @name))) @definition.interface

(derived_type_definition (derived_type_statement (type_name) @name)) @definition.struct
(derived_type_definition (variable_declaration declarator: [
  (identifier) @name
  (init_declarator left: (identifier) @name)
  (sized_declarator . (identifier) @name)
]) @definition.field)
(procedure_statement declarator: (binding (binding_name) @name)) @definition.method
(derived_type_procedures (procedure_statement declarator: (method_name) @name) @definition.method)
(generic_statement declarator: (binding_list . (binding_name [(identifier) @name (operator (operator_name) @name)]))) @definition.method
(final_statement declarator: (method_name) @name) @definition.method
(enum (enumerator_statement declarator: [(identifier) @name (init_declarator left: (identifier) @name)]) @definition.enum_member)
(preproc_def name: (_) @name) @definition.macro
(preproc_function_def name: (_) @name) @definition.macro

(use_statement (module_name) @import)
(include_statement (filename) @import)
(preproc_include path: (_) @import)
