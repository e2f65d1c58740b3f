((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.namespace
  (#match? @_form "^(clojure\\.core/)?(ns|in-ns)$"))
((list_lit . (sym_lit) @_form . (quoting_lit value: (sym_lit name: (_) @name))) @definition.namespace
  (#eq? @_form "in-ns"))

((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name) . (str_lit) @doc) @definition.function
  (#match? @_form "^(clojure\\.core/)?(defn|defmulti)$"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.function
  (#match? @_form "^(clojure\\.core/|clojure\\.test/)?(defn|defmulti|deftest)$"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.function
  (#set! exported "false") (#eq? @_form "defn-"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.macro
  (#eq? @_form "defmacro"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.interface
  (#any-of? @_form "defprotocol" "definterface"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.class
  (#any-of? @_form "defrecord" "deftype" "defstruct"))
((list_lit . (sym_lit) @_form . (sym_lit) (list_lit . (sym_lit name: (_) @name) . (vec_lit)) @definition.method)
  (#any-of? @_form "defprotocol" "definterface"))
((list_lit . (sym_lit) @_form . (sym_lit name: (_) @name)) @definition.variable
  (#any-of? @_form "def" "defonce"))

((list_lit . (kwd_lit) @_form [(vec_lit . (sym_lit) @import) (sym_lit) @import])
  (#any-of? @_form ":require" ":use" ":import"))

(quoting_lit) @ignore
(syn_quoting_lit) @ignore
(dis_expr) @ignore
