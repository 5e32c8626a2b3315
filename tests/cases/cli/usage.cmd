# a command line that makes no sense says what is wrong and whose help to read, in the form asked for
rune
rune --format json
rune --version --format json
rune --format json --version
rune -f json version
rune evl
rune help
rune help explain
rune help nothing
rune -f json help version
rune eval --principal a --action b
rune eval --principle a
rune eval --principle a --format json
rune -f json eval --principal
rune eval --principal a --principal b --action b --resource c
rune -f xml version
rune version extra
rune -- version
rune compile agent.rune --dump all
rune fmt --check --write agent.rune
rune fmt --line-width -1 agent.rune
rune fmt --line-width 1e1 agent.rune
rune fmt --indent-width 99999999999999999999999 agent.rune
rune fmt --line-width 0x50 --check agent.rune
rune query agent.rune 'boss(X, Y)' --limit -1
rune query agent.rune 'boss(X, Y)' --limit 1.5
rune query agent.rune 'boss(X, Y)' --limit 99999999999999999999999
rune query agent.rune 'boss(X, Y)' --limit 010
rune query agent.rune --limit few --format json
rune completion ksh
