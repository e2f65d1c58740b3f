(function_definition name: (_) @name) @definition.function
((command name: (word) @_command . argument: (word) @name) @definition.function
  (#eq? @_command "alias"))

((command name: (word) @_command . argument: (_) @import)
  (#any-of? @_command "source" "."))
