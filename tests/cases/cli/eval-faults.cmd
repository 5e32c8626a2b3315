# eval: whatever goes wrong is exit code 1 and never a permit; with --format json stdout is one JSON value
rune eval -c agent.rune --principal ann --action file.read
rune eval -c agent.rune --principal ann --action file.read --format json
rune eval -c nowhere.rune --principal ann --action file.read --resource /tmp/a
rune eval -c nowhere.rune --principal ann --action file.read --resource /tmp/a --format json
rune eval -c agent.rune --principal 'Agent::"ann' --action file.read --resource /tmp/a
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context a=1 --context a=2
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --context datalog=1
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --now yesterday
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --now 2026-01-01 --context now=1
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --query 'below(X)'
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --query 'above(X)'
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --query 'above(X,'
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --resource-attr path=/etc
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --explain loud
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --fact 'boss('
rune eval -c agent.rune --principal ann --action file.read --resource /tmp/a --fact 'nobody(x)'
rune evil
rune evil --format json
rune
