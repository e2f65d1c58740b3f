(function_statement (function_name) @name (script_block) @body) @definition.function
(function_statement (function_name) @name) @definition.function
(class_statement . (simple_name) @name) @definition.class
(class_method_definition (simple_name) @name) @definition.method
(class_property_definition (variable) @name) @definition.property
(enum_statement . (simple_name) @name) @definition.enum
(enum_member . (simple_name) @name) @definition.enum_member

((command command_name: (_) @_command command_elements: (command_elements (generic_token) @import))
  (#match? @_command "^[iI][mM][pP][oO][rR][tT]-[mM][oO][dD][uU][lL][eE]$"))
((command (command_invokation_operator) @_dot command_name: (_) @import)
  (#eq? @_dot "."))
