# policies in JSON: what is read prints as Cedar prints it, what is wrong is told with its code
rune cedar translate-policy --direction json-to-cedar -p good.json
rune cedar translate-policy --direction json-to-cedar -p shape.json
rune cedar -f plain translate-policy --direction json-to-cedar -p shape.json
rune cedar -f plain translate-policy --direction json-to-cedar -p operator.json
