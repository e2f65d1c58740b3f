(unit (moduleName) @name) @definition.module
(program (moduleName) @name) @definition.module
(library (moduleName) @name) @definition.module
(declType name: (_) @name type: (declClass (kRecord))) @definition.struct
(declType name: (_) @name type: (declClass)) @definition.class
(declType name: (_) @name type: (declIntf)) @definition.interface
(declType name: (_) @name type: (type (declEnum))) @definition.enum
(declType name: (_) @name) @definition.type_alias
(declEnumValue name: (_) @name) @definition.enum_member
(declField name: (_) @name) @definition.field
(declProp name: (_) @name) @definition.property
(declClass (declProc name: (_) @name) @definition.method)
(declSection (declProc name: (_) @name) @definition.method)
(declIntf (declProc name: (_) @name) @definition.method)
(defProc header: (declProc name: (_) @name)) @definition.function
(interface (declProc name: (_) @name) @definition.function)
(declConst name: (_) @name) @definition.constant
(interface (declVars (declVar name: (_) @name) @definition.variable))
(implementation (declVars (declVar name: (_) @name) @definition.variable))

(declUses (moduleName) @import)
