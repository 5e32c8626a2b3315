# eval: outcomes, their exit codes, where values come from
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/secret
rune eval -c agent.rune --principal ann --action file.read --resource /etc/passwd --explain full
rune eval -c agent.rune --principal 'Agent::"ann"' --action 'Action::"file.write"' --resource 'File::"/x"' --context size=3
rune eval -c agent.rune --principal ann --action file.write --resource /x --context 'size="3"'
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --query 'above(ann, X)' --explain none
rune eval --format json -c agent.rune --principal ann --action file.read --resource /tmp/a
rune eval -c agent.rune --principal ann --action file.write --resource /tmp/a --format json
