// Why a policy is satisfied or errs. Nothing here decides anything.
//
// Idea: each condition is evaluated once with a trace listening; then the logic of the expression
// (`&& || ! if`) is followed down to what decided, which shows the values that it saw.
#include <algorithm>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "cedar/evaluate/seen.h"

namespace rune::cedar {
namespace {

constexpr std::size_t kMostParts = 32;         // that explain one part
constexpr std::size_t kMostClauseParts = 200;  // below one clause
constexpr std::size_t kDeepest = 16;           // parts within parts
constexpr std::size_t kLongestWay = 16;        // entities of a way through the hierarchy

using Holding = std::expected<bool, EvalError>;

// A way from parent to parent. Empty: the two are one, or `from` does not lie in `to`.
std::vector<std::string> WayUp(const EntityUid& from, const EntityUid& to,
                               const store::EntitySource& entities) {
  if (from == to || !entities.IsIn(from, to)) return {};
  std::vector<std::string> way{Shown(Value(from))};
  EntityUid at = from;
  while (true) {
    const store::EntitySet parents = entities.ParentsOf(at);
    const auto next = std::ranges::find_if(
        parents, [&](const EntityUid& parent) { return entities.IsIn(parent, to); });
    if (parents.contains(to) || next == parents.end()) break;
    if (way.size() == kLongestWay) {
      way.emplace_back("...");
      break;
    }
    at = *next;
    way.push_back(Shown(Value(at)));
  }
  way.push_back(Shown(Value(to)));
  return way;
}

bool SamePlace(text::Span a, text::Span b) {
  return a.file == b.file && a.begin == b.begin && a.end == b.end;
}

// Explains the clauses of one policy, each from what a trace noted.
class Explainer {
 public:
  Explainer(const Policy& policy, const Environment& env, const text::SourceMap& sources)
      : policy_(policy), pool_(policy.pool), env_(env), sources_(sources) {}

  PolicyPart Scope(const ScopePart& scope);
  PolicyPart Clause(const Condition& condition);

 private:
  struct Step {
    PartKind kind;
    ExprId id;
  };

  std::optional<bool> Bool(ExprId id) const { return BoolOf(pool_, trace_, id); }
  ExprId BehindNots(ExprId id) const;
  // `&&`, `||`, `if`, or one of these negated.
  bool IsLogic(ExprId id) const;
  // What decided a node of logic.
  std::vector<Step> Deciding(ExprId id) const;
  std::vector<Step> DecidingOperands(ExprId id) const;

  PolicyPart Part(PartKind kind, text::Span span, std::optional<bool> holds) const;
  // Fills in why `part`, which stands for the expression, is what it is.
  void Explain(PolicyPart& part, text::Span span, ExprId id, std::size_t depth);
  void AddError(PolicyPart& part, text::Span span) const;
  std::vector<std::string> Via(ExprId id) const;
  std::vector<const Value*> Targets(ExprId id) const;

  const Policy& policy_;
  const ExprPool& pool_;
  const Environment& env_;
  const text::SourceMap& sources_;
  Trace trace_;
  std::optional<EvalError> error_;
  std::size_t parts_left_ = 0;
};

PolicyPart Explainer::Part(PartKind kind, text::Span span, std::optional<bool> holds) const {
  PolicyPart part;
  part.kind = kind;
  part.place = sources_.Resolve(span);
  part.text = Cut(sources_.Text(span));
  part.holds = holds;
  return part;
}

void Explainer::AddError(PolicyPart& part, text::Span span) const {
  if (SamePlace(span, error_->span)) {
    part.error = Cut(error_->message);
    return;
  }
  part.because.push_back(Part(PartKind::kError, error_->span, std::nullopt));
  part.because.back().error = Cut(error_->message);
}

PolicyPart Explainer::Scope(const ScopePart& scope) {
  const Holding holds = InScope(scope, env_);
  PolicyPart part =
      Part(PartKind::kScope, scope.scope.span, holds ? std::optional(*holds) : std::nullopt);
  const std::string name(VariableName(scope.variable));
  part.values.emplace_back(name, Shown(Value(scope.subject)));
  if (scope.slot) part.values.emplace_back("?" + name, Shown(Value(*scope.slot)));
  if (!holds) {
    error_ = holds.error();
    AddError(part, scope.scope.span);
  } else if (*holds) {
    for (const ScopeEntity& entity : scope.scope.entities) {
      part.via = WayUp(scope.subject, Target(entity, scope.slot), env_.entities);
      if (!part.via.empty()) break;
    }
  }
  return part;
}

PolicyPart Explainer::Clause(const Condition& condition) {
  const Holding holds = Holds(policy_, condition, env_, &trace_);
  if (!holds) error_ = holds.error();
  parts_left_ = kMostClauseParts;
  PolicyPart part = Part(condition.when ? PartKind::kWhen : PartKind::kUnless, condition.span,
                         holds ? std::optional(*holds) : std::nullopt);
  if (condition.body) Explain(part, condition.span, *condition.body, 0);
  return part;
}

ExprId Explainer::BehindNots(ExprId id) const {
  while (pool_[id].kind == ExprKind::kUnary && pool_[id].unary == UnaryOp::kNot) {
    id = pool_[id].children()[0];
  }
  return id;
}

bool Explainer::IsLogic(ExprId id) const {
  const Expr& node = pool_[BehindNots(id)];
  return node.kind == ExprKind::kIf ||
         (node.kind == ExprKind::kBinary &&
          (node.binary == BinaryOp::kAnd || node.binary == BinaryOp::kOr));
}

std::vector<Explainer::Step> Explainer::Deciding(ExprId id) const {
  const Expr& node = pool_[id];
  if (node.kind == ExprKind::kBinary) return DecidingOperands(id);
  if (node.kind == ExprKind::kUnary) return {{PartKind::kNot, BehindNots(id)}};
  std::vector<Step> steps{{PartKind::kIf, node.children()[0]}};
  if (const std::optional<bool> chosen = Bool(node.children()[0])) {
    steps.push_back(*chosen ? Step{PartKind::kThen, node.children()[1]}
                            : Step{PartKind::kElse, node.children()[2]});
  }
  return steps;
}

std::vector<Explainer::Step> Explainer::DecidingOperands(ExprId id) const {
  const BinaryOp op = pool_[id].binary;
  const PartKind kind = op == BinaryOp::kAnd ? PartKind::kAnd : PartKind::kOr;
  std::vector<Step> steps;
  for (const ExprId operand : ChainOperands(pool_, id, op)) {
    // The one that ends the chain, or errs, decides alone.
    if (Bool(operand) != (op == BinaryOp::kAnd)) return {{kind, operand}};
    steps.push_back({kind, operand});
  }
  return steps;
}

void Explainer::Explain(PolicyPart& part, text::Span span, ExprId id, std::size_t depth) {
  if (depth < kDeepest && IsLogic(id)) {
    for (const Step& step : Deciding(id)) {
      if (part.because.size() == kMostParts || parts_left_ == 0) {
        ++part.left_out;
        continue;
      }
      --parts_left_;
      const text::Span place = pool_[step.id].span;
      part.because.push_back(Part(step.kind, place, Bool(step.id)));
      Explain(part.because.back(), place, step.id, depth + 1);
    }
    return;
  }
  part.values = AccessesSeen(policy_, id, trace_);
  part.via = Via(id);
  if (!Bool(id)) AddError(part, span);
}

// The entities to the right of an `in`.
std::vector<const Value*> Explainer::Targets(ExprId id) const {
  if (const Value* value = ValueOf(pool_, trace_, id)) {
    if (!value->is(ValueKind::kSet)) return {value};
    std::vector<const Value*> elements;
    for (const Value& element : value->elements()) elements.push_back(&element);
    return elements;
  }
  // A set with patterns has no value of its own.
  std::vector<const Value*> elements;
  for (const ExprId child : pool_[id].children()) {
    if (const Value* value = ValueOf(pool_, trace_, child)) elements.push_back(value);
  }
  return elements;
}

std::vector<std::string> Explainer::Via(ExprId id) const {
  const Expr& node = pool_[id];
  const bool in = node.kind == ExprKind::kBinary && node.binary == BinaryOp::kIn;
  const bool is_in = node.kind == ExprKind::kIs && node.children().size() == 2;
  if ((!in && !is_in) || Bool(id) != true) return {};
  const Value* left = ValueOf(pool_, trace_, node.children()[0]);
  if (left == nullptr || !left->is(ValueKind::kEntity)) return {};
  const std::vector<const Value*> targets = Targets(node.children()[1]);
  if (!env_.meter.Charge(targets.size())) return {};
  for (const Value* target : targets) {
    if (!target->is(ValueKind::kEntity)) continue;
    auto way = WayUp(left->as_entity(), target->as_entity(), env_.entities);
    if (!way.empty()) return way;
  }
  return {};
}

}  // namespace

Result<PolicyExplanation> ExplainPolicy(const Instance& instance, const Environment& env,
                                        const text::SourceMap& sources) {
  const Policy& policy = *instance.policy;
  PolicyExplanation out;
  out.id = instance.id;
  out.effect = policy.effect == Effect::kForbid ? Verdict::kForbid : Verdict::kPermit;
  Explainer explainer(policy, env, sources);
  const auto goes_on = [&] { return out.clauses.empty() || out.clauses.back().holds == true; };
  for (const ScopePart& scope : ScopeParts(instance, env)) {
    const bool constrained = scope.scope.kind != ScopeKind::kAny;
    if (constrained && goes_on()) out.clauses.push_back(explainer.Scope(scope));
  }
  const bool unfinished = IsUnfinished(policy);
  for (const Condition& condition : policy.conditions) {
    if (unfinished && condition.body) continue;
    if (goes_on()) out.clauses.push_back(explainer.Clause(condition));
  }
  out.erred = !out.clauses.empty() && !out.clauses.back().holds;
  if (env.meter.exhausted()) {
    return MakeFault(FaultCode::kLimit,
                     Format("policy `{}`: the bound of steps ends its explanation", policy.id));
  }
  return out;
}

}  // namespace rune::cedar
