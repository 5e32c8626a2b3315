# tpe: decided by what is known, or what is left of the policies
rune cedar tpe -p notes.cedar -s notes.cedarschema --entities partial_entities.json --principal-type User --principal-eid ann -a 'Action::"read"' --resource-type Note
rune cedar tpe -p warned.cedar -s notes.cedarschema --entities partial_entities.json --principal-type User -a 'Action::"read"' --resource-type Note
rune cedar tpe -p shared.cedar -s notes.cedarschema --entities partial_entities.json --principal-type User --principal-eid root -a 'Action::"read"' --resource-type Note
rune cedar tpe -p shared.cedar -k links.json -s notes.cedarschema --entities partial_entities.json --request-json tpe_request.json
rune cedar tpe -p invalid.cedar -s notes.cedarschema --entities partial_entities.json --principal-type User -a 'Action::"read"' --resource-type Note
rune cedar tpe -p notes.cedar -s notes.cedarschema --entities bad_entities.json --principal-type Ghost -a 'Action::"read"' --resource-type Note -f json
rune cedar tpe -p notes.cedar -s notes.cedarschema --entities partial_entities.json -a 'Action::"read"' --resource-type Note
rune cedar tpe -p notes.cedar -s notes.cedarschema --entities partial_entities.json --principal-type Usr -a 'Action::"read"' --resource-type Note
rune cedar tpe -p notes.cedar -s notes.cedarschema --entities partial_entities.json --principal-type User -a 'Action::"read"' --resource-type Folder
