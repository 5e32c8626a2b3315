#include "cedar/syntax/ast.h"

#include <array>
#include <utility>

namespace rune::cedar {
namespace {

struct Extension {
  std::string_view name;
  std::size_t arity;  // receiver included
};

// In the order of ExtensionFunction.
constexpr std::array<Extension, 23> kExtensions = {{
    {"decimal", 1},       {"ip", 1},
    {"datetime", 1},      {"duration", 1},
    {"lessThan", 2},      {"lessThanOrEqual", 2},
    {"greaterThan", 2},   {"greaterThanOrEqual", 2},
    {"isIpv4", 1},        {"isIpv6", 1},
    {"isLoopback", 1},    {"isMulticast", 1},
    {"isInRange", 2},     {"offset", 2},
    {"durationSince", 2}, {"toDate", 1},
    {"toTime", 1},        {"toMilliseconds", 1},
    {"toSeconds", 1},     {"toMinutes", 1},
    {"toHours", 1},       {"toDays", 1},
    {"unknown", 1},
}};
static_assert(kExtensions.size() == static_cast<std::size_t>(ExtensionFunction::kUnknown) + 1);

constexpr std::array<std::string_view, 4> kVariables = {"principal", "action", "resource",
                                                        "context"};

// In the order of BinaryOp.
constexpr std::array<std::string_view, 17> kOperators = {
    "||", "&&", "==", "!=",       "<",           "<=",          ">",      ">=",    "in",
    "+",  "-",  "*",  "contains", "containsAll", "containsAny", "getTag", "hasTag"};
static_assert(kOperators.size() == static_cast<std::size_t>(BinaryOp::kHasTag) + 1);

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

ExprPool& ExprPool::operator=(ExprPool&& other) noexcept {
  nodes_ = std::exchange(other.nodes_, nullptr);
  size_ = std::exchange(other.size_, 0);
  making_ = std::exchange(other.making_, nullptr);
  memory_ = std::exchange(other.memory_, nullptr);
  writes_ = std::exchange(other.writes_, true);
  return *this;
}

void ExprPool::Reopen() {
  making_ = std::make_unique<std::vector<Expr>>(nodes_, nodes_ + size_);
  nodes_ = making_->data();
}

void ExprPool::Renew() {
  memory_ = std::make_shared<TreeMemory>(std::move(memory_));
  writes_ = true;
}

void ExprPool::Clear() {
  if (making_ != nullptr) making_->clear();
  size_ = 0;
}

ExprId ExprPool::AddLiteral(const Value& value, text::Span span) {
  const Value& kept = memory().Keep(value);
  const ExprId id = Add(ExprKind::kLiteral, span);
  at(id).literal = &kept;
  return id;
}

ExprId ExprPool::Add(const Expr& expr, ExprIds children) {
  TreeMemory& memory = this->memory();
  Expr copy = expr;
  copy.children = memory.Ids(children);
  copy.names = KeepNames(expr.names, memory);
  if (expr.kind == ExprKind::kLiteral) copy.literal = &memory.Keep(*expr.literal);
  if (expr.wild != nullptr) copy.wild = &memory.Keep(*expr.wild);
  AddNode() = copy;
  return static_cast<ExprId>(size_ - 1);
}

ExprId ExprPool::Add(const Expr& expr) { return Add(expr, expr.children); }

NameList ExprPool::Names(std::initializer_list<std::string_view> names) {
  return KeepNames(names, memory());
}
NameList ExprPool::Names(std::span<const std::string> names) { return KeepNames(names, memory()); }

ExprPool ExprPool::Take() {
  ExprPool taken;
  taken.nodes_ = memory().List(std::span<const Expr>(nodes_, size_)).data();
  taken.size_ = size_;
  taken.memory_ = memory_;
  taken.writes_ = false;
  Clear();
  return taken;
}

void ExprPool::Prune(std::vector<ExprId*> roots) {
  std::vector<bool> kept(size_);
  for (const ExprId* root : roots) kept[*root] = true;
  for (std::size_t id = size_; id-- > 0;) {
    if (!kept[id]) continue;
    for (const ExprId child : nodes_[id].children) kept[child] = true;
  }
  std::vector<ExprId> numbers(size_);
  std::vector<Expr> nodes;
  std::vector<ExprId> children;
  for (std::size_t id = 0; id < size_; ++id) {
    if (!kept[id]) continue;
    numbers[id] = static_cast<ExprId>(nodes.size());
    children.clear();
    for (const ExprId child : nodes_[id].children) children.push_back(numbers[child]);
    nodes.push_back(nodes_[id]);
    nodes.back().children = memory().Ids(children);
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

std::string_view OperatorName(BinaryOp op) { return kOperators[static_cast<std::size_t>(op)]; }

bool IsMethod(BinaryOp op) { return op >= BinaryOp::kContains; }

std::optional<BinaryOp> FindMethod(std::string_view name) {
  for (auto i = static_cast<std::size_t>(BinaryOp::kContains); i < kOperators.size(); ++i) {
    if (kOperators[i] == name) return static_cast<BinaryOp>(i);
  }
  return std::nullopt;
}

std::string_view VariableName(Variable variable) {
  return kVariables[static_cast<std::size_t>(variable)];
}

std::optional<Variable> FindVariable(std::string_view name) {
  // No two have the same length.
  const auto is = [name](Variable variable) {
    return name == VariableName(variable) ? std::optional(variable) : std::nullopt;
  };
  switch (name.size()) {
    case 6: return is(Variable::kAction);
    case 7: return is(Variable::kContext);
    case 8: return is(Variable::kResource);
    case 9: return is(Variable::kPrincipal);
    default: return std::nullopt;
  }
}

std::string_view ExtensionName(ExtensionFunction f) {
  return kExtensions[static_cast<std::size_t>(f)].name;
}

std::optional<ExtensionFunction> FindExtension(std::string_view name) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(ExtensionFunction::kUnknown); ++i) {
    if (kExtensions[i].name == name) return static_cast<ExtensionFunction>(i);
  }
  return std::nullopt;
}

bool IsConstructor(ExtensionFunction f) {
  return f <= ExtensionFunction::kDuration || f == ExtensionFunction::kUnknown;
}

std::size_t ExtensionArity(ExtensionFunction f) {
  return kExtensions[static_cast<std::size_t>(f)].arity;
}

}  // namespace rune::cedar
