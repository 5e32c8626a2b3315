# validate: 0, 3 with findings, 1 where nothing can be validated
rune cedar validate -p notes.cedar -s notes.cedarschema
rune cedar validate -p shared.cedar -k links.json -s notes.cedarschema -f json
rune cedar validate -p invalid.cedar -s notes.cedarschema
rune cedar validate -p invalid.cedar -s notes.cedarschema -f json
rune cedar validate -p unknown_types.cedar -s notes.cedarschema
rune cedar validate -p warned.cedar -s notes.cedarschema -f json
rune cedar validate -p warned.cedar -s notes.cedarschema --deny-warnings
rune cedar validate -p deep.cedar -s notes.cedarschema --level 1
rune cedar validate -p deep.cedar -s notes.cedarschema --level 2
rune cedar validate -p notes.cedar -s parts_a.cedarschema
rune cedar validate -p notes.cedar -s broken.cedarschema
rune cedar validate -p notes.cedar -s notes.cedarschema --validation-mode permissive
rune cedar validate -p notes.cedar -s notes.cedarschema --validation-mode partial
