#include "datalog/syntax/parse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "base/format.h"
#include "datalog/syntax/print.h"

namespace rune::datalog {
namespace {

// The rules as printed, or the findings as `CODE line:column message`.
std::string Read(std::string text, ParseOptions options = {}) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const Rules rules =
      ParseRules(sources.Whole(sources.Add("rules", std::move(text))), options, diagnostics);
  std::string out;
  for (const Diagnostic& d : diagnostics.Sorted()) {
    out += Format("{} {}:{} {}\n", d.code, d.place.line, d.place.column, d.message);
  }
  EXPECT_EQ(rules.complete, out.empty());
  return out + PrintRules(rules);
}

struct Pair {
  const char* text;
  const char* expected;
};

TEST(ParseTest, ReadsWhatStandsThere) {
  const Pair kCases[] = {
      {"p.", "p.\n"},
      {"p().", "p.\n"},
      {"p(a, \"b\", 'c', -1, 2.50, true).", "p(\"a\", \"b\", \"c\", -1, 2.5, true).\n"},
      {"p(1.0).", "p(1).\n"},
      {"p(-9223372036854775808).", "p(-9223372036854775808).\n"},
      {"p(X):-q(X).", "p(X) :- q(X).\n"},
      {"p(X) :- !q(X), not r(X), \xC2\xAC s(X), !X.starts_with(\"a\"), not X == 1.",
       "p(X) :- not q(X), not r(X), not s(X), not X.starts_with(\"a\"), not X == 1.\n"},
      {"p :- a, (b; c), d.", "p :- a, b, d; a, c, d.\n"},
      {"p :- a; b, c.", "p :- a; b, c.\n"},
      {"p :- ((a)).", "p :- a.\n"},
      {"p :- environment == prod, E = mode, mode = E.",
       "p :- environment == \"prod\", E = \"mode\", mode = E.\n"},
      {"p :- project.root = R, limits.API.calls = C, x[A+B][\"k y\"].z = _.",
       "p :- project.root = R, limits.API.calls = C, x[A + B][\"k y\"].z = _.\n"},
      {"p :- limits.K = {calls: M, window:-1, by: {name: N}, \"x y\": _}.",
       "p :- limits.K = {calls: M, window: -1, by: {name: N}, \"x y\": _}.\n"},
      {"p :- context.a.b == true, has(context[\"c d\"]).",
       "p :- context.a.b == true, has(context[\"c d\"]).\n"},
      {"p(X) :- agent.capabilities(X), agent.name(\"n\").",
       "p(X) :- agent.capabilities(X), agent.name(\"n\").\n"},
      {"p(X) :- X in [1, a,], X in q, X in a.b, not X in r.",
       "p(X) :- X in [1, \"a\"], X in q, X in a.b, not X in r.\n"},
      {"p :- starts_with(P, \"/x\"), P.lower().ends_with(\"y\"), \"abc\".contains('b'), (A + "
       "B).len() > 2.",
       "p :- P.starts_with(\"/x\"), ends_with(P.lower(), \"y\"), contains(\"abc\", \"b\"), len(A + "
       "B) > 2.\n"},
      {"p(X) :- X = 1 + 2 * 3 - (4 - 5) % 6.", "p(X) :- X = 1 + 2 * 3 - (4 - 5) % 6.\n"},
      {"p(X) :- q(Y), X = -Y, X > - - 3.", "p(X) :- q(Y), X = 0 - Y, X > 0 - -3.\n"},
      {"p(X) :- q(Max), X < Max * 1.2.  # note", "p(X) :- q(Max), X < Max * 1.2.\n"},
      {"p(N) :- N = count(X : q(X), not r(X)).", "p(N) :- N = count(X : q(X), not r(X)).\n"},
      {"p(N) :- count(X : q(X)) = N.", "p(N) :- N = count(X : q(X)).\n"},
      {"t(U, N) :- count(X, q(U, _, X)).", "t(U, N) :- N = count(X : q(U, _, X)).\n"},
      {"t(U, N) :- u(U), sum(X, N, q(U, X)), N > 1.",
       "t(U, N) :- u(U), N = sum(X : q(U, X)), N > 1.\n"},
      {"p(datetime(\"2024-10-15\"), duration(\"1h\"), ip(\"10.0.0.1\"), decimal(\"1.50\")).",
       "p(datetime(\"2024-10-15T00:00:00.000Z\"), duration(\"3600000ms\"), ip(\"10.0.0.1/32\"), "
       "1.5).\n"},
      {"p(A::B::\"x\\n\").", "p(A::B::\"x\\n\").\n"},
      {"# a\np(a). // b\n/* c. */ q(b). /* d */", "p(\"a\").\nq(\"b\").\n"},
      {"p(\"a. b # c\").", "p(\"a. b # c\").\n"},
      {"p(\"two\nlines\").", "p(\"two\\nlines\").\n"},
      {".decl p(x: Long, y: Agent, z: List<Set<String>>) btree virtual\n.decl q\nq.",
       ".decl p(x: Long, y: Agent, z: Any) btree virtual.\n.decl q().\nq.\n"},
      {".check no :- p(X), q(X).", ".check no :- p(X), q(X).\n"},
      {"hash(X) :- p(X).\n.decl p(x: Int)\nhash(1).",
       ".decl p(x: Long).\nhash(X) :- p(X).\nhash(1).\n"},
  };
  for (const Pair& c : kCases) EXPECT_EQ(Read(c.text), c.expected) << c.text;
}

TEST(ParseTest, TellsWhatIsWrongAndWhere) {
  const Pair kCases[] = {
      {"p(a).q(b).", "RUNE-R0004 1:5 this `.` does not end the clause, for a letter follows it\n"},
      {"p :- X = Y.q(b).",
       "RUNE-R0004 1:11 this `.` does not end the clause, for `q` follows it, and that is no "
       "method\n"},
      {"p :- X = 1.q(b).",
       "RUNE-R0004 1:11 this `.` does not end the clause, for a letter follows it\n"},
      {"p(a).)", "RUNE-R0004 1:5 this `.` ends nothing and leads nowhere\n"},
      {"p(a)", "RUNE-R0004 1:4 this clause has no end\n"},
      {"p(a)\nq(b).",
       "RUNE-R0004 1:4 a new line begins here, and the clause before it has no end\nq(\"b\").\n"},
      {"P(a).", "RUNE-R0001 1:1 `P` begins like a variable, and a relation stands here\n"},
      {"p(X) :- Q(X).", "RUNE-R0001 1:9 a relation's name is missing here: this is a variable\n"},
      {"p(X) :- q(X) && r(X).", "RUNE-R0001 1:14 `&` has no meaning in rules\n"},
      {"p(X + 1) :- q(X).", "RUNE-R0007 1:3 only variables and constants can stand here\n"},
      {"p :- not (a, b).", "RUNE-R0008 1:10 a group cannot be negated\n"},
      {"p :- not N = count(X : q(X)).", "RUNE-R0008 1:10 an aggregate cannot be negated\n"},
      {"p :- not not q.", "RUNE-R0008 1:6 a negation of a negation\n"},
      {"p :- project.root.starts_with(\"/w\").",
       "RUNE-R0013 1:19 a path has no methods, and `starts_with` is read as a step of one\n"},
      {"p :- project.root.", "RUNE-R0013 1:6 a path alone is no literal\n"},
      {"p :- context.K == 1.", "RUNE-R0013 1:14 the context has no variables over its keys\n"},
      {"p :- X = context.", "RUNE-R0013 1:10 the context as a whole is no value\n"},
      {"p :- len(X).", "RUNE-R0009 1:6 `len` gives a value, and a value alone is no literal\n"},
      {"p :- X.startswith(\"a\").", "RUNE-R0009 1:8 there is no method `startswith`\n"},
      {"p :- Y = X.starts_with(\"a\").",
       "RUNE-R0009 1:10 `starts_with` is a test: it is true or not, and gives no value\n"},
      {"p :- X.starts_with().",
       "RUNE-R0009 1:8 `starts_with` takes 2 values in all, and 1 is given\n"},
      {"p :- has(a.b).", "RUNE-R0009 1:10 `has` asks for a key of the context\n"},
      {"p :- X = datetime(\"soon\").", "RUNE-R0010 1:19 this text is no datetime\n"},
      {"p :- X = ip(Y).", "RUNE-R0010 1:13 `ip` takes a text in quotes\n"},
      {"p(99999999999999999999).", "RUNE-R0003 1:3 this integer does not fit 64 bits\n"},
      {"p(0.0000000001).", "RUNE-R0003 1:3 this decimal has no exact value here\n"},
      {"p(1e5).", "RUNE-R0003 1:3 `1e5` is neither a number nor a word\n"},
      {"p(\"a).\nq(b).", "RUNE-R0002 1:3 this text is never closed\n"},
      {"p(\"\\q\").", "RUNE-R0002 1:4 unknown escape `\\q`\n"},
      {"p(a). /* b", "RUNE-R0002 1:7 this comment is never closed\np(\"a\").\n"},
      {"p(N) :- count(X : q(X)) > N.",
       "RUNE-R0012 1:25 an aggregate cannot be compared directly\n"},
      {"p(N) :- N = count(X : q(X); r(X)).", "RUNE-R0012 1:27 alternatives inside an aggregate\n"},
      {"p(A, B, C) :- count(X, q(A, X)).",
       "RUNE-R0012 1:1 both `B` and `C` could take the result of the aggregate\n"},
      {"p(A) :- count(X, q(A, X)).",
       "RUNE-R0012 1:1 no variable of the head takes the result of the aggregate\n"},
      {".chek a :- p.", "RUNE-R0011 1:2 there is no directive `.chek`\n"},
      {".decl p(x: string).", "RUNE-R0011 1:12 `string` is no type\n"},
      {".decl p(x: Long) eqrel.", "RUNE-R0011 1:1 an equivalence (`eqrel`) relates two columns\n"},
      {"p(\"\xC0\").", "RUNE-R0002 1:4 broken UTF-8\n"},
      {"p :- a = {b: 1, b: 2}.", "RUNE-R0001 1:17 the key `b` stands here twice\n"},
      {"p :- 1 < X < 3.", "RUNE-R0001 1:12 comparisons cannot be chained\n"},
      {"p(X) :- q(X), .", "RUNE-R0001 1:15 expected a value, found the end of the clause\n"},
  };
  for (const Pair& c : kCases) {
    EXPECT_EQ(Read(c.text), c.expected) << c.text;
  }
}

TEST(ParseTest, OneErrorInAClauseAndTheOthersAreRead) {
  EXPECT_EQ(Read("p(X) :- q(X.\nr(a).\ns(X) :- & & &.\nt(b)."),
            "RUNE-R0001 1:12 expected `,` or `)`, found the end of the clause\n"
            "RUNE-R0001 3:9 `&` has no meaning in rules\n"
            "r(\"a\").\nt(\"b\").\n");
}

TEST(ParseTest, ADirectiveEndsTheErrorBeforeIt) {
  EXPECT_EQ(Read(".decl p(x: text)\n.decl q(x: Long)\n.chek a :- b.\n.decl r"),
            "RUNE-R0011 1:12 `text` is no type\nRUNE-R0011 3:2 there is no directive `.chek`\n"
            ".decl q(x: Long).\n.decl r().\n");
}

TEST(ParseTest, NumbersClausesPerRelation) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const Rules rules =
      ParseRules(sources.Whole(sources.Add("rules", "p(a). q. p(b). p(a, b).")), {}, diagnostics);
  ASSERT_EQ(rules.clauses.size(), 4u);
  EXPECT_EQ(rules.clauses[0].id(), "p/1#1");
  EXPECT_EQ(rules.clauses[1].id(), "q/0#1");
  EXPECT_EQ(rules.clauses[2].id(), "p/1#2");
  EXPECT_EQ(rules.clauses[3].id(), "p/2#1");
}

TEST(ParseTest, NormalisesPathLikeIds) {
  ParseOptions options;
  options.path_types = {"File"};
  EXPECT_EQ(Read("p(File::\"/a/../b/\", Other::\"/a/../b/\").", options),
            "p(File::\"/b\", Other::\"/a/../b/\").\n");
  options.fold_case = true;
  EXPECT_EQ(Read("p(File::\"/B\").", options), "p(File::\"/b\").\n");
  EXPECT_EQ(Read("p(File::\"a\\0b\").", options).substr(0, 10), "RUNE-R0010");
}

std::string Repeat(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

TEST(ParseTest, DepthIsADiagnosticAndNeverAStack) {
  EXPECT_EQ(Read("p(X) :- X = " + Repeat("(", 255) + "1" + Repeat(")", 255) + "."),
            "p(X) :- X = 1.\n");
  for (const char* open : {"(", "[", "{a: ", "len(", "x[", "-(", "(a; ", "not (", "count(X : "}) {
    const std::string found = Read("p(X) :- X = " + Repeat(open, 100'000) + ".");
    EXPECT_EQ(found.substr(0, 10), "RUNE-R0005") << open;
    EXPECT_EQ(std::ranges::count(found, '\n'), 1) << open;
  }
  EXPECT_EQ(Read("p(X) :- X = " + Repeat("-", 100'000) + "Y.").substr(0, 10), "RUNE-R0005");
  EXPECT_EQ(Read("p :- X" + Repeat(".lower()", 100'000) + " = Y.").substr(0, 10), "RUNE-R0005");
  EXPECT_EQ(
      Read("p :- X = " + Repeat("(", 200) + "Y" + Repeat(Repeat(".lower()", 200) + ")", 200) + ".")
          .substr(0, 10),
      "RUNE-R0005");
}

TEST(ParseTest, ChainsDoNotNest) {
  const std::string sum = "p(X) :- X = 1" + Repeat(" + 1", 10'000) + ".\n";
  EXPECT_EQ(Read(sum), sum);
  EXPECT_EQ(Read("p(X) :- X = 1" + Repeat(" * 1", 10'001) + ".").substr(0, 10), "RUNE-R0006");
  const std::string body = "p :- q" + Repeat(", q", 50'000) + ".\n";
  EXPECT_EQ(Read(body), body);
  const std::string path = "p :- a" + Repeat(".b", 10'000) + " = 1.\n";
  EXPECT_EQ(Read(path), path);
}

TEST(ParseTest, AlternativesAreBounded) {
  EXPECT_EQ(Read("p :- " + Repeat("(a; b), ", 8) + "c.").substr(0, 7), "p :- a,");
  EXPECT_EQ(Read("p :- " + Repeat("(a; b), ", 9) + "c.").substr(0, 10), "RUNE-R0006");
  EXPECT_EQ(Read("p :- a" + Repeat("; a", 300) + ".").substr(0, 10), "RUNE-R0006");
}

TEST(ParseTest, ALongLineIsOneDiagnosticAndFast) {
  const std::clock_t start = std::clock();
  const std::string found = Read("p :- q" + Repeat(", q", 1'000'000) + ".");
  EXPECT_EQ(found.substr(0, 10), "RUNE-R0006");
  EXPECT_EQ(std::ranges::count(found, '\n'), 1);
  EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 10);
}

TEST(ParseTest, ManyErrorsEndTheReading) {
  const std::string found = Read(Repeat(". ", 1'000'000));
  EXPECT_LE(std::ranges::count(found, '\n'), 201);
}

TEST(ParseGoalTest, ReadsOneAtom) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto goal = [&](std::string text) {
    return ParseGoal(sources.Whole(sources.Add("goal", std::move(text))), {}, diagnostics);
  };
  const auto p = goal(" p(X, \"a\", _) . ");
  ASSERT_TRUE(p);
  EXPECT_EQ(p->relation, "p");
  EXPECT_EQ(p->arguments.size(), 3u);
  EXPECT_EQ(p->variables.size(), 2u);
  EXPECT_EQ(p->text, "p(X, \"a\", _)");
  EXPECT_EQ(goal("agent.name(X)")->relation, "agent.name");
  EXPECT_TRUE(goal("p"));
  EXPECT_FALSE(diagnostics.has_errors());
  for (const char* bad :
       {"", "p(X), q(X)", "p(X). q(X).", "p(X + 1)", "X", "not p(X)", "p(X) :- q(X)"}) {
    const std::size_t before = diagnostics.error_count();
    EXPECT_FALSE(goal(bad)) << bad;
    EXPECT_EQ(diagnostics.error_count(), before + 1) << bad;
  }
}

TEST(ParseFactTest, ReadsAGroundFact) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto fact = [&](std::string text) {
    return ParseFact(sources.Whole(sources.Add("fact", std::move(text))), {}, diagnostics);
  };
  const auto f = fact("f(alice, 1.0, Agent::\"b\").");
  ASSERT_TRUE(f);
  EXPECT_EQ(f->tuple, (Tuple{Value("alice"), Value(1), Value(EntityUid{"Agent", "b"})}));
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_FALSE(fact("f(X)"));
  EXPECT_TRUE(diagnostics.has_errors());
}

}  // namespace
}  // namespace rune::datalog
