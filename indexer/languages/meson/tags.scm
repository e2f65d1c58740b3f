((normal_command command: (identifier) @_command . (variableunit (string) @name)) @definition.module
  (#set! detail "target") (#any-of? @_command "project" "executable" "library" "static_library" "shared_library" "both_libraries" "custom_target" "test"))
(source_file (operatorunit . (identifier) @name) @definition.variable)

((normal_command command: (identifier) @_command . (variableunit (string) @import))
  (#any-of? @_command "subdir" "dependency" "subproject" "import"))
