(part text: (curly_group (_) @name)) @definition.section
(chapter text: (curly_group (_) @name)) @definition.section
(section text: (curly_group (_) @name)) @definition.section
(subsection text: (curly_group (_) @name)) @definition.section
(subsubsection text: (curly_group (_) @name)) @definition.section
(paragraph text: (curly_group (_) @name)) @definition.section
(subparagraph text: (curly_group (_) @name)) @definition.section
(label_definition name: (curly_group_label (label) @name)) @definition.property
(new_command_definition declaration: (_ (command_name) @name)) @definition.macro
(old_command_definition declaration: (command_name) @name) @definition.macro
(environment_definition name: (curly_group_text (_) @name)) @definition.macro
(theorem_definition name: (_ (_) @name)) @definition.macro

(latex_include path: (curly_group_path (path) @import))
(package_include paths: (curly_group_path_list (path) @import))
(class_include path: (curly_group_path (path) @import))
