(function_definition name: (_) @name body: (block . (expression_statement (string) @doc))) @definition.function
(function_definition name: (_) @name) @definition.function
(module (expression_statement (assignment left: (identifier) @name) @definition.variable))
((module (expression_statement (call arguments: (argument_list (keyword_argument name: (identifier) @_key value: (string) @name))) @definition.module))
  (#set! detail "target") (#eq? @_key "name"))

((call function: (identifier) @_function arguments: (argument_list . (string) @import))
  (#eq? @_function "load"))
