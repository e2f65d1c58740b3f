(function_definition name: (_) @name docstring: (_) @doc) @definition.function
(function_definition name: (_) @name) @definition.function
(macro_definition name: (_) @name docstring: (_) @doc) @definition.macro
(macro_definition name: (_) @name) @definition.macro

((special_form [ "defvar" "defconst" ] . (symbol) @name) @definition.variable)
((list . (symbol) @_form . (symbol) @name) @definition.variable
  (#any-of? @_form "defcustom" "defvar-local" "defface" "defgroup"))
((list . (symbol) @_form . (symbol) @name) @definition.function
  (#any-of? @_form "cl-defun" "cl-defmethod" "cl-defgeneric" "defalias" "define-minor-mode" "define-derived-mode"))
((list . (symbol) @_form . (symbol) @name) @definition.macro
  (#eq? @_form "cl-defmacro"))
((list . (symbol) @_form . [(symbol) @name (list . (symbol) @name)]) @definition.struct
  (#any-of? @_form "cl-defstruct" "defclass"))

((list . (symbol) @_form . (special_form (symbol) @import))
  (#eq? @_form "require"))
