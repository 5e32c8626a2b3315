#include <algorithm>
#include <array>
#include <span>

#include "cedar/validate/checker.h"

namespace rune::cedar {
namespace {

std::string_view LeftHelp(const StaticType&) {
  return "`in` looks into the hierarchy of entities; ask a set with `contains`";
}

std::string_view RightHelp(const StaticType& actual) {
  if (actual.is(StaticKind::kSet)) return "ask a set with `contains`";
  if (actual.is(StaticKind::kString)) return "look into a text with `like`";
  return "";
}

std::string_view IsHelp(const StaticType&) { return "only entities can be asked for their type"; }

const StaticType* SetOfEntities() {
  static const StaticType kType = [] {
    StaticType type;
    type.kind = StaticKind::kSet;
    type.element = Basic(StaticKind::kAnyEntity);
    return type;
  }();
  return &kType;
}

// The entities that something is, or that a set holds. Null for any entity.
const std::span<const EntityTypeId>* EntitiesIn(const StaticType& type) {
  const StaticType* inner = type.is(StaticKind::kSet) ? type.element : &type;
  return inner != nullptr && inner->is(StaticKind::kEntity) ? &inner->entities : nullptr;
}

}  // namespace

Answer Checker::In(const Expr& node, Answer left) {
  return InWith(node.span, node.children()[0], std::move(left), node.children()[1]);
}

Answer Checker::InWith(text::Span span, ExprId left_id, Answer left, ExprId right_id) {
  Answer right = Run(right_id);
  // RUNE: `"read" in principal.capabilities` asks a set.
  const bool plain_set = policy_.extended && right.type != nullptr &&
                         right.type->is(StaticKind::kSet) &&
                         !IsSubtype(*right.type, *SetOfEntities(), ValidationMode::kPermissive);
  Answer both{Basic(StaticKind::kBool), false, {}};
  if (plain_set) {
    both.ok = Comparable(span, right.type->element, left.type, "an element and its set") &&
              left.ok && right.ok;
    return both;
  }
  Expect(left_id, left, Basic(StaticKind::kAnyEntity), LeftHelp);
  Expect(right_id, right, std::array{SetOfEntities(), Basic(StaticKind::kAnyEntity)}, RightHelp);
  if (!left.ok || !right.ok) return both;
  both.ok = true;
  both.type = TypeOfIn(left_id, left.type, right_id, right.type, both.ok);
  return both;
}

bool Checker::NamedEntities(ExprId id, std::vector<const EntityUid*>& entities) const {
  if (const EntityUid* uid = NamedEntity(id)) {
    entities.push_back(uid);
    return true;
  }
  const Expr& node = pool_[id];
  if (node.kind != ExprKind::kSet) return false;
  for (const ExprId child : node.children()) {
    const EntityUid* uid = NamedEntity(child);
    if (uid == nullptr) return false;
    entities.push_back(uid);
  }
  return true;
}

const StaticType* Checker::TypeOfIn(ExprId left_id, const StaticType* left, ExprId right_id,
                                    const StaticType* right, bool& ok) const {
  const EntityUid* action = NamedEntity(left_id);
  std::vector<const EntityUid*> entities;
  if (action != nullptr && IsActionType(action->type) && NamedEntities(right_id, entities)) {
    const StaticType* type = ActionIn(*action, entities);
    ok = type != nullptr;
    return ok ? type : Basic(StaticKind::kBool);
  }
  return MayBeIn(*left, *right) ? Basic(StaticKind::kBool) : OfBool(false);
}

const StaticType* Checker::ActionIn(const EntityUid& action,
                                    std::span<const EntityUid* const> entities) const {
  // No action is in anything but actions.
  const std::optional<std::size_t> left = index_.FindAction(action);
  bool found = false;
  for (const EntityUid* uid : entities) {
    if (!IsActionType(uid->type)) continue;
    const std::optional<std::size_t> right = index_.FindAction(*uid);
    if (!right) return nullptr;
    found = found || (left && index_.ActionIsIn(*left, *right));
  }
  return OfBool(found);
}

bool Checker::MayBeIn(const StaticType& left, const StaticType& right) const {
  const std::span<const EntityTypeId>* lefts = EntitiesIn(left);
  const std::span<const EntityTypeId>* rights = EntitiesIn(right);
  if (lefts == nullptr || rights == nullptr) return true;
  return std::ranges::any_of(*lefts, [&](EntityTypeId a) {
    return std::ranges::any_of(*rights, [&](EntityTypeId b) { return index_.MayBeIn(a, b); });
  });
}

Answer Checker::Is(const Expr& node, Answer left) {
  left.known.clear();
  const Answer before = left;
  Expect(node.children()[0], left, Basic(StaticKind::kAnyEntity), IsHelp);
  Answer is{Basic(StaticKind::kBool), left.ok, {}};
  if (left.type != nullptr && left.type->is(StaticKind::kEntity)) {
    const std::optional<EntityTypeId> wanted = index_.FindType(node.names()[0]);
    const bool possible = wanted && std::ranges::binary_search(left.type->entities, *wanted);
    if (!possible) is.type = OfBool(false);
    if (possible && left.type->entities.size() == 1) is.type = OfBool(true);
  }
  if (node.children().size() == 1 || is.type->is(StaticKind::kFalse)) return is;
  // `e is T in f` is `e is T && e in f`; `e` is looked at once.
  const Answer in = InWith(node.span, node.children()[0], before, node.children()[1]);
  return {TypeOfAnd(is.type, in.type), is.ok && in.ok, {}};
}

}  // namespace rune::cedar
