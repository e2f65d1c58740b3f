(binding attrpath: (_) @name expression: (function_expression) @body) @definition.function
(binding attrpath: (_) @name expression: (attrset_expression) @body) @definition.property
(binding attrpath: (_) @name) @definition.variable

((apply_expression function: (variable_expression name: (identifier) @_function) argument: (path_expression) @import)
  (#eq? @_function "import"))
