(function_definition (function_declaration name: (_) @name)) @definition.function
(command_statement name: (command_name) @name) @definition.function
(script_file (let_statement . [(identifier) (scoped_identifier)] @name) @definition.variable)
(script_file (const_statement . [(identifier) (scoped_identifier)] @name) @definition.constant)
((augroup_statement (augroup_name) @name) @definition.section
  (#not-eq? @name "END"))

(source_statement file: (_) @import)
(runtime_statement (filenames (filename) @import))
