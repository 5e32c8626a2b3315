# version, explain, test and compile, for people and for programs
rune explain RUNE-P9999
rune explain limit
rune explain limit --format json
rune test agent.rune
rune validate agent.rune nowhere.rune
rune validate agent.rune --format json
rune compile agent.rune --dump tree
rune compile agent.rune --dump program
rune compile agent.rune --dump checked
