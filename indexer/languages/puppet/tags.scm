(class_definition . [(class_identifier) (identifier)] @name) @definition.class
(defined_resource_type . [(class_identifier) (identifier)] @name) @definition.class
((node_definition (node_name) @name) @definition.class
  (#not-eq? @name "default"))
(function_declaration . [(class_identifier) (identifier)] @name) @definition.function
(type_declaration . [(class_identifier) (identifier)] @name) @definition.type_alias

(include_statement [(class_identifier) (identifier)] @import)
(class_inherits [(class_identifier) (identifier)] @import)
