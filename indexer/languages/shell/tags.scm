(function_definition name: (word) @name) @definition.function

(declaration_command "readonly" (variable_assignment name: (variable_name) @name)) @definition.constant

((command name: (command_name) @_command . argument: (_) @import)
  (#any-of? @_command "source" "."))
