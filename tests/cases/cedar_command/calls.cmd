# __extn calls any extension function; no such function, wrong kinds and numbers of arguments are told
rune cedar evaluate -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"' -c calls_context.json '[context.days == 2, context.near, context.since == duration("1d")]'
rune cedar evaluate -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"' -c calls_context.json 'context.days'
rune cedar evaluate -l 'User::"ann"' -a 'Action::"read"' -r 'Note::"n1"' -c bad_calls_context.json 'context'
