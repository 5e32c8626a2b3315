# fields that nobody reads may hold any JSON and stand twice; what is read is judged, and in a file of tests fails its test alone
rune cedar authorize -v -p ignored_policy.json --policy-format json --entities ignored_entities.json --request-json ignored_request.json
rune cedar authorize -v -p shared.cedar -k ignored_links.json --entities ignored_entities.json --request-json ignored_request.json
rune cedar run-tests -p ignored_policy.json --policy-format json --tests ./ignored_tests.json
