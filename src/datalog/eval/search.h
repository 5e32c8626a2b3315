// The instances of one body: depth-first over its literals, with three values.
//
// Idea: at each step the first literal that is ready is solved, its solutions are tried one after
// another, and what stands at the end is an instance. A literal in error does not end the search,
// for a later one may be false; the instance is then in error. When no literal is ready, a binder
// erred: the next one is run as it is (`forced`), which is in error but may bind what it can.
//
// A solution in error is provisional while variables of its literal have no value: with each that
// gets one, be it from this very solution, the literal is solved again, and may turn out false. So
// the order of literals never shows.
//
// Invariants: the environment is left as it was found; the depth of C++ recursion does not depend
// on the body. The tables behind RowSource may grow while a search runs; it sees a part of what is
// new and must be run again for the rest.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "datalog/eval/body_info.h"
#include "datalog/eval/table.h"
#include "datalog/eval/terms.h"

namespace rune::datalog {

// A row that agrees with an atom: a given or stored one, or one of a table.
struct Candidate {
  const Tuple* fact = nullptr;
  const Row* row = nullptr;

  // Null: the row has no value there.
  const Value* at(std::size_t position) const {
    if (fact != nullptr) return &(*fact)[position];
    const auto& value = row->values[position];
    return value ? &*value : nullptr;
  }
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Appends the rows that agree with the pattern; of tables that still grow, those with a stamp
  // above `since`.
  // Returns: false if the rows are not known yet and were asked for instead.
  virtual bool Read(const Relation& relation, const PartialTuple& pattern, std::uint64_t since,
                    std::vector<Candidate>& out) = 0;
};

// A clause as the search sees it: constant once prepared.
struct BodyView {
  const Body* literals = nullptr;
  BodyInfo info;
  std::vector<BodyInfo> inner;  // per literal: of an aggregate's inner body
};
struct ClauseView {
  std::string id;
  const std::vector<Variable>* variables = nullptr;
  std::vector<BodyView> bodies;
};

// Requires: everything given outlives the result.
BodyView PrepareBody(const Program& program, const Body& body,
                     const std::vector<Variable>& variables, const std::vector<VariableId>& head,
                     const std::vector<VariableId>& inputs, std::optional<std::size_t> component);

struct SearchContext {
  Terms& terms;
  RowSource& rows;
  WorkMeter& meter;
  bool note_values = false;  // failures keep the values of their instance
};

// One solution of a literal that is no atom.
struct Match {
  Bindings bindings;
  FailureRef failure;
};

// A literal on the path of the search, and its solutions.
struct SearchStep {
  std::size_t literal = 0;
  std::vector<Candidate> candidates;
  std::vector<Match> matches;
  FailureRef failure;    // of an argument, whichever candidate is taken
  std::size_t next = 0;  // candidates first, then matches
  std::size_t mark = 0;
  std::size_t first = 0;
  FailureRef before;                       // of the instance, without this literal
  FailureRef own;                          // of the solution taken
  std::vector<VariableId> unknown;         // had no value when the literal was solved
  std::vector<VariableId> unknown_before;  // the same, of an earlier step for this literal
  bool forced = false;
  bool again = false;       // the literal was provisional
  bool incomplete = false;  // rows were asked for that are not known yet
  bool missed = false;      // tolerated: it has no solution
};

class BodySearch {
 public:
  using Visit = std::function<bool()>;

  BodySearch(const SearchContext& context, const ClauseView& clause, const Body& body,
             const BodyInfo& info, const std::vector<BodyInfo>* inner, Environment& environment);

  // The instances are in error from the start.
  void StartInError(FailureRef failure) { failure_ = std::move(failure); }
  // This literal takes only rows that are newer.
  void Restrict(std::size_t literal, std::uint64_t since) {
    restricted_ = literal;
    since_ = since;
  }
  // A literal without a solution is noted (`missed`) and passed over: for why-not.
  void TolerateMisses() { tolerate_ = true; }

  // Calls `visit` for each instance that is not false; the environment, failure() and steps()
  // describe it.
  // Returns: false if `visit` said so, or the meter ran out.
  bool Run(const Visit& visit);

  const FailureRef& failure() const { return failure_; }
  const std::vector<SearchStep>& steps() const { return steps_; }
  // The row that an atom took; null for other literals.
  static const Candidate* Chosen(const SearchStep& step);
  // Whether rows were missing somewhere, so that instances may be missing too.
  bool incomplete() const { return incomplete_; }

 private:
  enum class Standing : std::uint8_t { kOpen, kProvisional, kDone };

  std::optional<std::size_t> Choose(bool& forced);
  bool LearntMore(std::size_t literal) const;
  void Settle(const SearchStep& step);
  bool Push(std::size_t literal, bool forced);
  bool Advance(SearchStep& step);
  bool Take(SearchStep& step);

  // Solutions of one literal (match.cc).
  void Solve(SearchStep& step);
  void SolvePositive(SearchStep& step);
  void SolveNegated(SearchStep& step);
  void SolveAtom(SearchStep& step);
  void SolveCompare(SearchStep& step);
  void SolveTest(SearchStep& step);
  void SolveUnify(SearchStep& step);
  void SolveIn(SearchStep& step);
  void SolveInList(SearchStep& step, const Term& list);
  void SolveInValue(SearchStep& step, const TermResult& collection);
  void FitElement(SearchStep& step, const TermResult& element);
  void FitInto(SearchStep& step, const Term& from, const Term& to);
  bool BindCandidate(const Literal& literal, const Candidate& candidate);
  void BindAll(const Bindings& bindings);
  void AddMatch(SearchStep& step, std::size_t mark, FailureRef failure);
  using PairVisit = std::function<void(const TermResult&, const TermResult&)>;
  void ForPairs(const Term& a, const Term& b, const PairVisit& visit);

  // Aggregates (aggregate.cc).
  void SolveAggregate(SearchStep& step);

  const Literal& At(const SearchStep& step) const { return body_[step.literal]; }
  FailureRef MakeFailure(const Literal& literal, EvalError error) const;
  FailureRef Inherit(const Literal& literal, const Failure& failure) const;

  const SearchContext& context_;
  const ClauseView& clause_;
  const Body& body_;
  const BodyInfo& info_;
  const std::vector<BodyInfo>* inner_;  // null inside an aggregate
  Environment& environment_;
  std::vector<SearchStep> steps_;
  std::vector<Standing> standing_;                // by literal
  std::vector<std::vector<VariableId>> unknown_;  // of provisional ones: had no value when solved
  std::size_t first_ = 0;                         // literals before it are done
  std::optional<std::size_t> restricted_;
  std::uint64_t since_ = 0;
  bool tolerate_ = false;
  bool incomplete_ = false;
  FailureRef failure_;
};

}  // namespace rune::datalog
