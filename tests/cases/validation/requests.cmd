# requests are held against the schema: what does not fit is a fault, never a permission
rune eval -c schema_requests.rune --principal a --action file.read --resource /x --context hour=9
rune eval -c schema_requests.rune --principal a --action file.read --resource /x
rune eval -c schema_requests.rune --principal a --action file.write --resource /x --context hour=9
rune eval -c schema_requests.rune --principal a --action file.raed --resource /x --context hour=9
rune eval -c schema_requests.rune --principal 'File::"/y"' --action file.read --resource /x --context hour=9
rune eval -c schema_requests.rune --principal a --action file.read --resource /x --context hour=9 --principal-attr level=high
rune eval -c schema_requests.rune --principal a --action file.read --resource /x --context hour=9 --principal-attr level=3 --format json
rune eval -c schema_requests.rune --principal a --action file.read --resource /x --context hour=9 --context args='{"x": 1}'
