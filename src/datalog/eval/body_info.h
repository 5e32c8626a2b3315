// What a literal waits for: worked out once per body, asked at every step of its search.
//
// A literal is ready when enough of its variables are bound: tests, comparisons and negations need
// all (but `_`), a positive atom its inputs and what stands inside computed arguments, `=` one
// side, `in` its right side, an aggregate the groups that a positive literal outside it binds.
// Which groups those are is static (4.5): a value that the caller gave or that another aggregate
// found never makes an empty group exist.
#pragma once

#include <vector>

#include "datalog/eval/environment.h"
#include "datalog/program.h"

namespace rune::datalog {

// A side of `=`, or the left side of `in`.
struct SideInfo {
  std::vector<VariableId> to_evaluate;  // must be bound before it has a value
  std::vector<VariableId> to_fit;       // must be bound before it can take one
  bool has_value = true;                // patterns have none
  bool can_fit = false;                 // a variable, a pattern, a list

  bool Evaluates(const Environment& environment) const;
};

struct LiteralInfo {
  std::vector<VariableId> needs;
  std::vector<VariableId> outside;  // named ones that other literals or the head may share
  SideInfo left, right;             // kUnify, kIn
  const Relation* relation =
      nullptr;  // kAtom, kIn on a relation; null if the program does not know it
  std::vector<VariableId> free_groups;  // kAggregate: bound by it
  std::vector<VariableId> inner;        // kAggregate: every variable of the inner body

  // Whether nothing that is missing could change what the literal does.
  bool Ready(const Literal& literal, const Environment& environment) const;
};

struct BodyInfo {
  std::vector<LiteralInfo> literals;
  std::vector<std::size_t> recursive;  // positive atoms of the head's own component
};

// Requires: `program` and `body` outlive the result. `head` are the variables of the clause's head,
// `inputs` those of them that the caller binds; `component` is that of the head, or nothing.
BodyInfo AnalyseBody(const Program& program, const Body& body,
                     const std::vector<Variable>& variables, const std::vector<VariableId>& head,
                     const std::vector<VariableId>& inputs, std::optional<std::size_t> component);

// Null for a relation that nothing mentions; `current_usage` is always known.
const Relation* FindRelation(const Program& program, const RelationName& name);
// The positions of a relation that must be bound when it is read.
bool IsInput(const Relation& relation, std::size_t position);

}  // namespace rune::datalog
