((script_element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @_language)))
  (raw_text) @embedded.typescript)
  (#eq? @_attribute "lang") (#any-of? @_language "ts" "tsx" "typescript"))
(script_element (raw_text) @embedded.javascript)
((style_element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @_language)))
  (raw_text) @embedded.scss)
  (#eq? @_attribute "lang") (#eq? @_language "scss"))
((style_element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @_language)))
  (raw_text) @embedded.text)
  (#eq? @_attribute "lang") (#not-any-of? @_language "scss" "css"))
(style_element (raw_text) @embedded.css)

((element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @name)))) @definition.property
  (#eq? @_attribute "id"))
