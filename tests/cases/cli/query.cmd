# query: rows as facts, counts, limits, open relations, faults
rune query agent.rune 'above(X, Y)'
rune query agent.rune 'above("ann", Y)' --format json
rune query agent.rune 'above(X, Y)' --count
rune query agent.rune 'above(X, Y)' --count --format json
rune query agent.rune 'above(X, Y)' --limit 1
rune query agent.rune 'teams(T, N)'
rune query agent.rune 'above(X, Y)' --fact 'boss(cid, dan)' --count
rune query agent.rune 'below(X)'
rune query agent.rune 'below(X)' --format json
rune query agent.rune 'above(X, Y)' --principal ann
