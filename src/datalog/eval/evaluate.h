// Rules to answers, plainly: a naive fixpoint for what can be stored at load, and a goal-directed
// evaluator with tables for what reads the request. Both are written from the language's definition
// with no cleverness.
//
// Three values (4.6): a clause instance is false if a literal is false, else in error if one is,
// else true; an atom is true if some instance is, else in error if some is. An atom in error may
// have positions without a value (the variable's binder erred): such a row stands for every value
// there.
//
// Thread rules: Stored is constant after Materialize. A RequestEvaluation belongs to one request on
// one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bounds.h"
#include "base/result.h"
#include "datalog/program.h"
#include "expr/predicate.h"
#include "rune/decision.h"
#include "rune/request.h"
#include "store/entities.h"

namespace rune::datalog {

using expr::Truth;

// Every stored relation, base facts and the data tree: what a snapshot keeps of the rules.
struct Stored {
  // Base facts, and the rows of stored relations, both under the relation's name.
  store::Facts facts;
  // The base facts of relations that also have clauses or are closed: what needs no proof there.
  std::map<RelationName, std::set<Tuple>> given;
};

// Evaluates stored relations and `.check` constraints. Pushes a diagnostic (with clause and values)
// for an error in a stored relation and for a constraint that has a solution (with its proof).
// Returns: kLimit when a bound is reached, naming the rule.
Result<Stored> Materialize(const Program& program, store::Facts base, const Bounds& bounds,
                           text::Diagnostics& diagnostics);

// What one request offers to the rules.
struct RequestInput {
  // Null: a query without a request (request relations are empty, there is no context).
  const Request* request = nullptr;
  const store::EntitySource* entities = nullptr;  // never null
  // The calls already made under a limit key; null or an empty result: not known, hence in error.
  std::function<std::optional<std::int64_t>(const Value& key)> usage;
};

struct RuleError {
  std::string id;    // of the clause
  text::Span span;   // of the literal that erred
  std::string kind;  // `overflow`, `division_by_zero`, `type_error`, `missing_context`,
                     // `unprovided_input`, `unknown_usage`, ..
  std::string message;
};

struct ClauseOutcome {
  std::size_t clause = 0;  // into Program::rules.clauses
  Truth truth = Truth::kFalse;
  std::optional<RuleError> error;  // when some instance is in error
};

struct GoalAnswer {
  Truth truth = Truth::kFalse;
  std::set<Tuple> rows;                // true ones
  bool open = false;                   // a clause was left out for want of an input (queries only)
  std::vector<ClauseOutcome> clauses;  // that were not false, in the order of the text
  std::vector<RuleError> errors;
};

class RequestEvaluation {
 public:
  struct State;  // internal to the room: eval/state.h

  // All references must outlive it. `meter` counts the steps and tuples of this request, `bytes`
  // bounds what its tables take.
  RequestEvaluation(const Program& program, const Stored& stored, RequestInput input,
                    WorkMeter& meter, std::uint64_t bytes = Bounds{}.bytes);
  ~RequestEvaluation();
  RequestEvaluation(RequestEvaluation&&) noexcept;

  // A vote (6.1): parameters that name parts of the request are bound to them (an unnamed first one
  // of an `allow_` relation to the resource's id), inputs as in 4.4, all others existential. False
  // if the request lacks a part that a parameter names.
  Result<GoalAnswer> Vote(const RelationName& relation);
  // A query: given arguments are bound; inputs without an argument as in 4.4, else the clause is
  // left out (`open`).
  Result<GoalAnswer> Query(const RelationName& relation,
                           const std::vector<std::optional<Value>>& arguments);
  Result<GoalAnswer> Query(const Goal& goal);
  // A predicate test of a policy (section 5): `parameter` names the tested one, ignoring case, else
  // the first; an untested parameter that names a part of the request is bound to it, other inputs
  // as in 4.4. An entity is handed over itself where the parameter is of entities, else as its id.
  Result<GoalAnswer> TestIn(const RelationName& relation, const std::string& parameter,
                            const Value& tested);
  Result<GoalAnswer> TestCall(const RelationName& relation, const std::vector<Value>& arguments);

  // The proof of least height of a true row of an answer given before; ties by text, then by tuple.
  Result<Proof> Prove(const RelationName& relation, const Tuple& row,
                      const text::SourceMap& sources);
  // The clause of a vote that is not true with the most true literals (ties by text), and the
  // literal that failed.
  Result<std::optional<NearestMiss>> WhyNot(const RelationName& relation,
                                            const text::SourceMap& sources);

 private:
  std::unique_ptr<State> state_;
};

}  // namespace rune::datalog
