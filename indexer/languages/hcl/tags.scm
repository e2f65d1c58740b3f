(config_file (body (block (identifier) @_kind . (string_lit) . (string_lit (template_literal) @name) . (block_start)) @definition.class
  (#any-of? @_kind "resource" "data")))
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @name) . (block_start)) @definition.module
  (#eq? @_kind "module")))
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @name) . (block_start)) @definition.variable
  (#any-of? @_kind "variable" "output")))
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @name) . (block_start)) @definition.class))
(config_file (body (block (identifier) @name . (block_start)) @definition.property))
(config_file (body (block (identifier) @_kind . (block_start) . (body (attribute (identifier) @name) @definition.variable))
  (#eq? @_kind "locals")))
(config_file (body (attribute (identifier) @name) @definition.variable))

((block (identifier) @_kind (body (attribute (identifier) @_source (expression (literal_value (string_lit) @import)))))
  (#eq? @_kind "module") (#eq? @_source "source"))
