// Which parameters are inputs: what nothing in the body binds (4.4), a least fixpoint over all
// clauses.
//
// Rounds: in each, the clauses that read a relation which has just become more open are judged
// again, by what was known when the round began; so the order of clauses plays no part.
#include <algorithm>
#include <set>

#include "datalog/check/binding.h"
#include "datalog/check/checker.h"

namespace rune::datalog {
namespace {

// A variable of the head that must come from the caller.
class InputFinder {
 public:
  InputFinder(const Program& program, const Clause& clause)
      : program_(program), clause_(clause), head_(clause.variables.size()) {
    for (const Term& term : clause.head) {
      if (term.kind == TermKind::kVariable) head_[term.variable] = true;
    }
  }

  // Adds the inputs of every alternative to `inputs`.
  void Find(VariableSet& inputs) const {
    if (clause_.bodies.empty()) {
      for (std::size_t i = 0; i < head_.size(); ++i) inputs[i] = inputs[i] || head_[i];
    }
    for (const Body& body : clause_.bodies) FindIn(body, inputs);
  }

 private:
  // First those that nothing could ever bind, then, one after another, those that wait for each
  // other (`X = Y`).
  void FindIn(const Body& body, VariableSet& inputs) const {
    const BodyBinding binding(program_, clause_.variables, body, head_);
    VariableSet bound = binding.Close(inputs);
    bool changed = false;
    for (const Term& term : clause_.head) {
      if (!IsUnbound(term, bound, binding) || binding.computed()[term.variable]) continue;
      inputs[term.variable] = changed = true;
    }
    if (changed) bound = binding.Close(inputs);
    for (const Term& term : clause_.head) {
      if (!IsUnbound(term, bound, binding)) continue;
      inputs[term.variable] = true;
      bound = binding.Close(inputs);
    }
  }

  // The groups of an aggregate never come from the caller.
  static bool IsUnbound(const Term& term, const VariableSet& bound, const BodyBinding& binding) {
    return term.kind == TermKind::kVariable && !bound[term.variable] &&
           !binding.groups()[term.variable];
  }

  const Program& program_;
  const Clause& clause_;
  VariableSet head_;
};

}  // namespace

void FindInputs(CheckContext& context) {
  Program& program = context.program;
  const std::vector<Clause>& clauses = program.rules.clauses;
  program.clause_info.resize(clauses.size());
  std::map<RelationName, std::set<std::size_t>> readers;
  std::vector<VariableSet> inputs(clauses.size());
  std::vector<std::size_t> dirty;
  for (std::size_t c = 0; c < clauses.size(); ++c) {
    inputs[c].resize(clauses[c].variables.size());
    program.clause_info[c].inputs.resize(clauses[c].head.size());
    if (!clauses[c].variables.empty()) dirty.push_back(c);
    VisitLiterals(clauses[c].bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal)) readers[*name].insert(c);
    });
  }
  while (!dirty.empty()) {
    for (const std::size_t c : dirty) InputFinder(program, clauses[c]).Find(inputs[c]);
    std::set<std::size_t> next;
    for (const std::size_t c : dirty) {
      Relation& relation = context.At(clauses[c].relation_name());
      for (std::size_t i = 0; i < clauses[c].head.size(); ++i) {
        const Term& term = clauses[c].head[i];
        if (term.kind != TermKind::kVariable || !inputs[c][term.variable]) continue;
        program.clause_info[c].inputs[i] = true;
        if (relation.parameters[i].input) continue;
        relation.parameters[i].input = relation.open = true;
        const auto it = readers.find(relation.name);
        if (it != readers.end()) next.insert(it->second.begin(), it->second.end());
      }
    }
    dirty.assign(next.begin(), next.end());
  }
}

}  // namespace rune::datalog
