#include <array>

#include "cedar/validate/checker.h"
#include "cedar/validate/type_text.h"

namespace rune::cedar {
namespace {

std::string_view AddHelp(const StaticType& actual) {
  if (actual.is(StaticKind::kString)) return "Cedar cannot join texts";
  return actual.is(StaticKind::kSet) ? "Cedar cannot join sets" : "";
}

std::string_view ArithmeticHelp(const StaticType& actual) {
  return actual.is(StaticKind::kSet) ? "Cedar cannot intersect or subtract sets" : "";
}

std::string_view SetHelp(const StaticType& actual) {
  if (actual.is_entity()) return "ask the hierarchy of entities with `in`";
  if (actual.is(StaticKind::kRecord)) return "ask for an attribute with `has`";
  return actual.is(StaticKind::kString) ? "look into a text with `like`" : "";
}

std::string_view ManyHelp(const StaticType&) { return "ask for one element with `contains`"; }

std::string_view LikeHelp(const StaticType& actual) {
  return actual.is_entity() ? "ask for the type of an entity with `is`" : "";
}

// What `<` and `<=` compare.
bool IsOrdered(const StaticType& type) {
  return type.is(StaticKind::kLong) ||
         (type.is(StaticKind::kExtension) && (type.extension == ExtensionType::kDatetime ||
                                              type.extension == ExtensionType::kDuration));
}

std::string_view ProblemHelp(LubProblem problem) {
  switch (problem) {
    case LubProblem::kAttributeQualifier:
      return "an attribute that is required in one record is optional in the other";
    case LubProblem::kRecordWidth: return "the records must have the same attributes";
    case LubProblem::kEntityType:
      return "different entity types never fit, whatever their attributes";
    case LubProblem::kEntityRecord: return "an entity is no record, whatever its attributes";
    case LubProblem::kOther: break;
  }
  return "the types must be equal";
}

}  // namespace

Answer Checker::Binary(ExprId id, Answer left) {
  left.known.clear();
  const Expr& node = pool_[id];
  switch (node.binary) {
    case BinaryOp::kEq:
    case BinaryOp::kNotEq: return Equal(node, std::move(left));
    case BinaryOp::kLess:
    case BinaryOp::kLessEq:
    case BinaryOp::kGreater:
    case BinaryOp::kGreaterEq: return Order(node, std::move(left));
    case BinaryOp::kIn: return In(node, std::move(left));
    case BinaryOp::kContains: return Contains(node, std::move(left));
    case BinaryOp::kContainsAll:
    case BinaryOp::kContainsAny: return ContainsMany(node, std::move(left));
    case BinaryOp::kGetTag: return GetTag(id, std::move(left));
    case BinaryOp::kHasTag: return HasTag(id, std::move(left));
    default: return Arithmetic(node, std::move(left));
  }
}

Answer Checker::Equal(const Expr& node, Answer left) {
  const Answer right = Run(node.children()[1]);
  Answer equal{TypeOfEqual(node, left.type, right.type), left.ok && right.ok, {}};
  if (equal.type->is(StaticKind::kBool) && mode_ == ValidationMode::kStrict) {
    equal.ok =
        Comparable(node.span, left.type, right.type, "both sides of a comparison") && equal.ok;
  }
  const bool decided = !equal.type->is(StaticKind::kBool);
  if (node.binary == BinaryOp::kNotEq && decided) {
    equal.type = OfBool(equal.type->is(StaticKind::kFalse));
  }
  return equal;
}

const StaticType* Checker::TypeOfEqual(const Expr& node, const StaticType* left,
                                       const StaticType* right) const {
  if (left != nullptr && right != nullptr && AreDisjoint(*left, *right)) return OfBool(false);
  // Two literals are compared here and now; `action` is one.
  const ExprId a = node.children()[0];
  const ExprId b = node.children()[1];
  const EntityUid* uid_a = NamedEntity(a);
  const EntityUid* uid_b = NamedEntity(b);
  if (uid_a != nullptr && uid_b != nullptr) return OfBool(*uid_a == *uid_b);
  const Value* value_a = shapes_.Literal(a);
  const Value* value_b = shapes_.Literal(b);
  if (uid_a == nullptr && value_a == nullptr) return Basic(StaticKind::kBool);
  if (uid_b == nullptr && value_b == nullptr) return Basic(StaticKind::kBool);
  if (uid_a != nullptr || uid_b != nullptr) return OfBool(false);
  return OfBool(*value_a == *value_b);
}

bool Checker::Comparable(text::Span span, const StaticType* left, const StaticType* right,
                         std::string_view where) {
  if (mode_ == ValidationMode::kPermissive || left == nullptr || right == nullptr) return true;
  const auto lub = LeastUpperBound(left, right, mode_, types_made_);
  if (!lub) Incompatible(span, std::array{left, right}, lub.error(), where);
  return lub.has_value();
}

const StaticType* Checker::LubOrReport(text::Span span, std::span<const StaticType* const> types,
                                       std::string_view where) {
  const auto lub = LeastUpperBound(types, mode_, types_made_);
  if (lub) return *lub;
  Incompatible(span, types, lub.error(), where);
  return nullptr;
}

void Checker::Incompatible(text::Span span, std::span<const StaticType* const> types,
                           LubProblem problem, std::string_view where) {
  std::vector<std::string> names;
  for (const StaticType* type : types) names.push_back(TypeText(*type, index_));
  findings_.Add(FindingKind::kIncompatibleTypes, span,
                "the types " + Listed(std::move(names), "and") + " do not fit together",
                std::string(where) + " must be of one type: " + std::string(ProblemHelp(problem)));
}

Answer Checker::Order(const Expr& node, Answer left) {
  const Answer right = Run(node.children()[1]);
  Answer order{Basic(StaticKind::kBool), left.ok && right.ok, {}};
  const StaticType* a = left.type;
  const StaticType* b = right.type;
  if (a == nullptr || b == nullptr) return order;
  const text::Span left_span = pool_[node.children()[0]].span;
  const text::Span right_span = pool_[node.children()[1]].span;
  if (IsOrdered(*a) && SameType(*a, *b)) return order;
  order.ok = false;
  if (IsOrdered(*a) && !b->is(StaticKind::kLong)) {
    WrongType(right_span, std::array{a}, *b, "");
  } else if (IsOrdered(*b)) {
    WrongType(left_span, std::array{b}, *a, "");
  } else {
    const std::array wanted = {Basic(StaticKind::kLong), OfExtension(ExtensionType::kDatetime),
                               OfExtension(ExtensionType::kDuration)};
    WrongType(left_span, wanted, *a, "");
    WrongType(right_span, wanted, *b, "");
  }
  return order;
}

Answer Checker::Arithmetic(const Expr& node, Answer left) {
  const Help help = node.binary == BinaryOp::kAdd ? AddHelp : ArithmeticHelp;
  Expect(node.children()[0], left, Basic(StaticKind::kLong), help);
  Answer right = Run(node.children()[1]);
  Expect(node.children()[1], right, Basic(StaticKind::kLong), help);
  return {Basic(StaticKind::kLong), left.ok && right.ok, {}};
}

Answer Checker::Contains(const Expr& node, Answer left) {
  Expect(node.children()[0], left, Basic(StaticKind::kSet), SetHelp);
  const Answer right = Run(node.children()[1]);
  const StaticType* element = left.type == nullptr ? nullptr : left.type->element;
  const bool comparable = Comparable(node.span, element, right.type, "an element and its set");
  return {Basic(StaticKind::kBool), comparable && left.ok && right.ok, {}};
}

Answer Checker::ContainsMany(const Expr& node, Answer left) {
  Expect(node.children()[0], left, Basic(StaticKind::kSet), SetHelp);
  Answer right = Run(node.children()[1]);
  Expect(node.children()[1], right, Basic(StaticKind::kSet), ManyHelp);
  const bool comparable = Comparable(node.span, left.type, right.type, "the elements of both sets");
  return {Basic(StaticKind::kBool), comparable && left.ok && right.ok, {}};
}

Answer Checker::Like(const Expr& node, Answer text) {
  text.known.clear();
  Expect(node.children()[0], text, Basic(StaticKind::kString), LikeHelp);
  return {Basic(StaticKind::kBool), text.ok, {}};
}

}  // namespace rune::cedar
