(proc_declaration name: [(identifier) @name (exported_symbol . (_) @name) (accent_quoted) @name]) @definition.function
(func_declaration name: [(identifier) @name (exported_symbol . (_) @name) (accent_quoted) @name]) @definition.function
(method_declaration name: [(identifier) @name (exported_symbol . (_) @name) (accent_quoted) @name]) @definition.method
(iterator_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) @definition.function
(converter_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) @definition.function
(template_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) @definition.macro
(macro_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) @definition.macro

(type_declaration (type_symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) (object_declaration)) @definition.struct
(type_declaration (type_symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]) (enum_declaration)) @definition.enum
(type_declaration (type_symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)])) @definition.type_alias
(enum_field_declaration (symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)])) @definition.enum_member
(field_declaration (symbol_declaration_list (symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]))) @definition.field
(source_file (const_section (variable_declaration (symbol_declaration_list (symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]))) @definition.constant))
(source_file (var_section (variable_declaration (symbol_declaration_list (symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]))) @definition.variable))
(source_file (let_section (variable_declaration (symbol_declaration_list (symbol_declaration name: [(identifier) @name (exported_symbol . (_) @name)]))) @definition.variable))

(import_statement (expression_list (_) @import))
(include_statement (expression_list (_) @import))
(import_from_statement module: (_) @import)
