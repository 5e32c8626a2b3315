// What rules see of a request: relations, inputs by name, votes, tests, usage (language clauses
// 4.3, 4.4, 5, 6.1).
#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

using Strings = std::vector<std::string>;

World& Small(World& world) {
  return world
      .Add(
          R"(Agent::"bot")",
          R"({"level": 3, "tags": ["b", "a"], "home": {"city": "Ulm", "a.b": {"c": 1}}, "empty": [],
               "boss": {"__entity": {"type": "User", "id": "ann"}},
               "quota": {"__extn": {"fn": "decimal", "arg": "2.0"}}})",
          {R"(Group::"agents")"})
      .Add(R"(Group::"agents")", "{}", {R"(Group::"all")"})
      .Add(R"(File::"/tmp/a.txt")",
           R"({"path": "/tmp/a.txt", "directory": "/tmp", "level": 1, "owner": "ann"})")
      .Asks(
          R"(Agent::"bot")", R"(Action::"file.read")", R"(File::"/tmp/a.txt")",
          R"({"level": 9, "purpose": "test", "set": [1, 2], "params": {"n": 1, "o": {"k": [3, 4]}},
                "args": {"secret": 1}})");
}

struct RelationCase {
  const char* name;
  const char* goal;
  const char* rows;
};

class RequestRelationTest : public testing::TestWithParam<RelationCase> {};

TEST_P(RequestRelationTest, Rows) {
  World world;
  Small(world).Rules("p(1).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query(GetParam().goal), GetParam().rows);
}

const RelationCase kRelations[] = {
    {"principal", "principal(X)", "(\"bot\")"},
    {"principal_type", "principal_type(X)", "(\"Agent\")"},
    {"principal_uid", "principal_uid(X)", "(Agent::\"bot\")"},
    {"principal_attr", "principal_attr(_, K, V)",
     "(\"bot\", \"boss\", User::\"ann\") (\"bot\", \"home.a\\\\.b.c\", 1) "
     "(\"bot\", \"home.city\", \"Ulm\") (\"bot\", \"level\", 3) (\"bot\", \"quota\", 2) "
     "(\"bot\", \"tags\", \"a\") (\"bot\", \"tags\", \"b\")"},
    {"principal_parent", "principal_parent(bot, X)",
     "(\"bot\", Group::\"agents\") (\"bot\", Group::\"all\")"},
    {"resource", "resource(X)", "(\"/tmp/a.txt\")"},
    {"resource_attr", "resource_attr(X, owner, V)", "(\"/tmp/a.txt\", \"owner\", \"ann\")"},
    {"action", "action(X)", "(\"file.read\")"},
    {"action_param", "action_param(A, K, V)",
     "(\"file.read\", \"n\", 1) (\"file.read\", \"o.k\", 3) (\"file.read\", \"o.k\", 4)"},
    {"context_without_args", "context(K, V)",
     "(\"level\", 9) (\"params.n\", 1) (\"params.o.k\", 3) (\"params.o.k\", 4) "
     "(\"purpose\", \"test\") (\"set\", 1) (\"set\", 2)"},
    {"path", "path(X)", "(\"/tmp/a.txt\")"},
    {"no_command", "command(X)", "none"},
    {"entity_is", "entity_is(Group::\"all\")", "none"},
    {"entity_is_known", "entity_is(Group::\"agents\")", "(Group::\"agents\")"},
    {"entity_parent", "entity_parent(Agent::\"bot\", X)", "(Agent::\"bot\", Group::\"agents\")"},
    {"entity_ancestor_of", "entity_ancestor(X, Group::\"all\")",
     "(Agent::\"bot\", Group::\"all\") (Group::\"agents\", Group::\"all\")"},
    {"entity_attr", "entity_attr(X, level, V)",
     "(Agent::\"bot\", \"level\", 3) (File::\"/tmp/a.txt\", \"level\", 1)"},
};

INSTANTIATE_TEST_SUITE_P(Request, RequestRelationTest, testing::ValuesIn(kRelations),
                         [](const auto& test) { return std::string(test.param.name); });

struct VoteCase {
  const char* name;
  const char* rules;
  RelationName relation;
  const char* truth;
  Strings clauses;
};

class VoteTest : public testing::TestWithParam<VoteCase> {};

TEST_P(VoteTest, Votes) {
  World world;
  Small(world).Rules(GetParam().rules).Usage("bot", 7);
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Vote(GetParam().relation), GetParam().truth);
  EXPECT_EQ(world.clauses(), GetParam().clauses);
}

const VoteCase kVotes[] = {
    {"path_bound_before",
     "allow_file_read(Path) :- path(Path), Path.starts_with(\"/tmp\").",
     {"allow_file_read", 1},
     "true",
     {"allow_file_read/1#1 true"}},
    {"bound_although_a_literal_binds",
     "owned(\"/etc/x\"). allow_file_read(Path) :- owned(Path), action(_).",
     {"allow_file_read", 1},
     "false",
     {}},
    {"part_as_input",
     "deny_x(Principal) :- Principal == \"bot\".",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"part_by_alias",
     "deny_x(User, File, Dir) :- User == \"bot\", File == \"/tmp/a.txt\", "
     "Dir == \"/tmp\".",
     {"deny_x", 3},
     "true",
     {"deny_x/3#1 true"}},
    {"constant_head_differs",
     "deny_x(\"other\") :- action(_). deny_x(Agent) :- Agent == \"x\".",
     {"deny_x", 1},
     "false",
     {}},
    {"request_lacks_the_part", "deny_x(Command) :- Command != \"ls\".", {"deny_x", 1}, "false", {}},
    {"unnamed_first_takes_resource",
     "allow_file_read(\"/tmp/a.txt\") :- action(_).",
     {"allow_file_read", 1},
     "true",
     {"allow_file_read/1#1 true"}},
    {"unnamed_first_other_resource",
     "allow_file_read(\"/tmp/b.txt\") :- action(_).",
     {"allow_file_read", 1},
     "false",
     {}},
    {"existential",
     "r(1). r(2). deny_x(N) :- r(N), action(_).",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"input_of_resource_first",
     "deny_x(Level) :- Level == 1.",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"input_of_context",
     "deny_x(Purpose) :- Purpose == \"test\".",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"input_never_from_args",
     "deny_x(Secret) :- Secret == 1.",
     {"deny_x", 1},
     "error",
     {"deny_x/1#1 error"}},
    {"input_set_as_it_is",
     "deny_x(Tags) :- \"a\" in Tags, len(Tags) == 2.",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"unprovided_but_false",
     "deny_x(Nothing) :- action(\"other\"), Nothing == 1.",
     {"deny_x", 1},
     "false",
     {}},
    {"unprovided_and_unread",
     "deny_x(Nothing) :- action(_).",
     {"deny_x", 1},
     "error",
     {"deny_x/1#1 error"}},
    {"unprovided_beside_true",
     "deny_x(Nothing) :- action(_). deny_x(1) :- action(_).",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 error", "deny_x/1#2 true"}},
    {"usage_of_first",
     "deny_x(Principal, CurrentCalls) :- CurrentCalls >= 7.",
     {"deny_x", 2},
     "true",
     {"deny_x/2#1 true"}},
    {"usage_of_first_bound_by_body",
     "k(bot). k(other). deny_x(Key, CurrentUsage) :- k(Key), CurrentUsage >= 7.",
     {"deny_x", 2},
     "true",
     {"deny_x/2#1 true"}},
    {"entity_parameter",
     ".decl deny_x(principal: Agent)\ndeny_x(Principal) :- Principal == Agent::\"bot\".",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"disagreeing_names_are_not_parts",
     "r(1). deny_x(Principal) :- r(Principal), action(_). deny_x(Thing) :- r(Thing), action(_).",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true", "deny_x/1#2 true"}},
    {"stored_votes_name_their_clause",
     "r(bot). r(x). deny_x(Principal) :- r(Principal).",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
    {"fact_votes",
     "deny_x(bot). deny_x(Principal) :- Principal == \"y\".",
     {"deny_x", 1},
     "true",
     {"deny_x/1#1 true"}},
};

INSTANTIATE_TEST_SUITE_P(Request, VoteTest, testing::ValuesIn(kVotes),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(OpenRelations, TakeInputsFromTheLiteral) {
  World world;
  Small(world).Rules(
      "big(X) :- X > 10. q(5). q(50). p(X) :- q(X), big(X). n(X) :- q(X), not big(X).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X)"), "(50)");
  EXPECT_EQ(world.Query("n(X)"), "(5)");
  EXPECT_EQ(world.Query("big(11)"), "(11)");
}

TEST(OpenRelations, RecursionIsTabled) {
  World world;
  Small(world).Rules(
      "down(N) :- N <= 0. down(N) :- N > 0, M = N - 1, down(M). "
      "loop(N) :- loop(N). loop(N) :- N == 3. start(200). p :- start(N), down(N).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p"), "()");
  EXPECT_EQ(world.Query("loop(3)"), "(3)");
  EXPECT_EQ(world.Query("loop(4)"), "none");
}

TEST(OpenRelations, QueriesLeaveOutWhatNobodyProvides) {
  World world;
  Small(world).Rules("p(1, a). p(X, b) :- X > 10. p(Level, Nobody) :- Level == 1, Nobody == 2.");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("p(X, Y)"), "open (1, \"a\")");
  EXPECT_EQ(world.Query("p(11, Y)"), "open (11, \"b\")");
  EXPECT_EQ(world.Query("p(1, 2)"), "(1, 2)");
}

TEST(OpenRelations, QueriesFillInputsByName) {
  World world;
  Small(world).Rules("near(Path) :- Path.starts_with(\"/tmp\"). high(Level) :- Level > 0.");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("near(X)"), "(\"/tmp/a.txt\")");
  EXPECT_EQ(world.Query("high(X)"), "(1)");
  EXPECT_EQ(world.Query("near(\"/etc\")"), "none");
}

TEST(PredicateTests, BindByNameOrFirstAndHandOverIds) {
  World world;
  Small(world).Rules(
      "safe(Level, Directory) :- Directory.starts_with(\"/tmp\"), Level == 1. "
      "known(Who) :- who(Who). who(ann). "
      ".decl group(g: Group)\ngroup(Group::\"agents\"). "
      "mine(Owner, Principal) :- owns(Principal, Owner). owns(bot, ann).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.TestIn({"safe", 2}, "directory", Value("/tmp/x")), "true");
  EXPECT_EQ(world.TestIn({"safe", 2}, "level", Value(1)), "true") << "the directory is a part";
  EXPECT_EQ(world.TestIn({"safe", 2}, "other", Value(2)), "false") << "else the first";
  EXPECT_EQ(world.TestIn({"known", 1}, "owner", Value(EntityUid{"User", "ann"})), "true");
  EXPECT_EQ(world.TestIn({"group", 1}, "g", Value(EntityUid{"Group", "agents"})), "true");
  EXPECT_EQ(world.TestIn({"mine", 2}, "owner", Value("ann")), "true");
  EXPECT_EQ(world.TestCall("owns", {Value("bot"), Value("eve")}), "false");
  EXPECT_EQ(world.TestCall("owns", {Value(EntityUid{"Agent", "bot"}), Value("ann")}), "true");
  EXPECT_EQ(world.TestCall("nobody", {Value(1)}), "fault: there is no relation `nobody/1`");
}

TEST(PredicateTests, DecimalsAreCanonical) {
  World world;
  Small(world).Rules("p(1).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.TestCall("p", {Value(Decimal{1'000'000'000})}), "true");
}

TEST(PredicateTests, APartThatIsLackingIsAnError) {
  World world;
  Small(world).Rules("p(X, Command) :- r(X), Command != \"rm\". r(1).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.TestIn({"p", 2}, "x", Value(1)), "error");
  EXPECT_EQ(world.errors(), Strings{"p/2#1 unprovided_input"});
  EXPECT_EQ(world.TestIn({"p", 2}, "x", Value(2)), "false");
}

TEST(Usage, IsReadOncePerKey) {
  World world;
  Small(world)
      .Usage("github", 49)
      .Rules(
          "limit(github, 50). ok(Api, CurrentCalls) :- limit(Api, M), CurrentCalls < M. "
          "twice(A, B) :- current_usage(github, A), current_usage(github, B).");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.TestIn({"ok", 2}, "api", Value("github")), "true");
  EXPECT_EQ(world.TestIn({"ok", 2}, "api", Value("openai")), "false") << "no limit, no instance";
  EXPECT_EQ(world.Query("twice(A, B)"), "(49, 49)");
}

TEST(Queries, FaultOnWhatNothingMentions) {
  World world;
  Small(world).Rules("p(1).").Data(R"({"only": {"data": 1}})");
  ASSERT_EQ(world.Load(), "ok");
  EXPECT_EQ(world.Query("nothing(X)"), "fault: there is no relation `nothing/1`");
  EXPECT_EQ(world.Query("p(X, Y)"), "fault: there is no relation `p/2`; `p` has 1 arguments");
  EXPECT_EQ(world.Query("only.data(X)"), "(1)");
}

// The programs of the whitepaper, as their text says they answer.
TEST(SeedPrograms, RatesCountCallsBeforeThisOne) {
  const char* rules =
      "within_rate_limit(API, CurrentCalls) :- rate_limits.API = {calls: Max, window: _}, "
      "CurrentCalls < Max.\n"
      "burst_allowed(API) :- rate_limits.API = {calls: Max, window: _}, current_usage(API, Calls), "
      "Calls < Max * 1.2.";
  const struct {
    std::optional<std::int64_t> usage;
    const char* within;
    const char* burst;
  } cases[] = {{49, "true", "true"},
               {1000, "false", "true"},
               {1199, "false", "true"},
               {1200, "false", "false"},
               {std::nullopt, "error", "error"}};
  for (const auto& c : cases) {
    World world;
    world.Rules(rules).Data(R"({"rate_limits": {"github": {"calls": 1000, "window": 3600}}})");
    world.Asks(R"(Agent::"a")", R"(Action::"api.call")", R"(API::"github")");
    if (c.usage) world.Usage("github", *c.usage);
    ASSERT_EQ(world.Load(), "ok");
    EXPECT_EQ(world.TestIn({"within_rate_limit", 2}, "api", Value("github")), c.within);
    EXPECT_EQ(world.TestIn({"burst_allowed", 1}, "api", Value("github")), c.burst);
  }
}

TEST(SeedPrograms, BreakGlassReadsTheApproval) {
  const char* rules =
      "approved_by_human(Action, Resource) :- approvals[Action+Resource] = {approved: true, by: "
      "Human}.\n"
      "emergency_access(Action, Resource) :- context.emergency == true, "
      "approved_by_human(Action, Resource).";
  const struct {
    const char* data;
    const char* context;
    const char* truth;
  } cases[] = {
      {R"({"approvals": {}})", "{}", "false"},
      {R"({"approvals": {}})", R"({"emergency": true})", "false"},
      {R"({"approvals": {"delete+users": {"approved": true, "by": "alice"}}})",
       R"({"emergency": true})", "true"},
      {R"({"approvals": {"delete+users": {"approved": true, "by": "alice"}}})", "{}", "error"},
  };
  for (const auto& c : cases) {
    World world;
    world.Rules(rules).Data(c.data);
    world.Asks(R"(Agent::"a")", R"(Action::"delete")", R"(Database::"users")", c.context);
    ASSERT_EQ(world.Load(), "ok");
    EXPECT_EQ(
        world.TestIn({"emergency_access", 2}, "resource", Value(EntityUid{"Database", "users"})),
        c.truth);
  }
}

TEST(SeedPrograms, EnvironmentsVoteAndAreTested) {
  const char* rules =
      "allow_shell_exec(Cmd) :- environment(\"development\"), action(\"shell.exec\").\n"
      "allow_shell_exec(Cmd) :- environment(\"production\"), action(\"shell.exec\"), "
      "Cmd in [\"ls\", \"cat\", \"grep\"].\n"
      "allow_shell_exec(Cmd) :- environment(\"staging\"), action(\"shell.exec\"), "
      "not dangerous_command(Cmd).\n"
      "dangerous_command(Cmd) :- Cmd.contains(\"rm\").\n"
      "dangerous_command(Cmd) :- Cmd.contains(\"curl\").";
  const struct {
    const char* environment;
    const char* command;
    const char* truth;
  } cases[] = {{"development", "rm -rf /tmp/test", "true"},
               {"staging", "rm -rf /tmp/test", "false"},
               {"staging", "ls", "true"},
               {"production", "ls", "true"},
               {"production", "python script.py", "false"}};
  for (const auto& c : cases) {
    World world;
    world.Rules(rules).Data(std::string(R"({"environment": ")") + c.environment + "\"}");
    world.Add(R"(Command::"c")", std::string(R"({"command": ")") + c.command + "\"}");
    world.Asks(R"(Agent::"a")", R"(Action::"shell.exec")", R"(Command::"c")");
    ASSERT_EQ(world.Load(), "ok");
    EXPECT_EQ(world.Vote({"allow_shell_exec", 1}), c.truth) << c.environment << c.command;
    EXPECT_EQ(world.TestIn({"allow_shell_exec", 1}, "command", Value(c.command)), c.truth);
  }
}

}  // namespace
}  // namespace rune::datalog
