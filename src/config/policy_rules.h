// Policies and rules held against each other: what no one language can see alone.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "config/configuration.h"
#include "config/mentions.h"

namespace rune::config {

// Names that policies ask relations by.
std::set<std::string> PolicyRelations(const cedar::PolicySet& policies);

// Resolves each use of a relation in a policy to a name and a number of columns. Pushes an error
// for a relation that is not there (unless `complete` is false: clauses were left out), and for a
// number of arguments that it does not have.
std::vector<std::pair<store::RelationName, text::Span>> ResolveUses(
    const cedar::PolicySet& policies, const Mentions& mentions, const store::Facts& facts,
    bool complete, text::Diagnostics& diagnostics);

// `E in P`: every parameter but the tested one is a part of the request, an input, or begins with
// `_`.
void CheckParameters(const cedar::PolicySet& policies, const datalog::Program& program,
                     text::Diagnostics& diagnostics);

// A warning where a parameter that takes an entity's id as text is given entities of two types: the
// ids of an agent and of a group are one text. Only types that the policies name are known.
void WarnTextsOfTwoTypes(const cedar::PolicySet& policies, const datalog::Program& program,
                         text::Diagnostics& diagnostics);

// Actions that the configuration knows, each with its first place.
using KnownActions = std::map<std::string, text::Span>;
void AddPolicyActions(const cedar::PolicySet& policies, KnownActions& actions);

// A warning for each `allow_` relation on whose action no policy permits anything, where there are
// policies at all.
void WarnVotes(const Configuration& configuration, const KnownActions& actions,
               text::Diagnostics& diagnostics);

// A note for each form that Cedar does not have.
void NoteForms(const cedar::PolicySet& policies, text::Diagnostics& diagnostics);

}  // namespace rune::config
