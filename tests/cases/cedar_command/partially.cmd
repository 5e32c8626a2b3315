# partially-authorize: any part may be missing; unknown(..) in policies, contexts and entities
rune cedar partially-authorize -p unknowns.cedar --entities open_entities.json
rune cedar partially-authorize -p unknowns.cedar --entities open_entities.json -l 'User::"bob"' -r 'Note::"n1"' -c open_context.json
rune cedar partially-authorize -p unknowns.cedar --entities open_entities.json -l 'User::"ann"' -a 'Action::"edit"' -r 'Note::"n1"'
rune cedar partially-authorize -p shared.cedar -k links.json --entities entities.json --request-json half_request.json
rune cedar partially-authorize -p shared.cedar --entities entities.json -l 'User::"root"' -t -f loud
rune cedar partially-authorize -p shared.cedar --entities entities.json -l 'User::"root"'
rune cedar partially-authorize -p notes.cedar -s notes.cedarschema --entities entities.json -l 'User::"ann"' -a 'Action::"nothing"'
rune cedar partially-authorize -p unknowns.cedar -s notes.cedarschema --entities open_entities.json
rune cedar partially-authorize -p notes.cedar -s notes.cedarschema --entities open_typed_entities.json -l 'User::"ann"' -r 'Note::"n1"'
rune cedar partially-authorize -p notes.cedar -s notes.cedarschema --entities open_typed_entities.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"' -c open_context.json
rune cedar partially-authorize -p unknowns.cedar --entities open_entities.json -l ann -c open_entities.json
rune cedar partially-authorize -p unknowns.cedar --entities open_entities.json --request-json open_request.json
rune cedar partially-authorize -p unknowns.cedar
rune cedar partially-authorize --policy-format json -p unknown_policy.json --entities entities.json
