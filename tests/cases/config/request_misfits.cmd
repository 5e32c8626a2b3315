# a request that does not fit `agent.x: T` is a fault, exit code 1, and never a permit
rune eval -c request_types.rune --principal a --action trusted --resource /x --principal-attr trust=2
rune eval -c request_types.rune --principal a --action trusted --resource /x --principal-attr 'trust="much"'
rune eval -c request_types.rune --principal a --action trusted --resource /x --principal-attr level=high --format json
rune eval -c request_types.rune --principal a --action asked --resource 'Agent::"b"' --resource-attr level=1.5
rune eval -c request_types.rune --principal a --action owned --resource /x --principal-attr 'owner=Group::"ann"'
rune eval -c request_types.rune --principal a --action owned --resource /x --principal-attr 'roles=[1]'
rune query request_types.rune 'trust(T)' --principal a --action owned --resource /x --principal-attr trust=2
rune query request_types.rune 'trust(T)' --principal a --action owned --resource /x --principal-attr trust=much
rune eval -c request_types.rune --principal 'User::"a"' --action owned --resource /x --principal-attr level=high
rune eval -c request_types.rune --principal a --action owned --resource /x --entities request_types.json
