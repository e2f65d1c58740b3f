(module_declaration (module_fqn) @name) @definition.module
(class_declaration (identifier) @name) @definition.class
(struct_declaration (identifier) @name) @definition.struct
(interface_declaration (identifier) @name) @definition.interface
(union_declaration (identifier) @name) @definition.union
(enum_declaration . (enum) . (identifier) @name) @definition.enum
(enum_member . (identifier) @name) @definition.enum_member
(template_declaration (identifier) @name) @definition.class
(mixin_template_declaration (template_declaration (identifier) @name)) @definition.class
(alias_initializer . (identifier) @name) @definition.type_alias
(function_declaration (identifier) @name) @definition.function
(constructor (this) @name) @definition.constructor
(aggregate_body (variable_declaration (declarator . (identifier) @name) @definition.field))
(source_file (variable_declaration (declarator . (identifier) @name) @definition.variable))
(module_def (variable_declaration (declarator . (identifier) @name) @definition.variable))

(import_declaration (imported (module_fqn) @import))
