(create_table (object_reference name: (_) @name)) @definition.struct
(create_table (column_definitions (column_definition name: (_) @name) @definition.field))
(create_view (object_reference name: (_) @name)) @definition.struct
(create_materialized_view (object_reference name: (_) @name)) @definition.struct
(create_type (object_reference name: (_) @name)) @definition.type_alias

(create_function (object_reference name: (_) @name) . (function_arguments)) @definition.function
(create_procedure (object_reference name: (_) @name)) @definition.function
(create_trigger (keyword_trigger) . (object_reference name: (_) @name)) @definition.function
(create_schema (identifier) @name . (keyword_authorization)) @definition.namespace
(create_schema [(keyword_schema) (keyword_exists)] . (identifier) @name) @definition.namespace
(create_schema (keyword_schema) . (keyword_authorization) . (identifier) @name) @definition.namespace
(create_database (identifier) @name) @definition.namespace
(create_sequence (object_reference name: (_) @name)) @definition.variable
(create_index column: (_) @name) @definition.property
