// The kinds of values that a column of a relation can hold (4.1), as the check of types tells them
// apart: finer than declared types for numbers (`integer` and `fraction` are told apart until a
// declaration says `number`), coarser for structure (lists, sets and records are one kind).
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "datalog/program.h"
#include "rune/value.h"

namespace rune::datalog {

enum class ColumnKind : std::uint8_t {
  kText,
  kEntity,
  kInteger,
  kFraction,
  kNumber,
  kBool,
  kDatetime,
  kDuration,
  kIp,
  kOther,
};
inline constexpr std::size_t kColumnKinds = 10;

bool IsNumber(ColumnKind kind);
// Whether both may stand where one of them is declared.
bool Agree(ColumnKind a, ColumnKind b);
// Whether values of the kind may be given where `wanted` is asked for.
bool Fits(ColumnKind given, ColumnKind wanted);
// With its article, for messages: "an integer".
std::string_view Noun(ColumnKind kind);

ColumnKind KindOf(const Value& value);
// None: the type says nothing of its values.
std::optional<ColumnKind> KindOf(ColumnType type);
// kUnknown for kOther.
ColumnType TypeOf(ColumnKind kind);

// The kinds of the request's own columns; kOther where anything may stand. Empty for kNone.
std::vector<ColumnKind> BuiltinKinds(BuiltinRelation relation);
// Whether all arguments of the function are texts.
bool WantsTexts(Function function);

}  // namespace rune::datalog
