(create_table (object_reference name: (_) @name)) @definition.struct
(create_table (column_definitions (column_definition name: (_) @name) @definition.field))
(create_view (object_reference name: (_) @name)) @definition.struct
(create_materialized_view (object_reference name: (_) @name)) @definition.struct
(create_type (object_reference name: (_) @name)) @definition.type_alias

(create_function . (_) . (object_reference name: (_) @name)) @definition.function
(create_function (object_reference name: (_) @name)) @definition.function
(create_procedure (object_reference name: (_) @name)) @definition.function
(create_trigger (keyword_trigger) . (object_reference name: (_) @name)) @definition.function
(create_schema (identifier) @name) @definition.namespace
(create_database (identifier) @name) @definition.namespace
(create_sequence (object_reference name: (_) @name)) @definition.variable
(create_index column: (_) @name) @definition.property
