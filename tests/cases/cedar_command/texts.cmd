# check-parse, link, format, translate-policy: policies as texts
rune cedar check-parse -p notes.cedar
rune cedar check-parse -p broken.cedar
rune cedar check-parse -p policies.json --policy-format json --expression 'a' -s broken.cedarschema --entities nowhere.json
rune cedar check-parse -s parts_a.cedarschema
rune cedar check-parse -s notes.cedarschema --entities typed_entities.json --expression 'principal.a has b'
rune cedar link -p shared.cedar --template-id share -n new -a '{"?principal": "User::\"ann\"", "?resource": "Folder::\"f\""}'
rune cedar link -p shared.cedar --template-id share -n new -a '{"?principal": "User::\"ann\""}'
rune cedar link -p shared.cedar --template-id share -n policy1 -a '{"?principal": "User::\"ann\"", "?resource": "Folder::\"f\""}' -f json
rune cedar link -p shared.cedar --template-id nothing -n new -a '{}'
rune cedar format -p untidy.cedar
rune cedar format -p untidy.cedar -l 40 -i 4
rune cedar format -c -p untidy.cedar
rune cedar format -c -p notes.cedar
rune cedar format -p broken.cedar
rune cedar translate-policy --direction cedar-to-json -p notes.cedar
rune cedar translate-policy --direction cedar-to-json -p broken.cedar
rune cedar translate-policy --direction json-to-cedar -p policies.json
rune cedar translate-policy --direction json-to-cedar -p policy.json
rune cedar visualize --entities entities.json
rune cedar visualize --entities nowhere.json
