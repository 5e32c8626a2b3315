#include "cedar/tpe/typed_condition.h"

#include "base/format.h"
#include "base/result.h"
#include "cedar/syntax/core_form.h"
#include "cedar/validate/policy_names.h"

namespace rune::cedar {
namespace {

// Whether no request can be about entities of this type. A scope that asks for one is always false,
// also where the schema does not know the type at all.
bool IsForeign(const EntityUid& uid, const SchemaIndex& index) {
  const std::optional<EntityTypeId> type = index.FindType(uid.type);
  return !type || index.entity(*type).declared == nullptr;
}

void Fill(Scope& scope, const std::optional<EntityUid>& value, const SchemaIndex& index,
          TreeMemory& memory) {
  if (!value || scope.entities.empty() || !scope.entities[0].slot) return;
  if (IsForeign(*value, index)) {
    scope.kind = ScopeKind::kIs;
    scope.type = &kNoName;
    return;
  }
  ScopeEntity filled = scope.entities[0];
  filled.slot = false;
  filled.literal = &memory.Entity(value->type, value->id);
  scope.entities = memory.List(std::span<const ScopeEntity>(&filled, 1));
}

// The policy of an instance with its slots filled.
Policy Filled(const Instance& instance, const SchemaIndex& index) {
  Policy policy = *instance.policy;
  TreeMemory& memory = policy.pool.memory();
  Fill(policy.principal, instance.values.principal, index, memory);
  Fill(policy.resource, instance.values.resource, index, memory);
  return policy;
}

Expr Operator(BinaryOp op, text::Span span = {}) {
  Expr expr;
  expr.kind = ExprKind::kBinary;
  expr.binary = op;
  expr.span = span;
  return expr;
}

class Converter {
 public:
  Converter(const Policy& policy, const SchemaIndex& index, const Checker& checker)
      : policy_(policy), pool_(policy.pool), index_(index), checker_(checker), ids_(pool_.size()) {}

  Residual Convert() {
    Mark();
    for (ExprId id = 0; id < pool_.size(); ++id) {
      if (needed_[id]) ids_[id] = Node(id);
    }
    std::vector<ResidualId> parts;
    const RequestEnvironment& environment = checker_.environment();
    for (std::size_t i = 0; i < checker_.scopes_seen(); ++i) {
      if (i == 0)
        parts.push_back(ScopeOf(policy_.principal, Variable::kPrincipal, environment.principal));
      if (i == 1) parts.push_back(ActionScope());
      if (i == 2)
        parts.push_back(ScopeOf(policy_.resource, Variable::kResource, environment.resource));
    }
    std::vector<ResidualId> conditions;
    for (std::size_t i = 0; i < checker_.conditions_seen(); ++i) {
      const Condition& condition = policy_.conditions[i];
      const ResidualId body = ids_[*condition.body];
      conditions.push_back(condition.when ? body : Not(body));
    }
    // c1 && (c2 && ..), as Cedar joins them; the same tree from the left where it is long.
    if (!conditions.empty()) parts.push_back(Join(conditions));
    out_.SetRoot(Join(parts));
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kMostNested = 64;

  // A node is needed if it is reached from a condition that was looked at, along branches that
  // were.
  void Mark() {
    needed_.assign(pool_.size(), false);
    for (std::size_t i = 0; i < checker_.conditions_seen(); ++i) {
      needed_[*policy_.conditions[i].body] = true;
    }
    for (ExprId id = static_cast<ExprId>(pool_.size()); id-- > 0;) {
      if (!needed_[id]) continue;
      for (const ExprId child : Looked(id)) needed_[child] = true;
    }
  }

  bool Is(ExprId id, StaticKind kind) const {
    const StaticType* type = checker_.type(id);
    return type != nullptr && type->is(kind);
  }

  // The children that matter.
  std::vector<ExprId> Looked(ExprId id) const {
    const Expr& node = pool_[id];
    if (Stops(node)) return {node.children()[0]};
    if (node.kind != ExprKind::kIf) return node.children();
    if (Is(node.children()[0], StaticKind::kTrue)) return {node.children()[0], node.children()[1]};
    if (Is(node.children()[0], StaticKind::kFalse)) return {node.children()[0], node.children()[2]};
    return node.children();
  }

  // Whether the left side alone decides; the node is then its left side.
  bool Stops(const Expr& node) const {
    if (node.kind != ExprKind::kBinary) return false;
    if (node.binary == BinaryOp::kAnd) return Is(node.children()[0], StaticKind::kFalse);
    if (node.binary == BinaryOp::kOr) return Is(node.children()[0], StaticKind::kTrue);
    return false;
  }

  ResidualId Node(ExprId id) {
    const Expr& node = pool_[id];
    if (node.kind == ExprKind::kLiteral) return out_.AddConcrete(node.literal());
    if (Stops(node)) return ids_[node.children()[0]];
    if (node.kind == ExprKind::kIs) return IsNode(node);
    if (node.kind == ExprKind::kIf) return IfNode(node);
    if (node.kind == ExprKind::kRecord) return RecordNode(node);
    if (node.kind == ExprKind::kBinary) return BinaryNode(node);
    std::optional<bool> by_type;
    if (node.kind == ExprKind::kHas) by_type = HasByType(node);
    return out_.AddPartial(node, Converted(node.children()), by_type);
  }

  std::vector<ResidualId> Converted(ExprIds children) const {
    std::vector<ResidualId> ids;
    for (const ExprId child : children) ids.push_back(ids_[child]);
    return ids;
  }

  ResidualId RecordNode(const Expr& node) {
    const RecordFields fields = SortedFields(node);
    const NameList names = fields.names();
    Expr sorted = node;
    sorted.SetNames(names);
    return out_.AddPartial(sorted, Converted(fields.children));
  }

  ResidualId BinaryNode(const Expr& node) {
    switch (node.binary) {
      case BinaryOp::kNotEq: return Negated(BinaryOp::kEq, node);
      case BinaryOp::kGreater: return Negated(BinaryOp::kLessEq, node);
      case BinaryOp::kGreaterEq: return Negated(BinaryOp::kLess, node);
      default:
        return out_.AddPartial(node, Converted(node.children()), BinaryByType(node.binary, node));
    }
  }

  ResidualId IfNode(const Expr& node) {
    const bool always = Is(node.children()[0], StaticKind::kTrue);
    const bool never = Is(node.children()[0], StaticKind::kFalse);
    return out_.AddPartial(node, Converted({node.children()[0], node.children()[never ? 2 : 1],
                                            node.children()[always ? 1 : 2]}));
  }

  // `x is T in e` is `x is T && x in e`, and just `x is T` where that is always false.
  ResidualId IsNode(const Expr& node) {
    const StaticType* type = checker_.type(node.children()[0]);
    std::optional<bool> by_type;
    if (const EntityTypeId* single = type == nullptr ? nullptr : type->single_entity()) {
      by_type = index_.entity(*single).name == node.names()[0];
    }
    const ResidualId left = out_.AddPartial(node, {ids_[node.children()[0]]}, by_type);
    if (node.children().size() < 2 || by_type == false) return left;
    return And(left, out_.AddPartial(Operator(BinaryOp::kIn, node.span), Converted(node.children()),
                                     BinaryByType(BinaryOp::kIn, node)));
  }

  ResidualId Negated(BinaryOp op, const Expr& node) {
    Expr opposite = node;
    opposite.binary = op;
    return Not(out_.AddPartial(opposite, Converted(node.children()), BinaryByType(op, node)));
  }

  ResidualId Not(ResidualId operand) {
    Expr expr;
    expr.kind = ExprKind::kUnary;
    expr.unary = UnaryOp::kNot;
    return out_.AddPartial(expr, {operand});
  }

  ResidualId And(ResidualId left, ResidualId right) {
    return out_.AddPartial(Operator(BinaryOp::kAnd), {left, right});
  }

  ResidualId Join(const std::vector<ResidualId>& parts) {
    if (parts.size() > kMostNested) {
      ResidualId joined = parts[0];
      for (std::size_t i = 1; i < parts.size(); ++i) joined = And(joined, parts[i]);
      return joined;
    }
    ResidualId joined = parts.back();
    for (std::size_t i = parts.size() - 1; i-- > 0;) joined = And(parts[i], joined);
    return joined;
  }

  // `has` is false where no value of the type has the attribute. It is never true by type: the
  // entity may not exist. Of a chain, only the first step is looked at.
  std::optional<bool> HasByType(const Expr& node) const {
    const StaticType* type = checker_.type(node.children()[0]);
    if (type == nullptr) return std::nullopt;
    if (type->is(StaticKind::kRecord)) {
      if (!type->open && type->Find(node.names()[0]) == nullptr) return false;
      return std::nullopt;
    }
    const EntityTypeId* single = type->single_entity();
    if (single != nullptr && CannotHave(index_, *single, node.names()[0])) return false;
    return std::nullopt;
  }

  std::optional<bool> BinaryByType(BinaryOp op, const Expr& node) const {
    const StaticType* left = checker_.type(node.children()[0]);
    const StaticType* right = checker_.type(node.children()[1]);
    if (left == nullptr || right == nullptr) return std::nullopt;
    if (op == BinaryOp::kEq && AreDisjoint(*left, *right)) return false;
    const EntityTypeId* single = left->single_entity();
    if (single == nullptr) return std::nullopt;
    if (op == BinaryOp::kHasTag) {
      const SchemaIndex::EntityInfo& info = index_.entity(*single);
      if (info.declared != nullptr && info.tags == nullptr) return false;
    }
    if (op == BinaryOp::kIn) {
      if (right->is(StaticKind::kSet)) right = right->element;
      const EntityTypeId* target = right == nullptr ? nullptr : right->single_entity();
      if (target != nullptr && !index_.MayBeIn(*single, *target)) return false;
    }
    return std::nullopt;
  }

  ResidualId Var(Variable variable) {
    Expr expr;
    expr.kind = ExprKind::kVariable;
    expr.variable = variable;
    return out_.AddPartial(expr, {});
  }

  ResidualId ScopeOf(const Scope& scope, Variable variable, EntityTypeId type) {
    if (scope.kind == ScopeKind::kAny) return out_.AddConcrete(Value(true));
    const ResidualId subject = Var(variable);
    ResidualId is = 0;
    if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) {
      Expr expr;
      expr.kind = ExprKind::kIs;
      expr.SetNames({&scope.type, 1});
      const bool same = index_.entity(type).name == *scope.type;
      is = out_.AddPartial(expr, {subject}, same);
      if (scope.kind == ScopeKind::kIs || !same) return is;
    }
    const bool equal = scope.kind == ScopeKind::kEq;
    const EntityUid& uid = scope.entities[0].uid();
    const EntityTypeId other = *index_.FindType(uid.type);
    const bool possible = equal ? type == other : index_.MayBeIn(type, other);
    const ResidualId target = out_.AddConcrete(Value(uid));
    const ResidualId test =
        out_.AddPartial(Operator(equal ? BinaryOp::kEq : BinaryOp::kIn), {subject, target},
                        possible ? std::nullopt : std::optional<bool>(false));
    return scope.kind == ScopeKind::kIsIn ? And(is, test) : test;
  }

  // The action is always known, so that this is never seen in the end.
  ResidualId ActionScope() {
    const Scope& scope = policy_.action;
    if (scope.kind == ScopeKind::kAny) return out_.AddConcrete(Value(true));
    Value::Elements uids;
    for (const ScopeEntity& entity : scope.entities) uids.emplace_back(entity.uid());
    const bool equal = scope.kind == ScopeKind::kEq;
    const ResidualId right = out_.AddConcrete(equal ? uids[0] : Value::Set(std::move(uids)));
    return out_.AddPartial(Operator(equal ? BinaryOp::kEq : BinaryOp::kIn),
                           {Var(Variable::kAction), right});
  }

  const Policy& policy_;
  const ExprPool& pool_;
  const SchemaIndex& index_;
  const Checker& checker_;
  std::vector<bool> needed_;
  std::vector<ResidualId> ids_;  // by node
  Residual out_;
};

}  // namespace

bool CannotHave(const SchemaIndex& index, EntityTypeId type, const std::string& name) {
  const SchemaIndex::EntityInfo& info = index.entity(type);
  return info.declared != nullptr && !info.record->open && info.record->Find(name) == nullptr;
}

TpeResult<void> CheckPlain(const Instance& instance) {
  if (!instance.policy->extended) return {};
  return TpeFail(TpeErrorKind::kUnsupported,
                 Format("policy {} may use forms of RUNE's own, which have no partial evaluation",
                        instance.id));
}

TpeResult<Residual> TypedCondition(const Instance& instance, const SchemaIndex& index,
                                   const RequestEnvironment& environment) {
  RUNE_TRY(CheckPlain(instance));
  const auto refuse = [&](std::vector<Finding> found) {
    const std::string message = Format("policy {} does not fit the schema", instance.id);
    return std::unexpected(TpeError{TpeErrorKind::kValidation, message, std::move(found), {}});
  };
  Findings names(instance.id);
  CheckNames(*instance.policy, index, names);
  if (std::vector<Finding> found = std::move(names).Take(); !found.empty()) {
    return refuse(std::move(found));
  }
  const Policy policy = Filled(instance, index);
  Findings findings(instance.id);
  Checker checker(policy, index, ValidationMode::kStrict, findings);
  const Answer answer = checker.Check(environment);
  std::vector<Finding> found = std::move(findings).Take();
  const bool never = answer.type != nullptr && answer.type->is(StaticKind::kFalse);
  if (never ? !found.empty() : !answer.ok) return refuse(std::move(found));
  return Converter(policy, index, checker).Convert();
}

}  // namespace rune::cedar
