// The goals that a request asks itself: votes, queries and predicate tests. They alone take inputs
// by name (4.4).
//
// A root goal runs the clauses of its relation once more, without a table, so that it is known
// which clause held or erred; what these clauses read are goals with tables. Belongs to one request
// on one thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "datalog/eval/goals.h"
#include "datalog/eval/inputs.h"

namespace rune::datalog {

struct RootGoal {
  enum class Kind : std::uint8_t { kVote, kQuery, kTest };

  const Relation* relation = nullptr;
  Kind kind = Kind::kQuery;
  PartialTuple arguments;
  std::vector<bool> lacking;  // positions that the request should have bound and cannot
};

class Roots {
 public:
  // All references outlive this object.
  Roots(const Program& program, Goals& goals, const Inputs& inputs)
      : program_(program), goals_(goals), inputs_(inputs) {}

  RootGoal Vote(const Relation& relation) const;
  // Requires: as many arguments as parameters.
  RootGoal Test(const Relation& relation, PartialTuple arguments) const;

  Result<GoalAnswer> Evaluate(const RootGoal& root);

  // A clause as a root goal runs it: an input that reads the usage of the first argument is a
  // literal of its own.
  struct RootClause {
    std::vector<Body> bodies;
    ClauseView view;
  };
  // Binds arguments and inputs. Returns: false if the head does not fit, or the clause is left out
  // (then `open` is set).
  bool Enter(const RootGoal& root, std::size_t clause, Environment& environment,
             FailureRef& failure, bool& open) const;
  const RootClause& Prepared(const RootGoal& root, std::size_t clause);

  static std::string ParameterName(const Relation& relation, std::size_t position);
  static ColumnType ParameterType(const Relation& relation, std::size_t position);

 private:
  void Pass(const RootGoal& root, GoalAnswer& answer);
  void RunClause(const RootGoal& root, std::size_t clause, GoalAnswer& answer);
  void AddFacts(const RootGoal& root, GoalAnswer& answer);
  static bool AddRow(const PartialTuple& row, const FailureRef& failure, GoalAnswer& answer,
                     ClauseOutcome* outcome);
  // Whether this position of this clause reads usage in a root goal with these arguments.
  static bool ReadsUsage(const RootGoal& root, const Clause& clause, std::size_t position,
                         const ClauseInfo& info);
  FailureRef Unprovided(const RootGoal& root, std::size_t clause, std::size_t position) const;

  const Program& program_;
  Goals& goals_;
  const Inputs& inputs_;
  std::map<std::pair<std::size_t, std::vector<bool>>, std::unique_ptr<RootClause>> prepared_;
};

}  // namespace rune::datalog
