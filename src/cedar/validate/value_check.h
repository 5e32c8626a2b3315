// Values against the types of a schema. Arrays are sets here. Recursion goes as deep as the type
// and the value both are.
//
// Invariant: an UnknownValue fits no type, unless the caller says that unknowns are allowed. Only
// who takes the unknowns out before anything is decided may say so (partial/typed_open_data.h).
#pragma once

#include <optional>
#include <string>

#include "cedar/schema/schema.h"
#include "cedar/syntax/ast.h"
#include "cedar/validate/data_finding.h"
#include "rune/value.h"

namespace rune::cedar {

// What stands where `unknown("name")` does in data. No text and no JSON gives it otherwise, but a
// host that makes its own EntityUid can.
Value UnknownValue(const std::string& name);
bool IsUnknown(const Value& value);
bool HoldsUnknown(const Value& value);  // anywhere inside

// Why a value is not of the type: "expected Long, found a string at `.a`". Nothing if it is. Where
// unknowns are allowed, each is of every type.
std::optional<std::string> TypeProblem(const Value& value, const Type& type,
                                       Unknowns unknowns = Unknowns::kRefused);
// The same for a record with these attributes and no others, such as a context.
std::optional<std::string> RecordProblem(const Value::Fields& fields, const Attributes& attributes,
                                         Unknowns unknowns = Unknowns::kRefused);

// InvalidEnumEntity and UndeclaredAction: an enumerated entity or an action that the schema does
// not have. Nothing if it is fine.
std::optional<DataFinding> UidProblem(const EntityUid& uid, const Schema& schema);
// The first of them anywhere inside a value.
std::optional<DataFinding> UidsProblem(const Value& value, const Schema& schema);
// UndeclaredAction, with the action that was meant if one is close and the schema has few enough to
// look through.
DataFinding UndeclaredAction(const EntityUid& uid, const Schema& schema);
// "did you mean `Action::"read"`?": the action of that id whose type is another, or of that type
// whose id is close. Empty if there is none. Compares with every action of the schema.
std::string ActionMeant(const EntityUid& uid, const Schema& schema);

// `Long`, `Set<User>`, `{name: String}`: a type as a schema writes it.
std::string SchemaTypeText(const Type& type);

}  // namespace rune::cedar
