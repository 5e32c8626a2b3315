# a command line that makes no sense is exit code 2, as a denial; help is 0
rune cedar authorize -p notes.cedar --entities entities.json --request-json request.json -l 'User::"ann"'
rune cedar authorize -p notes.cedar --request-json request.json
rune cedar authorise
rune cedar -f loud language-version
rune cedar authorize --format json
rune cedar validate -p notes.cedar
rune cedar format -w
rune cedar format -w -c -p notes.cedar
rune cedar link -p shared.cedar --template-id share -n x -a nonsense
rune cedar translate-policy --direction sideways
rune cedar language-version
rune cedar help visualize
rune cedar visualize --help
rune cedar validate -p notes.cedar -s notes.cedarschema --level -1
rune cedar validate -p notes.cedar -s notes.cedarschema --level 4294967296
rune cedar format -l -1 -p notes.cedar
rune cedar format -i -5 -p notes.cedar
rune cedar validate --validation-mode partial -p notes.cedar -s notes.cedarschema
rune cedar validate -f json --validation-mode partial -p notes.cedar -s notes.cedarschema
