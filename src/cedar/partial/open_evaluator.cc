#include "cedar/partial/open_evaluator.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/result.h"
#include "cedar/evaluate/operation.h"

namespace rune::cedar {
namespace {

using Node = std::expected<ResidualId, EvalError>;

constexpr ResidualId kNone = std::numeric_limits<ResidualId>::max();

// Extension values are calls once they are written, and a call may err.
bool HoldsCall(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kDecimal:
    case ValueKind::kIp:
    case ValueKind::kDatetime:
    case ValueKind::kDuration: return true;
    case ValueKind::kSet:
    case ValueKind::kList: return std::ranges::any_of(value.elements(), HoldsCall);
    case ValueKind::kRecord:
      return std::ranges::any_of(value.fields(),
                                 [](const auto& field) { return HoldsCall(field.second); });
    default: return false;
  }
}

std::unexpected<EvalError> Exhausted(text::Span span) {
  return std::unexpected(EvalError{EvalErrorKind::kLimit, "the bound of steps is reached", span});
}

bool IsUnknownCall(const Expr& node) {
  return node.kind == ExprKind::kExtension && node.extension == ExtensionFunction::kUnknown;
}

// Looks into an entity, so that what it meets there may be open.
bool IsLookup(const Expr& node) {
  if (node.kind == ExprKind::kGetAttr || node.kind == ExprKind::kHas) return true;
  return node.kind == ExprKind::kBinary &&
         (node.binary == BinaryOp::kGetTag || node.binary == BinaryOp::kHasTag);
}

bool IsJoin(const Expr& node) {
  return node.kind == ExprKind::kBinary &&
         (node.binary == BinaryOp::kAnd || node.binary == BinaryOp::kOr);
}

class OpenRun {
 public:
  OpenRun(const ExprPool& pool, const OpenEnvironment& env, Residual& out)
      : pool_(pool),
        env_(env),
        out_(out),
        context_(KnownContext(env.request)),
        known_{.principal = env.request.principal.value_or(EntityUid()),
               .action = env.request.action.value_or(EntityUid()),
               .resource = env.request.resource.value_or(EntityUid()),
               .context = context_,
               .entities = env.entities,
               .meter = env.meter},
        open_(pool.size()),
        originals_(pool.size(), kNone) {
    for (ExprId id = 0; id < pool.size(); ++id) open_[id] = IsOpen(pool[id]);
  }

  Node Run(ExprId root) {
    std::vector<ExprId> spine;
    ExprId id = root;
    while (!IsLeaf(id)) {
      spine.push_back(id);
      id = pool_[id].children()[0];
    }
    if (!env_.meter.Charge(spine.size() + 1)) return Exhausted(pool_[root].span);
    Node current = Leaf(id);
    while (current && !spine.empty()) {
      current = Apply(pool_[spine.back()], *current);
      spine.pop_back();
    }
    return current;
  }

 private:
  static Value KnownContext(const OpenRequest& request) {
    const auto* fields = request.context ? std::get_if<Value::Fields>(&*request.context) : nullptr;
    return Value::Record(fields == nullptr ? Value::Fields() : *fields);
  }

  bool IsKnown(Variable variable) const {
    const OpenRequest& request = env_.request;
    switch (variable) {
      case Variable::kPrincipal: return request.principal.has_value();
      case Variable::kAction: return request.action.has_value();
      case Variable::kResource: return request.resource.has_value();
      case Variable::kContext: break;
    }
    return request.context && std::holds_alternative<Value::Fields>(*request.context);
  }

  // Whether something below may be left open. Children were asked before.
  bool IsOpen(const Expr& node) const {
    if (node.kind == ExprKind::kVariable) return !IsKnown(node.variable);
    if (IsUnknownCall(node) || (IsLookup(node) && !env_.open.empty())) return true;
    return std::ranges::any_of(node.children(), [this](ExprId child) { return open_[child]; });
  }

  bool IsLeaf(ExprId id) const {
    const Expr& node = pool_[id];
    return !open_[id] || node.children().empty() || node.kind == ExprKind::kSet ||
           node.kind == ExprKind::kRecord;
  }

  Node Leaf(ExprId id) {
    const Expr& node = pool_[id];
    if (!open_[id]) return Concrete(Evaluate(pool_, id, false, known_));
    if (node.kind == ExprKind::kVariable) return OpenVariable(node);
    return Operands(node, {});
  }

  // A node whose children[0] has become `first`.
  Node Apply(const Expr& node, ResidualId first) {
    if (IsJoin(node)) {
      const ExprId right = node.children()[1];
      return Join(node, first, [&] { return Run(right); }, [&] { return Original(right); });
    }
    if (node.kind == ExprKind::kIf) return If(node, first);
    if (node.kind == ExprKind::kIs && node.children().size() == 2) return IsIn(node, first);
    return Operands(node, {first});
  }

  // Evaluates the operands that are not in `done` yet, then the operator.
  Node Operands(const Expr& node, std::vector<ResidualId> done) {
    for (std::size_t i = done.size(); i < node.children().size(); ++i) {
      RUNE_ASSIGN_OR_RETURN(const ResidualId operand, Run(node.children()[i]));
      done.push_back(operand);
    }
    return Operator(node, std::move(done));
  }

  // `node` over operands that were evaluated.
  Node Operator(const Expr& node, std::vector<ResidualId> operands) {
    if (std::ranges::all_of(operands, [this](ResidualId id) { return IsConcrete(id); })) {
      return OnValues(node, operands);
    }
    const ResidualNode& first = out_[operands[0]];
    if (first.state == ResidualState::kPartial && first.expr.kind == ExprKind::kRecord) {
      if (node.kind == ExprKind::kGetAttr) return Field(node, operands[0]);
      if (node.kind == ExprKind::kHas && node.names().size() == 1 && CannotErr(operands[0])) {
        return Concrete(Value(HasField(first.expr, node.names()[0])));
      }
    }
    return Left(node, operands);
  }

  Node OnValues(const Expr& node, const std::vector<ResidualId>& operands) {
    std::vector<Value> values;
    for (const ResidualId operand : operands) values.push_back(ValueOf(operand));
    if (IsUnknownCall(node) && values.size() == 1 && values[0].is(ValueKind::kString)) {
      return Unknown(values[0].as_string(), node.span);
    }
    if (IsLookup(node) && !env_.open.empty()) {
      if (node.kind == ExprKind::kHas) return Has(node, values[0]);
      if (const ParsedExpr* open = OpenPart(node, values)) {
        const bool asks = node.kind == ExprKind::kBinary && node.binary == BinaryOp::kHasTag;
        return asks ? Concrete(Value(true)) : Data(*open);
      }
    }
    return Concrete(Compute(node, std::move(values)));
  }

  // Done by the evaluator of values.
  EvalResult Compute(const Expr& node, std::vector<Value> values) const {
    std::vector<text::Span> places(values.size(), node.span);
    for (std::size_t i = 0; i < std::min(values.size(), node.children().size()); ++i) {
      places[i] = pool_[node.children()[i]].span;
    }
    return ApplyOperator(node, std::move(values), known_, places);
  }

  // --- what decides which operands are looked at

  // `&&` or `||` behind an evaluated left side. `right` evaluates the right one, `original` is what
  // was written there.
  template <typename Right, typename Written>
  Node Join(const Expr& node, ResidualId left, Right right, Written original) {
    const bool neutral = node.binary == BinaryOp::kAnd;
    if (!IsConcrete(left)) {
      RUNE_ASSIGN_OR_RETURN(const ResidualId rest, BestOf(right(), original));
      return Left(node, {left, rest});
    }
    // With the neutral value on the right, the left one alone is judged.
    RUNE_ASSIGN_OR_RETURN(const Value truth, Compute(node, {ValueOf(left), Value(neutral)}));
    if (truth.as_bool() != neutral) return Concrete(truth);
    RUNE_ASSIGN_OR_RETURN(const ResidualId rest, right());
    return Operator(node, {left, rest});
  }

  Node If(const Expr& node, ResidualId condition) {
    const ExprId yes = node.children()[1];
    const ExprId no = node.children()[2];
    if (IsConcrete(condition)) {
      RUNE_ASSIGN_OR_RETURN(const Value truth,
                            Compute(node, {ValueOf(condition), Value(true), Value(false)}));
      return Run(truth.as_bool() ? yes : no);
    }
    RUNE_ASSIGN_OR_RETURN(const ResidualId then, BestOf(Run(yes), [&] { return Original(yes); }));
    RUNE_ASSIGN_OR_RETURN(const ResidualId otherwise,
                          BestOf(Run(no), [&] { return Original(no); }));
    return Left(node, {condition, then, otherwise});
  }

  // `x is T in e`, which core form keeps where it is large, means `x is T && x in e`.
  Node IsIn(const Expr& node, ResidualId first) {
    Expr is = node;
    is.SetChildren(node.children().First(1));
    Expr in = node;
    in.kind = ExprKind::kBinary;
    in.binary = BinaryOp::kIn;
    Expr both = in;
    both.binary = BinaryOp::kAnd;
    RUNE_ASSIGN_OR_RETURN(const ResidualId left, Operator(is, {first}));
    return Join(
        both, left, [&] { return Operands(in, {first}); },
        [&] { return Left(in, {Original(node.children()[0]), Original(node.children()[1])}); });
  }

  // What an operand that may never be looked at has become; where it fails, what was written.
  template <typename Written>
  static Node BestOf(Node evaluated, Written original) {
    if (evaluated || evaluated.error().kind == EvalErrorKind::kLimit) return evaluated;
    return original();
  }

  // --- open records and open parts of entities

  static bool HasField(const Expr& record, const std::string& name) {
    return std::ranges::find(record.names(), name) != record.names().end();
  }

  Node Field(const Expr& node, ResidualId from) {
    const Expr& record = out_[from].expr;
    const auto found = std::ranges::find(record.names(), node.names()[0]);
    if (found == record.names().end()) return Concrete(Compute(node, {Value::Record({})}));
    if (!CannotErr(from)) return Left(node, {from});
    return record.children()[static_cast<std::size_t>(found - record.names().begin())];
  }

  // Nothing but literals, variables, unknowns, and sets and records of these.
  bool CannotErr(ResidualId id) const {
    const ResidualNode& node = out_[id];
    if (!env_.meter.Charge()) return false;
    if (node.state == ResidualState::kConcrete) return !HoldsCall(node.expr.literal());
    if (node.expr.kind == ExprKind::kVariable || IsNamedUnknown(node.expr)) return true;
    if (node.expr.kind != ExprKind::kSet && node.expr.kind != ExprKind::kRecord) return false;
    return std::ranges::all_of(node.expr.children(),
                               [this](ResidualId child) { return CannotErr(child); });
  }

  bool IsNamedUnknown(const Expr& expr) const {
    return IsUnknownCall(expr) && expr.children().size() == 1 && IsConcrete(expr.children()[0]);
  }

  // The attribute or tag that is asked for, if it is an open one.
  const ParsedExpr* OpenPart(const Expr& node, const std::vector<Value>& values) const {
    if (!values[0].is(ValueKind::kEntity)) return nullptr;
    const auto entity = env_.open.find(values[0].as_entity());
    if (entity == env_.open.end()) return nullptr;
    const bool tag = node.kind == ExprKind::kBinary;
    if (tag && !values[1].is(ValueKind::kString)) return nullptr;
    const std::string& name = tag ? values[1].as_string() : node.names()[0];
    const auto& parts = tag ? entity->second.tags : entity->second.attributes;
    const auto found = parts.find(name);
    return found == parts.end() ? nullptr : &found->second;
  }

  // Walks the path as far as it is known.
  Node Has(const Expr& node, Value from) {
    Expr step = node;
    for (std::size_t i = 0; i < node.names().size(); ++i) {
      const bool last = i + 1 == node.names().size();
      step.SetNames(node.names().Rest(i).First(1));
      ResidualId next = kNone;
      if (const ParsedExpr* open = OpenPart(step, {from})) {
        if (last) return Concrete(Value(true));
        RUNE_ASSIGN_OR_RETURN(next, Data(*open));
      } else {
        RUNE_ASSIGN_OR_RETURN(const Value has, Compute(step, {from}));
        if (last || !has.as_bool()) return Concrete(has);
        step.kind = ExprKind::kGetAttr;
        RUNE_ASSIGN_OR_RETURN(next, Concrete(Compute(step, {std::move(from)})));
        step.kind = ExprKind::kHas;
      }
      if (!IsConcrete(next)) {
        const NameList rest = node.names().Rest(i + 1);
        step.SetNames(rest);
        return Left(step, {next});
      }
      from = ValueOf(next);
    }
    return Concrete(Value(true));
  }

  // Each is evaluated once, however often it is met.
  Node Data(const ParsedExpr& data) {
    const auto known = data_.find(&data);
    if (known != data_.end()) return known->second;
    RUNE_ASSIGN_OR_RETURN(const ResidualId node, OpenRun(data.pool, env_, out_).Run(data.root));
    data_.emplace(&data, node);
    return node;
  }

  Node OpenVariable(const Expr& node) {
    const bool record = node.variable == Variable::kContext && env_.request.context.has_value();
    if (record) return Data(std::get<ParsedExpr>(*env_.request.context));
    return Unknown(std::string(VariableName(node.variable)), node.span);
  }

  Node Unknown(const std::string& name, text::Span span) {
    const auto bound = env_.bindings.find(name);
    if (bound != env_.bindings.end()) return Concrete(bound->second);
    Expr call;
    call.kind = ExprKind::kExtension;
    call.extension = ExtensionFunction::kUnknown;
    call.span = span;
    return out_.AddPartial(call, {out_.AddConcrete(Value(name))});
  }

  // --- nodes of what is left

  bool IsConcrete(ResidualId id) const { return out_[id].state == ResidualState::kConcrete; }
  const Value& ValueOf(ResidualId id) const { return out_[id].expr.literal(); }

  Node Concrete(EvalResult value) {
    if (!value) return std::unexpected(std::move(value).error());
    return out_.AddConcrete(*std::move(value));
  }

  ResidualId Left(const Expr& node, ExprIds operands) { return out_.AddPartial(node, operands); }

  // A part as it was written; each is made once.
  ResidualId Original(ExprId root) {
    std::vector<ExprId> work = {root};
    while (!work.empty()) {
      const ExprId id = work.back();
      const ExprIds children = pool_[id].children();
      const std::size_t waiting = work.size();
      for (const ExprId child : children) {
        if (originals_[child] == kNone) work.push_back(child);
      }
      if (work.size() > waiting) continue;
      work.pop_back();
      if (originals_[id] == kNone) originals_[id] = Written(id);
    }
    return originals_[root];
  }

  // Requires: its children were written.
  ResidualId Written(ExprId id) {
    const Expr& node = pool_[id];
    if (node.kind == ExprKind::kLiteral) return out_.AddConcrete(node.literal());
    std::vector<ResidualId> operands;
    for (const ExprId child : node.children()) operands.push_back(originals_[child]);
    return Left(node, operands);
  }

  const ExprPool& pool_;
  const OpenEnvironment& env_;
  Residual& out_;
  const Value context_;
  const Environment known_;
  std::vector<bool> open_;             // by node: something below may be left open
  std::vector<ResidualId> originals_;  // by node: as it was written
  std::map<const ParsedExpr*, ResidualId> data_;
};

}  // namespace

std::expected<Residual, EvalError> EvaluateOpen(const ParsedExpr& expr,
                                                const OpenEnvironment& environment) {
  Residual out;
  RUNE_ASSIGN_OR_RETURN(const ResidualId root, OpenRun(expr.pool, environment, out).Run(expr.root));
  if (environment.meter.exhausted()) return Exhausted(expr.pool[expr.root].span);
  out.SetRoot(root);
  return out;
}

}  // namespace rune::cedar
