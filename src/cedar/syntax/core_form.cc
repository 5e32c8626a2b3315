#include "cedar/syntax/core_form.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace rune::cedar {
namespace {

// More nodes than any policy that people read.
constexpr std::size_t kMostWeight = 100'000;
// Beyond, conditions are joined from the left, so that nothing nests too deeply.
constexpr std::size_t kMostNested = 64;

class Rewriter {
 public:
  // Goes on living on the memory of `from`, which scopes show.
  explicit Rewriter(const ExprPool& from) : ids_(from.size()), to_(from) {
    to_.Clear();
    for (ExprId id = 0; id < from.size(); ++id) ids_[id] = Rewrite(from[id]);
  }

  ExprId At(ExprId id) const { return ids_[id]; }
  ExprPool Take() { return std::move(to_); }

  ExprId Not(ExprId operand, text::Span span) {
    Expr node;
    node.kind = ExprKind::kUnary;
    node.unary = UnaryOp::kNot;
    node.span = span;
    return Add(node, {operand});
  }

  ExprId Binary(BinaryOp op, ExprId left, ExprId right, text::Span span) {
    Expr node;
    node.kind = ExprKind::kBinary;
    node.binary = op;
    node.span = span;
    const bool joins = op == BinaryOp::kAnd || op == BinaryOp::kOr;
    if (joins && IsBool(left) && IsBool(right)) {
      const bool a = to_[left].literal().as_bool();
      const bool b = to_[right].literal().as_bool();
      return Bool(op == BinaryOp::kAnd ? a && b : a || b, span);
    }
    return Add(node, {left, right});
  }

  ExprId Bool(bool value, text::Span span) {
    Expr node;
    node.span = span;
    node.SetLiteral(value ? kTrueValue : kNoValue);
    return Add(node, {});
  }

 private:
  bool IsBool(ExprId id) const {
    return to_[id].kind == ExprKind::kLiteral && to_[id].literal().is(ValueKind::kBool);
  }

  ExprId Add(const Expr& node, ExprIds children) {
    std::size_t weight = 1;
    for (const ExprId child : children) weight += weights_[child];
    weights_.push_back(std::min(weight, kMostWeight));
    return to_.Add(node, children);
  }

  ExprId Rewrite(const Expr& node) {
    if (node.kind == ExprKind::kBinary) return RewriteBinary(node);
    if (node.kind == ExprKind::kRecord) return RewriteRecord(node);
    const std::vector<ExprId> children = Rewritten(node.children());
    const bool splits = node.kind == ExprKind::kIs && children.size() == 2 &&
                        weights_[children[0]] < kMostWeight / 2;
    if (!splits) return Add(node, children);
    const ExprId is = Add(node, {children[0]});
    const ExprId in = Binary(BinaryOp::kIn, children[0], children[1], node.span);
    return Binary(BinaryOp::kAnd, is, in, node.span);
  }

  std::vector<ExprId> Rewritten(ExprIds children) const {
    std::vector<ExprId> ids;
    for (const ExprId child : children) ids.push_back(ids_[child]);
    return ids;
  }

  ExprId RewriteRecord(const Expr& node) {
    const RecordFields fields = SortedFields(node);
    const NameList names = fields.names();
    Expr sorted = node;
    sorted.SetNames(names);
    return Add(sorted, Rewritten(fields.children));
  }

  ExprId RewriteBinary(const Expr& node) {
    const ExprId left = ids_[node.children()[0]];
    const ExprId right = ids_[node.children()[1]];
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

RecordFields SortedFields(const Expr& record) {
  std::vector<std::size_t> order(record.children().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return std::tie(record.names()[a], a) < std::tie(record.names()[b], b);
  });
  RecordFields fields;
  for (const std::size_t i : order) {
    fields.keys.push_back(&record.names()[i]);
    fields.children.push_back(record.children()[i]);
  }
  return fields;
}

Policy CoreForm(const Policy& policy) {
  Policy core = policy;
  for (Annotation& annotation : core.annotations) {
    if (!annotation.value) annotation.value = "";
  }
  std::ranges::sort(core.annotations, {}, &Annotation::key);
  if (core.action.kind == ScopeKind::kIn) core.action.list = true;
  core.conditions = {};
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
  std::vector<Condition> whole;
  if (!parts.empty() && !always) {
    const text::Span span = policy.conditions[0].span;
    whole.push_back({true, JoinAll(rewriter, parts, span), span});
  }
  core.pool = rewriter.Take();
  core.conditions = core.pool.Prune(whole);
  return core;
}

}  // namespace rune::cedar
