#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "base/format.h"
#include "datalog/program.h"
#include "datalog/syntax/parse.h"
#include "datalog/syntax/random_rules.h"

namespace rune::datalog {
namespace {

// What CheckRules is given, one part at a time.
CheckInput Roots(std::set<std::string> roots) {
  CheckInput input;
  input.data_roots = std::move(roots);
  return input;
}
CheckInput Declared(std::string path, ColumnType type) {
  CheckInput input;
  input.declared_paths.emplace(std::move(path), type);
  return input;
}
CheckInput Given(const store::Facts& facts) {
  CheckInput input;
  input.facts = &facts;
  return input;
}
CheckInput UsedByPolicies(RelationName name) {
  CheckInput input;
  input.used_by_policies.emplace_back(std::move(name), text::Span{});
  return input;
}
CheckInput Actions(const std::vector<std::string>& ids) {
  CheckInput input;
  for (const std::string& id : ids) input.actions.emplace_back(id, text::Span{});
  return input;
}
CheckInput UndefinedIsError() {
  CheckInput input;
  input.undefined_is_error = true;
  return input;
}

struct Checked {
  Program program;
  std::string findings;  // `CODE line:column message`, warnings with a `?` behind the code
  bool errors = false;
};

Checked CheckText(std::string text, CheckInput input = {}) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  Rules rules = ParseRules(sources.Whole(sources.Add("rules", std::move(text))), {}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  Checked out;
  out.program = CheckRules(std::move(rules), input, diagnostics);
  out.errors = diagnostics.has_errors();
  for (const Diagnostic& d : diagnostics.Sorted()) {
    out.findings += Format("{}{} {}:{} {}\n", d.code, d.severity == Severity::kWarning ? "?" : "",
                           d.place.line, d.place.column, d.message);
    for (const std::string& note : d.notes) out.findings += "  " + note + "\n";
  }
  return out;
}

std::string Findings(std::string text, CheckInput input = {}) {
  return CheckText(std::move(text), std::move(input)).findings;
}

// The parameters of a relation, inputs with a `+`.
std::string Parameters(const Program& program, const RelationName& name) {
  std::string out;
  for (const Parameter& parameter : program.Find(name)->parameters) {
    out +=
        Format("{}{} ", parameter.input ? "+" : "", parameter.name.empty() ? "?" : parameter.name);
  }
  return out;
}

// Relations of one column that the cases below may read.
const char* const kBase = "s(a). e(a, b). ";

struct Pair {
  const char* text;
  const char* expected;
};

TEST(OpennessTest, AParameterIsAnInputWhenNothingBindsIt) {
  const Pair kCases[] = {
      {"p(X) :- s(X).", "X "},
      {"p(X) :- s(a).", "+X "},
      {"p(X).", "+X "},
      {"p(X) :- X.starts_with(\"a\").", "+X "},
      {"p(X) :- s(Y), X = Y + 1.", "X "},
      {"p(X, Y) :- Y = X + 1.", "+X Y "},
      {"p(X, Y) :- X = Y + 1, Y = Z, s(Z).", "X Y "},
      {"p(X, Y) :- X = Y.", "+X Y "},
      {"p(X) :- X in [1, 2].", "X "},
      {"p(X) :- X in s.", "X "},
      {"p(X) :- not s(X).", "+X "},
      {"p(K, M) :- limits.K = {calls: M}.", "K M "},
      {"p(A, B, M) :- limits[A + B] = M.", "+A +B M "},
      {"p(X) :- context.k = X.", "X "},
      {"p(X) :- X == 3.", "+X "},
      {"p(U, N) :- N = count(X : e(U, X)).", "U N "},
      {"p(X) :- s(X); e(X, Y), Y > a.", "X "},
      {"p(X) :- s(X); X > 1.", "+X "},
      {"p(X) :- o(X, _). o(X, Y) :- X > 1, s(Y).", "+X "},
      {"p(Y) :- o(_, Y). o(X, Y) :- X > 1, s(Y).", "Y "},
      {"p(X) :- q(X). q(X) :- p(X). q(X) :- X > 1.", "+X "},
      {"p(X) :- q(X). q(X) :- p(X).", "X "},
      {"p(N) :- current_usage(a, N).", "N "},
      {"p(K, N) :- current_usage(K, N).", "+K N "},
      {"p(_) :- s(a).", "+? "},
      {"p(Path) :- s(a). p(path) :- s(a). p(PATH) :- s(a).", "+Path "},
      {"p(Path) :- s(a). p(File) :- s(a).", "+? "},
      {"p(A, B) :- [A, B] = data.pair.", "A B "},
  };
  for (const Pair& c : kCases) {
    const Checked checked = CheckText(std::string(kBase) + c.text, Roots({"limits", "data"}));
    const auto& parameters = checked.program.by_name.at("p").front();
    EXPECT_EQ(Parameters(checked.program, parameters), c.expected) << c.text;
  }
}

TEST(SafetyTest, NamesTheVariableAndTheClause) {
  const Pair kCases[] = {
      {"p(X) :- s(X), Y > 3.", "RUNE-R0106 1:30 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(X) :- s(X), not e(X, Y).", "RUNE-R0106 1:30 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(X) :- s(X), not e(X, _).", ""},
      {"p(X) :- s(X), Y = Z + 1.", "RUNE-R0106 1:30 nothing binds the variable `Z` in `p/1#1`\n"},
      {"p(X) :- s(X), Y = Z.", "RUNE-R0106 1:30 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(X) :- s(X), _ > 3.", "RUNE-R0106 1:30 `_` has no value here, in `p/1#1`\n"},
      {"p(X) :- s(X), X in [Y].", "RUNE-R0106 1:30 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(X) :- s(X); s(a), Y > X.", "RUNE-R0106 1:36 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(X) :- e(Y + 1, X).", "RUNE-R0106 1:24 nothing binds the variable `Y` in `p/1#1`\n"},
      {"p(U, N) :- N = count(X : s(X), X > U).",
       "RUNE-R0106 1:47 nothing binds the variable `U` in `p/2#1`\n"},
      {"p(U, N) :- s(U), N = count(X : s(X), X > U).", ""},
      {"p(N) :- N = count(X : s(Y)).",
       "RUNE-R0106 1:34 nothing binds the variable `X` in `p/1#1`\n"},
      {"p(N) :- N = sum(N : s(N)).",
       "RUNE-R0012 1:24 `N` is the result of this aggregate and stands inside it too\n"},
      {".check c :- s(X), X > Y.",
       "RUNE-R0106 1:34 nothing binds the variable `Y` in the check `c`\n"},
      {"o(X) :- X > 1. p(Y) :- s(Y), not o(Z).",
       "RUNE-R0107 1:51 `o/1` needs a value for its parameter 1 from whoever asks it, and `Z` has "
       "none in `p/1#1`\n"
       "  the literal stands under negation, where nothing else can give the value\n"},
      {"o(X) :- X > 1. p(N) :- N = count(Z : o(Z)).",
       "RUNE-R0107 1:55 `o/1` needs a value for its parameter 1 from whoever asks it, and `Z` has "
       "none in `p/1#1`\n"
       "  the literal stands in an aggregate, where nothing else can give the value\n"},
      {"o(X) :- X > 1. p(Y) :- s(Y), not o(Y), o(Z).", ""},
      {"p(N) :- s(Y), current_usage(K, N).",
       "RUNE-R0107 1:44 `current_usage/2` needs a value for its parameter 1 from whoever asks it, "
       "and `K` has none in `p/1#1`\n"
       "  the literal reads usage under a key, where nothing else can give the value\n"},
  };
  for (const Pair& c : kCases)
    EXPECT_EQ(Findings(std::string(kBase) + c.text), c.expected) << c.text;
}

TEST(StrataTest, ACycleThroughNegationIsPrinted) {
  EXPECT_EQ(Findings("s(a). p(X) :- q(X). q(X) :- r(X). r(X) :- s(X), not p(X)."),
            "RUNE-R0108 1:49 `r/1` depends on itself through negation or an aggregate\n"
            "  the cycle: r/1 -> not p/1 -> q/1 -> r/1\n");
  EXPECT_EQ(Findings("s(a). p(N) :- N = count(X : p(X))."),
            "RUNE-R0108 1:29 `p/1` depends on itself through negation or an aggregate\n"
            "  the cycle: p/1 -> not p/1\n");
  EXPECT_EQ(Findings("s(a). p(X) :- s(X), not q(X). q(X) :- s(X), X > a."), "");
}

TEST(StrataTest, ComponentsComeAfterWhatTheyRead) {
  const Program program = CheckText("a :- b. b :- c, d. c :- b. d. e :- not a.").program;
  const auto component = [&](const char* name) { return program.Find({name, 0})->component; };
  EXPECT_EQ(component("b"), component("c"));
  EXPECT_LT(component("d"), component("b"));
  EXPECT_LT(component("b"), component("a"));
  EXPECT_LT(component("a"), component("e"));
}

TEST(StrataTest, AChainOfAnyLengthIsNoRecursion) {
  std::string text = "p0(a).\n";
  for (int i = 1; i < 20'000; ++i) text += Format("p{}(X) :- p{}(X).\n", i, i - 1);
  EXPECT_EQ(Findings(text), "");
}

TEST(RecursionTest, NewValuesInsideRecursionAreAWarning) {
  EXPECT_EQ(Findings("p(0). p(Y) :- p(X), Y = X + 1."),
            "RUNE-R0109? 1:9 `p/1#2` makes new values of `Y` each time it runs, and runs on what "
            "it made\n");
  EXPECT_EQ(Findings("p(0). p(Z) :- p(X), Y = X + 1, Z = Y."),
            "RUNE-R0109? 1:9 `p/1#2` makes new values of `Z` each time it runs, and runs on what "
            "it made\n");
  EXPECT_EQ(Findings("p(0). p(Y) :- p(X), Y = X + 1, q(Y). q(1)."), "");
  EXPECT_EQ(Findings("q(0). p(Y) :- q(X), Y = X + 1."), "");
}

TEST(NamesTest, UndefinedIsAWarningOrAnError) {
  EXPECT_EQ(Findings("user(a). p(X) :- usr(X)."),
            "RUNE-R0102? 1:18 nothing defines the relation `usr/1`; it is empty\n");
  EXPECT_EQ(Findings("p(X) :- usr(X).", UndefinedIsError()).substr(0, 11), "RUNE-R0102 ");
  for (const char* critical :
       {"deny(Path) :- p(Path). p(X) :- usr(X).", "allow_x(Path) :- p(Path). p(X) :- usr(X).",
        ".check c :- p(_). p(X) :- usr(X).", ".check c :- usr(_)."}) {
    EXPECT_NE(Findings(critical).find("RUNE-R0102 "), std::string::npos) << critical;
  }
  EXPECT_EQ(Findings("p(X) :- usr(X).", UsedByPolicies({"p", 1})).substr(0, 11), "RUNE-R0102 ");
  EXPECT_EQ(Findings("p(a).", UsedByPolicies({"q", 1})).substr(0, 11), "RUNE-R0102 ");
  EXPECT_EQ(Findings(".decl usr(x: String)\np(X) :- usr(X)."), "");
}

TEST(NamesTest, DataThatIsNotThere) {
  EXPECT_EQ(Findings("p(X) :- projct.root = X.", Roots({"project"})),
            "RUNE-R0103? 1:9 there is no data `projct`; what reads it is false\n");
  EXPECT_EQ(Findings("deny(Path) :- projct.root = Path.").substr(0, 11), "RUNE-R0103 ");
  EXPECT_EQ(Findings("p(X) :- a.b = X.", Declared("a.b", ColumnType::kString)), "");
  EXPECT_EQ(Findings("p :- mode == x.").substr(0, 11), "RUNE-R0103?");
}

TEST(NamesTest, AnotherArityIsAnError) {
  EXPECT_EQ(Findings("q(a, b). p(X) :- q(X)."),
            "RUNE-R0104 1:18 `q` has no form with 1 argument\n");
  EXPECT_EQ(Findings("p(X) :- principal(X, _)."),
            "RUNE-R0104 1:9 `principal` has no form with 2 arguments\n");
  EXPECT_EQ(Findings("q(a, b). q(a). p(X) :- q(X)."), "");
}

TEST(NamesTest, WhatTheLanguageKeepsForItself) {
  for (const char* text :
       {"path(a).", "action(X) :- s(X). s(a).", "current_usage(a, 1).", "contains(a).", "lower(a).",
        "ip(a).", "isIpv4(a).", "count(a).", ".decl path(x: String)", "sum :- path(_)."}) {
    EXPECT_EQ(Findings(text).substr(0, 10), "RUNE-R0101") << text;
  }
  EXPECT_EQ(Findings("path(a, b). current_usage(a)."), "");
}

TEST(NamesTest, ADeclarationStandsOnce) {
  EXPECT_EQ(Findings(".decl p(x: Long)\n.decl p(y: Long)\n.decl p(x: Long, y: Long)"),
            "RUNE-R0105 2:1 `p/1` is declared a second time\n");
}

TEST(TypesTest, KindsThatMeet) {
  const Pair kCases[] = {
      {"s(a). p(X) :- principal_uid(X), s(X).",
       "RUNE-R0110 1:29 an entity and a text meet in one place\n"},
      {"p(X) :- principal_uid(X), path(X).",
       "RUNE-R0110 1:32 a text and an entity meet in one place\n"},
      {"q(a). q(Agent::\"a\"). p(X) :- q(X).",
       "RUNE-R0110 1:9 an entity and a text meet in one place\n"},
      {".decl q(x: Any)\nq(a). q(Agent::\"a\"). p(X) :- q(X).", ""},
      {"q(a). q(Agent::\"a\").", ""},
      {"q(a). q(1). p(X) :- q(X).", ""},
      {".decl q(x: Long)\nq(a).", "RUNE-R0110 2:3 a text and an integer meet in one place\n"},
      {".decl q(x: Long)\nq(1.5).", "RUNE-R0110 2:3 a decimal and an integer meet in one place\n"},
      {".decl q(x: Decimal)\nq(1.5). q(2).", ""},
      {".decl q(x: Long)\n.decl r(x: String)\np(X) :- q(X), r(X).",
       "RUNE-R0110 2:1 a text and an integer meet in one place\n"},
      {".decl q(x: Long)\np(X) :- q(X), X.starts_with(\"a\").",
       "RUNE-R0110 2:15 this is an integer, and `starts_with` wants a text\n"},
      {".decl q(x: String)\np(Y) :- q(X), Y = X * 2.",
       "RUNE-R0110 2:19 this is a text, and `arithmetic` wants a number\n"},
      {".decl q(x: String)\np(Y) :- q(X), Y = X + \"a\".", ""},
      {"p(T) :- principal_attr(_, team, T), s(T). s(a). q(M) :- principal_attr(_, boss, M), "
       "entity_is(M).",
       ""},
      {"p(X) :- principal_uid(X), X == \"a\".", ""},
  };
  for (const Pair& c : kCases) EXPECT_EQ(Findings(c.text), c.expected) << c.text;
  EXPECT_EQ(Findings("p :- starts_with(a.b, \"x\").", Declared("a.b", ColumnType::kLong)),
            "RUNE-R0110 1:18 `a.b` is declared as an integer, and `starts_with` wants a text\n");
}

TEST(TypesTest, KindsThatMeetInData) {
  store::Facts facts;
  facts.Add("owner", {Value("ann")});
  facts.Add("owner", {Value(EntityUid{"Agent", "bob"})});
  EXPECT_EQ(Findings("p :- owner(_). q(X) :- owner(X).", Given(facts)).substr(0, 15),
            "RUNE-R0110 1:12");
  EXPECT_EQ(Findings("p(a).", Given(facts)), "");
  EXPECT_EQ(Findings(".decl owner(x: Any)\nq(X) :- owner(X).", Given(facts)), "");
}

TEST(TypesTest, ColumnsHaveTypes) {
  const Program program =
      CheckText("p(X, Y, Z) :- principal_uid(X), path(Y), n(Z). n(1). q(X) :- p(X, _, _).").program;
  EXPECT_EQ(program.Find({"p", 3})->parameters[0].type, ColumnType::kEntity);
  EXPECT_EQ(program.Find({"p", 3})->parameters[1].type, ColumnType::kString);
  EXPECT_EQ(program.Find({"p", 3})->parameters[2].type, ColumnType::kUnknown);
  EXPECT_EQ(program.Find({"q", 1})->parameters[0].type, ColumnType::kEntity);
}

TEST(PatternsTest, APatternIsReadAtLoad) {
  EXPECT_EQ(Findings("p(X) :- path(X), X.matches(\"[a-\").").substr(0, 15), "RUNE-R0116 1:28");
  EXPECT_EQ(Findings("p(X) :- path(X), X.matches(\"[a-z]+\")."), "");
}

TEST(StorageTest, WhatIsEvaluatedAtLoad) {
  const char* text =
      ".decl v(x: String) virtual\n"
      "s(a). v(b). a(X) :- s(X). b(X) :- a(X), action(_). c(X) :- b(X). d(X) :- s(X), context.k == "
      "X.\n"
      "e(X) :- v(X). f(X) :- X > 1. g(X) :- s(X), f(X). h(X) :- entity_is(X). i(N) :- N = count(X "
      ": c(X)).";
  const Program program = CheckText(text).program;
  std::string stored;
  for (const auto& [name, relation] : program.relations) {
    if (relation.stored) stored += name.name + " ";
  }
  EXPECT_EQ(stored, "a s ");
}

TEST(StorageTest, AChecksReadsWhatIsKnownAtLoad) {
  EXPECT_EQ(Findings("s(a). .check c :- s(X), path(X)."),
            "RUNE-R0111 1:25 the check `c` reads `path/1`, which has no rows of its own before a "
            "request\n");
  EXPECT_EQ(Findings("s(a). .check c :- s(X), context.k == X.").substr(0, 15), "RUNE-R0111 1:25");
  EXPECT_EQ(Findings("s(a). .check c :- s(X), not t(X). t(b)."), "");
}

TEST(VotesTest, WhichRelationsVote) {
  store::Facts facts;
  facts.Add("deny_data", {Value("x")});
  const Program program = CheckText(
                              "deny. forbid_x(Path) :- path(Path). allow_file_read(Path) :- "
                              "path(Path). allowed(a). denyx(a).",
                              Given(facts))
                              .program;
  EXPECT_EQ(program.DenyRelations(), (std::vector<RelationName>{{"deny", 0}, {"forbid_x", 1}}));
  EXPECT_EQ(program.AllowRelations("file.read"),
            (std::vector<RelationName>{{"allow_file_read", 1}}));
  EXPECT_TRUE(program.AllowRelations("file read").empty());
  EXPECT_TRUE(program.AllowRelations("file.write").empty());
  EXPECT_TRUE(program.HasVotes());
  EXPECT_FALSE(CheckText("allowed(a).").program.HasVotes());
}

TEST(VotesTest, ParametersTakeTheirValuesFromTheRequest) {
  const Pair kCases[] = {
      {"allow_x(Path) :- path(Path).", ""},
      {"allow_x(_) :- action(x).", ""},
      {"allow_x(\"/a\").", ""},
      {"allow_x(Path) :- path(Path). allow_x(File) :- path(File).", ""},
      {"allow_x(Path, Level) :- path(Path), Level == 3.", ""},
      {"allow_x(Path, _Role) :- e(Path, _Role).", ""},
      {"allow_x(P) :- path(P).",
       "RUNE-R0112 1:17 `allow_x/1` would be permitted for any `P`: this parameter takes nothing "
       "from the request\n"},
      {"allow_x(Path, Role) :- e(Path, Role).",
       "RUNE-R0112 1:23 `allow_x/2` would be permitted for any `Role`: this parameter takes "
       "nothing from the request\n"},
      {"allow_x(Path, admin) :- path(Path).",
       "RUNE-R0112 1:23 parameter 2 of `allow_x/2` is a constant everywhere, and takes nothing "
       "from the request\n"},
      {"allow_x(Path, User) :- e(Path, User). allow_x(Path, Action) :- e(Path, Action).",
       "RUNE-R0113 1:61 the clauses of `allow_x/2` disagree on the name of parameter 2: `User` and "
       "`Action`\n"},
      {"deny_x(P) :- path(P).", ""},
      {"deny_x(X) :- e(X, b).",
       "RUNE-R0114? 1:9 `deny_x/1` votes, and looks at nothing of the request: while it holds, "
       "every request is forbidden\n"},
      {"deny_x(Path) :- e(Path, b).", ""},
      {"deny_x :- bad. bad :- action(x).", ""},
      {"deny_x :- context.bad == true.", ""},
  };
  for (const Pair& c : kCases)
    EXPECT_EQ(Findings(std::string("e(a,b). ") + c.text), c.expected) << c.text;
}

TEST(VotesTest, TwoActionsWithOneVote) {
  EXPECT_EQ(Findings("", Actions({"file.read", "file_read", "file.read"})),
            "RUNE-R0115 1:1 the actions `file.read` and `file_read` both ask `allow_file_read`\n");
  EXPECT_EQ(Findings("", Actions({"file.read", "file read", "fileread"})), "");
}

TEST(NamesOfParametersTest, SnakeCaseAndParts) {
  EXPECT_EQ(SnakeCase("CurrentCalls"), "current_calls");
  EXPECT_EQ(SnakeCase("APIKey"), "api_key");
  EXPECT_EQ(SnakeCase("UserID2Name"), "user_id2_name");
  EXPECT_EQ(SnakeCase("_X"), "_x");
  EXPECT_EQ(FindRequestPart("CMD"), RequestPart::kCommand);
  EXPECT_EQ(FindRequestPart("Resources"), std::nullopt);
}

TEST(ScaleTest, HostileRulesAreCheckedQuickly) {
  std::string chain = "p(X0) :- s(a)";
  for (int i = 3'000; i > 0; --i) chain += Format(", X{} = X{} + 1", i, i - 1);
  EXPECT_EQ(Findings(std::string(kBase) + chain + "."), "");
  std::string head = "p(X0";
  std::string body = "X0 = X0";
  for (int i = 1; i < 500; ++i) {
    head += Format(", X{}", i);
    body += Format(", X{} = X{}", i, (i + 1) % 500);
  }
  EXPECT_EQ(Findings(head + ") :- " + body + "."), "");
}

// The verdict, and what each relation is, do not depend on the order of clauses.
TEST(OrderTest, OfClausesDoesNotMatter) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const Rules rules = RandomRules(seed).Make();
    Rules shuffled = rules;
    std::mt19937_64 random(seed);
    std::shuffle(shuffled.clauses.begin(), shuffled.clauses.end(), random);
    text::SourceMap sources;
    sources.Add("none", "");
    text::Diagnostics one(sources);
    text::Diagnostics two(sources);
    const Program a = CheckRules(rules, {}, one);
    const Program b = CheckRules(shuffled, {}, two);
    RC_ASSERT(one.has_errors() == two.has_errors());
    RC_ASSERT(a.components == b.components);
    for (const auto& [name, relation] : a.relations) {
      const Relation& other = *b.Find(name);
      RC_ASSERT(relation.open == other.open);
      RC_ASSERT(relation.stored == other.stored);
      RC_ASSERT(relation.vote == other.vote);
      for (std::size_t i = 0; i < relation.parameters.size(); ++i) {
        RC_ASSERT(relation.parameters[i].input == other.parameters[i].input);
        RC_ASSERT(relation.parameters[i].type == other.parameters[i].type);
      }
    }
  }));
}

}  // namespace
}  // namespace rune::datalog
