# eval --explain full: which clause of which policy decided, and the values it saw
rune eval -c explained.rune --principal ann --action read --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action write --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal bob --action write --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action count --resource 'Doc::"plan"' --context 'n="3"' --explain full
rune eval -c explained.rune --principal ann --action list --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action join --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action open --resource /srv/.env --explain full
rune eval -c explained.rune --principal ann --action see --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action pick --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action wave --resource 'Doc::"plan"' --explain full
rune eval -c explained.rune --principal ann --action ship --resource /srv/a.txt --explain full
rune eval -c explained.rune --principal ann --action read --resource 'Doc::"plan"' --explain full --format json
rune eval -c explained.rune --principal ann --action count --resource 'Doc::"plan"' --context 'n="3"' --explain full --format json
rune eval -c explained.rune --principal ann --action join --resource 'Doc::"plan"' --explain full --format json
