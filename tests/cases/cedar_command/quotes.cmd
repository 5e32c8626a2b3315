# apostrophes, empty ids, templates that as text would be policies, schemas that nothing may be made of
rune cedar authorize -v -p quotes.cedar --entities quotes.json -l 'User::"O\'"'"'Brien"' -a 'Action::"read"' -r 'Note::"n1"'
rune cedar authorize -v -p quotes.cedar --entities quotes.json -l 'User::"O'"'"'Brien"' -a 'Action::"read"' -r 'Note::"n1"'
rune cedar authorize -v -p quotes.cedar --entities quotes.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"' -c missing.json
rune cedar evaluate --entities quotes.json -l 'User::"O\'"'"'Brien"' -a 'Action::"read"' -r 'Note::"n1"' '{"it\'"'"'s": principal["it\'"'"'s"], who: principal}'
rune cedar visualize --entities quotes.json
rune cedar translate-policy --direction cedar-to-json -p empty_id.cedar
rune cedar translate-policy --direction json-to-cedar -p inert.json
rune cedar translate-schema --direction json-to-cedar -s action_attributes.json
rune cedar translate-schema --direction cedar-to-json -s action_type.cedarschema
