(package_declaration name: (_) @name) @definition.package
(class_declaration name: (_) @name) @definition.class
(interface_declaration name: (_) @name) @definition.interface
(function_declaration name: (_) @name) @definition.function
(method_declaration name: (_) @name) @definition.method
(class_declaration body: (statement_block (variable_declaration name: (_) @name) @definition.field))
(class_declaration body: (statement_block (constant_declaration name: (_) @name) @definition.constant))

(import_statement (_) @import)
