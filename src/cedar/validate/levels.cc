#include "cedar/validate/levels.h"

#include <algorithm>

namespace rune::cedar {
namespace {

bool IsFalse(const StaticType* type) { return type != nullptr && type->is(StaticKind::kFalse); }
bool IsTrue(const StaticType* type) { return type != nullptr && type->is(StaticKind::kTrue); }
bool IsEntity(const StaticType* type) { return type != nullptr && type->is(StaticKind::kEntity); }
bool IsRecord(const StaticType* type) { return type != nullptr && type->is(StaticKind::kRecord); }

class LevelCheck {
 public:
  LevelCheck(Checker& checker, std::uint32_t most, Findings& findings)
      : checker_(checker), pool_(checker.policy().pool), most_(most), findings_(findings) {}

  // `variable`: the type of principal or resource; none for the action.
  void Scope(const cedar::Scope& scope, std::optional<EntityTypeId> variable) {
    const bool is_in = scope.kind == ScopeKind::kIsIn && variable &&
                       checker_.index().entity(*variable).name == *scope.type;
    if (most_ == 0 && (scope.kind == ScopeKind::kIn || is_in)) TooDeep(scope.span, 1);
  }

  void Expression(ExprId root);

 private:
  // A path of attributes still to be taken from a record, the next one last.
  using Path = std::vector<std::string>;

  void Node(ExprId id);
  void Children(const Expr& node, std::size_t from);
  void AttributeOf(const Expr& node);
  bool MayBe(const Expr& node) const;
  void Chain(const Expr& node);
  void TakenFrom(ExprId base, text::Span span);
  std::uint32_t ChainCost(const Expr& node, const StaticType& type);
  std::optional<Path> PathToEntity(const Expr& node, const StaticType& type);
  std::uint32_t LevelOf(ExprId id, Path path);
  std::uint32_t LevelOfRest(ExprId id, Path path);

  void TooDeep(text::Span span, std::uint32_t level) {
    findings_.Add(FindingKind::kEntityDerefLevelViolation, span,
                  "this needs level " + std::to_string(level) + ", more than the " +
                      std::to_string(most_) + " allowed",
                  "put what is needed into the context, or allow a higher level");
  }
  void Literal(text::Span span) {
    findings_.Add(FindingKind::kEntityDerefLevelViolation, span,
                  "what an entity literal holds cannot be reached at any level",
                  "start from `principal`, `action`, `resource` or `context`");
  }
  void Broken(text::Span span) {
    findings_.Add(FindingKind::kInternalInvariantViolation, span,
                  "the level of this expression cannot be told");
  }

  Checker& checker_;
  const ExprPool& pool_;
  const std::uint32_t most_;
  Findings& findings_;
};

// Left spines by a loop: the rest of each node on the way, then the node below it.
void LevelCheck::Expression(ExprId root) {
  ExprId id = root;
  while (true) {
    const Expr& node = pool_[id];
    const bool chain = node.kind == ExprKind::kBinary &&
                       (node.binary <= BinaryOp::kAnd ||
                        (node.binary >= BinaryOp::kAdd && node.binary <= BinaryOp::kMul));
    const bool access =
        node.kind == ExprKind::kGetAttr && IsRecord(checker_.type(node.children()[0]));
    if (!chain && !access) break;
    id = node.children()[0];
    if (!chain) continue;
    // What was not looked at is not there.
    const StaticType* left = checker_.type(id);
    if (node.binary == BinaryOp::kAnd && IsFalse(left)) continue;
    if (node.binary == BinaryOp::kOr && IsTrue(left)) continue;
    Expression(node.children()[1]);
  }
  Node(id);
}

// Whether `is T` of `is T in e` may hold, so that `in e` was looked at.
bool LevelCheck::MayBe(const Expr& node) const {
  const StaticType* base = checker_.type(node.children()[0]);
  if (!IsEntity(base)) return true;
  const std::optional<EntityTypeId> wanted = checker_.index().FindType(node.names()[0]);
  return wanted && std::ranges::binary_search(base->entities, *wanted);
}

void LevelCheck::Children(const Expr& node, std::size_t from) {
  for (std::size_t i = from; i < node.children().size(); ++i) Expression(node.children()[i]);
}

void LevelCheck::Node(ExprId id) {
  const Expr& node = pool_[id];
  switch (node.kind) {
    case ExprKind::kIf: {
      const StaticType* test = checker_.type(node.children()[0]);
      Expression(node.children()[0]);
      if (!IsFalse(test)) Expression(node.children()[1]);
      if (!IsTrue(test)) Expression(node.children()[2]);
      return;
    }
    case ExprKind::kBinary:
      if (node.binary == BinaryOp::kIn || node.binary == BinaryOp::kGetTag ||
          node.binary == BinaryOp::kHasTag) {
        TakenFrom(node.children()[0], node.span);
        return Expression(node.children()[1]);
      }
      return Children(node, 0);
    case ExprKind::kIs:
      Expression(node.children()[0]);
      if (node.children().size() == 1 || !MayBe(node)) return;
      TakenFrom(node.children()[0], node.span);
      return Expression(node.children()[1]);
    case ExprKind::kGetAttr: return AttributeOf(node);
    case ExprKind::kHas: return node.names().size() == 1 ? AttributeOf(node) : Chain(node);
    default: return Children(node, 0);
  }
}

void LevelCheck::TakenFrom(ExprId base, text::Span span) {
  const std::uint32_t level = LevelOf(base, {});
  if (level >= most_) TooDeep(span, level + 1);
}

void LevelCheck::AttributeOf(const Expr& node) {
  const StaticType* base = checker_.type(node.children()[0]);
  if (IsEntity(base)) return TakenFrom(node.children()[0], node.span);
  if (IsRecord(base)) return Expression(node.children()[0]);
  Broken(node.span);
}

void LevelCheck::Chain(const Expr& node) {
  const ExprId base = node.children()[0];
  const StaticType* type = checker_.type(base);
  if (!IsEntity(type) && !IsRecord(type)) return Expression(base);
  const std::uint32_t cost = ChainCost(node, *type);
  if (cost > most_) return TooDeep(node.span, cost);
  std::optional<Path> path = Path{};
  if (IsRecord(type)) {
    Expression(base);
    path = PathToEntity(node, *type);
  }
  if (!path) return;
  const std::uint32_t level = LevelOf(base, *std::move(path));
  if (level > most_ - cost) TooDeep(node.span, level + cost);
}

// How many entities all but the last name of `has a.b.c` go through.
std::uint32_t LevelCheck::ChainCost(const Expr& node, const StaticType& type) {
  std::uint32_t cost = IsEntity(&type) ? 1 : 0;
  const StaticType* current = &type;
  for (std::size_t i = 0; i + 1 < node.names().size(); ++i) {
    const StaticAttribute* attribute = checker_.Attribute(*current, node.names()[i]);
    if (attribute == nullptr) break;
    if (IsEntity(attribute->type)) ++cost;
    current = attribute->type;
  }
  return cost;
}

// The names up to the first entity, the first name last; nothing if there is none before the last.
std::optional<LevelCheck::Path> LevelCheck::PathToEntity(const Expr& node, const StaticType& type) {
  Path path;
  const StaticType* current = &type;
  for (std::size_t i = 0; i + 1 < node.names().size(); ++i) {
    const StaticAttribute* attribute = checker_.Attribute(*current, node.names()[i]);
    if (attribute == nullptr) return std::nullopt;
    path.push_back(node.names()[i]);
    if (IsEntity(attribute->type)) {
      std::ranges::reverse(path);
      return path;
    }
    current = attribute->type;
  }
  return std::nullopt;
}

// The level of the entity that an expression gives; `path` leads to it from a record.
std::uint32_t LevelCheck::LevelOf(ExprId id, Path path) {
  std::uint32_t steps = 0;
  while (true) {
    const Expr& node = pool_[id];
    if (node.kind == ExprKind::kGetAttr) {
      const StaticType* base = checker_.type(node.children()[0]);
      if (IsRecord(base)) {
        path.push_back(node.names()[0]);
      } else if (IsEntity(base)) {
        ++steps;
      } else {
        Broken(node.span);
        return steps;
      }
    } else if (node.kind == ExprKind::kBinary && node.binary == BinaryOp::kGetTag) {
      Expression(node.children()[1]);
      ++steps;
    } else {
      return steps + LevelOfRest(id, std::move(path));
    }
    id = node.children()[0];
  }
}

std::uint32_t LevelCheck::LevelOfRest(ExprId id, Path path) {
  const Expr& node = pool_[id];
  if (node.kind == ExprKind::kVariable) return 0;
  if (node.kind == ExprKind::kLiteral && node.literal().is(ValueKind::kEntity)) {
    const RequestEnvironment& environment = checker_.environment();
    const EntityUid& action = checker_.index().actions()[environment.action].uid;
    if (node.literal().as_entity() != action) Literal(node.span);
    return 0;
  }
  if (node.kind == ExprKind::kIf) {
    const StaticType* test = checker_.type(node.children()[0]);
    Expression(node.children()[0]);
    std::uint32_t level = 0;
    if (!IsFalse(test)) level = LevelOf(node.children()[1], path);
    if (!IsTrue(test)) level = std::max(level, LevelOf(node.children()[2], path));
    return level;
  }
  if (node.kind == ExprKind::kRecord && !path.empty()) {
    const auto found = std::ranges::find(node.names(), path.back());
    if (found != node.names().end()) {
      path.pop_back();
      const auto taken = static_cast<std::size_t>(found - node.names().begin());
      for (std::size_t i = 0; i < node.children().size(); ++i) {
        if (i != taken) Expression(node.children()[i]);
      }
      return LevelOf(node.children()[taken], std::move(path));
    }
  }
  Broken(node.span);
  return 0;
}

}  // namespace

void CheckLevels(Checker& checker, std::uint32_t level, Findings& findings) {
  LevelCheck check(checker, level, findings);
  const Policy& policy = checker.policy();
  const RequestEnvironment& environment = checker.environment();
  if (checker.scopes_seen() > 0) check.Scope(policy.principal, environment.principal);
  if (checker.scopes_seen() > 1) check.Scope(policy.action, std::nullopt);
  if (checker.scopes_seen() > 2) check.Scope(policy.resource, environment.resource);
  for (std::size_t i = 0; i < checker.conditions_seen(); ++i) {
    if (policy.conditions[i].body) check.Expression(*policy.conditions[i].body);
  }
}

}  // namespace rune::cedar
