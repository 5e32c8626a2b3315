# authorize with many requests: one answer a line; a forbid and a missing permission are told apart; 0 only when all are allowed
rune cedar authorize -p notes.cedar --entities entities.json --requests-json requests.json
rune cedar authorize -p notes.cedar --entities entities.json --requests-json request.json
rune cedar authorize -p notes.cedar --entities entities.json --requests-json requests.json -l 'User::"ann"'
rune cedar authorize -v -p notes.cedar --entities entities.json --requests-json requests.json
