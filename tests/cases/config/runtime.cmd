# facts and data given at run time: what is taken, what is refused, and how files of facts are read
rune query runtime_target.rune 'number(N)' --facts facts
rune query runtime_target.rune 'bigger(X)' --facts facts
rune query runtime_target.rune 'number(N)' --facts broken_facts
rune query runtime_target.rune 'number(N)' --facts nowhere
rune query runtime_target.rune 'approved(A)' --set 'approvals={"delete": {"approved": true}, "x": {"approved": false}}'
rune query runtime_target.rune 'approved(A)' --set 'approvals.delete={"approved": true}' --set 'approvals.delete=null'
rune query runtime_target.rune 'approved(A)' --set 'aprovals={}'
rune query runtime_target.rune 'approved(A)' --set 'approvals={'
rune query runtime_target.rune 'approved(A)' --set 'approvals..x=1'
rune query runtime_target.rune 'busy(github)' --fact 'current_usage(github, 11)'
rune query runtime_target.rune 'busy(github)' --fact 'current_usage(github, 11)' --fact 'current_usage(github, 12)'
rune query runtime_target.rune 'busy(github)' --fact 'current_usage(github, "many")'
rune query runtime_target.rune 'member(X, T)' --fact 'team(cid, red, 3)' --fact 'blocked("/etc")'
rune query runtime_target.rune 'member(X, T)' --fact 'team(cid, red)'
rune query runtime_target.rune 'member(X, T)' --fact 'tem(cid, red, 3)'
rune query runtime_target.rune 'member(X, T)' --fact 'allow_read("/etc/passwd")'
rune query runtime_target.rune 'member(X, T)' --fact 'principal(ann)'
