#include "cedar/syntax/expr_pool.h"

#include <utility>

namespace rune::cedar {
namespace {

template <typename Texts>
NameList KeepNames(const Texts& names, TreeMemory& memory) {
  std::vector<const std::string*> kept;
  for (const std::string_view name : names) kept.push_back(&memory.Name(name));
  return memory.Names(kept);
}

}  // namespace

ExprPool::ExprPool(const ExprPool& other)
    : nodes_(other.nodes_), memory_(other.memory_), size_(other.size_), writes_(false) {
  if (other.making_ != nullptr) Reopen();
}

void ExprPool::Reopen() {
  making_ = std::make_unique<std::vector<Expr>>(nodes_, nodes_ + size_);
  nodes_ = making_->data();
}

void ExprPool::Renew() {
  memory_ = std::make_shared<TreeMemory>(std::move(memory_));
  writes_ = true;
}

ExprId ExprPool::AddLiteral(const Value& value, text::Span span) {
  const Value& kept = memory().Keep(value);
  const ExprId id = Add(ExprKind::kLiteral, span);
  at(id).SetLiteral(kept);
  return id;
}

ExprId ExprPool::Add(const Expr& expr, ExprIds children, NameList names) {
  TreeMemory& memory = this->memory();
  Expr copy = expr;
  if (expr.kind != ExprKind::kLiteral) {
    copy.SetChildren(Kept(children));
    if (expr.kind != ExprKind::kLike) copy.SetNames(Kept(KeepNames(names, memory)));
  } else {
    copy.SetLiteral(memory.Keep(expr.literal()));
  }
  if (expr.wild() != nullptr) copy.SetWild(memory.Keep(*expr.wild()));
  return AddNode(copy);
}

ExprId ExprPool::Add(const Expr& expr) { return Add(expr, expr.children()); }

NameList ExprPool::Names(std::initializer_list<std::string_view> names) {
  return KeepNames(names, memory());
}
NameList ExprPool::Names(std::span<const std::string> names) { return KeepNames(names, memory()); }

void ExprPool::Prune(std::vector<ExprId*> roots) {
  std::vector<bool> kept(size_);
  for (const ExprId* root : roots) kept[*root] = true;
  for (std::size_t id = size_; id-- > 0;) {
    if (!kept[id]) continue;
    for (const ExprId child : nodes_[id].children()) kept[child] = true;
  }
  std::vector<ExprId> numbers(size_);
  std::vector<Expr> nodes;
  std::vector<ExprId> children;
  for (std::size_t id = 0; id < size_; ++id) {
    if (!kept[id]) continue;
    numbers[id] = static_cast<ExprId>(nodes.size());
    children.clear();
    for (const ExprId child : nodes_[id].children()) children.push_back(numbers[child]);
    nodes.push_back(nodes_[id]);
    if (nodes.back().kind != ExprKind::kLiteral) nodes.back().SetChildren(Kept(children));
  }
  for (ExprId* root : roots) *root = numbers[*root];
  size_ = static_cast<std::uint32_t>(nodes.size());
  making_ = std::make_unique<std::vector<Expr>>(std::move(nodes));
  nodes_ = making_->data();
}

std::span<const Condition> ExprPool::Prune(std::span<const Condition> conditions) {
  std::vector<Condition> pruned(conditions.begin(), conditions.end());
  std::vector<ExprId*> roots;
  for (Condition& condition : pruned) {
    if (condition.body) roots.push_back(&*condition.body);
  }
  Prune(std::move(roots));
  return memory().List(std::span<const Condition>(pruned));
}

}  // namespace rune::cedar
