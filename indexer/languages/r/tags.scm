((binary_operator lhs: [(identifier) (string)] @name operator: ["<-" "=" "<<-"] rhs: (function_definition body: (_) @body)) @definition.function)
(function_definition body: (binary_operator operator: ["->" "->>"] rhs: (identifier) @name)) @definition.function

((call function: (identifier) @_function arguments: (arguments . (argument value: (string) @name))) @definition.class
  (#any-of? @_function "setClass" "setRefClass" "setClassUnion"))
((binary_operator lhs: (identifier) @name rhs: (call function: [
  (identifier) @_function
  (namespace_operator rhs: (identifier) @_function)
])) @definition.class
  (#any-of? @_function "setClass" "setRefClass" "R6Class" "new_class"))
((call function: (identifier) @_function arguments: (arguments . (argument value: (string) @name))) @definition.function
  (#any-of? @_function "setGeneric" "setMethod" "setValidity"))
(argument name: (_) @name value: (function_definition body: (_) @body)) @definition.method

(program (binary_operator lhs: (identifier) @name operator: ["<-" "="]) @definition.variable)

((call function: (identifier) @_function arguments: (arguments . (argument value: (_) @import)))
  (#any-of? @_function "library" "require" "source" "requireNamespace" "loadNamespace"))
