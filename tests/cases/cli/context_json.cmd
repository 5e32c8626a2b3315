# a context from a file is one JSON object; anything else is a finding with its place and never a permit
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context @context_list.json
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context @context_entity.json
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context @context_null.json
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context @context_null.json --format json
