((from_instruction as: (image_alias) @name) @definition.section (#set! contains "rest"))
(arg_instruction name: (_) @name) @definition.variable
(env_instruction (env_pair name: (_) @name)) @definition.variable

(from_instruction (image_spec) @import)
