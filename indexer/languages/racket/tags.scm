((list . (symbol) @_form . (list . (symbol) @name)) @definition.function
  (#match? @_form "^define(/contract|-public|-private)?$"))
((list . (symbol) @_form . (list . (list . (symbol) @name))) @definition.function
  (#eq? @_form "define"))
((list . (symbol) @_form . (symbol) @name . (list . (symbol) @_lambda)) @definition.function
  (#eq? @_form "define") (#match? @_lambda "^(case-)?lambda$"))
((list . (symbol) @_form . [(symbol) @name (list . (symbol) @name)]) @definition.macro
  (#any-of? @_form "define-syntax" "define-syntax-rule" "define-simple-macro"))
((list . (symbol) @_form . (symbol) @name) @definition.struct
  (#any-of? @_form "struct" "define-struct"))
((list . (symbol) @_form . (symbol) @name) @definition.module
  (#any-of? @_form "module" "module+" "module*"))
((list . (symbol) @_form . (symbol) @name) @definition.class
  (#any-of? @_form "define/class" "class"))
(program (list . (symbol) @_form . (symbol) @name) @definition.variable
  (#eq? @_form "define"))

((list . (symbol) @_form . (_) @import)
  (#any-of? @_form "require" "include"))
