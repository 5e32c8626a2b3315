// Goals with tables: what is asked of the relations that are not simply stored, and what is known
// of the answers.
//
// A goal is a relation with some of its arguments. Solving goals of one component repeats their
// clauses until no table says more (naively, but that where a relation has one table, at load and
// in recursion that makes values, a clause is run again only with
// rows that are new in a recursive literal). Goals of lower components are solved to the end before
// anything reads them, so that negations and aggregates see whole tables: a clause that meets an
// unsolved lower goal goes on without it, the goal is put on a stack, and the clause is run again
// afterwards. Hence C++ recursion does not grow with the number of relations.
//
// At load (Phase::kLoad) goals are asked without arguments, for all rows of a relation are wanted.
// For a request, arguments are handed over: inputs always, others unless the component makes new
// values (then goals could be infinitely many where the relation is finite).
//
// Invariants: a goal's table only grows; a solved goal is never changed; components on the stack
// fall strictly. Belongs to one load or one request, on one thread. Every table row and step is
// charged; when the meter is exhausted everything stops, and what was read since is meaningless.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "datalog/eval/request_relations.h"
#include "datalog/eval/search.h"

namespace rune::datalog {

enum class Phase : std::uint8_t { kLoad, kRequest };

struct TabledGoal {
  const Relation* relation = nullptr;
  PartialTuple arguments;
  Table table;
  bool solved = false;
  bool queued = false;
  bool whole = false;              // every clause ran with all it reads
  std::uint64_t evaluated_at = 0;  // the stamp when it did
  std::set<TabledGoal*> readers;   // goals of the same component
};

class Goals final : public RowSource {
 public:
  // All references outlive this object. At load, `facts` are the base facts; for a request, also
  // the stored rows.
  Goals(const Program& program, const store::Facts& facts, Phase phase, const RequestInput& input,
        const Value* context, WorkMeter& meter, std::uint64_t bytes);
  Goals(const Goals&) = delete;
  Goals& operator=(const Goals&) = delete;

  bool Read(const Relation& relation, const PartialTuple& pattern, std::uint64_t since,
            std::vector<Candidate>& out) override;

  // Whether goals were asked for that are not solved: what was read meanwhile must be read again
  // after Solve.
  bool has_needed() const { return !needed_.empty(); }
  // The goal without arguments, to be solved.
  TabledGoal& Ask(const Relation& relation);
  // Solves what was asked for. Returns: kLimit, naming the rule at work.
  Result<void> Solve();
  // The fault of an exhausted meter.
  std::unexpected<Fault> LimitFault() const;
  // Says which rule is at work, for that fault.
  void Enter(const std::string& clause) {
    if (!meter_.exhausted()) at_work_ = &clause;
  }

  const SearchContext& context() const { return context_; }
  const Program& program() const { return program_; }
  const store::Facts& facts() const { return facts_; }
  // A clause of the program, prepared once.
  const ClauseView& Prepared(std::size_t clause);
  // The head of a clause under an environment.
  static PartialTuple HeadRow(const std::vector<Term>& head, const Environment& environment);
  // Binds the head's variables to the arguments. Returns: false if a constant or a repeated
  // variable differs.
  static bool BindHead(const std::vector<Term>& head, const PartialTuple& arguments,
                       Environment& environment);
  // Whether the rows of a relation are in `facts`, so that no goal is needed.
  bool IsGiven(const Relation& relation) const;
  // Appends the facts of a relation that agree with the pattern: base facts, and stored rows where
  // it is stored.
  void MatchFacts(const RelationName& name, const PartialTuple& pattern,
                  std::vector<const Tuple*>& out);

 private:
  struct Level {
    std::size_t component = 0;
    std::vector<TabledGoal*> work;
    std::vector<TabledGoal*> goals;
  };

  PartialTuple GoalArguments(const Relation& relation, const PartialTuple& pattern);
  TabledGoal& FindOrMake(const Relation& relation, PartialTuple arguments);
  void Queue(TabledGoal& goal, Level& level);
  void PushLevels();
  void Evaluate(TabledGoal& goal);
  void RunClause(TabledGoal& goal, std::size_t clause, bool whole);
  bool InsertRow(TabledGoal& goal, PartialTuple row, FailureRef failure, bool derived);
  void CloseEquivalence(TabledGoal& goal);
  bool GrowsValues(std::size_t component);
  bool HasOneTable(std::size_t component);

  const Program& program_;
  const store::Facts& facts_;
  const Phase phase_;
  WorkMeter& meter_;
  std::uint64_t bytes_left_;
  Terms terms_;
  RequestRelations request_;
  SearchContext context_;
  std::map<std::pair<const Relation*, PartialTuple>, std::unique_ptr<TabledGoal>> goals_;
  std::map<RelationName, FactIndex> indexes_;
  std::vector<std::unique_ptr<const ClauseView>> prepared_;
  std::map<std::size_t, bool> grows_values_;
  std::vector<Level> levels_;
  std::set<TabledGoal*> needed_;   // unsolved goals that the clause at work met
  TabledGoal* current_ = nullptr;  // the goal at work
  std::uint64_t stamp_ = 0;
  const std::string* at_work_ = nullptr;
  std::string_view bound_;  // the one that was reached, where it is known
};

}  // namespace rune::datalog
