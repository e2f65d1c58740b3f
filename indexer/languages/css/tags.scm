((rule_set (selectors (class_selector (class_name) @name .))) @definition.class (#set! detail "selector"))
((rule_set (selectors (_ (class_selector (class_name) @name .)))) @definition.class (#set! detail "selector"))
(rule_set (selectors (id_selector (id_name) @name))) @definition.property
(rule_set (selectors (_ (id_selector (id_name) @name)))) @definition.property
(keyframes_statement (keyframes_name) @name) @definition.function
((declaration (property_name) @name) @definition.variable
  (#match? @name "^--"))

(import_statement (string_value) @import)
(import_statement (call_expression (arguments (string_value) @import)))
