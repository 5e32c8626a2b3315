# authorize: decisions, reasons, policies in error, exit codes 0, 2 and 1; what a schema adds
rune cedar authorize -p notes.cedar --entities entities.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"'
rune cedar authorize -v -p notes.cedar --entities entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar authorize -v -p notes.cedar --entities entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"' -c outside.json
rune cedar authorize -v -p notes.cedar --entities entities.json -l 'User::"eve"' -a 'Action::"view"' -r 'Note::"n9"'
rune cedar authorize --verbose --policies=notes.cedar --entities=entities.json --request-json request.json
rune cedar authorize -v -p shared.cedar -k links.json --entities entities.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"'
rune cedar authorize -v -p policies.json --policy-format json --entities entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar authorize -v -p policy.json --policy-format json --entities entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities typed_entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"' -c inside_typed.json
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities entities.json -l 'Note::"n1"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities entities.json -l 'Note::"n1"' -a 'Action::"edit"' -r 'Note::"n1"' --request-validation false
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities entities.json -l 'User::"ann"' -a 'Action::"burn"' -r 'Note::"n1"'
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities bad_entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar authorize -p notes.cedar -s notes.cedarschema --entities entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"' -c bad_context.json
