(function_def (function_command (argument_list . (argument) @name))) @definition.function
(macro_def (macro_command (argument_list . (argument) @name))) @definition.macro

((normal_command (identifier) @_command (argument_list . (argument) @name)) @definition.module
  (#set! detail "target") (#match? @_command "^[aA][dD][dD]_([lL][iI][bB][rR][aA][rR][yY]|[eE][xX][eE][cC][uU][tT][aA][bB][lL][eE]|[cC][uU][sS][tT][oO][mM]_[tT][aA][rR][gG][eE][tT])$") (#match? @name "^[A-Za-z0-9_.+-]+$"))
((normal_command (identifier) @_command (argument_list . (argument) @name)) @definition.module
  (#set! detail "target") (#match? @_command "^[pP][rR][oO][jJ][eE][cC][tT]$") (#match? @name "^[A-Za-z0-9_.+-]+$"))
((normal_command (identifier) @_command (argument_list . (argument) @name)) @definition.variable
  (#match? @_command "^([sS][eE][tT]|[oO][pP][tT][iI][oO][nN])$") (#match? @name "^[A-Za-z_0-9]+$"))

((normal_command (identifier) @_command (argument_list . (argument) @import))
  (#match? @_command "^([iI][nN][cC][lL][uU][dD][eE]|[aA][dD][dD]_[sS][uU][bB][dD][iI][rR][eE][cC][tT][oO][rR][yY]|[fF][iI][nN][dD]_[pP][aA][cC][kK][aA][gG][eE])$"))
