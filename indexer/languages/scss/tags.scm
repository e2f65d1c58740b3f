((rule_set (selectors (class_selector (class_name) @name .))) @definition.class (#set! detail "selector"))
(rule_set (selectors (id_selector (id_name) @name))) @definition.property
(mixin_statement name: (_) @name) @definition.function
(function_statement name: (_) @name) @definition.function
((rule_set (selectors (placeholder (_) @name))) @definition.class (#set! detail "selector"))
((rule_set (selectors (_ (placeholder (_) @name)))) @definition.class (#set! detail "selector"))
((rule_set (selectors (_ (class_selector (class_name) @name .)))) @definition.class (#set! detail "selector"))
(keyframes_statement (keyframes_name) @name) @definition.function
(stylesheet (declaration (property_name) @name) @definition.variable)

(import_statement (string_value) @import)
(use_statement (string_value) @import)
(forward_statement (string_value) @import)
