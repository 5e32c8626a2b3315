#include "cedar/syntax/core_form.h"

#include <algorithm>

namespace rune::cedar {
namespace {

// More nodes than any policy that people read.
constexpr std::size_t kMostWeight = 100'000;
// Beyond, conditions are joined from the left, so that nothing nests too deeply.
constexpr std::size_t kMostNested = 64;

class Rewriter {
 public:
  explicit Rewriter(const ExprPool& from) : ids_(from.size()) {
    for (ExprId id = 0; id < from.size(); ++id) ids_[id] = Rewrite(from[id]);
  }

  ExprId At(ExprId id) const { return ids_[id]; }
  ExprPool Take() { return std::move(to_); }

  ExprId Not(ExprId operand, text::Span span) {
    Expr node;
    node.kind = ExprKind::kUnary;
    node.unary = UnaryOp::kNot;
    node.span = span;
    node.children = {operand};
    return Add(std::move(node));
  }

  ExprId Binary(BinaryOp op, ExprId left, ExprId right, text::Span span) {
    Expr node;
    node.kind = ExprKind::kBinary;
    node.binary = op;
    node.span = span;
    node.children = {left, right};
    const bool joins = op == BinaryOp::kAnd || op == BinaryOp::kOr;
    if (joins && IsBool(left) && IsBool(right)) {
      const bool a = to_[left].literal.as_bool();
      const bool b = to_[right].literal.as_bool();
      return Bool(op == BinaryOp::kAnd ? a && b : a || b, span);
    }
    return Add(std::move(node));
  }

  ExprId Bool(bool value, text::Span span) {
    Expr node;
    node.span = span;
    node.literal = Value(value);
    return Add(std::move(node));
  }

 private:
  bool IsBool(ExprId id) const {
    return to_[id].kind == ExprKind::kLiteral && to_[id].literal.is(ValueKind::kBool);
  }

  ExprId Add(Expr node) {
    std::size_t weight = 1;
    for (const ExprId child : node.children) weight += weights_[child];
    weights_.push_back(std::min(weight, kMostWeight));
    return to_.Add(std::move(node));
  }

  ExprId Rewrite(const Expr& node) {
    if (node.kind == ExprKind::kBinary) return RewriteBinary(node);
    Expr copy = node;
    for (ExprId& child : copy.children) child = ids_[child];
    if (node.kind == ExprKind::kRecord) SortKeys(copy);
    const bool splits = node.kind == ExprKind::kIs && copy.children.size() == 2 &&
                        weights_[copy.children[0]] < kMostWeight / 2;
    if (!splits) return Add(std::move(copy));
    const ExprId left = copy.children[0];
    const ExprId right = copy.children[1];
    copy.children.pop_back();
    const ExprId is = Add(std::move(copy));
    return Binary(BinaryOp::kAnd, is, Binary(BinaryOp::kIn, left, right, node.span), node.span);
  }

  ExprId RewriteBinary(const Expr& node) {
    const ExprId left = ids_[node.children[0]];
    const ExprId right = ids_[node.children[1]];
    switch (node.binary) {
      case BinaryOp::kNotEq: return Not(Binary(BinaryOp::kEq, left, right, node.span), node.span);
      case BinaryOp::kGreater:
        return Not(Binary(BinaryOp::kLessEq, left, right, node.span), node.span);
      case BinaryOp::kGreaterEq:
        return Not(Binary(BinaryOp::kLess, left, right, node.span), node.span);
      default: return Binary(node.binary, left, right, node.span);
    }
  }

  std::vector<ExprId> ids_;  // by number in the old pool: number in to_
  ExprPool to_;
  std::vector<std::size_t> weights_;  // of each node of to_: nodes of its tree
};

ExprId JoinAll(Rewriter& rewriter, const std::vector<ExprId>& parts, text::Span span) {
  if (parts.size() > kMostNested) {
    ExprId joined = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) {
      joined = rewriter.Binary(BinaryOp::kAnd, joined, parts[i], span);
    }
    return joined;
  }
  ExprId joined = parts.back();
  for (std::size_t i = parts.size() - 1; i-- > 0;) {
    joined = rewriter.Binary(BinaryOp::kAnd, parts[i], joined, span);
  }
  return joined;
}

}  // namespace

void SortKeys(Expr& record) {
  std::vector<std::pair<std::string, ExprId>> fields;
  for (std::size_t i = 0; i < record.children.size(); ++i) {
    fields.emplace_back(std::move(record.names[i]), record.children[i]);
  }
  std::ranges::sort(fields);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    record.names[i] = std::move(fields[i].first);
    record.children[i] = fields[i].second;
  }
}

Policy CoreForm(const Policy& policy) {
  Policy core = policy;
  for (Annotation& annotation : core.annotations) {
    if (!annotation.value) annotation.value = "";
  }
  std::ranges::sort(core.annotations, {}, &Annotation::key);
  if (core.action.kind == ScopeKind::kIn) core.action.list = true;
  core.conditions.clear();
  Rewriter rewriter(policy.pool);
  std::vector<ExprId> parts;
  bool always = false;  // an empty `when` of a forbid, whatever the others say
  for (const Condition& condition : policy.conditions) {
    if (!condition.body) {
      always |= policy.effect == Effect::kForbid;
      parts.push_back(rewriter.Bool(false, condition.span));
      continue;
    }
    const ExprId body = rewriter.At(*condition.body);
    parts.push_back(condition.when ? body : rewriter.Not(body, condition.span));
  }
  if (!parts.empty() && !always) {
    const text::Span span = policy.conditions[0].span;
    core.conditions.push_back({true, JoinAll(rewriter, parts, span), span});
  }
  core.pool = rewriter.Take();
  std::vector<ExprId*> roots;
  for (Condition& condition : core.conditions) roots.push_back(&*condition.body);
  core.pool.Prune(std::move(roots));
  return core;
}

}  // namespace rune::cedar
