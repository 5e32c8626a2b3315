# run-tests: passed, failed, in error; entities from a file beside the tests; a schema makes warnings fail
rune cedar run-tests -p notes.cedar --tests ./tests.json
rune cedar run-tests -p shared.cedar --tests good_tests.json
rune cedar run-tests -p shared.cedar --tests good_tests.json -s notes.cedarschema
rune cedar run-tests -p warned.cedar --tests good_tests.json -s notes.cedarschema -f plain
rune cedar run-tests -p notes.cedar --tests request.json
rune cedar run-tests -p notes.cedar --tests nowhere.json
