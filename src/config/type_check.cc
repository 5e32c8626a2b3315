#include "config/type_check.h"

#include <algorithm>

#include "base/format.h"

namespace rune::config {
namespace {

using cedar::BinaryOp;
using cedar::Expr;
using cedar::ExprId;
using cedar::ExprKind;
using cedar::ExtensionFunction;
using cedar::Policy;
using cedar::Scope;
using cedar::ScopeKind;
using cedar::UnaryOp;
using cedar::Variable;
using text::Code;
using Kind = Type::Kind;

constexpr std::string_view kAgent = "Agent";

bool IsCollection(Kind kind) { return kind == Kind::kList || kind == Kind::kSet; }
bool HasKeys(Kind kind) {
  return kind == Kind::kRecord || kind == Kind::kMap || kind == Kind::kEntity;
}

// Whether the scope pins its variable to agents; nothing where it leaves the type open.
std::optional<bool> PinnedToAgent(const Scope& scope) {
  if (scope.kind == ScopeKind::kIs || scope.kind == ScopeKind::kIsIn) return *scope.type == kAgent;
  if (scope.kind == ScopeKind::kEq && !scope.entities.empty() && !scope.entities[0].slot) {
    return scope.entities[0].uid().type == kAgent;
  }
  return std::nullopt;
}

bool LiteralFits(const Value& literal, const Type& type) {
  switch (literal.kind()) {
    case ValueKind::kBool: return type.kind == Kind::kBool;
    case ValueKind::kLong: return type.kind == Kind::kLong;
    case ValueKind::kString: return type.kind == Kind::kString;
    case ValueKind::kEntity:
      return type.kind == Kind::kEntity && literal.as_entity().type == type.entity;
    default: return true;
  }
}

class PolicyChecker {
 public:
  PolicyChecker(const Policy& policy, const Declarations& declarations,
                text::Diagnostics& diagnostics)
      : policy_(policy),
        pool_(policy.pool),
        declarations_(declarations),
        diagnostics_(diagnostics) {}

  void Check() {
    FindAgents();
    paths_.resize(pool_.size());
    found_.resize(pool_.size());
    for (ExprId id = 0; id < pool_.size(); ++id) Resolve(id);
    for (ExprId id = 0; id < pool_.size(); ++id) CheckNode(pool_[id]);
    for (const cedar::Condition& condition : policy_.conditions) {
      if (condition.body) Need(*condition.body, Kind::kBool, "is a condition");
    }
  }

 private:
  // The attribute path of a node below an agent; longer ones than any declaration are given up.
  struct Path {
    bool agent = false;
    std::vector<std::string> names;
  };
  static constexpr std::size_t kLongest = 32;

  void FindAgents() {
    principal_is_agent_ = PinnedToAgent(policy_.principal).value_or(true);
    resource_is_agent_ = PinnedToAgent(policy_.resource).value_or(false);
    for (ExprId id = 0; id < pool_.size(); ++id) {
      // A condition that asks for the type may speak of another one.
      if (pool_[id].kind == ExprKind::kIs && pool_[id].names()[0] != kAgent &&
          !PinnedToAgent(policy_.principal)) {
        principal_is_agent_ = false;
      }
    }
  }

  void Resolve(ExprId id) {
    const Expr& expr = pool_[id];
    Path& path = paths_[id];
    if (expr.kind == ExprKind::kVariable) {
      path.agent = (expr.variable == Variable::kPrincipal && principal_is_agent_) ||
                   (expr.variable == Variable::kResource && resource_is_agent_);
    } else if (expr.kind == ExprKind::kLiteral) {
      path.agent =
          expr.literal().is(ValueKind::kEntity) && expr.literal().as_entity().type == kAgent;
    } else if (expr.kind == ExprKind::kGetAttr) {
      const Path& base = paths_[expr.children()[0]];
      if (!base.agent || base.names.size() >= kLongest) return;
      path = base;
      path.names.push_back(expr.names()[0]);
      found_[id] = declarations_.FindAgentAttribute(path.names);
    }
  }

  void Report(ExprId id, std::string_view use) {
    const Declarations::Found& found = found_[id];
    diagnostics_
        .Add(Code::kTypeContradiction, pool_[id].span,
             Format("this {}, and it is declared as `{}`", use, TypeText(*found.type)))
        .Other(found.declaration->span, "declared here")
        .Help("change the declaration or the expression");
  }

  template <typename Test>
  void Need(ExprId id, const Test& fits, std::string_view use) {
    if (found_[id].type != nullptr && !fits(*found_[id].type)) Report(id, use);
  }
  void Need(ExprId id, Kind kind, std::string_view use) {
    Need(id, [kind](const Type& type) { return type.kind == kind; }, use);
  }

  void CheckNode(const Expr& expr) {
    const auto has_keys = [](const Type& type) { return HasKeys(type.kind); };
    switch (expr.kind) {
      case ExprKind::kGetAttr:
        return Need(expr.children()[0], has_keys, "has an attribute taken of it");
      case ExprKind::kHas: return Need(expr.children()[0], has_keys, "is asked for an attribute");
      case ExprKind::kLike: return Need(expr.children()[0], Kind::kString, "is matched as a text");
      case ExprKind::kIs:
        return Need(expr.children()[0], Kind::kEntity, "is asked for its entity type");
      case ExprKind::kIf: return Need(expr.children()[0], Kind::kBool, "is a condition");
      case ExprKind::kUnary: return CheckUnary(expr);
      case ExprKind::kBinary: return CheckBinary(expr);
      case ExprKind::kExtension: return CheckExtension(expr);
      default: return;
    }
  }

  void CheckUnary(const Expr& expr) {
    if (expr.unary == UnaryOp::kNot) return Need(expr.children()[0], Kind::kBool, "is negated");
    if (expr.unary == UnaryOp::kNegate) {
      return Need(expr.children()[0], Kind::kLong, "is used as an integer");
    }
    Need(
        expr.children()[0], [](const Type& t) { return IsCollection(t.kind); }, "is used as a set");
  }

  void CheckBinary(const Expr& expr) {
    const ExprId left = expr.children()[0];
    const ExprId right = expr.children()[1];
    const auto collection = [](const Type& type) { return IsCollection(type.kind); };
    switch (expr.binary) {
      case BinaryOp::kOr:
      case BinaryOp::kAnd:
        Need(left, Kind::kBool, "is a condition");
        return Need(right, Kind::kBool, "is a condition");
      case BinaryOp::kLess:
      case BinaryOp::kLessEq:
      case BinaryOp::kGreater:
      case BinaryOp::kGreaterEq:
      case BinaryOp::kAdd:
      case BinaryOp::kSub:
      case BinaryOp::kMul:
        Need(left, Kind::kLong, "is used as an integer");
        return Need(right, Kind::kLong, "is used as an integer");
      case BinaryOp::kEq:
      case BinaryOp::kNotEq: CheckEquality(left, right); return CheckEquality(right, left);
      case BinaryOp::kIn: return CheckIn(left, right);
      case BinaryOp::kContains:
        Need(left, collection, "is used as a set");
        return CheckElement(right, left);
      case BinaryOp::kContainsAll:
      case BinaryOp::kContainsAny:
        Need(left, collection, "is used as a set");
        return Need(right, collection, "is used as a set");
      case BinaryOp::kGetTag:
      case BinaryOp::kHasTag: return Need(left, Kind::kEntity, "is asked for a tag");
    }
  }

  void CheckEquality(ExprId declared, ExprId literal) {
    if (pool_[literal].kind != ExprKind::kLiteral) return;
    Need(
        declared, [&](const Type& type) { return LiteralFits(pool_[literal].literal(), type); },
        "is compared with a value of another type");
  }

  void CheckElement(ExprId element, ExprId set) {
    const Type* type = found_[set].type;
    if (type == nullptr || !IsCollection(type->kind)) return;
    if (pool_[element].kind != ExprKind::kLiteral) return;
    if (!LiteralFits(pool_[element].literal(), type->element[0])) {
      Report(set, "cannot hold the value that is looked for");
    }
  }

  void CheckIn(ExprId left, ExprId right) {
    Need(
        right,
        [](const Type& type) { return type.kind == Kind::kEntity || IsCollection(type.kind); },
        "stands behind `in`");
    CheckElement(left, right);
    if (pool_[right].kind == ExprKind::kLiteral && pool_[right].literal().is(ValueKind::kEntity)) {
      Need(left, Kind::kEntity, "is asked what it is in");
    }
  }

  void CheckExtension(const Expr& expr) {
    if (cedar::IsConstructor(expr.extension)) {
      return Need(expr.children()[0], Kind::kString, "is read as a text");
    }
    switch (expr.extension) {
      case ExtensionFunction::kLessThan:
      case ExtensionFunction::kLessThanOrEqual:
      case ExtensionFunction::kGreaterThan:
      case ExtensionFunction::kGreaterThanOrEqual:
        for (const ExprId child : expr.children()) {
          Need(child, Kind::kDecimal, "is used as a decimal");
        }
        return;
      default:
        return Need(
            expr.children()[0], [](const Type&) { return false; }, "is used as an extension value");
    }
  }

  const Policy& policy_;
  const cedar::ExprPool& pool_;
  const Declarations& declarations_;
  text::Diagnostics& diagnostics_;
  bool principal_is_agent_ = false;
  bool resource_is_agent_ = false;
  std::vector<Path> paths_;
  std::vector<Declarations::Found> found_;
};

}  // namespace

void CheckDeclaredTypes(const cedar::PolicySet& policies, const Declarations& declarations,
                        text::Diagnostics& diagnostics) {
  if (declarations.all().empty()) return;
  for (const Policy& policy : policies.policies()) {
    PolicyChecker(policy, declarations, diagnostics).Check();
  }
}

}  // namespace rune::config
