// Residuals as policies, so that what prints, converts and evaluates policies does so with them.
#include <algorithm>

#include "base/format.h"
#include "cedar/tpe/residual.h"
#include "value/extension.h"

namespace rune::cedar {
namespace {

// `is T && in e` over one operand is written as one `is T in e` when the operand is larger than
// this: a nest of them would double with each level.
constexpr std::size_t kMostTwice = 50'000;

// Cedar spells decimals with all of their four digits.
std::string DecimalText(Decimal decimal) {
  constexpr std::int64_t kUnit = 10'000;
  const auto value = static_cast<std::int64_t>(decimal.nanos / 100'000);
  const std::uint64_t size =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return Format("{}{}.{:04}", value < 0 ? "-" : "", size / kUnit, size % kUnit);
}

class Writer {
 public:
  explicit Writer(const Residual& from)
      : from_(from), ids_(from.size()), weights_(from.size(), 1) {}

  ExprId Write() {
    std::vector<bool> reached(from_.size());
    reached[from_.root()] = true;
    for (ResidualId id = from_.root() + 1; id-- > 0;) {
      if (!reached[id]) continue;
      for (const ResidualId child : from_[id].expr.children()) reached[child] = true;
    }
    for (ResidualId id = 0; id <= from_.root(); ++id) {
      if (reached[id]) ids_[id] = Node(id);
    }
    return ids_[from_.root()];
  }
  ExprPool Take() { return std::move(pool_); }

 private:
  ExprId Node(ResidualId id) {
    const ResidualNode& node = from_[id];
    if (node.state == ResidualState::kConcrete) return OfValue(node.expr.literal());
    if (node.state == ResidualState::kError) {
      return pool_.Add(ExprKind::kPredicateCall, {}, {}, pool_.Names({"error"}));
    }
    for (const ResidualId child : node.expr.children()) {
      weights_[id] = std::min(weights_[id] + weights_[child], kMostTwice);
    }
    if (const std::optional<ExprId> joined = JoinIsIn(node.expr)) return *joined;
    std::vector<ExprId> children;
    for (const ResidualId child : node.expr.children()) children.push_back(ids_[child]);
    return pool_.Add(node.expr, children);
  }

  std::optional<ExprId> JoinIsIn(const Expr& both) {
    if (both.kind != ExprKind::kBinary || both.binary != BinaryOp::kAnd) return std::nullopt;
    const ResidualNode& is = from_[both.children()[0]];
    const ResidualNode& in = from_[both.children()[1]];
    const bool fits = is.state == ResidualState::kPartial && is.expr.kind == ExprKind::kIs &&
                      in.state == ResidualState::kPartial && in.expr.kind == ExprKind::kBinary &&
                      in.expr.binary == BinaryOp::kIn;
    if (!fits || is.expr.children()[0] != in.expr.children()[0]) return std::nullopt;
    if (weights_[is.expr.children()[0]] < kMostTwice) return std::nullopt;
    return pool_.Add(is.expr, {ids_[is.expr.children()[0]], ids_[in.expr.children()[1]]});
  }

  ExprId Literal(const Value& value) { return pool_.AddLiteral(value, {}); }

  ExprId Call(ExtensionFunction function, ExprIds arguments) {
    const ExprId id = pool_.Add(ExprKind::kExtension, {}, arguments);
    pool_.at(id).extension = function;
    return id;
  }

  ExprId Made(ExtensionFunction constructor, std::string_view text) {
    return Call(constructor, {Literal(Value(text))});
  }

  // Values nest no deeper than the text or the JSON that they came from.
  ExprId OfValue(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kDecimal:
        return Made(ExtensionFunction::kDecimal, DecimalText(value.as_decimal()));
      case ValueKind::kIp: return Made(ExtensionFunction::kIp, value::IpText(value.as_ip()));
      case ValueKind::kDuration:
        return Made(ExtensionFunction::kDuration, value::DurationText(value.as_duration()));
      case ValueKind::kDatetime: {
        const ExprId epoch = Made(ExtensionFunction::kDatetime, "1970-01-01");
        const Duration since{value.as_datetime().millis};
        return Call(ExtensionFunction::kOffset,
                    {epoch, Made(ExtensionFunction::kDuration, value::DurationText(since))});
      }
      case ValueKind::kSet:
      case ValueKind::kList: {
        std::vector<ExprId> elements;
        for (const Value& element : value.elements()) elements.push_back(OfValue(element));
        return pool_.Add(ExprKind::kSet, {}, elements);
      }
      case ValueKind::kRecord: {
        std::vector<const std::string*> keys;
        std::vector<ExprId> children;
        for (const auto& [key, field] : value.fields()) {
          keys.push_back(&pool_.memory().Name(key));
          children.push_back(OfValue(field));
        }
        return pool_.Add(ExprKind::kRecord, {}, children, pool_.memory().Names(keys));
      }
      default: return Literal(value);
    }
  }

  const Residual& from_;
  ExprPool pool_;
  std::vector<ExprId> ids_;           // by residual
  std::vector<std::size_t> weights_;  // nodes of its tree, at most kMostTwice
};

}  // namespace

Policy ResidualToPolicy(const Residual& residual, const Policy& policy, std::string id) {
  Policy out;
  out.id = std::move(id);
  out.effect = policy.effect;
  out.annotations = policy.annotations;
  for (Annotation& annotation : out.annotations) {
    if (!annotation.value) annotation.value = "";
  }
  std::ranges::sort(out.annotations, {}, &Annotation::key);
  out.span = policy.span;
  out.id_span = policy.id_span;
  Writer writer(residual);
  const Condition whole{true, writer.Write(), policy.span};
  out.pool = writer.Take();
  out.conditions = out.pool.memory().List(std::span<const Condition>(&whole, 1));
  return out;
}

}  // namespace rune::cedar
