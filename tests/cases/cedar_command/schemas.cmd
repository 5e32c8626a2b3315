# schemas: translated, linked, warned about
rune cedar translate-schema --direction cedar-to-json -s notes.cedarschema
rune cedar translate-schema --direction cedar-to-json-with-resolved-types -s parts_a.cedarschema
rune cedar translate-schema --direction cedar-to-json -s shadow.cedarschema
rune cedar translate-schema --direction cedar-to-json-with-resolved-types -s broken.cedarschema
rune cedar translate-schema --direction json-to-cedar -s notes.cedarschema
rune cedar link-schemas parts_a.cedarschema parts_b.cedarschema --complete
rune cedar link-schemas parts_a.cedarschema --complete
rune cedar link-schemas parts_a.cedarschema notes.cedarschema
rune cedar link-schemas parts_b.cedarschema --output-format json
