(module_attribute name: (_) @name) @definition.module

((fun_decl clause: (function_clause name: (_) @name args: (expr_args) @arguments)) @definition.function (#set! merge "true"))

(record_decl name: (_) @name) @definition.struct

(pp_define lhs: (macro_lhs name: (_) @name)) @definition.macro

(type_alias name: (type_name name: (_) @name)) @definition.type_alias
(opaque name: (type_name name: (_) @name)) @definition.type_alias

(callback fun: (_) @name) @definition.method

(pp_include file: (_) @import)
(pp_include_lib file: (_) @import)
(import_attribute module: (_) @import)
(behaviour_attribute name: (_) @import)
