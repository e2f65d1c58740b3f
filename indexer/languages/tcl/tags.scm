(namespace (word_list . (simple_word) @_eval . (simple_word) @name . (_) @body)) @definition.namespace

(procedure name: (_) @name) @definition.function
((command name: (simple_word) @_command arguments: (word_list . (simple_word) @_create . (simple_word) @name . (_) @body)) @definition.class
  (#any-of? @_command "oo::class" "::oo::class" "class") (#eq? @_create "create"))
((command name: (simple_word) @_command arguments: (word_list . (simple_word) @name . (_) @body)) @definition.class
  (#any-of? @_command "class" "itcl::class" "::itcl::class" "snit::type") (#not-eq? @name "create"))
((command name: (simple_word) @_command arguments: (word_list . (simple_word) @name . (braced_word) . (braced_word) @body)) @definition.method
  (#any-of? @_command "method" "body" "itcl::body"))
(source_file (set . (id) @name) @definition.variable)

((command name: (simple_word) @_command arguments: (word_list . (_) @import))
  (#eq? @_command "source"))
((command name: (simple_word) @_command arguments: (word_list . (simple_word) @_require . (_) @import))
  (#eq? @_command "package") (#eq? @_require "require"))
