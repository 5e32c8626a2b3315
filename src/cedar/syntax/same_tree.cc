// Equality of trees; print.h declares it.
#include <algorithm>
#include <utility>

#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

bool SameWild(const WildText* a, const WildText* b) {
  return a == b || (a != nullptr && b != nullptr && a->pattern == b->pattern);
}

bool SameNode(const Expr& a, const Expr& b) {
  return a.kind == b.kind && a.code == b.code && a.literal() == b.literal() &&
         a.children().size() == b.children().size() && a.names() == b.names() &&
         SameWild(a.wild(), b.wild());
}

bool SameEntity(const ScopeEntity& a, const ScopeEntity& b) {
  return a.uid() == b.uid() && a.slot == b.slot && SameWild(a.wild, b.wild);
}

bool SameScope(const Scope& a, const Scope& b) {
  return a.kind == b.kind && *a.type == *b.type && a.list == b.list &&
         std::ranges::equal(a.entities, b.entities, SameEntity);
}

bool SameAnnotation(const Annotation& a, const Annotation& b) {
  return a.key == b.key && a.value == b.value;
}

}  // namespace

bool SameTree(const ExprPool& a, ExprId a_root, const ExprPool& b, ExprId b_root) {
  std::vector<std::pair<ExprId, ExprId>> open = {{a_root, b_root}};
  while (!open.empty()) {
    const auto [x, y] = open.back();
    open.pop_back();
    if (!SameNode(a[x], b[y])) return false;
    for (std::size_t i = 0; i < a[x].children().size(); ++i) {
      open.emplace_back(a[x].children()[i], b[y].children()[i]);
    }
  }
  return true;
}

bool SameTree(const Policy& a, const Policy& b) {
  const auto same_condition = [&](const Condition& x, const Condition& y) {
    return x.when == y.when && x.body.has_value() == y.body.has_value() &&
           (!x.body || SameTree(a.pool, *x.body, b.pool, *y.body));
  };
  return a.effect == b.effect && a.extended == b.extended &&
         std::ranges::equal(a.annotations, b.annotations, SameAnnotation) &&
         SameScope(a.principal, b.principal) && SameScope(a.action, b.action) &&
         SameScope(a.resource, b.resource) &&
         std::ranges::equal(a.conditions, b.conditions, same_condition);
}

}  // namespace rune::cedar
