((element (start_tag (attribute (attribute_name) @_attribute [
  (quoted_attribute_value (attribute_value) @name)
  (attribute_value) @name
]))) @definition.property
  (#eq? @_attribute "id"))
((element (start_tag (tag_name) @_tag) . (text) @name . (end_tag)) @definition.section
  (#match? @_tag "^([hH][1-6]|title|TITLE)$"))

((script_element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @import))))
  (#eq? @_attribute "src"))
((element (start_tag (tag_name) @_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @import))))
  (#any-of? @_tag "link" "LINK") (#eq? @_attribute "href"))

((script_element (start_tag (attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @_type)))
  (raw_text) @embedded.text)
  (#eq? @_attribute "type") (#not-match? @_type "^(module|text/babel|(text|application)/(x-)?(java|ecma)script)$"))
(script_element (raw_text) @embedded.javascript)
(style_element (raw_text) @embedded.css)
