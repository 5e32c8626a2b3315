# fmt: one layout for policies and schemas; the rest of a .rune file stays byte for byte
rune fmt wide.cedar
rune fmt --line-width 40 --indent-width 4 wide.cedar
rune fmt ../cli/agent.rune
rune fmt shop.cedarschema
rune fmt --check pretty.cedar
rune fmt --check pretty.cedar wide.cedar ../cli/agent.rune
rune fmt --check wide.cedar --format json
rune fmt pretty.cedar --format json
rune fmt broken.cedar
rune fmt broken.cedar --format json
rune fmt fmt.cmd
rune fmt --check --write pretty.cedar
rune fmt --indent-width 0 set_as_header.rune
rune fmt empty.cedar
rune fmt comments.cedar
rune fmt --check empty.cedar
rune fmt ../config/schema_comments.rune
