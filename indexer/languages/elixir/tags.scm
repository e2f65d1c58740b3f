((call target: (identifier) @_keyword (arguments . (alias) @name)) @definition.module
  (#eq? @_keyword "defmodule"))

((call target: (identifier) @_keyword (arguments . (alias) @name)) @definition.interface
  (#eq? @_keyword "defprotocol"))

((call target: (identifier) @_keyword (arguments . (alias) @name)) @definition.class
  (#set! detail "implementation") (#eq? @_keyword "defimpl"))

((call target: (identifier) @_keyword
  (arguments . [
    (identifier) @name
    (call target: (identifier) @name (arguments) @arguments)
    (binary_operator left: (call target: (identifier) @name (arguments) @arguments) operator: "when")
    (binary_operator left: (identifier) @name operator: "when")
  ])) @definition.function
  (#set! merge "true") (#any-of? @_keyword "def" "defdelegate"))

((call target: (identifier) @_keyword
  (arguments . [
    (identifier) @name
    (call target: (identifier) @name (arguments) @arguments)
    (binary_operator left: (call target: (identifier) @name (arguments) @arguments) operator: "when")
    (binary_operator left: (identifier) @name operator: "when")
  ])) @definition.function
  (#set! merge "true") (#set! exported "false") (#any-of? @_keyword "defp"))

((call target: (identifier) @_keyword
  (arguments . (binary_operator operator: _ @name))) @definition.function
  (#set! merge "true") (#eq? @_keyword "def") (#not-eq? @name "when"))

((call target: (identifier) @_keyword
  (arguments . [
    (identifier) @name
    (call target: (identifier) @name (arguments) @arguments)
    (binary_operator left: (call target: (identifier) @name (arguments) @arguments) operator: "when")
  ])) @definition.macro
  (#set! merge "true") (#any-of? @_keyword "defmacro" "defmacrop" "defguard" "defguardp"))

((unary_operator operator: "@" operand: (call target: (identifier) @_keyword
  (arguments . (binary_operator left: [
    (identifier) @name
    (call target: (identifier) @name)
  ] operator: "::")))) @definition.type_alias
  (#any-of? @_keyword "type" "typep" "opaque"))

((unary_operator operator: "@" operand: (call target: (identifier) @_keyword
  (arguments . (binary_operator left: [
    (identifier) @name
    (call target: (identifier) @name)
  ] operator: "::")))) @definition.method
  (#set! detail "abstract") (#any-of? @_keyword "callback" "macrocallback"))

((call target: (identifier) @_keyword (arguments . (binary_operator left: (call target: (identifier) @name) operator: "::"))) @definition.method
  (#set! detail "abstract") (#any-of? @_keyword "defcallback"))

((call target: (identifier) @_keyword (arguments . (alias) @import))
  (#any-of? @_keyword "alias" "import" "require" "use"))

((unary_operator operator: "@" operand: (call target: (identifier) @_keyword (arguments . [(string) (sigil)] @doc.below)))
  (#any-of? @_keyword "doc" "typedoc"))

((unary_operator operator: "@" operand: (call target: (identifier) @_keyword (arguments . [(string) (sigil)] @doc.around)))
  (#eq? @_keyword "moduledoc"))
