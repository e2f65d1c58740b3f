(function_definition name: (_) @name) @definition.function
(class_definition name: (_) @name) @definition.class
(class_definition (methods (function_definition name: (_) @name) @definition.method))
(class_definition (properties (property name: (_) @name) @definition.property))
(class_definition (enumeration (enum . (identifier) @name) @definition.enum_member))
