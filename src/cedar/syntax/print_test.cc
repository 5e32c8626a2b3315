// Printing and reading are inverse: on chosen texts, and on random trees of all forms.
#include "cedar/syntax/print.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/utf8.h"
#include "cedar/syntax/reading.h"
#include "value/escape.h"

namespace rune::cedar {
namespace {

std::string Printed(const std::string& text, bool extended = false) {
  ParseOptions options;
  options.extended = extended;
  Reading reading(text, options);
  const auto parsed = reading.Expression();
  return parsed ? PrintExpr(parsed->pool, parsed->root, extended) : reading.Findings();
}

TEST(PrintTest, ParenthesesAsCedarSetsThem) {
  EXPECT_EQ(Printed("context.a.b[\"c d\"] == 1 && true"), "(context.a.b[\"c d\"] == 1) && true");
  EXPECT_EQ(Printed("(((1)))"), "1");
  EXPECT_EQ(Printed("(1 + 2) + 3"), "1 + 2 + 3");
  EXPECT_EQ(Printed("1 + (2 + 3)"), "1 + (2 + 3)");
  EXPECT_EQ(Printed("1 + 2 - 3"), "(1 + 2) - 3");
  EXPECT_EQ(Printed("!!true"), "!(!true)");
  EXPECT_EQ(Printed("-1 + -(1)"), "(-1) + (-(1))");
  EXPECT_EQ(Printed("if (if true then 1 else 2) then 3 else (if true then 4 else 5)"),
            "if if true then 1 else 2 then 3 else if true then 4 else 5");
  EXPECT_EQ(Printed("[(1 == 2)].contains((true || false))"), "[1 == 2].contains(true || false)");
  EXPECT_EQ(Printed("(1 + 2).isEmpty()"), "(1 + 2).isEmpty()");
  EXPECT_EQ(Printed("ip(\"a\").isInRange(ip(\"b\"))"), "ip(\"a\").isInRange(ip(\"b\"))");
}

TEST(PrintTest, StarsBehindIn) {
  EXPECT_EQ(Printed("resource in File::\"a*\""), "resource in File::\"a*\"");
  EXPECT_EQ(Printed("resource in File::\"a*\\*\"", true), "resource in File::\"a*\\*\"");
  EXPECT_EQ(Printed("resource in [File::\"\\*\"] && resource == File::\"*\"", true),
            "(resource in [File::\"\\*\"]) && (resource == File::\"*\")");
}

TEST(PrintTest, QuestionsToTheRules) {
  EXPECT_EQ(Printed("context.datalog.can.contains([1, 2])", true), "can(1, 2)");
  EXPECT_EQ(Printed("context.datalog.ip.contains([1])", true), "context.datalog.ip.contains([1])");
  EXPECT_EQ(Printed("resource.api in allowed || can()", true),
            "(resource.api in allowed) || can()");
}

TEST(PrintTest, APolicy) {
  Reading reading(
      "@id(\"a\\\"b\") @note\nforbid(principal is A in ?principal, action in [Action::\"x\", "
      "Action::\"y*\"], resource in F::\"*\") when {true} when { } unless {1 < 2};",
      Extended());
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_EQ(PrintPolicy(policies[0]),
            "@id(\"a\\\"b\")\n@note\nforbid(\n  principal is A in ?principal,\n"
            "  action in [Action::\"x\", Action::\"y*\"],\n  resource in F::\"*\"\n)"
            " when {\n  true\n} when { } unless {\n  1 < 2\n};");
}

TEST(PrintTest, ChainsAreNotRecursed) {
  std::string text = "context";
  for (int i = 0; i < 9'999; ++i) text += ".a";
  EXPECT_EQ(Printed(text), text);
  std::string calls = "context";
  for (int i = 0; i < 2'500; ++i) calls += ".a.toDate().contains(1).isEmpty()";
  EXPECT_EQ(Printed(calls), calls);
  std::string sum = "1";
  for (int i = 0; i < 9'999; ++i) sum += " && 1";
  EXPECT_EQ(Printed(sum), sum);
  std::string mixed = "1";
  for (int i = 0; i < 5'000; ++i) mixed += " + 1 - 2";
  EXPECT_EQ(Printed(mixed), mixed);
  EXPECT_EQ(Printed("1 + 2 - 3 - 4 + (5 - 6)"), "((1 + 2) - 3 - 4) + (5 - 6)");
}

TEST(DumpTest, OneNodeALine) {
  Reading reading(
      "@id(\"x\") permit(principal == A::\"a\", action in [Action::\"b\"], resource is B) when "
      "{ context.a.b has c.d && true && {k: -(1)}.k like \"a*\" };");
  const std::vector<Policy> policies = reading.Policies();
  ASSERT_EQ(policies.size(), 1u);
  EXPECT_EQ(DumpPolicy(policies[0]),
            "permit x\n  @id \"x\"\n  principal == A::\"a\"\n  action in any of Action::\"b\"\n"
            "  resource is B\n  when\n    &&\n      has \"c\" \"d\"\n        get \"a\" \"b\"\n"
            "          context\n      true\n      like \"a*\"\n        get \"k\"\n"
            "          record \"k\"\n            -\n              1\n");
}

TEST(SameTreeTest, TellsTreesApart) {
  const std::vector<std::string> texts = {"1",
                                          "-1",
                                          "-(1)",
                                          "\"1\"",
                                          "1 + 2",
                                          "2 + 1",
                                          "1 - 2",
                                          "context.a",
                                          "resource.a",
                                          "context.b",
                                          "[1, 2]",
                                          "[1]",
                                          "{a: 1}",
                                          "{b: 1}",
                                          "context has a",
                                          "context has a.b",
                                          "\"a\" like \"*\"",
                                          "\"a\" like \"\\*\"",
                                          "context.a.toDate()",
                                          "context.a.toTime()",
                                          "principal is A",
                                          "principal is A in B::\"b\"",
                                          "!true",
                                          "[].isEmpty()",
                                          "principal in B::\"b\"",
                                          "principal == B::\"b\""};
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      Reading left(a);
      Reading right(b);
      const auto x = left.Expression();
      const auto y = right.Expression();
      ASSERT_TRUE(x && y) << a << " " << b;
      EXPECT_EQ(SameTree(x->pool, x->root, y->pool, y->root), a == b) << a << " " << b;
    }
  }
}

// --- random trees

class RandomPolicy {
 public:
  RandomPolicy(std::uint64_t seed, bool extended) : random_(seed), extended_(extended) {}

  Policy Make() {
    Policy policy;
    policy.extended = extended_;
    policy.effect = Chance(2) ? Effect::kPermit : Effect::kForbid;
    if (Chance(2)) policy.annotations.push_back({"id", Text(), {}});
    if (Chance(3)) policy.annotations.push_back({"if", std::nullopt, {}});
    policy.principal = MakeScope(Type());
    policy.action = MakeScope("");
    policy.resource = MakeScope(Type());
    std::vector<Condition> conditions;
    for (std::size_t count = Below(3); count > 0; --count) {
      Condition condition;
      condition.when = Chance(2);
      if (!extended_ || !condition.when || !Chance(5)) condition.body = Tree(1 + Below(6));
      conditions.push_back(condition);
    }
    policy.conditions = pool_.memory().List(std::span<const Condition>(conditions));
    policy.pool = std::move(pool_);
    return policy;
  }

 private:
  std::size_t Below(std::size_t n) { return random_() % n; }
  bool Chance(std::size_t n) { return Below(n) == 0; }

  std::string Pick(std::initializer_list<std::string_view> words) {
    return std::string(*(words.begin() + static_cast<std::ptrdiff_t>(Below(words.size()))));
  }
  std::string Text() {
    std::string out;
    for (std::size_t count = Below(5); count > 0; --count) {
      out += Pick({"a", "B", "*", "\\", "\"", "'", "\n", "\r", "\t", std::string_view("\0", 1), "/",
                   "..", "\u00E9", "\u202E", "\U0001F600", "\u0301", ";", "//", "\x7F"});
    }
    return out;
  }
  std::string Type() { return Pick({"User", "A::B", "principal", "datetime", "NS::Action"}); }
  std::string Plain() { return Pick({"a", "_b9", "principal", "contains", "ip", "permit"}); }
  std::string Attribute() {
    return Chance(2) ? Plain() : Pick({"if", "__cedar", "c d", "", "a.b", "1", "\"", "true"});
  }

  // A pattern needs a star that is not escaped.
  std::vector<char32_t> Pattern(std::string text) {
    std::vector<char32_t> out;
    if (Chance(2)) text += "**";
    for (std::size_t pos = 0; pos < text.size();) {
      const char32_t c = DecodeUtf8(text, pos);
      out.push_back(c == U'*' && Chance(2) ? value::kPatternWildcard : c);
    }
    return out;
  }
  ScopeEntity Entity(const std::string& type, bool may_match) {
    ScopeEntity entity;
    entity.literal = &pool_.memory().Entity(type, Text());
    if (!may_match || !extended_ || Chance(2)) return entity;
    std::vector<char32_t> pattern = Pattern(Text() + "*");
    pattern.push_back(value::kPatternWildcard);
    const auto run = std::ranges::unique(
        pattern, [](char32_t a, char32_t b) { return a == b && a == value::kPatternWildcard; });
    pattern.erase(run.begin(), run.end());
    std::string id;
    for (const char32_t c : pattern) AppendUtf8(id, c == value::kPatternWildcard ? U'*' : c);
    entity.literal = &pool_.memory().Entity(type, id);
    entity.wild = &pool_.memory().Keep(WildText{pattern, value::Glob(pattern, false)});
    return entity;
  }
  // An empty type: of actions.
  Scope MakeScope(const std::string& type) {
    Scope scope;
    const bool action = type.empty();
    const std::string of = action ? Pick({"Action", "A::Action"}) : type;
    scope.kind = static_cast<ScopeKind>(Below(action ? 3 : 5));
    if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) {
      scope.type = &pool_.memory().Name(Type());
    }
    if (scope.kind == ScopeKind::kAny || scope.kind == ScopeKind::kIs) return scope;
    const bool in = scope.kind != ScopeKind::kEq;
    scope.list = action && in && Chance(2);
    std::vector<ScopeEntity> entities;
    for (std::size_t count = scope.list ? Below(3) : 1; count > 0; --count) {
      entities.push_back(Entity(of, in));
      if (action || !Chance(4)) continue;
      entities.back() = ScopeEntity{};
      entities.back().slot = true;
    }
    scope.entities = pool_.memory().List(std::span<const ScopeEntity>(entities));
    return scope;
  }

  ExprId Add(ExprKind kind, const std::vector<ExprId>& children,
             const std::vector<std::string>& names = {}) {
    return pool_.Add(kind, {}, children, pool_.Names(names));
  }
  ExprId EntityNode(bool may_match) {
    const ScopeEntity entity = Entity(Type(), may_match);
    const ExprId id = Add(ExprKind::kLiteral, {});
    pool_.at(id).SetLiteral(*entity.literal);
    if (entity.wild != nullptr) pool_.at(id).SetWild(*entity.wild);
    return id;
  }
  ExprId Leaf() {
    if (Chance(3)) return EntityNode(false);
    const bool variable = Chance(3);
    const ExprId id = Add(variable ? ExprKind::kVariable : ExprKind::kLiteral, {});
    if (variable) {
      pool_.at(id).variable = static_cast<Variable>(Below(4));
      return id;
    }
    const std::int64_t numbers[] = {0, 1, -1, INT64_MAX, INT64_MIN, 42};
    pool_.at(id).SetLiteral(pool_.memory().Keep(Chance(3)   ? Value(Chance(2))
                                                : Chance(2) ? Value(Text())
                                                            : Value(numbers[Below(6)])));
    return id;
  }
  std::vector<ExprId> Trees(std::size_t depth, std::size_t most) {
    std::vector<ExprId> out;
    for (std::size_t count = Below(most + 1); count > 0; --count) out.push_back(Tree(depth));
    return out;
  }
  ExprId InOperand(std::size_t depth) {
    if (Chance(3)) return EntityNode(true);
    if (!Chance(3)) return Tree(depth);
    std::vector<ExprId> elements;
    for (std::size_t count = Below(4); count > 0; --count) {
      elements.push_back(Chance(2) ? EntityNode(true) : Tree(depth));
    }
    return Add(ExprKind::kSet, std::move(elements));
  }
  ExprId Binary(std::size_t depth) {
    const auto op = static_cast<BinaryOp>(Below(17));
    const ExprId left = Tree(depth);
    const ExprId right = op == BinaryOp::kIn ? InOperand(depth) : Tree(depth);
    const ExprId id = Add(ExprKind::kBinary, {left, right});
    pool_.at(id).binary = op;
    return id;
  }
  ExprId Extension(std::size_t depth) {
    const auto f = static_cast<ExtensionFunction>(Below(22));
    std::vector<ExprId> children = Trees(depth, 2);
    if (!IsConstructor(f)) children.push_back(Tree(depth));
    const ExprId id = Add(ExprKind::kExtension, std::move(children));
    pool_.at(id).extension = f;
    return id;
  }
  ExprId Record(std::size_t depth) {
    std::vector<std::string> names;
    std::vector<ExprId> children;
    for (std::size_t count = Below(4); count > 0; --count) {
      names.push_back(Attribute() + std::to_string(count));
      children.push_back(Tree(depth));
    }
    return Add(ExprKind::kRecord, std::move(children), std::move(names));
  }
  ExprId Has(std::size_t depth) {
    std::vector<std::string> names = {Attribute()};
    if (Chance(2)) names = {Plain(), Plain(), Plain()};
    return Add(ExprKind::kHas, {Tree(depth)}, std::move(names));
  }
  ExprId Like(std::size_t depth) {
    const ExprId id = Add(ExprKind::kLike, {Tree(depth)});
    pool_.at(id).SetWild(pool_.memory().Keep(WildText{Pattern(Text()), {}}));
    return id;
  }
  ExprId Is(std::size_t depth) {
    std::vector<ExprId> children = {Tree(depth)};
    if (Chance(2)) children.push_back(InOperand(depth));
    return Add(ExprKind::kIs, std::move(children), {Type()});
  }
  ExprId PredicateIn(std::size_t depth) {
    const ExprId left = Tree(depth);
    const Expr& node = pool_[left];
    std::string parameter;
    if (node.kind == ExprKind::kGetAttr) parameter = node.names()[0];
    if (node.kind == ExprKind::kVariable) parameter = VariableName(node.variable);
    return Add(ExprKind::kPredicateIn, {left},
               {Pick({"allowed", "ip", "contains", "_x"}), parameter});
  }
  ExprId Tree(std::size_t depth) {
    if (depth == 0) return Leaf();
    --depth;
    switch (Below(extended_ ? 13 : 11)) {
      case 0: return Leaf();
      case 1: {
        const ExprId id = Add(ExprKind::kUnary, {Tree(depth)});
        pool_.at(id).unary = static_cast<UnaryOp>(Below(3));
        return id;
      }
      case 2: {
        std::vector<ExprId> parts = {Tree(depth), Tree(depth), Tree(depth)};
        return Add(ExprKind::kIf, std::move(parts));
      }
      case 3: return Add(ExprKind::kGetAttr, {Tree(depth)}, {Attribute()});
      case 4: return Has(depth);
      case 5: return Like(depth);
      case 6: return Is(depth);
      case 7: return Add(ExprKind::kSet, Trees(depth, 3));
      case 8: return Record(depth);
      case 9: return Extension(depth);
      case 11: return PredicateIn(depth);
      case 12:
        return Add(ExprKind::kPredicateCall, Trees(depth, 3),
                   {Pick({"can", "ip", "unknown", "principal", "isEmpty", "if", "a b"})});
      default: return Binary(depth);
    }
  }

  std::mt19937_64 random_;
  bool extended_;
  ExprPool pool_;
};

void ExpectInverse(std::uint64_t seed, bool extended) {
  const Policy policy = RandomPolicy(seed, extended).Make();
  const std::string text = PrintPolicy(policy);
  ParseOptions options;
  options.extended = extended;
  Reading reading(text, options);
  const std::vector<Policy> again = reading.Policies();
  ASSERT_EQ(again.size(), 1u) << "seed " << seed << "\n" << text << "\n" << reading.Findings();
  ASSERT_TRUE(SameTree(policy, again[0])) << "seed " << seed << "\n"
                                          << text << "\n"
                                          << DumpPolicy(policy) << DumpPolicy(again[0]);
  ASSERT_EQ(PrintPolicy(again[0]), text) << "seed " << seed;
}

TEST(PrintPropertyTest, ReadingUndoesPrintingInStrictCedar) {
  for (std::uint64_t seed = 1; seed <= 1'000 && !HasFatalFailure(); ++seed) {
    ExpectInverse(seed, false);
  }
}

TEST(PrintPropertyTest, ReadingUndoesPrintingInExtendedFiles) {
  for (std::uint64_t seed = 1; seed <= 1'000 && !HasFatalFailure(); ++seed) {
    ExpectInverse(seed, true);
  }
}

}  // namespace
}  // namespace rune::cedar
