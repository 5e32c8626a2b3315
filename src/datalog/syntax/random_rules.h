// Random trees of rules, for tests: every tree is one that the parser could have made.
#pragma once

#include <array>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "datalog/syntax/ast.h"

namespace rune::datalog {

class RandomRules {
 public:
  explicit RandomRules(std::uint64_t seed) : random_(seed) {}

  Rules Make() {
    Rules rules;
    const int clauses = 1 + Pick(6);
    std::map<store::RelationName, std::size_t> counts;
    for (int i = 0; i < clauses; ++i) {
      rules.clauses.push_back(MakeClause());
      Clause& clause = rules.clauses.back();
      clause.number = ++counts[clause.relation_name()];
    }
    if (Chance(3)) rules.checks.push_back(MakeCheck());
    if (Chance(2)) rules.declarations.push_back(MakeDeclaration());
    return rules;
  }

 private:
  int Pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  bool Chance(int in) { return Pick(in) == 0; }
  template <typename T, std::size_t n>
  const T& One(const std::array<T, n>& list) {
    return list[static_cast<std::size_t>(Pick(n))];
  }

  std::string Relation() {
    constexpr std::array<std::string_view, 7> kNames = {"p",    "q",      "edge",    "agent.name",
                                                        "path", "action", "deny_all"};
    return std::string(One(kNames));
  }

  Term MakeVariable() {
    constexpr std::array<std::string_view, 6> kNames = {"X", "Y", "Zed", "_U", "Path", "_"};
    Term term;
    term.kind = TermKind::kVariable;
    term.variable = Number(std::string(One(kNames)));
    return term;
  }

  VariableId Number(const std::string& name) {
    const auto next = static_cast<VariableId>(variables_.size());
    if (name != "_") {
      const auto [it, added] = names_.try_emplace(name, next);
      if (!added) return it->second;
    }
    variables_.push_back(Variable{name, name == "_", {}});
    return next;
  }

  static Term Constant(Value value) {
    Term term;
    term.constant = std::move(value);
    return term;
  }

  Term MakeConstant() {
    constexpr std::array<std::string_view, 6> kTexts = {
        "a", "", "it's \"so\"", "line\nend\t\\", "\xC3\xA9\xE2\x82\xAC", ". :- #"};
    switch (Pick(10)) {
      case 0: return Constant(Value(Chance(2)));
      case 1: return Constant(Value(static_cast<std::int64_t>(random_())));
      case 2: return Constant(Value(Pick(5) - 2));
      case 3: return Constant(Value(Decimal{Int128{static_cast<std::int64_t>(random_())} * 2 + 1}));
      case 4:
        return Constant(
            Value(EntityUid{Chance(2) ? "Agent" : "Tools::Kind", std::string(One(kTexts))}));
      case 5: return Constant(Value(Datetime{1'700'000'000'000 + Pick(1'000'000)}));
      case 6: return Constant(Value(Duration{Pick(100'000) - 50'000}));
      case 7: return Constant(Value(IpRange{false, {10, 0, 0, 1}, 8}));
      default: return Constant(Value(One(kTexts)));
    }
  }

  Term MakeTerm(int depth) {
    switch (depth <= 0 ? Pick(2) : Pick(7)) {
      case 0: return MakeVariable();
      case 1: return MakeConstant();
      case 2: return MakeArithmetic(depth);
      case 3: return MakeCall(depth);
      case 4: return MakeDataPath(depth);
      case 5: return MakeContextPath();
      default: return MakeList(depth);
    }
  }

  Term MakeArithmetic(int depth) {
    Term term;
    term.kind = TermKind::kArithmetic;
    const bool sum = Chance(2);
    const int operators = 1 + Pick(3);
    term.operands.push_back(MakeTerm(depth - 1));
    for (int i = 0; i < operators; ++i) {
      term.operators.push_back(static_cast<ArithmeticOp>(sum ? Pick(2) : 2 + Pick(3)));
      term.operands.push_back(MakeTerm(depth - 1));
    }
    return term;
  }

  Term MakeCall(int depth) {
    constexpr std::array<std::pair<Function, int>, 7> kFunctions = {{{Function::kLen, 1},
                                                                     {Function::kLower, 1},
                                                                     {Function::kUpper, 1},
                                                                     {Function::kSplit, 2},
                                                                     {Function::kSubstr, 3},
                                                                     {Function::kToNumber, 1},
                                                                     {Function::kToString, 1}}};
    const auto& [function, arity] = One(kFunctions);
    Term term;
    term.kind = TermKind::kCall;
    term.function = function;
    for (int i = 0; i < arity; ++i) term.operands.push_back(MakeTerm(depth - 1));
    return term;
  }

  PathStep Key(std::string_view key) {
    PathStep step;
    step.key = key;
    return step;
  }

  PathStep MakeStep(int depth) {
    constexpr std::array<std::string_view, 5> kKeys = {"root", "in", "a b", "Upper", ""};
    PathStep step = Key(One(kKeys));
    if (Chance(3)) {
      step = PathStep{};
      step.kind = PathStep::Kind::kComputed;
      const int parts = 1 + Pick(3);
      for (int i = 0; i < parts; ++i) step.parts.push_back(MakeTerm(depth - 1));
      // A lone text in brackets is a key.
      if (parts == 1) step.parts[0] = MakeVariable();
    }
    return step;
  }

  Term MakeDataPath(int depth) {
    Term term;
    term.kind = TermKind::kDataPath;
    term.steps.push_back(Key(Chance(2) ? "project" : "limits"));
    const int steps = 1 + Pick(3);
    for (int i = 0; i < steps; ++i) {
      term.steps.push_back(MakeStep(depth));
      if (!Chance(4)) continue;
      PathStep step;
      step.kind = PathStep::Kind::kVariable;
      step.variable = MakeVariable().variable;
      term.steps.push_back(std::move(step));
    }
    return term;
  }

  Term MakeContextPath() {
    Term term;
    term.kind = TermKind::kContextPath;
    term.steps.push_back(MakeStep(0));
    return term;
  }

  Term MakeList(int depth) {
    Term term;
    term.kind = TermKind::kList;
    const int elements = Pick(4);
    for (int i = 0; i < elements; ++i) term.operands.push_back(MakeTerm(depth - 1));
    return term;
  }

  Term MakePattern(int depth) {
    constexpr std::array<std::string_view, 4> kKeys = {"calls", "a b", "Upper", "true"};
    Term term;
    term.kind = TermKind::kPattern;
    for (const std::string_view key : kKeys) {
      if (Chance(2)) continue;
      const bool nested = depth > 0 && Chance(4);
      term.fields.push_back(
          {std::string(key), nested ? MakePattern(depth - 1) : MakeTerm(depth - 1)});
    }
    return term;
  }

  // The left side of something may be a lone word, which reads data.
  Term MakeLeft() {
    if (!Chance(5)) return MakeTerm(2);
    Term term;
    term.kind = TermKind::kDataPath;
    term.steps.push_back(Key("environment"));
    return term;
  }

  Literal MakeLiteral(bool inner) {
    Literal literal;
    literal.negated = Chance(4);
    switch (Pick(inner ? 6 : 7)) {
      case 0:
      case 1: MakeAtom(literal); break;
      case 2:
        literal.kind = LiteralKind::kCompare;
        literal.compare = static_cast<CompareOp>(Pick(6));
        literal.arguments = {MakeLeft(), MakeTerm(2)};
        break;
      case 3:
        literal.kind = LiteralKind::kUnify;
        literal.arguments = {MakeLeft(), Chance(3) ? MakePattern(2) : MakeTerm(2)};
        break;
      case 4: MakeTest(literal); break;
      case 5: MakeMembership(literal); break;
      default: MakeAggregate(literal); break;
    }
    return literal;
  }

  void MakeAtom(Literal& literal) {
    literal.relation = Relation();
    const int arguments = Pick(4);
    for (int i = 0; i < arguments; ++i) literal.arguments.push_back(MakeTerm(1));
  }

  void MakeTest(Literal& literal) {
    literal.kind = LiteralKind::kTest;
    literal.function = static_cast<Function>(Pick(6));
    if (literal.function == Function::kHas) {
      literal.arguments = {MakeContextPath()};
    } else {
      literal.arguments = {MakeTerm(2), MakeTerm(1)};
    }
  }

  void MakeMembership(Literal& literal) {
    literal.kind = LiteralKind::kIn;
    literal.arguments.push_back(MakeTerm(1));
    switch (Pick(4)) {
      case 0: literal.relation = "edge"; break;
      case 1: literal.arguments.push_back(MakeList(2)); break;
      case 2: literal.arguments.push_back(MakeDataPath(1)); break;
      default: literal.arguments.push_back(MakeContextPath()); break;
    }
  }

  void MakeAggregate(Literal& literal) {
    literal.kind = LiteralKind::kAggregate;
    literal.negated = false;
    literal.aggregate = static_cast<AggregateOp>(Pick(5));
    literal.arguments = {MakeLeft(), MakeTerm(1)};
    Body body;
    const int literals = 1 + Pick(3);
    for (int i = 0; i < literals; ++i) body.push_back(MakeLiteral(true));
    literal.inner.push_back(std::move(body));
  }

  std::vector<Body> MakeBodies() {
    std::vector<Body> bodies;
    const int alternatives = 1 + (Chance(4) ? Pick(3) : 0);
    for (int a = 0; a < alternatives; ++a) {
      Body& body = bodies.emplace_back();
      const int literals = 1 + Pick(4);
      for (int i = 0; i < literals; ++i) body.push_back(MakeLiteral(false));
    }
    return bodies;
  }

  Clause MakeClause() {
    variables_.clear();
    names_.clear();
    Clause clause;
    clause.relation = Relation();
    const int arguments = Pick(4);
    for (int i = 0; i < arguments; ++i)
      clause.head.push_back(Chance(3) ? MakeConstant() : MakeVariable());
    if (!Chance(5)) clause.bodies = MakeBodies();
    clause.variables = variables_;
    return clause;
  }

  Check MakeCheck() {
    variables_.clear();
    names_.clear();
    Check check;
    check.name = "separation";
    check.bodies = MakeBodies();
    check.variables = variables_;
    return check;
  }

  Declaration MakeDeclaration() {
    constexpr std::array<ColumnType, 9> kTypes = {
        ColumnType::kBool,     ColumnType::kLong,   ColumnType::kDecimal,
        ColumnType::kString,   ColumnType::kEntity, ColumnType::kDatetime,
        ColumnType::kDuration, ColumnType::kIp,     ColumnType::kAny};
    Declaration declaration;
    declaration.relation = "edge";
    for (const std::string_view column : {"from", "To"}) {
      const ColumnType type = One(kTypes);
      declaration.columns.emplace_back(column, type);
      declaration.entity_types.emplace_back(type == ColumnType::kEntity && Chance(2) ? "Tools::Kind"
                                                                                     : "");
    }
    declaration.representation = static_cast<Representation>(Pick(5));
    declaration.storage = static_cast<Storage>(Pick(3));
    return declaration;
  }

  std::mt19937_64 random_;
  std::vector<Variable> variables_;
  std::map<std::string, VariableId> names_;
};

}  // namespace rune::datalog
