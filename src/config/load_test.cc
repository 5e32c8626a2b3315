#include <ctime>
#include <filesystem>
#include <fstream>

#include "config/load_for_test.h"
#include "gtest/gtest.h"
#include "value/print.h"

namespace rune::config {
namespace {

using Places = std::vector<std::string>;

TEST(LoadTest, AnEmptyFileSaysNoVersion) {
  EXPECT_EQ(LoadString("").Places(), (Places{"RUNE-C0002 1:1"}));
  EXPECT_EQ(LoadString("# only a comment\n").Places(), (Places{"RUNE-C0002 1:1"}));
}

TEST(LoadTest, VersionsOfTheFirstLanguageAreAccepted) {
  EXPECT_TRUE(LoadString("# c\nversion = \"rune/1.7\"\n").configuration);
  for (const char* bad : {"rune/2.0", "rune/1.", "rune/1.x", "1.0", "rune/1.0 "}) {
    EXPECT_TRUE(LoadString("version = \"" + std::string(bad) + "\"\n").Has("RUNE-C0002")) << bad;
  }
  EXPECT_TRUE(LoadString("version = 1.0\n").Has("RUNE-C0002"));
}

TEST(LoadTest, OptionsArrive) {
  const TestLoad load = LoadBody(
      "cedar = \"strict\"\non_error = \"skip\"\nmerge = \"all\"\nmode = \"observe\"\n"
      "path_types = [\"Dir\"]\npaths.case = \"fold\"\npaths = { relative: \"allow\" }\n");
  EXPECT_TRUE(load.Has("RUNE-C0014")) << load.Text();  // `paths` twice
  const TestLoad good = LoadBody(
      "cedar = \"strict\"\non_error = \"skip\"\nmerge = \"all\"\nmode = \"observe\"\n"
      "path_types = [\"Dir\"]\npaths.case = \"fold\"\npaths.relative = \"allow\"\nenv = [\"A\"]\n"
      "undefined = \"error\"\nbounds.depth = 20\nbounds.request_steps = 5\n");
  ASSERT_TRUE(good.configuration) << good.Text();
  const Options& o = good.configuration->options;
  EXPECT_FALSE(o.extended);
  EXPECT_EQ(o.on_error, OnError::kSkip);
  EXPECT_EQ(o.merge, Merge::kAll);
  EXPECT_EQ(o.mode, Mode::kObserve);
  EXPECT_EQ(o.path_types, std::set<std::string>{"Dir"});
  EXPECT_TRUE(o.fold_paths && o.relative_paths && o.undefined_is_error);
  EXPECT_EQ(o.env, std::vector<std::string>{"A"});
  EXPECT_EQ(o.bounds.depth, 20U);
  EXPECT_EQ(o.bounds.json_depth, 20U);
  EXPECT_EQ(o.bounds.request_steps, 5U);
}

TEST(LoadTest, FindingsInsidePoliciesAndRulesHaveThePlaceOfTheFile) {
  const TestLoad load = LoadBody(
      "[data]\n\xC3\xA9 = 1\n[policies]\npermit(principal, action, resource)\n  when { 1 + };\n"
      "[rules]\np(X) :-\n  q(X,,).\n");
  const Places places = load.Places();
  ASSERT_EQ(places.size(), 3U) << load.Text();
  EXPECT_EQ(places[0].substr(10), " 3:1");
  EXPECT_EQ(places[1].substr(0, 6), "RUNE-P");
  EXPECT_EQ(places[1].substr(10), " 6:14");
  EXPECT_EQ(places[2].substr(0, 6), "RUNE-R");
  EXPECT_EQ(places[2].substr(10), " 9:7");
}

TEST(LoadTest, DataBecomesFactsAndATree) {
  const TestLoad load = LoadBody(
      "[data]\nenvironment = \"production\"\nagent.capabilities = [\"read\", \"write\"]\n"
      "has_role = [[\"ann\", \"admin\"], [\"bob\", 1.0]]\nempty = []\nlimits.a = {calls: 3}\n"
      "[rules]\nx(A) :- empty(A, _).\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  const auto& relations = load.configuration->facts.relations;
  EXPECT_EQ(relations.at({"environment", 1}), (std::set<Tuple>{{Value("production")}}));
  EXPECT_EQ(relations.at({"agent.capabilities", 1}).size(), 2U);
  EXPECT_TRUE(relations.at({"has_role", 2}).contains({Value("bob"), Value(1)}));
  EXPECT_TRUE(relations.at({"empty", 2}).empty());
  EXPECT_EQ(value::ToText(*load.configuration->facts.tree.Find("limits")),
            R"({"a": {"calls": 3}})");
}

TEST(LoadTest, DeclaredTypesAreChecked) {
  EXPECT_TRUE(LoadBody("[data]\na.b: Decimal\na.b = 3\n").configuration);
  EXPECT_TRUE(LoadBody("[data]\na: Map<List<Int>>\na = {x: [1], y: []}\n").configuration);
  EXPECT_TRUE(LoadBody("[data]\na: {b: Long, c?: String}\na = {b: 1}\n").configuration);
  EXPECT_EQ(LoadBody("[data]\na: Long\na = \"x\"\n").Places(), (Places{"RUNE-C0021 4:5"}));
  EXPECT_EQ(LoadBody("[data]\na.b: Long\na = 3\n").Places(), (Places{"RUNE-C0021 4:5"}));
  EXPECT_EQ(LoadBody("[data]\na: {b: Long}\na = {b: 1, c: 2}\n").Places(),
            (Places{"RUNE-C0021 4:5"}));
  const TestLoad entity = LoadBody("[data]\nowner: User\nowner = \"User::ann\"\n");
  ASSERT_TRUE(entity.configuration) << entity.Text();
  EXPECT_EQ(*entity.configuration->facts.tree.Find("owner"), Value(EntityUid{"User", "ann"}));
}

TEST(LoadTest, DeclarationsMayLieBelowOthers) {
  const TestLoad load = LoadBody(
      "[data]\nx.a: Decimal\nx: {a: Decimal, b?: Map<Long>}\nx.b.c: Long\nx.a = 1\nx.b.c = 2\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_TRUE(load.configuration->facts.tree.Find("x")->Find("a")->is(ValueKind::kLong))
      << "1 and 1.0 are one value";
  EXPECT_EQ(LoadBody("[data]\nx.a: Decimal\nx: {a: String}\nx.a = 1\n").Places(),
            (std::vector<std::string>{"RUNE-C0021 5:1"}));
  EXPECT_EQ(LoadBody("[data]\nx.a.b: Long\nx.a.c: Long\nx.a = 1\n").Places(),
            (std::vector<std::string>{"RUNE-C0021 5:7", "RUNE-C0021 5:7"}));
}

// The processor's time to load `[data]` with as many keys, each declared.
double TimeOfKeys(int keys) {
  std::string body = "[data]\n";
  for (int i = 0; i < keys; ++i) {
    const std::string name = "k" + std::to_string(i);
    body += name + ": Decimal\n" + name + " = " + std::to_string(i) + "\n";
  }
  const std::clock_t begin = std::clock();
  EXPECT_TRUE(LoadBody(body).configuration);
  return static_cast<double>(std::clock() - begin);
}

TEST(LoadTest, TimeIsInProportionToTheNumberOfKeys) {
  const double few = TimeOfKeys(2'000);
  EXPECT_LT(TimeOfKeys(16'000) / few, 20) << "eight times as many keys, and 64 would be quadratic";
}

TEST(LoadTest, DeclaredAttributesOfAgentsAreChecked) {
  const TestLoad load = LoadBody(
      "[data]\nagent.score: Decimal\nagent.name = \"a\"\nagent.score = 3\n"
      "[entities]\nAgent.b.score = 4\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  for (const char* id : {"a", "b"}) {
    EXPECT_TRUE(load.configuration->entities.Find({"Agent", id})
                    ->attributes.at("score")
                    .is(ValueKind::kDecimal));
  }
  EXPECT_EQ(LoadBody("[data]\nagent.score: Decimal\n[entities]\nAgent.b.score = \"x\"\n").Places(),
            (Places{"RUNE-C0021 5:7"}));
}

TEST(LoadTest, TemplatesTakeVariablesAndNeverSyntax) {
  LoadInput input;
  input.variables = {{"ENV", "a\"]\n[rules]\nallow_x."}};
  const TestLoad load = LoadBody("[data]\ne = \"<{{ENV}}>\"\n", input);
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(load.configuration->facts.tree.Find("e")->as_string(), "<a\"]\n[rules]\nallow_x.>");
  EXPECT_FALSE(load.configuration->has_rules);
  LoadInput other = input;
  other.variables["ENV"] = "b";
  EXPECT_NE(LoadBody("[data]\ne = \"<{{ENV}}>\"\n", other).configuration->digest,
            load.configuration->digest);
  EXPECT_EQ(LoadBody("[data]\ne = \"<{{ENV}}>\"\n", input).configuration->digest,
            load.configuration->digest);
}

TEST(LoadTest, TheProcessEnvironmentNeedsTheOption) {
  ::setenv("RUNE_TEST_NAME", "from outside", 1);
  EXPECT_TRUE(LoadBody("[data]\ne = \"{{RUNE_TEST_NAME}}\"\n").Has("RUNE-C0017"));
  const TestLoad load =
      LoadBody("env = [\"RUNE_TEST_NAME\"]\n[data]\ne = \"{{RUNE_TEST_NAME}}\"\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(load.configuration->facts.tree.Find("e")->as_string(), "from outside");
}

TEST(LoadTest, VariablesOfTestsServeForFindingThem) {
  const std::string text =
      "[data]\ne = \"{{ENV}}\"\n[[tests.case]]\nname = \"a\"\nvars = { ENV: \"x\" }\n"
      "expect = { outcome: \"DENY\" }\n";
  EXPECT_FALSE(LoadBody(text).configuration);
  LoadInput input;
  input.variables_from_tests = true;
  const TestLoad load = LoadBody(text, input);
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(load.configuration->tests.size(), 1U);
}

TEST(LoadTest, EntitiesOfDataAndOfTheirSectionAreJoined) {
  const TestLoad load = LoadBody(
      "[data]\ngroups.agents = [\"a\", \"User::u\"]\nagent.name = \"a\"\nagent.caps = [\"r\"]\n"
      "[entities]\nAgent.a.in = [\"Team::t\"]\n'N::T'.\"x y\".tags = { k: 1 }\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  const store::Entities& entities = load.configuration->entities;
  const Entity* agent = entities.Find({"Agent", "a"});
  ASSERT_NE(agent, nullptr);
  EXPECT_EQ(agent->parents, (std::set<EntityUid>{{"Group", "agents"}, {"Team", "t"}}));
  EXPECT_EQ(agent->attributes.at("caps"), Value::Set({Value("r")}));
  EXPECT_TRUE(entities.HasAncestor({"User", "u"}, {"Group", "agents"}));
  EXPECT_EQ(entities.Find({"N::T", "x y"})->tags.at("k"), Value(1));
}

TEST(LoadTest, PathsThatBecomeOneAreAContradiction) {
  EXPECT_TRUE(LoadBody("[entities]\nFile.\"/a\".x = 1\nFile.\"//a\".x = 1\n").Has("RUNE-C0029"));
  EXPECT_TRUE(LoadBody("paths.case = \"fold\"\n[entities]\nFile.\"/a\".x = 1\nFile.\"/A\".x = 1\n")
                  .Has("RUNE-C0029"));
  EXPECT_TRUE(LoadBody("[entities]\nFile.\"/a\".x = 1\nOther.\"/a/.\".x = 1\nOther.\"/a\".x = 1\n")
                  .configuration);
}

TEST(LoadTest, AnEmptyRulesSectionIsEmpty) {
  const TestLoad load = LoadBody("[rules]\n[policies]\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_FALSE(load.configuration->has_rules);
  EXPECT_TRUE(load.configuration->policies.empty());
}

TEST(LoadTest, RunTimeFactsGoOnlyWhereTheyMay) {
  const std::string text =
      "[data]\napprovals = {}\nblocked = []\n[rules]\np(X) :- q(X), !blocked(X).\n"
      "deny_all(X) :- p(X), action(X).\n";
  const auto facts = [&](std::vector<std::string> facts) {
    LoadInput input;
    input.facts = std::move(facts);
    return LoadBody(text, input);
  };
  const TestLoad good = facts({"q(a).", "p(b)", "blocked(c)", "current_usage(a, 3)"});
  ASSERT_TRUE(good.configuration) << good.Text();
  EXPECT_TRUE(good.configuration->facts.relations.at({"q", 1}).contains({Value("a")}));
  EXPECT_TRUE(facts({"qq(a)"}).Has("RUNE-Q0001"));
  EXPECT_TRUE(facts({"q(a, b)"}).Has("RUNE-Q0001"));
  EXPECT_TRUE(facts({"deny_all(a)"}).Has("RUNE-Q0001"));
  EXPECT_TRUE(facts({"action(a)"}).Has("RUNE-Q0001"));
  EXPECT_TRUE(facts({"current_usage(a, 3)", "current_usage(a, 4)"}).Has("RUNE-Q0002"));
  const TestLoad same = facts({"q(z)", "current_usage(a, 3)", "current_usage(a, 3)"});
  EXPECT_TRUE(same.configuration) << same.Text();
  EXPECT_FALSE(facts({"q(X)"}).configuration);
}

TEST(LoadTest, RunTimeMapsAreMerged) {
  LoadInput input;
  input.maps = {{"approvals", R"({"a+b": {"approved": true, "by": "ann"}, "c": 1})"},
                {"approvals.a+b", R"({"by": null})"},
                {"approvals.c", "null"}};
  const std::string text = "[data]\napprovals = { old: 1 }\n";
  const TestLoad load = LoadBody(text, input);
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(value::ToText(*load.configuration->facts.tree.Find("approvals")),
            R"({"a+b": {"approved": true}, "old": 1})");
  EXPECT_TRUE(load.configuration->facts.relations.contains({"approvals.a+b.approved", 1}));
  for (const auto& [path, json] : std::vector<std::pair<std::string, std::string>>{
           {"aprovals", "{}"}, {"", "{}"}, {"approvals.", "1"}, {"approvals", "{"}}) {
    LoadInput bad;
    bad.maps = {{path, json}};
    EXPECT_FALSE(LoadBody(text, bad).configuration) << path;
  }
}

TEST(LoadTest, RunTimeMapsMustFitDeclarations) {
  LoadInput input;
  input.maps = {{"limits.calls", "\"many\""}};
  EXPECT_TRUE(LoadBody("[data]\nlimits.calls: Long\n", input).Has("RUNE-C0021"));
  input.maps = {{"limits.calls", "3"}};
  EXPECT_TRUE(LoadBody("[data]\nlimits.calls: Long\n", input).configuration);
}

TEST(LoadTest, DeclaredNamesOfFilesAreNormal) {
  const TestLoad load = LoadBody(
      "[data]\nhome: File\nhome = \"File::/a//b/\"\nagent.home: File\nagent.name = \"x\"\n"
      "agent.home = \"File::/c/./d\"\n");
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(*load.configuration->facts.tree.Find("home"), Value(EntityUid{"File", "/a/b"}));
  EXPECT_EQ(load.configuration->entities.Find({"Agent", "x"})->attributes.at("home"),
            Value(EntityUid{"File", "/c/d"}));
}

TEST(LoadTest, PoliciesAndRulesAreHeldAgainstEachOther) {
  const std::string rules =
      "[data]\nrole = [[\"ann\", \"admin\"]]\n[rules]\n"
      "inputs(API, CurrentCalls) :- role(API, _), CurrentCalls < 3.\n"
      "parts(X, Action) :- role(X, Action).\nopen(X, _Y) :- role(X, _Y).\n"
      "bad(X, Y) :- role(X, Y).\n[policies]\n";
  const auto use = [&](const std::string& condition) {
    return LoadBody(rules + "permit(principal, action, resource) when { " + condition + " };\n");
  };
  for (const char* good : {"resource.api in inputs", "principal in parts", "principal in open",
                           "role(principal, \"admin\")", "bad(principal, context.x)"}) {
    const TestLoad load = use(good);
    EXPECT_TRUE(load.configuration) << good << "\n" << load.Text();
  }
  EXPECT_TRUE(use("principal in rle").Has("RUNE-C0034"));
  EXPECT_TRUE(use("role(principal)").Has("RUNE-C0035"));
  EXPECT_TRUE(use("principal in bad").Has("RUNE-C0036"));
  EXPECT_TRUE(use("principal.y in bad").Has("RUNE-C0036"));
}

TEST(LoadTest, AVoteThatNoPolicyCanFollowIsAWarning) {
  const std::string rules = "[rules]\nallow_file_read(P) :- action(\"file.read\"), path(P).\n";
  EXPECT_FALSE(LoadBody(rules).Has("RUNE-C0037"));
  const auto with = [&](const std::string& policy) {
    return LoadBody(rules + "[policies]\n" + policy).Has("RUNE-C0037");
  };
  EXPECT_TRUE(with("permit(principal, action == Action::\"read\", resource);"));
  EXPECT_TRUE(with("forbid(principal, action, resource);"));
  EXPECT_FALSE(with("permit(principal, action == Action::\"file.read\", resource);"));
  EXPECT_FALSE(
      with("permit(principal, action in [Action::\"a\", Action::\"file.read\"], resource);"));
  EXPECT_FALSE(with("permit(principal, action, resource);"));
}

TEST(LoadTest, LimitsAreRefusedAndSchemasRead) {
  EXPECT_TRUE(LoadBody("[limits]\n").Has("RUNE-C0009"));
  EXPECT_FALSE(LoadBody("[limits]\n").configuration);
  const TestLoad schema = LoadBody("[schema]\nentity A;\n");
  ASSERT_TRUE(schema.configuration) << schema.Text();
  ASSERT_TRUE(schema.configuration->schema);
  EXPECT_TRUE(schema.configuration->schema->entity_types.contains("A"));
}

TEST(LoadTest, ACedarFileIsStrict) {
  EXPECT_TRUE(LoadString("permit(principal, action, resource);", {}, "a.cedar").configuration);
  EXPECT_FALSE(LoadString("permit(...);", {}, "a.cedar").configuration);
  EXPECT_FALSE(
      LoadString("# c\npermit(principal, action, resource);", {}, "a.cedar").configuration);
  EXPECT_FALSE(LoadBody("cedar = \"strict\"\n[policies]\npermit(...);").configuration);
  EXPECT_TRUE(LoadBody("[policies]\npermit(...);").configuration);
}

TEST(LoadTest, HostileTextsAreFindings) {
  const std::string many(100'000, '(');
  for (const std::string& body : std::vector<std::string>{
           "[rules]\np(X) :- X = " + many,
           "[policies]\npermit(principal, action, resource) when " + many,
           "[data]\nx = " + std::string(100'000, '{'), "[data]\nx = \"", "[data]\nx = \"\"\"",
           "[rules]\np(\"", "[policies]\npermit(\"", "[data]\n" + std::string("a\0b = 1", 7),
           "[rules]\n" + std::string("p(a\0)", 5), "[data]\na = 1\na = 2\n",
           "[data]\na: " + std::string(100'000, '{'), "[data]\na: " + [] {
             std::string s;
             for (int i = 0; i < 50'000; ++i) s += "List<";
             return s;
           }()}) {
    const TestLoad load = LoadBody(body);
    EXPECT_FALSE(load.configuration) << body.substr(0, 60);
    EXPECT_FALSE(load.findings.empty()) << body.substr(0, 60);
  }
}

TEST(LoadTest, ALongLineIsNoTrouble) {
  const std::string line(4'000'000, 'x');
  const TestLoad text = LoadBody("[data]\na = \"" + line + "\"\nb = c\n");
  EXPECT_EQ(text.Places(), (Places{"RUNE-C0011 4:5"}));
  EXPECT_FALSE(LoadBody(line).configuration);
  EXPECT_TRUE(LoadBody("# " + line).configuration);
}

}  // namespace
}  // namespace rune::config
