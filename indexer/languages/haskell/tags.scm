(header module: (module) @name) @definition.module

(data_type name: (_) @name) @definition.type_alias
(newtype name: (_) @name) @definition.type_alias
(type_synonym name: (_) @name) @definition.type_alias
(data_constructor constructor: (_ name: (_) @name)) @definition.enum_member
(newtype_constructor name: (_) @name) @definition.enum_member
(field name: (field_name) @name) @definition.field
(class name: (_) @name) @definition.class
(type_family name: (_) @name) @definition.type_alias
(data_family name: (_) @name) @definition.type_alias

(declarations (signature name: (_) @name) @definition.function (#set! merge "signature"))
(class_declarations (signature name: (_) @name) @definition.method (#set! merge "signature"))
(declarations (function name: (_) @name) @definition.function (#set! merge "true"))
(declarations (function (infix operator: (_) @name)) @definition.function (#set! merge "true"))
(declarations (bind name: (_) @name) @definition.function (#set! merge "true"))
(class_declarations (function name: (_) @name) @definition.method (#set! merge "true"))
(foreign_import (signature name: (_) @name)) @definition.function
(pattern_synonym (equation (_ name: (_) @name))) @definition.function

(import module: (module) @import)
