((class_name_statement name: (_) @name) @definition.class (#set! contains "rest"))
(class_definition name: (_) @name) @definition.class
(function_definition name: (_) @name) @definition.function
(constructor_definition "_init" @name) @definition.constructor
(enum_definition name: (_) @name) @definition.enum
(enumerator left: (_) @name) @definition.enum_member
(signal_statement name: (_) @name) @definition.method
(source (const_statement name: (_) @name) @definition.constant)
(source (variable_statement name: (_) @name) @definition.variable)
(class_body (variable_statement name: (_) @name) @definition.field)
(class_body (const_statement name: (_) @name) @definition.constant)

(extends_statement (_) @import)
((call (identifier) @_function arguments: (arguments (string) @import))
  (#any-of? @_function "preload" "load"))
