#include "datalog/syntax/print.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "datalog/syntax/parse.h"
#include "datalog/syntax/random_rules.h"
#include "text/render.h"

namespace rune::datalog {
namespace {

TEST(PrintTest, ReadsBackToTheSameTree) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const Rules rules = RandomRules(seed).Make();
    const std::string text = PrintRules(rules);
    text::SourceMap sources;
    text::Diagnostics diagnostics(sources);
    const Rules again = ParseRules(sources.Whole(sources.Add("rules", text)), {}, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      RC_LOG() << text::RenderTerminal(diagnostic, &sources, {});
    }
    RC_LOG() << text << "\nagain:\n" << PrintRules(again);
    RC_ASSERT(!diagnostics.has_errors());
    RC_ASSERT(SameTree(rules, again));
    RC_ASSERT(PrintRules(again) == text);
  }));
}

TEST(PrintTest, TreesThatDifferAreNotTheSame) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto parse = [&](std::string text) {
    return ParseRules(sources.Whole(sources.Add("rules", std::move(text))), {}, diagnostics);
  };
  const Rules one = parse("p(X) :- q(X, Y), X - (Y - 1) > 2.");
  EXPECT_TRUE(SameTree(one, parse("p( X ):-q(X,Y),X-(Y-1)>2. # note")));
  for (const char* other :
       {"p(X) :- q(X, Y), X - Y - 1 > 2.", "p(X) :- q(Y, X), X - (Y - 1) > 2.",
        "p(X) :- q(X, Y), X - (Y - 1) >= 2.", "p(X) :- not q(X, Y), X - (Y - 1) > 2.",
        "p(X) :- q(X, Y); X - (Y - 1) > 2.", "p(X) :- q(X, _), X - (Y - 1) > 2."}) {
    EXPECT_FALSE(SameTree(one, parse(other))) << other;
  }
  EXPECT_FALSE(diagnostics.has_errors());
}

TEST(PrintTest, FactsStandAsRulesWriteThem) {
  EXPECT_EQ(PrintFact("f", {Value("a"), Value(1), Value(EntityUid{"Agent", "b"})}),
            "f(\"a\", 1, Agent::\"b\")");
  EXPECT_EQ(PrintFact("g", {}), "g");
  EXPECT_EQ(PrintFact("d", {Value(Decimal{1'500'000'000})}), "d(1.5)");
}

}  // namespace
}  // namespace rune::datalog
