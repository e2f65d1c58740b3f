(list_lit (defun (defun_header keyword: (defun_keyword) @_keyword function_name: (_) @name)) @definition.macro
  (#match? @_keyword "^[dD][eE][fF][mM][aA][cC][rR][oO]$"))
(list_lit (defun (defun_header keyword: (defun_keyword) @_keyword function_name: (_) @name)) @definition.method
  (#match? @_keyword "^[dD][eE][fF][mM][eE][tT][hH][oO][dD]$"))
(list_lit (defun (defun_header function_name: (_) @name)) @definition.function)

((list_lit . (sym_lit) @_form . [(sym_lit) @name (list_lit . (sym_lit) @name)]) @definition.class
  (#any-of? @_form "defclass" "define-condition" "DEFCLASS"))
((list_lit . (sym_lit) @_form . [(sym_lit) @name (list_lit . (sym_lit) @name)]) @definition.struct
  (#any-of? @_form "defstruct" "DEFSTRUCT"))
((list_lit . (sym_lit) @_form . (sym_lit) @name) @definition.type_alias
  (#eq? @_form "deftype"))
((list_lit . (sym_lit) @_form . [(kwd_lit (kwd_symbol) @name) (sym_lit) @name (str_lit) @name]) @definition.package
  (#any-of? @_form "defpackage" "defsystem" "asdf:defsystem"))
((list_lit . (sym_lit) @_form . (sym_lit) @name) @definition.constant
  (#eq? @_form "defconstant"))
((list_lit . (sym_lit) @_form . (sym_lit) @name) @definition.variable
  (#any-of? @_form "defvar" "defparameter" "defglobal"))

((list_lit . (sym_lit) @_form . (_) @import)
  (#any-of? @_form "require" "load" "use-package"))
