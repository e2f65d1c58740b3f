(variable_assignment name: (_) @name ["=" ":=" "::=" "?=" "!="]) @definition.macro
(shell_assignment name: (_) @name) @definition.macro
(define_directive name: (_) @name) @definition.macro

((rule (targets (word) @name)) @definition.function
  (#not-match? @name "^(\\.[A-Z_]+$|-|\\$)"))

(include_directive filenames: (list (word) @import))
