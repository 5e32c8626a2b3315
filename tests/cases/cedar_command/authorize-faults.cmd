# authorize: everything that is wrong is told at once, in three forms, and is never an ALLOW
rune cedar authorize -p broken.cedar --entities nowhere.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note'
rune cedar authorize -f plain -p broken.cedar --entities nowhere.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note'
rune cedar -f json authorize -p broken.cedar --entities nowhere.json -l 'User::"ann"' -a 'Action::"read"' -r 'Note'
rune cedar authorize -p notes.cedar --entities entities.json -l 'User::"ann"' -a 'Action::"read"'
rune cedar authorize -p notes.cedar --entities entities.json --request-json half_request.json
rune cedar authorize -p shared.cedar -k bad_links.json --entities entities.json --request-json request.json
rune cedar authorize -p shared.cedar -k nowhere.json --entities entities.json --request-json request.json
rune cedar authorize -p both.json --policy-format json --entities entities.json --request-json request.json
rune cedar authorize -p neither.json --policy-format json --entities entities.json --request-json request.json
rune cedar authorize -p bad_policy.json --policy-format json --entities entities.json --request-json request.json
rune cedar authorize -p notes.cedar -s broken.cedarschema --entities entities.json --request-json request.json
