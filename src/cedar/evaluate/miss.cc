// How far a policy got, for explanations. Nothing here decides anything.
#include <algorithm>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/evaluate/evaluator.h"
#include "cedar/syntax/print.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

constexpr std::size_t kMostValues = 8;
constexpr std::size_t kLongestText = 200;  // code points

std::string Cut(std::string text) {
  if (text.size() <= kLongestText) return text;
  std::size_t pos = 0;
  for (std::size_t n = 0; n < kLongestText && pos < text.size(); ++n) DecodeUtf8(text, pos);
  if (pos >= text.size()) return text;
  text.resize(pos);
  return text + "...";
}

// The operands of a condition's top-level `&&`, left to right.
std::vector<ExprId> Operands(const ExprPool& pool, ExprId root) {
  std::vector<ExprId> reversed;
  ExprId id = root;
  while (pool[id].kind == ExprKind::kBinary && pool[id].binary == BinaryOp::kAnd) {
    reversed.push_back(pool[id].children[1]);
    id = pool[id].children[0];
  }
  reversed.push_back(id);
  return {reversed.rbegin(), reversed.rend()};
}

// `principal.team.name`, `context`, `resource.getTag("x")`: what leads from a variable to a value.
bool IsAccess(const ExprPool& pool, ExprId id) {
  while (true) {
    const Expr& node = pool[id];
    if (node.kind == ExprKind::kVariable) return true;
    const bool tag = node.kind == ExprKind::kBinary && node.binary == BinaryOp::kGetTag;
    if (node.kind != ExprKind::kGetAttr && !tag) return false;
    if (tag && pool[node.children[1]].kind != ExprKind::kLiteral) return false;
    id = node.children[0];
  }
}

// The longest accesses below `root`, in the order of the text.
std::vector<ExprId> Accesses(const ExprPool& pool, ExprId root) {
  std::vector<ExprId> found;
  std::vector<ExprId> todo{root};
  while (!todo.empty() && found.size() < 4 * kMostValues) {
    const ExprId id = todo.back();
    todo.pop_back();
    if (IsAccess(pool, id)) {
      found.push_back(id);
      continue;
    }
    const std::vector<ExprId>& children = pool[id].children;
    todo.insert(todo.end(), children.rbegin(), children.rend());
  }
  return found;
}

void AddValues(Miss& miss, const Policy& policy, ExprId root, const Environment& env) {
  for (const ExprId id : Accesses(policy.pool, root)) {
    if (miss.values.size() >= kMostValues) return;
    std::string name = Cut(PrintExpr(policy.pool, id, policy.extended));
    const bool known =
        std::ranges::any_of(miss.values, [&](const auto& v) { return v.first == name; });
    if (known) continue;
    const EvalResult value = Evaluate(policy.pool, id, policy.extended, env);
    miss.values.emplace_back(
        std::move(name),
        Cut(value ? value::ToText(*value) : Format("error: {}", value.error().message)));
  }
}

// True: this part does not stand in the way.
bool PassScope(Miss& miss, const Scope& scope, std::string name, const EntityUid& subject,
               const std::optional<EntityUid>& slot, const Environment& env) {
  const auto in_scope = InScope(scope, subject, slot, env);
  if (in_scope.has_value() && *in_scope) {
    ++miss.passed;
    return true;
  }
  miss.span = scope.span;
  miss.values.emplace_back(std::move(name), Cut(value::ToText(subject)));
  return false;
}

bool PassCondition(Miss& miss, const Policy& policy, const Condition& condition,
                   const Environment& env) {
  miss.span = condition.span;
  if (!condition.body) return Holds(policy, condition, env).value_or(false);
  if (!condition.when) {
    if (Holds(policy, condition, env).value_or(false)) {
      ++miss.passed;
      return true;
    }
    AddValues(miss, policy, *condition.body, env);
    return false;
  }
  for (const ExprId operand : Operands(policy.pool, *condition.body)) {
    const EvalResult value = Evaluate(policy.pool, operand, policy.extended, env);
    if (value && value->is(ValueKind::kBool) && value->as_bool()) {
      ++miss.passed;
      continue;
    }
    miss.span = policy.pool[operand].span;
    AddValues(miss, policy, operand, env);
    return false;
  }
  return true;
}

}  // namespace

Miss ExplainMiss(const Instance& instance, const Environment& env, const text::SourceMap& sources) {
  const Policy& policy = *instance.policy;
  const SlotValues& slots = instance.values;
  Miss miss;
  bool passed =
      PassScope(miss, policy.principal, "principal", env.principal, slots.principal, env) &&
      PassScope(miss, policy.action, "action", env.action, std::nullopt, env) &&
      PassScope(miss, policy.resource, "resource", env.resource, slots.resource, env);
  for (const Condition& condition : policy.conditions) {
    passed = passed && PassCondition(miss, policy, condition, env);
  }
  if (passed) miss.span = policy.span;
  miss.literal = Cut(std::string(sources.Text(miss.span)));
  return miss;
}

}  // namespace rune::cedar
