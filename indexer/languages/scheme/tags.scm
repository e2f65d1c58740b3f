((list . (symbol) @_form . (list . (symbol) @name)) @definition.function
  (#match? @_form "^define(-public|\\*|\\*-public|-inline|-integrable)?$"))
((list . (symbol) @_form . (list . (list . (symbol) @name))) @definition.function
  (#match? @_form "^define(-public|\\*)?$"))
((list . (symbol) @_form . (symbol) @name . (list . (symbol) @_lambda)) @definition.function
  (#eq? @_form "define") (#match? @_lambda "^(case-|named-)?lambda$"))
((list . (symbol) @_form . (symbol) @name) @definition.macro
  (#any-of? @_form "define-syntax" "define-macro" "defmacro"))
((list . (symbol) @_form . (list . (symbol) @name)) @definition.macro
  (#any-of? @_form "define-macro" "define-syntax-rule" "define-syntax"))
((list . (symbol) @_form . [(symbol) @name (list . (symbol) @name)]) @definition.struct
  (#any-of? @_form "define-record-type" "define-structure" "define-record"))
((list . (symbol) @_form . (list) @name) @definition.module
  (#any-of? @_form "define-module" "define-library" "library"))
(program (list . (symbol) @_form . (symbol) @name) @definition.variable
  (#any-of? @_form "define" "define-public"))

((list . (symbol) @_form . (_) @import)
  (#any-of? @_form "import" "use-modules" "load" "include"))

(quote) @ignore
(quasiquote) @ignore
