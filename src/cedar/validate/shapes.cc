#include "cedar/validate/shapes.h"

#include <algorithm>

#include "value/print.h"

namespace rune::cedar {
namespace {

// Keys are letters and numbers and lengths, so that no two shapes have one key.
void AddNumber(std::string& key, std::uint64_t number) {
  for (int i = 0; i < 4; ++i) key.push_back(static_cast<char>((number >> (8 * i)) & 0xFF));
}

void AddText(std::string& key, std::string_view text) {
  AddNumber(key, text.size());
  key.append(text);
}

std::string Key(char letter, std::initializer_list<std::uint64_t> numbers) {
  std::string key(1, letter);
  for (const std::uint64_t number : numbers) AddNumber(key, number);
  return key;
}

// Whether it makes something known.
bool IsTest(const Expr& node) {
  return node.kind == ExprKind::kHas ||
         (node.kind == ExprKind::kBinary && node.binary == BinaryOp::kHasTag);
}

void AddPattern(std::string& key, const WildText* wild) {
  AddNumber(key, wild == nullptr ? 0 : wild->pattern.size());
  if (wild == nullptr) return;
  for (const char32_t c : wild->pattern) AddNumber(key, c);
}

const Value* LiteralBool(bool value) {
  static const Value kFalse(false);
  static const Value kTrue(true);
  return value ? &kTrue : &kFalse;
}

}  // namespace

Shapes::Shapes(const ExprPool& pool) : pool_(pool) {
  bool tests = false;
  for (ExprId id = 0; id < pool.size(); ++id) {
    Fold(id);
    tests = tests || IsTest(pool[id]);
  }
  if (!tests) return;
  shapes_.reserve(pool.size());
  for (ExprId id = 0; id < pool.size(); ++id) {
    shapes_.push_back(ShapeOf(pool[id]));
    Test(id);
  }
}

void Shapes::Fold(ExprId id) {
  const Expr& node = pool_[id];
  if (node.kind != ExprKind::kBinary) return;
  if (node.binary != BinaryOp::kAnd && node.binary != BinaryOp::kOr) return;
  const Value* left = Literal(node.children()[0]);
  const Value* right = Literal(node.children()[1]);
  if (left == nullptr || right == nullptr) return;
  if (!left->is(ValueKind::kBool) || !right->is(ValueKind::kBool)) return;
  const bool both = left->as_bool() && right->as_bool();
  const bool either = left->as_bool() || right->as_bool();
  if (folds_.empty()) folds_.resize(pool_.size());
  folds_[id] = LiteralBool(node.binary == BinaryOp::kAnd ? both : either);
}

void Shapes::Test(ExprId id) {
  const Expr& node = pool_[id];
  std::vector<Shape> tested;
  if (node.kind == ExprKind::kHas) {
    Shape base = shapes_[node.children()[0]];
    for (const std::string& name : node.names()) tested.push_back(base = Attribute(base, name));
  } else if (node.kind == ExprKind::kBinary && node.binary == BinaryOp::kHasTag) {
    tested.push_back(Tag(shapes_[node.children()[0]], shapes_[node.children()[1]]));
  }
  if (!tested.empty()) tested_.emplace(id, std::move(tested));
}

Shape Shapes::Intern(std::string key) {
  return numbers_.emplace(std::move(key), static_cast<Shape>(numbers_.size())).first->second;
}

Shape Shapes::Attribute(Shape base, const std::string& name) {
  std::string key = Key('.', {base});
  AddText(key, name);
  return Intern(std::move(key));
}

Shape Shapes::Tag(Shape base, Shape tag) {
  return Intern(Key('b', {static_cast<std::uint64_t>(BinaryOp::kGetTag), base, tag}));
}

Shape Shapes::BinaryShape(const Expr& node) {
  const Shape left = shapes_[node.children()[0]];
  const Shape right = shapes_[node.children()[1]];
  const auto binary = [&](BinaryOp op) {
    return Intern(Key('b', {static_cast<std::uint64_t>(op), left, right}));
  };
  const auto negated = [&](BinaryOp op) {
    return Intern(Key('u', {static_cast<std::uint64_t>(UnaryOp::kNot), binary(op)}));
  };
  switch (node.binary) {
    case BinaryOp::kNotEq: return negated(BinaryOp::kEq);
    case BinaryOp::kGreater: return negated(BinaryOp::kLessEq);
    case BinaryOp::kGreaterEq: return negated(BinaryOp::kLess);
    default: return binary(node.binary);
  }
}

Shape Shapes::ShapeOf(const Expr& node) {
  const auto id = static_cast<ExprId>(shapes_.size());
  if (!folds_.empty() && folds_[id] != nullptr) return Intern("l" + value::ToText(*folds_[id]));
  std::string key;
  switch (node.kind) {
    case ExprKind::kLiteral:
      key = node.wild() != nullptr ? "g" : "l";
      AddPattern(key, node.wild());
      return Intern(key + value::ToText(node.literal()));
    case ExprKind::kVariable: return Intern(Key('v', {static_cast<std::uint64_t>(node.variable)}));
    case ExprKind::kUnary:
      return Intern(
          Key('u', {static_cast<std::uint64_t>(node.unary), shapes_[node.children()[0]]}));
    case ExprKind::kBinary: return BinaryShape(node);
    case ExprKind::kGetAttr: return Attribute(shapes_[node.children()[0]], node.names()[0]);
    case ExprKind::kIs: {
      key = Key('i', {shapes_[node.children()[0]]});
      AddText(key, node.names()[0]);
      const Shape is = Intern(std::move(key));
      if (node.children().size() == 1) return is;
      const Shape in = Intern(Key('b', {static_cast<std::uint64_t>(BinaryOp::kIn),
                                        shapes_[node.children()[0]], shapes_[node.children()[1]]}));
      return Intern(Key('b', {static_cast<std::uint64_t>(BinaryOp::kAnd), is, in}));
    }
    default: break;
  }
  // Everything else: kind, function, names and children as they stand; records by key.
  key = Key('n', {static_cast<std::uint64_t>(node.kind), static_cast<std::uint64_t>(node.extension),
                  node.children().size(), node.names().size()});
  std::vector<std::size_t> order(node.children().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (node.kind == ExprKind::kRecord) {
    std::ranges::sort(order, {},
                      [&](std::size_t i) -> const std::string& { return node.names()[i]; });
    for (const std::size_t i : order) AddText(key, node.names()[i]);
  } else {
    for (const std::string& name : node.names()) AddText(key, name);
  }
  for (const std::size_t i : order) AddNumber(key, shapes_[node.children()[i]]);
  AddPattern(key, node.wild());
  return Intern(std::move(key));
}

}  // namespace rune::cedar
