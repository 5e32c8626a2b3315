// The passes behind CheckRules: one per file, run in this order by program.cc. Internal to this
// folder.
//
//   relations.cc  which relations there are, what defines them, names that are taken
//   openness.cc   which parameters are inputs (4.4), by binding.h
//   safety.cc     every variable has a value where it is needed (4.7), by binding.h
//   strata.cc     components, and no cycle through negation or aggregation (4.2)
//   names.cc      relations, arities and data that nothing defines (4.1)
//   types.cc      what columns hold, and kinds that meet (4.1)
//   patterns.cc   patterns of `matches` that are no patterns
//   storage.cc    what is evaluated at load (4.6), and checks that read more than that
//   votes.cc      relations that vote, their parameters (6.1)
//
// Each pass reads what those before it found and pushes its own findings. Nothing depends on the
// order of clauses.
#pragma once

#include <functional>
#include <optional>

#include "datalog/program.h"

namespace rune::datalog {

struct CheckContext {
  Program& program;
  const CheckInput& input;
  text::Diagnostics& diagnostics;

  Relation& At(const RelationName& name) { return program.relations.at(name); }
};

void CollectRelations(CheckContext& context);
void FindInputs(CheckContext& context);
void CheckSafety(CheckContext& context);
void FindComponents(CheckContext& context);
void CheckRecursion(CheckContext& context);
void CheckNames(CheckContext& context);
void InferTypes(CheckContext& context);
void CheckPatterns(CheckContext& context);
void FindStored(CheckContext& context);
void CheckVotes(CheckContext& context);

// The relation that an atom or `in` reads; nothing for other literals.
std::optional<RelationName> RelationOf(const Literal& literal);
// `name/arity`
std::string Show(const RelationName& name);
// `allow_<action>`, or nothing for an action without one.
std::optional<std::string> AllowName(std::string_view action_id);

// Calls `visit` for each literal, those inside aggregates too; `negative` for what stands under
// negation or in an aggregate.
using LiteralVisitor = std::function<void(const Literal&, bool negative)>;
void VisitLiterals(const std::vector<Body>& bodies, const LiteralVisitor& visit);

}  // namespace rune::datalog
