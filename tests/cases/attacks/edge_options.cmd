# What enters by options is normalised, typed and stated once
rune eval -c edge.rune --principal a --action go --resource /tmp/x --set 'q={"f":{"__entity":{"type":"File","id":"/tmp//x"}}}'
rune eval -c edge.rune --principal a --action go --resource /tmp/x --set 'limit="zz"'
rune eval -c edge.rune --principal a --action go --resource /tmp/x --principal-attr level=9 --principal-attr level=1
rune eval -c edge.rune --principal a --action go --resource /tmp/x --var A=1 --var A=2
rune eval -c edge.rune --principal a --action go --resource /tmp/x --principal-attr level=9
