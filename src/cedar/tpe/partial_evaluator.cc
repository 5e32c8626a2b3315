#include "cedar/tpe/partial_evaluator.h"

#include <algorithm>
#include <limits>

#include "cedar/evaluate/operation.h"
#include "cedar/tpe/typed_condition.h"

namespace rune::cedar {
namespace {

class PartialRun {
 public:
  PartialRun(const Residual& in, const PartialEnvironment& environment)
      : in_(in), env_(environment), done_(in.size(), kNone) {}

  Residual Run() {
    work_.push_back(in_.root());
    while (!work_.empty()) {
      const ResidualId id = work_.back();
      if (done_[id] == kNone && PushOperands(in_[id])) continue;
      work_.pop_back();
      if (done_[id] == kNone) done_[id] = Finish(in_[id]);
    }
    out_.SetRoot(done_[in_.root()]);
    return std::move(out_);
  }

 private:
  static constexpr ResidualId kNone = std::numeric_limits<ResidualId>::max();

  bool Push(ResidualId id) {
    if (done_[id] != kNone) return false;
    work_.push_back(id);
    return true;
  }

  // What must be looked at before the node can be finished. Returns: whether there is any.
  bool PushOperands(const ResidualNode& node) {
    if (node.state != ResidualState::kPartial) return false;
    const ExprIds children = node.expr.children();
    if (node.expr.kind == ExprKind::kIf) return PushBranches(children);
    if (IsJoin(node.expr)) {
      if (Push(children[0])) return true;
      return Of(children[0]).state != ResidualState::kError && !Decides(node.expr) &&
             Push(children[1]);
    }
    bool any = false;
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
      any = Push(*child) || any;
    }
    return any;
  }

  bool PushBranches(ExprIds children) {
    if (Push(children[0])) return true;
    const ResidualNode& test = Of(children[0]);
    if (test.state == ResidualState::kError) return false;
    const bool both = test.state == ResidualState::kPartial;
    const bool taken = both || IsValue(test, true);
    const bool other = both || IsValue(test, false);
    const bool first = other && Push(children[2]);
    return (taken && Push(children[1])) || first;
  }

  static bool IsJoin(const Expr& expr) {
    return expr.kind == ExprKind::kBinary &&
           (expr.binary == BinaryOp::kAnd || expr.binary == BinaryOp::kOr);
  }

  // Whether the left side of `&&` or `||` alone decides.
  bool Decides(const Expr& expr) const {
    return IsValue(Of(expr.children()[0]), expr.binary == BinaryOp::kOr);
  }

  static bool IsValue(const ResidualNode& node, bool value) {
    return node.state == ResidualState::kConcrete && node.expr.literal() == Value(value);
  }

  // What the child of a node has become.
  const ResidualNode& Of(ResidualId child) const { return out_[done_[child]]; }
  // The value of a child that is concrete.
  const Value& ValueOf(const Expr& expr, std::size_t child) const {
    return Of(expr.children()[child]).expr.literal();
  }

  ResidualId Concrete(Value value) { return out_.AddConcrete(std::move(value)); }
  ResidualId Concrete(bool value) { return out_.AddConcrete(Value(value)); }
  ResidualId Error() { return out_.AddError(); }

  // The same operator over what its operands have become.
  ResidualId Left(const ResidualNode& node) {
    std::vector<ResidualId> operands;
    for (const ResidualId child : node.expr.children()) operands.push_back(done_[child]);
    return out_.AddPartial(node.expr, operands, node.by_type);
  }

  ResidualId Finish(const ResidualNode& node) {
    if (!env_.meter.Charge()) return Error();
    if (node.state == ResidualState::kError) return Error();
    if (node.state == ResidualState::kConcrete) return Concrete(node.expr.literal());
    if (node.expr.kind == ExprKind::kVariable) return VariableOf(node);
    if (node.expr.kind == ExprKind::kIf) return If(node);
    if (IsJoin(node.expr)) return Join(node);
    return Eager(node);
  }

  ResidualId VariableOf(const ResidualNode& node) {
    const auto known = [&](const PartialUid& part) {
      return part.id ? Concrete(Value(*part.uid())) : Left(node);
    };
    switch (node.expr.variable) {
      case Variable::kPrincipal: return known(env_.request.principal());
      case Variable::kResource: return known(env_.request.resource());
      case Variable::kAction: return Concrete(Value(env_.request.action()));
      case Variable::kContext: break;
    }
    const Value* context = env_.request.context();
    return context == nullptr ? Left(node) : Concrete(*context);
  }

  ResidualId If(const ResidualNode& node) {
    const ExprIds children = node.expr.children();
    const ResidualNode& test = Of(children[0]);
    if (test.state == ResidualState::kPartial) return Left(node);
    if (IsValue(test, true)) return done_[children[1]];
    if (IsValue(test, false)) return done_[children[2]];
    return Error();
  }

  // `&&`, and `||` with true and false the other way round.
  ResidualId Join(const ResidualNode& node) {
    const bool neutral = node.expr.binary == BinaryOp::kAnd;
    const ResidualNode& left = Of(node.expr.children()[0]);
    if (left.state == ResidualState::kError) return Error();
    if (left.state == ResidualState::kConcrete) {
      if (IsValue(left, !neutral)) return Concrete(!neutral);
      return IsValue(left, neutral) ? done_[node.expr.children()[1]] : Error();
    }
    const ResidualNode& right = Of(node.expr.children()[1]);
    if (IsValue(right, neutral)) return done_[node.expr.children()[0]];
    if (IsValue(right, !neutral) && !left.can_error) return Concrete(!neutral);
    return Left(node);
  }

  // What looks at all of its operands.
  ResidualId Eager(const ResidualNode& node) {
    const Expr& expr = node.expr;
    bool concrete = true;
    bool error = false;
    bool can_error = false;
    for (const ExprId child : expr.children()) {
      const ResidualNode& operand = Of(child);
      concrete = concrete && operand.state == ResidualState::kConcrete;
      error = error || operand.state == ResidualState::kError;
      can_error = can_error || operand.can_error;
    }
    if (node.by_type && !can_error) return Concrete(*node.by_type);
    if (error) return Error();
    if (!concrete) return Left(node);
    switch (expr.kind) {
      case ExprKind::kGetAttr: return GetAttribute(node);
      case ExprKind::kHas: return Has(node);
      case ExprKind::kSet: return Set(expr);
      case ExprKind::kRecord: return Record(expr);
      case ExprKind::kBinary: break;
      default: return Compute(expr);
    }
    switch (expr.binary) {
      case BinaryOp::kIn: return In(node);
      case BinaryOp::kHasTag:
      case BinaryOp::kGetTag: return Tag(node);
      case BinaryOp::kEq: return Concrete(ValueOf(expr, 0) == ValueOf(expr, 1));
      default: return Compute(expr);
    }
  }

  // An operation on values alone, done by the evaluator.
  ResidualId Compute(const Expr& expr) {
    std::vector<Value> operands;
    for (std::size_t i = 0; i < expr.children().size(); ++i) operands.push_back(ValueOf(expr, i));
    const Environment environment{.principal = {},
                                  .action = {},
                                  .resource = {},
                                  .context = no_context_,
                                  .entities = no_entities_,
                                  .meter = env_.meter};
    EvalResult result = ApplyOperator(expr, std::move(operands), environment);
    return result ? Concrete(*std::move(result)) : Error();
  }

  ResidualId Set(const Expr& expr) {
    Value::Elements elements;
    for (std::size_t i = 0; i < expr.children().size(); ++i) elements.push_back(ValueOf(expr, i));
    return Concrete(Value::Set(std::move(elements)));
  }

  ResidualId Record(const Expr& expr) {
    Value::Fields fields;
    for (std::size_t i = 0; i < expr.children().size(); ++i) {
      fields.insert_or_assign(expr.names()[i], ValueOf(expr, i));
    }
    return Concrete(Value::Record(std::move(fields)));
  }

  ResidualId GetAttribute(const ResidualNode& node) {
    const Value& from = ValueOf(node.expr, 0);
    const std::string& name = node.expr.names()[0];
    if (from.is(ValueKind::kRecord)) {
      const Value* found = from.Find(name);
      return found == nullptr ? Error() : Concrete(*found);
    }
    if (!from.is(ValueKind::kEntity)) return Error();
    const PartialEntities::Sight sight = env_.entities.Attribute(from.as_entity(), name);
    if (!sight.known) return Left(node);
    return sight.value == nullptr ? Error() : Concrete(*sight.value);
  }

  // Walks the chain as far as it is known. What is left asks the first entity that is not known.
  ResidualId Has(const ResidualNode& node) {
    const NameList names = node.expr.names();
    Value from = ValueOf(node.expr, 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Value* next = nullptr;
      if (from.is(ValueKind::kRecord)) {
        next = from.Find(names[i]);
      } else if (from.is(ValueKind::kEntity)) {
        const PartialEntities::Sight sight = env_.entities.Attribute(from.as_entity(), names[i]);
        if (!sight.known) return HasRest(node, i, std::move(from));
        next = sight.value;
      } else {
        return Error();
      }
      if (next == nullptr) return Concrete(false);
      const Value step = *next;
      from = step;
    }
    return Concrete(true);
  }

  ResidualId HasRest(const ResidualNode& node, std::size_t first, Value from) {
    const std::optional<EntityTypeId> type = env_.index.FindType(from.as_entity().type);
    Expr rest = node.expr;
    const NameList names = node.expr.names().Rest(first);
    rest.SetNames(names);
    if (type && CannotHave(env_.index, *type, names[0])) return Concrete(false);
    return out_.AddPartial(rest, {Concrete(std::move(from))});
  }

  ResidualId Tag(const ResidualNode& node) {
    const Value& from = ValueOf(node.expr, 0);
    const Value& name = ValueOf(node.expr, 1);
    if (!from.is(ValueKind::kEntity) || !name.is(ValueKind::kString)) return Error();
    const PartialEntities::Sight sight = env_.entities.Tag(from.as_entity(), name.as_string());
    if (!sight.known) return Left(node);
    if (node.expr.binary == BinaryOp::kHasTag) return Concrete(sight.value != nullptr);
    return sight.value == nullptr ? Error() : Concrete(*sight.value);
  }

  ResidualId In(const ResidualNode& node) {
    const Value& left = ValueOf(node.expr, 0);
    const Value& right = ValueOf(node.expr, 1);
    if (!left.is(ValueKind::kEntity)) return Error();
    const EntityUid& uid = left.as_entity();
    if (right.is(ValueKind::kEntity)) {
      if (uid == right.as_entity()) return Concrete(true);
      const std::optional<bool> in = env_.entities.HasAncestor(uid, right.as_entity());
      return in ? Concrete(*in) : Left(node);
    }
    if (!right.is(ValueKind::kSet)) return Error();
    if (!env_.meter.Charge(right.elements().size())) return Error();
    bool unknown = false;
    for (const Value& element : right.elements()) {
      if (!element.is(ValueKind::kEntity)) return Error();
    }
    for (const Value& element : right.elements()) {
      if (uid == element.as_entity()) return Concrete(true);
      const std::optional<bool> in = env_.entities.HasAncestor(uid, element.as_entity());
      if (in == true) return Concrete(true);
      unknown = unknown || !in;
    }
    return unknown ? Left(node) : Concrete(false);
  }

  const Residual& in_;
  const PartialEnvironment& env_;
  const Value no_context_ = Value::Record({});
  const store::NoEntities no_entities_;  // operations on values ask for none
  Residual out_;
  std::vector<ResidualId> done_;  // by node of in_: what it became
  std::vector<ResidualId> work_;
};

}  // namespace

Residual PartiallyEvaluate(const Residual& residual, const PartialEnvironment& environment) {
  return PartialRun(residual, environment).Run();
}

}  // namespace rune::cedar
