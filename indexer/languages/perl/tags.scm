(package_statement name: (_) @name (block) @body) @definition.package
((package_statement name: (_) @name) @definition.package (#set! contains "rest"))
(class_statement name: (_) @name (block) @body) @definition.class
((class_statement name: (_) @name) @definition.class (#set! contains "rest"))
(role_statement name: (_) @name) @definition.trait

(subroutine_declaration_statement name: (_) @name) @definition.function
(method_declaration_statement name: (_) @name) @definition.method

((use_statement module: (package) @_module [
  (autoquoted_bareword) @name
  (list_expression . (autoquoted_bareword) @name)
  (list_expression . (string_literal) @name)
]) @definition.constant
  (#eq? @_module "constant"))

(use_statement module: (package) @import)
(require_expression (_) @import)
