// Values that the request gives to parameters by their names (language clause 4.4).
//
// The request's own parts are found by their names alone; any other name, in snake case, is an
// attribute of the resource, else of the principal, else a key of the context (never below `args`).
// Constant; borrows everything.
#pragma once

#include <optional>
#include <string_view>

#include "datalog/eval/evaluate.h"

namespace rune::datalog {

class Inputs {
 public:
  // `context` is the request's, canonical, or null.
  Inputs(const RequestInput& input, const Value* context) : input_(input), context_(context) {}

  // Empty if the request lacks the part (a path of something that has none), or if there is no
  // request.
  std::optional<Value> Part(RequestPart part, ColumnType type) const;
  // For a parameter of this name: a part, or what is found under the name.
  std::optional<Value> ByName(std::string_view parameter, ColumnType type) const;
  // The resource as an unnamed parameter takes it.
  std::optional<Value> Resource(ColumnType type) const {
    return Part(RequestPart::kResource, type);
  }

  // Whether a parameter of this name reads the usage of the clause's first argument.
  static bool ReadsUsage(std::string_view parameter);
  // An entity as a parameter takes it: itself where entities are wanted, else its id; other values
  // are made canonical.
  static Value Handed(const Value& value, ColumnType type);

 private:
  const RequestInput& input_;
  const Value* context_;
};

}  // namespace rune::datalog
