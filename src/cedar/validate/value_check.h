// Values against the types of a schema. Arrays are sets here. Recursion goes as deep as the type
// and the value both are.
#pragma once

#include <optional>
#include <string>

#include "cedar/schema/schema.h"
#include "cedar/validate/data_finding.h"
#include "rune/value.h"

namespace rune::cedar {

// What stands where `unknown("name")` does in data: a value of every type. No text and no JSON
// gives it otherwise.
Value UnknownValue(const std::string& name);
bool IsUnknown(const Value& value);

// Why a value is not of the type: "expected Long, found a string at `.a`". Nothing if it is.
std::optional<std::string> TypeProblem(const Value& value, const Type& type);
// The same for a record with these attributes and no others, such as a context.
std::optional<std::string> RecordProblem(const Value::Fields& fields, const Attributes& attributes);

// InvalidEnumEntity and UndeclaredAction: an enumerated entity or an action that the schema does
// not have. Nothing if it is fine.
std::optional<DataFinding> UidProblem(const EntityUid& uid, const Schema& schema);
// The first of them anywhere inside a value.
std::optional<DataFinding> UidsProblem(const Value& value, const Schema& schema);

// `Long`, `Set<User>`, `{name: String}`: a type as a schema writes it.
std::string SchemaTypeText(const Type& type);

}  // namespace rune::cedar
