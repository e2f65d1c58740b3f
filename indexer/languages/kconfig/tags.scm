(config name: (_) @name) @definition.property
(menuconfig name: (_) @name) @definition.property
(menu name: (_) @name) @definition.section

(source (string) @import)
