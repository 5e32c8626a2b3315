// Policies and policy sets as JSON: Cedar's own form of them, read into trees and written from
// them.
//
// Reading takes what Cedar 4.14 takes, no more, but for two things that it reads by accident and
// that are refused here: lists in the place of objects, and calls of functions that do not exist
// inside `Value`. Each finding has the place of the JSON it is about. The tree of a policy from
// JSON prints as a text that reads back to it, if its attributes have names that a text can hold.
// Writing keeps the form that was written (`>=`, `unless`, `has a.b`); RUNE's own forms (patterns,
// questions to the rules, an empty `when`) have no JSON and are reported.
//
// Cost: linear. Reading nests as deep as the JSON did (Bounds::json_depth); writing does not
// recurse. Keys stand in Cedar's order, without blanks.
#pragma once

#include <optional>
#include <string>

#include "cedar/policy_set.h"
#include "cedar/syntax/ast.h"
#include "cedar/syntax/parse.h"
#include "text/diagnostics.h"
#include "value/json.h"
#include "value/json_shape.h"

namespace rune::cedar {

// What is looked at in policies and policy sets. Cedar passes over the other fields of scopes and
// of the entities in them, and over nothing else.
extern const value::JsonShape kPoliciesShape;

// A policy or template (it is a template if its scope has a slot). `id_span` is where the id
// stands, for findings about it. Nothing is returned when an error was pushed.
std::optional<Policy> ReadPolicyJson(const value::Json& json, std::string id, text::Span id_span,
                                     text::Diagnostics& diagnostics,
                                     Unknowns unknowns = Unknowns::kRefused);
// One expression, such as the body of a condition.
std::optional<ParsedExpr> ReadExprJson(const value::Json& json, text::Diagnostics& diagnostics,
                                       Unknowns unknowns = Unknowns::kRefused);
// A value as data has it, the expression that makes it.
std::optional<ParsedExpr> ReadValueJson(const value::Json& json, text::Diagnostics& diagnostics,
                                        Unknowns unknowns = Unknowns::kRefused);

// `{"staticPolicies": {id: policy}, "templates": {id: policy}, "templateLinks": [..]}`, all three
// present. A policy without slots among the templates is a template that nothing but a link without
// values brings to life, as in Cedar. What was wrong is reported and left out.
PolicySet ReadPolicySetJson(const value::Json& json, text::Diagnostics& diagnostics,
                            Unknowns unknowns = Unknowns::kRefused);

// Either of the two, told apart by its keys; a single policy gets `id`.
PolicySet ReadPoliciesJson(const value::Json& json, std::string id, text::Diagnostics& diagnostics,
                           Unknowns unknowns = Unknowns::kRefused);

// Nothing is returned when an error was pushed: a form that has no JSON. Requires: the spans of the
// policy belong to the sources of `diagnostics`.
std::optional<std::string> WritePolicyJson(const Policy& policy, text::Diagnostics& diagnostics);
std::optional<std::string> WriteExprJson(const ExprPool& pool, ExprId root,
                                         text::Diagnostics& diagnostics);
std::optional<std::string> WritePolicySetJson(const PolicySet& set, text::Diagnostics& diagnostics);

}  // namespace rune::cedar
