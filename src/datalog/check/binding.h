// Which variables of a body get a value, and from what: the common ground of openness (4.4) and
// safety (4.7).
//
// Idea: a literal is a few rules "once these variables are bound, those are too"; the bound
// variables of a body are their closure over what is bound before. A body may be as long as a text,
// so the closure is found with a queue, in time linear in the rules.
#pragma once

#include <vector>

#include "datalog/program.h"

namespace rune::datalog {

using VariableSet = std::vector<bool>;  // by number

struct BindingRule {
  std::vector<VariableId> needs;
  std::vector<VariableId> binds;
};

class BodyBinding {
 public:
  // `outside` are the variables that mean something outside the body: those of the head, and for
  // the body of an aggregate those of the rest of the clause. Requires: all references outlive
  // this.
  BodyBinding(const Program& program, const std::vector<Variable>& variables, const Body& body,
              const VariableSet& outside);

  // Everything that is bound once `bound` is.
  VariableSet Close(VariableSet bound) const;
  // Variables that some rule binds once others are bound: `Y` of `Y = X + 1`.
  const VariableSet& computed() const { return computed_; }
  // Variables inside aggregates that mean something outside them.
  const VariableSet& groups() const { return groups_; }
  // Of a literal that is an aggregate: what else of the clause, or outside it, its inner body
  // shares.
  VariableSet OutsideOf(const Literal& aggregate) const;

 private:
  void Add(const Literal& literal);
  void AddAtom(const Literal& literal);
  void AddUnification(const Literal& literal);
  void AddMembership(const Literal& literal);
  void AddAggregate(const Literal& literal);
  void AddRule(BindingRule rule);

  const Program& program_;
  const std::vector<Variable>& variables_;
  std::vector<std::uint32_t>
      occurrences_;  // per variable: in how many literals, one more if outside
  std::vector<BindingRule> rules_;
  VariableSet computed_;
  VariableSet groups_;
};

// What a literal needs before it has an answer. For a positive literal that binds, what its
// computed parts need.
std::vector<VariableId> NeedsOf(const Program& program, const std::vector<Variable>& variables,
                                const Literal& literal);
// Whether this position of a relation must be bound by whoever reads it.
bool IsInputPosition(const Program& program, const RelationName& name, std::size_t position);

}  // namespace rune::datalog
