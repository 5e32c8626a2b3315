// Checked rules: what every evaluator starts from.
//
// Idea: parsing says what was written; checking says what it means: for each relation where its
// rows come from, which parameters are inputs, whether it votes, whether it can be stored in a
// snapshot, and in which order components (strongly connected sets of relations) are evaluated. A
// Program is constant after Check and may be shared by threads.
//
// Invariants: `relations` knows every relation that a clause, declaration, fact, check or body
// mentions; a component's number is greater than that of every component it depends on; a negative
// or aggregating dependency never stays inside one component.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "datalog/syntax/ast.h"
#include "store/facts.h"
#include "text/diagnostics.h"

namespace rune::datalog {

using store::RelationName;

// Relations that the request, the entity store or the usage counters fill (language clause 4.3
// and 4.4).
enum class BuiltinRelation : std::uint8_t {
  kNone,
  kPrincipal,
  kPrincipalType,
  kPrincipalUid,
  kPrincipalAttr,
  kPrincipalParent,
  kResource,
  kResourceType,
  kResourceUid,
  kResourceAttr,
  kResourceParent,
  kAction,
  kActionParam,
  kContext,
  kPath,
  kCommand,
  kApi,
  kEntityIs,
  kEntityParent,
  kEntityAncestor,
  kEntityAttr,
  kCurrentUsage,
};
std::optional<BuiltinRelation> FindBuiltin(const RelationName& name);
// Whether a name is taken by the language itself: functions of both languages, aggregates.
bool IsTakenName(std::string_view name);
// Over the entity store alone: rules that read only these (and stored relations) still depend on
// the request's entities.
bool ReadsRequest(BuiltinRelation relation);

// The request's own parts, by the name of a parameter (4.4), ignoring case.
enum class RequestPart : std::uint8_t {
  kPrincipal,
  kAction,
  kResource,
  kPath,
  kDirectory,
  kCommand,
  kApi,
};
std::optional<RequestPart> FindRequestPart(std::string_view parameter);
// `CurrentCalls` -> `current_calls`, `APIKey` -> `api_key`.
std::string SnakeCase(std::string_view parameter);

enum class VoteKind : std::uint8_t { kNone, kDeny, kForbid, kAllow };

struct Parameter {
  std::string name;  // as written in the first clause with a variable there, if all agree ignoring
                     // case; else empty
  bool input = false;                      // open: nothing binds it in some clause
  ColumnType type = ColumnType::kUnknown;  // declared or inferred; kUnknown: texts and numbers mix
                                           // or nothing is known
  text::Span span;
};

struct Relation {
  RelationName name;
  std::vector<std::size_t> clauses;  // into Program::rules.clauses, in order
  std::optional<std::size_t> declaration;
  BuiltinRelation builtin = BuiltinRelation::kNone;
  std::vector<Parameter> parameters;
  VoteKind vote = VoteKind::kNone;  // relations with a clause only
  bool defined = false;             // by a clause, a fact, data or a declaration
  bool open = false;                // some parameter is an input
  bool stored = false;              // 4.6: evaluated at load
  bool eqrel = false;
  std::size_t component = 0;
};

// A clause as evaluators see it.
struct ClauseInfo {
  std::vector<bool>
      inputs;  // per head position: bound by the caller or by the parameter's name, in this clause
};

struct Program {
  Rules rules;
  std::map<RelationName, Relation> relations;
  std::vector<ClauseInfo> clause_info;                // parallel to rules.clauses
  std::vector<std::vector<RelationName>> components;  // in order of evaluation
  std::map<std::string, std::vector<RelationName>> by_name;
  bool fold_paths = false;  // `within` compares A to Z as a to z

  const Relation* Find(const RelationName& name) const {
    auto it = relations.find(name);
    return it == relations.end() ? nullptr : &it->second;
  }
  // The relations that vote on an action id: `allow_<action>` with dots written `_`; empty if the
  // id has none.
  std::vector<RelationName> AllowRelations(std::string_view action_id) const;
  std::vector<RelationName> DenyRelations() const;
  bool HasVotes() const;
};

struct CheckInput {
  // Facts from `[data]` (leaf facts already added) and from run time: what is defined besides
  // clauses.
  const store::Facts* facts = nullptr;
  // Data paths that are declared (`a.b: T`) though they may have no value: dotted, with the types
  // of their values; kUnknown for lists and records.
  std::map<std::string, ColumnType> declared_paths;
  // Top-level keys of `[data]` whose children were declared or given.
  std::set<std::string> data_roots;
  // Relations that policies use (with their places): they must exist.
  std::vector<std::pair<RelationName, text::Span>> used_by_policies;
  // Actions known to the configuration: two that map to one `allow_` name are an error.
  std::vector<std::pair<std::string, text::Span>> actions;
  bool undefined_is_error = false;  // option `undefined = "error"`
  bool fold_paths = false;          // option `paths.case = "fold"`
};

// Safety, strata, openness, types, names, votes: language clauses 4.1 to 4.7 and 6.1. Pushes
// everything it finds; the program must not be evaluated when it pushed an error.
Program CheckRules(Rules rules, const CheckInput& input, text::Diagnostics& diagnostics);

// The plan as text, for `rune compile --dump checked`.
std::string DumpProgram(const Program& program);

}  // namespace rune::datalog
