#include "datalog/check/column_kind.h"

#include <array>

namespace rune::datalog {

bool IsNumber(ColumnKind kind) {
  return kind == ColumnKind::kInteger || kind == ColumnKind::kFraction ||
         kind == ColumnKind::kNumber;
}

bool Agree(ColumnKind a, ColumnKind b) {
  if (a == b) return true;
  const bool integer_and_fraction = (a == ColumnKind::kInteger && b == ColumnKind::kFraction) ||
                                    (a == ColumnKind::kFraction && b == ColumnKind::kInteger);
  return IsNumber(a) && IsNumber(b) && !integer_and_fraction;
}

bool Fits(ColumnKind given, ColumnKind wanted) {
  return given == wanted || (wanted == ColumnKind::kNumber && IsNumber(given));
}

std::string_view Noun(ColumnKind kind) {
  constexpr std::array<std::string_view, kColumnKinds> kNouns = {
      "a text",        "an entity",       "an integer",     "a decimal",  "a number",
      "a truth value", "a point in time", "a span of time", "an address", "a list or record"};
  return kNouns[static_cast<std::size_t>(kind)];
}

ColumnKind KindOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool: return ColumnKind::kBool;
    case ValueKind::kLong: return ColumnKind::kInteger;
    case ValueKind::kDecimal: return ColumnKind::kFraction;
    case ValueKind::kString: return ColumnKind::kText;
    case ValueKind::kEntity: return ColumnKind::kEntity;
    case ValueKind::kDatetime: return ColumnKind::kDatetime;
    case ValueKind::kDuration: return ColumnKind::kDuration;
    case ValueKind::kIp: return ColumnKind::kIp;
    case ValueKind::kList:
    case ValueKind::kSet:
    case ValueKind::kRecord: return ColumnKind::kOther;
  }
  return ColumnKind::kOther;
}

std::optional<ColumnKind> KindOf(ColumnType type) {
  switch (type) {
    case ColumnType::kBool: return ColumnKind::kBool;
    case ColumnType::kLong: return ColumnKind::kInteger;
    case ColumnType::kDecimal: return ColumnKind::kNumber;
    case ColumnType::kString: return ColumnKind::kText;
    case ColumnType::kEntity: return ColumnKind::kEntity;
    case ColumnType::kDatetime: return ColumnKind::kDatetime;
    case ColumnType::kDuration: return ColumnKind::kDuration;
    case ColumnType::kIp: return ColumnKind::kIp;
    case ColumnType::kUnknown:
    case ColumnType::kAny: return std::nullopt;
  }
  return std::nullopt;
}

ColumnType TypeOf(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kText: return ColumnType::kString;
    case ColumnKind::kEntity: return ColumnType::kEntity;
    case ColumnKind::kInteger: return ColumnType::kLong;
    case ColumnKind::kFraction:
    case ColumnKind::kNumber: return ColumnType::kDecimal;
    case ColumnKind::kBool: return ColumnType::kBool;
    case ColumnKind::kDatetime: return ColumnType::kDatetime;
    case ColumnKind::kDuration: return ColumnType::kDuration;
    case ColumnKind::kIp: return ColumnType::kIp;
    case ColumnKind::kOther: return ColumnType::kUnknown;
  }
  return ColumnType::kUnknown;
}

std::vector<ColumnKind> BuiltinKinds(BuiltinRelation relation) {
  constexpr ColumnKind kText = ColumnKind::kText, kEntity = ColumnKind::kEntity,
                       kAny = ColumnKind::kOther;
  switch (relation) {
    case BuiltinRelation::kPrincipal:
    case BuiltinRelation::kPrincipalType:
    case BuiltinRelation::kResource:
    case BuiltinRelation::kResourceType:
    case BuiltinRelation::kAction:
    case BuiltinRelation::kPath:
    case BuiltinRelation::kCommand:
    case BuiltinRelation::kApi: return {kText};
    case BuiltinRelation::kPrincipalUid:
    case BuiltinRelation::kResourceUid:
    case BuiltinRelation::kEntityIs: return {kEntity};
    case BuiltinRelation::kPrincipalAttr:
    case BuiltinRelation::kResourceAttr:
    case BuiltinRelation::kActionParam: return {kText, kText, kAny};
    case BuiltinRelation::kPrincipalParent:
    case BuiltinRelation::kResourceParent: return {kText, kEntity};
    case BuiltinRelation::kContext: return {kText, kAny};
    case BuiltinRelation::kEntityParent:
    case BuiltinRelation::kEntityAncestor: return {kEntity, kEntity};
    case BuiltinRelation::kEntityAttr: return {kEntity, kText, kAny};
    case BuiltinRelation::kCurrentUsage: return {kAny, ColumnKind::kInteger};
    case BuiltinRelation::kNone: return {};
  }
  return {};
}

bool WantsTexts(Function function) {
  switch (function) {
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kMatches:
    case Function::kWithin:
    case Function::kLower:
    case Function::kUpper:
    case Function::kSplit: return true;
    default: return false;
  }
}

}  // namespace rune::datalog
