# an id that is written like an entity is an id, and the command says so
rune eval -c agent.rune --principal Agent::mallory --action file.read --resource /tmp/a
rune eval -c agent.rune --principal mallory --action Action::file.read --resource File::/tmp/a --group Group::staff
rune eval -c agent.rune --principal 'Agent::"mallory"' --action file.read --resource /tmp/a::b
