// The nodes of one policy.
//
// Thread safety: constant functions from many threads; copies of a pool may be used, and added to,
// by different threads.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cedar/syntax/expr.h"
#include "cedar/syntax/tree_memory.h"

namespace rune::cedar {

struct Condition {
  bool when = true;            // false: `unless`
  std::optional<ExprId> body;  // none: an empty `when { }` of an extended file
  text::Span span;
};

// Nodes in the making, or (`Take`) done. Those that are done lie in the memory too, and copies of
// the pool share them.
class ExprPool {
 public:
  ExprPool() = default;
  // What is added to a copy goes into a memory of its own.
  ExprPool(const ExprPool& other);
  ExprPool& operator=(const ExprPool& other) { return *this = ExprPool(other); }
  ExprPool(ExprPool&& other) noexcept { *this = std::move(other); }
  ExprPool& operator=(ExprPool&& other) noexcept {
    nodes_ = std::exchange(other.nodes_, nullptr);
    size_ = std::exchange(other.size_, 0);
    making_ = std::exchange(other.making_, nullptr);
    memory_ = std::exchange(other.memory_, nullptr);
    writes_ = std::exchange(other.writes_, true);
    return *this;
  }
  ~ExprPool() = default;

  // A node of what all kinds have, which is `last` now. The reference is valid until the next one.
  Expr& Make(ExprKind kind, text::Span span) {
    if (making_ == nullptr) Reopen();
    Expr& node = making_->emplace_back();
    nodes_ = making_->data();
    ++size_;
    node.kind = kind;
    node.span = span;
    return node;
  }
  // Requires: there are nodes.
  ExprId last() const { return size_ - 1; }
  // The same with all that it holds; the rest is set through `at`. Names are kept elsewhere.
  ExprId Add(ExprKind kind, text::Span span, ExprIds children = {}, NameList names = {}) {
    Expr node;
    node.kind = kind;
    node.span = span;
    if (!children.empty()) node.SetChildren(Kept(children));
    if (!names.empty()) node.SetNames(Kept(names));
    return AddNode(node);
  }
  ExprId AddLiteral(const Value& value, text::Span span);
  // The same node here, whatever pool it is of.
  ExprId Add(const Expr& expr);
  // As `Add`, with these children instead, and these names.
  ExprId Add(const Expr& expr, ExprIds children) { return Add(expr, children, expr.names()); }
  ExprId Add(const Expr& expr, ExprIds children, NameList names);

  // For what nodes of this pool, and the scopes beside it, point at.
  TreeMemory& memory() {
    if (memory_ == nullptr || !writes_) Renew();
    return *memory_;
  }
  NameList Names(std::initializer_list<std::string_view> names);
  NameList Names(std::span<const std::string> names);

  // The nodes, done, in a pool that shares the memory; this one is empty then and goes on writing
  // into it.
  ExprPool Take() {
    ExprPool taken;
    TakeInto(taken);
    return taken;
  }
  // The same into an empty pool.
  void TakeInto(ExprPool& taken) {
    taken.nodes_ = memory().List(std::span<const Expr>(nodes_, size_)).data();
    taken.size_ = size_;
    taken.memory_ = memory_;
    taken.writes_ = false;
    Clear();
  }
  void Clear() {
    if (making_ != nullptr) making_->clear();
    size_ = 0;
  }
  // Drops every node that none of `roots` reaches and renumbers them. One pass, no recursion.
  void Prune(std::vector<ExprId*> roots);
  // The same for the bodies of conditions. Returns: these, in this memory.
  std::span<const Condition> Prune(std::span<const Condition> conditions);
  const Expr& operator[](ExprId id) const { return nodes_[id]; }
  Expr& at(ExprId id) {
    if (making_ == nullptr) Reopen();
    return (*making_)[id];
  }
  std::size_t size() const { return size_; }

 private:
  ExprId AddNode(const Expr& node) {
    if (making_ == nullptr) Reopen();
    making_->push_back(node);
    nodes_ = making_->data();
    return static_cast<ExprId>(size_++);
  }
  // Where a node can point at it, if it must.
  const ExprIds& Kept(const ExprIds& children) {
    return children.size() > Expr::kFewChildren ? memory().Kept(children) : children;
  }
  const NameList& Kept(const NameList& names) {
    return names.size() > 1 ? memory().Kept(names) : names;
  }
  // Makes nodes that are done ones in the making.
  void Reopen();
  void Renew();

  const Expr* nodes_ = nullptr;                // of making_, or of the memory
  std::unique_ptr<std::vector<Expr>> making_;  // as many, if any
  std::shared_ptr<TreeMemory> memory_;         // may be none
  std::uint32_t size_ = 0;
  bool writes_ = true;  // false: the memory belongs to another pool, too
};

}  // namespace rune::cedar
