((label (ident) @name) @definition.function
  (#not-match? @name "^\\.L"))
(label (word) @name) @definition.function

((meta kind: (meta_ident) @_directive . (ident) @name) @definition.macro
  (#eq? @_directive ".macro"))
((instruction kind: (word) @name . (ident (reg (word) @_directive))) @definition.macro
  (#match? @_directive "^([eE][qQ][uU]|[mM][aA][cC][rR][oO]|[sS][eE][tT])$"))
((instruction kind: (word) @name (ident (reg (word) @_directive))) @definition.macro
  (#match? @_directive "^[eE][qQ][uU]$"))

((meta kind: (meta_ident) @_directive . (string) @import)
  (#eq? @_directive ".include"))
