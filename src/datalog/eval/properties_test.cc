// What must hold of every program: the order of rules, literals and facts never shows, and asking
// is the same as evaluating everything.
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "base/format.h"
#include "datalog/eval/world_for_test.h"

namespace rune::datalog {
namespace {

using Strings = std::vector<std::string>;

// A random program over small relations of numbers, in layers, so that negation is stratified. `z`
// reads the context where the program shall be evaluated on demand; `e` errs there.
class Generator {
 public:
  explicit Generator(std::uint32_t seed, bool errors) : random_(seed), errors_(errors) {}

  struct Clause {
    std::string head;
    Strings body;
  };

  // Three variables, each bound by a positive literal.
  Clause Make(int layer) {
    Clause clause;
    clause.head = Format("r{}({}, {})", layer, Variable(), Variable());
    Strings body;
    const int atoms = 1 + Below(3);
    for (int i = 0; i < atoms; ++i) body.push_back(Atom(layer, true));
    if (Below(2) == 0) body.push_back("not " + Atom(layer - 1, false));
    if (Below(3) == 0) body.push_back(Format("{} {} {}", Variable(), Compare(), Variable()));
    if (Below(4) == 0)
      body.push_back(Format("{} in [1, 2{}]", Variable(), errors_ ? ", 1 / (X - 1)" : ""));
    if (Below(3) == 0) {
      body.push_back(Format("N{0} = {1}(W{0} : r{2}({3}, W{0}))", layer,
                            Below(2) == 0 ? "count" : "sum", layer - 1, Variable()));
      body.push_back(Format("N{} {} 2", layer, Compare()));
    }
    if (errors_ && Below(3) == 0)
      body.push_back(Format("6 / ({} - 1) >= {}", Variable(), Below(4)));
    if (errors_ && Below(4) == 0)
      body.push_back(Format("{} = 4 / ({} - 2)", Variable(), Variable()));
    for (const char* variable : {"X", "Y", "Z"}) body.push_back(Format("d({})", variable));
    if (errors_ && Below(2) == 0) AddUncertain(layer, clause.head, body);
    clause.body = std::move(body);
    return clause;
  }

  std::vector<Clause> Program() {
    std::vector<Clause> clauses;
    if (errors_) {
      clauses.push_back({"u(A)", {"d(B)", "A = 2 / (B - 1)"}});       // a row without a value
      clauses.push_back({"f(A, B)", {"A != 7", "B = 4 / (A - 2)"}});  // open, with an output
      clauses.push_back({"g(A)", {"A > 0", "A < 2"}});                // open
    }
    for (int layer = 1; layer <= 3; ++layer) {
      const int count = 1 + Below(3);
      for (int i = 0; i < count; ++i) clauses.push_back(Make(layer));
    }
    return clauses;
  }

  std::vector<Tuple> Facts() {
    std::vector<Tuple> facts;
    const int count = 2 + Below(6);
    for (int i = 0; i < count; ++i) facts.push_back({Value(Below(3)), Value(Below(3))});
    return facts;
  }

 private:
  // A variable V whose binder may err, and literals that read it.
  void AddUncertain(int layer, std::string& head, Strings& body) {
    const std::string below = Format("r{}", layer - 1);
    const Strings binders = {"V = 6 / (X - 1)", "u(V)", "V in [X, 6 / (Y - 1)]", "f(X, V)",
                             "[V, _] = [2 / Z, 1]"};
    const Strings readers = {"V > 1",
                             "V != 2",
                             Format("not {}(V, Y)", below),
                             Format("{}(V, Y)", below),
                             Format("{}(V + 1, W)", below),
                             Format("{}(_, V)", below),
                             "not u(V)",
                             "u(V)",
                             "g(V)",
                             "not g(V)",
                             "f(V, W)",
                             "not f(V, 2)",
                             "W = V + 1",
                             Format("M = count(Q : {}(V, Q))", below),
                             Format("M = sum(Q / V : {}(Y, Q))", below)};
    body.push_back(binders[static_cast<std::size_t>(Below(static_cast<int>(binders.size())))]);
    const int count = 1 + Below(3);
    bool has_w = false;
    for (int i = 0; i < count; ++i) {
      body.push_back(readers[static_cast<std::size_t>(Below(static_cast<int>(readers.size())))]);
      has_w = has_w || body.back().find('W') != std::string::npos;
    }
    if (has_w && Below(2) == 0) body.push_back("W > 1");
    if (has_w && Below(2) == 0) body.push_back("W in [1, 2, 3]");
    const int shape = Below(3);
    if (shape == 0) head = Format("r{}(X, V)", layer);
    if (shape == 1 && has_w) head = Format("r{}(W, Y)", layer);
  }

  int Below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  std::string Variable() { return std::string(1, static_cast<char>('X' + Below(3))); }
  std::string Compare() {
    constexpr const char* kOps[] = {"<", "<=", "==", "!=", ">"};
    return kOps[Below(5)];
  }
  std::string Atom(int layer, bool may_recurse) {
    const int low = may_recurse ? Below(layer + 1) : std::min(layer, Below(layer + 1));
    return Format("r{}({}, {})", low, Variable(), Variable());
  }

  std::mt19937 random_;
  bool errors_;
};

std::string Print(const std::vector<Generator::Clause>& clauses, bool on_demand) {
  std::string text = on_demand ? "on :- context.on == true.\n" : "";
  for (const auto& clause : clauses) {
    text += clause.head + " :- ";
    for (std::size_t i = 0; i < clause.body.size(); ++i) {
      if (i > 0) text += ", ";
      text += clause.body[i];
    }
    text += on_demand ? ", on.\n" : ".\n";
  }
  return text;
}

// Everything that is observable of the relations: rows and truth, with and without arguments.
std::string Observe(const std::string& rules, const std::vector<Tuple>& facts) {
  World world;
  for (const Tuple& fact : facts) world.Fact("r0", fact);
  for (int i = 0; i < 3; ++i) world.Fact("d", {Value(i)});
  world.Rules(rules).Context(R"({"on": true})");
  std::string out = world.Load();
  if (out != "ok") return out;
  for (int layer = 1; layer <= 3; ++layer) {
    out += Format(" r{}: {}", layer, world.Query(Format("r{}(A, B)", layer)));
    for (int i = 0; i < 3; ++i) {
      out += Format(" | {}", world.Query(Format("r{}({}, B)", layer, i)));
    }
    std::vector<std::string> truths;
    for (int i = 0; i < 9; ++i)
      truths.push_back(world.TestCall(Format("r{}", layer), {Value(i / 3), Value(i % 3)}));
    for (const std::string& truth : truths) out += Format(" {}", truth);
  }
  return out;
}

template <typename T>
void Shuffle(std::vector<T>& items, std::mt19937& random) {
  std::shuffle(items.begin(), items.end(), random);
}

void CheckOrder(std::uint32_t seed, bool errors) {
  Generator generator(seed, errors);
  auto clauses = generator.Program();
  auto facts = generator.Facts();
  const std::string before = Observe(Print(clauses, errors), facts);
  RC_ASSERT(before.starts_with("ok"));
  std::mt19937 random(seed + 1);
  for (int round = 0; round < 2; ++round) {
    Shuffle(clauses, random);
    for (auto& clause : clauses) Shuffle(clause.body, random);
    Shuffle(facts, random);
    const std::string after = Observe(Print(clauses, errors), facts);
    if (after != before) RC_FAIL(Print(clauses, errors) + "\n" + before + "\n" + after);
  }
}

TEST(Properties, OrderNeverShows) {
  EXPECT_TRUE(rc::check("order of rules, literals and facts",
                        [] { CheckOrder(*rc::gen::arbitrary<std::uint32_t>(), false); }));
}

TEST(Properties, OrderNeverShowsWithErrors) {
  EXPECT_TRUE(rc::check("order of rules, literals and facts, with errors",
                        [] { CheckOrder(*rc::gen::arbitrary<std::uint32_t>(), true); }));
}

TEST(Properties, AskingIsEvaluating) {
  EXPECT_TRUE(rc::check("goals with arguments agree with the fixpoint", [] {
    Generator generator(*rc::gen::arbitrary<std::uint32_t>(), false);
    const auto clauses = generator.Program();
    const auto facts = generator.Facts();
    const std::string stored = Observe(Print(clauses, false), facts);
    RC_ASSERT(stored.starts_with("ok"));
    const std::string asked = Observe(Print(clauses, true), facts);
    if (asked != stored) RC_FAIL(Print(clauses, true) + "\n" + stored + "\n" + asked);
  }));
}

}  // namespace
}  // namespace rune::datalog
