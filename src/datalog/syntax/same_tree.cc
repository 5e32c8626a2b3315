#include <map>

#include "datalog/syntax/print.h"

namespace rune::datalog {
namespace {

// Compares two clauses up to the numbers of their variables: equal names are equal variables, and
// anonymous ones are all alike, since each stands at one place of an alternative.
class Comparison {
 public:
  Comparison(const std::vector<Variable>& a, const std::vector<Variable>& b) : a_(a), b_(b) {}

  bool Same(VariableId a, VariableId b) const {
    return a_[a].anonymous == b_[b].anonymous && a_[a].name == b_[b].name;
  }

  bool Same(const PathStep& a, const PathStep& b) const {
    if (a.kind != b.kind) return false;
    switch (a.kind) {
      case PathStep::Kind::kKey: return a.key == b.key;
      case PathStep::Kind::kVariable: return Same(a.variable, b.variable);
      case PathStep::Kind::kComputed: return Same(a.parts, b.parts);
    }
    return false;
  }

  bool Same(const PatternField& a, const PatternField& b) const {
    return a.key == b.key && Same(a.value, b.value);
  }

  bool Same(const Term& a, const Term& b) const {
    if (a.kind != b.kind) return false;
    switch (a.kind) {
      case TermKind::kVariable: return Same(a.variable, b.variable);
      case TermKind::kConstant: return a.constant == b.constant;
      case TermKind::kArithmetic: return a.operators == b.operators && Same(a.operands, b.operands);
      case TermKind::kCall: return a.function == b.function && Same(a.operands, b.operands);
      case TermKind::kDataPath:
      case TermKind::kContextPath: return Same(a.steps, b.steps);
      case TermKind::kList: return Same(a.operands, b.operands);
      case TermKind::kPattern: return Same(a.fields, b.fields);
    }
    return false;
  }

  bool Same(const Literal& a, const Literal& b) const {
    return a.kind == b.kind && a.negated == b.negated && a.relation == b.relation &&
           a.compare == b.compare && a.function == b.function && a.aggregate == b.aggregate &&
           Same(a.arguments, b.arguments) && Same(a.inner, b.inner);
  }

  template <typename T>
  bool Same(const std::vector<T>& a, const std::vector<T>& b) const {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!Same(a[i], b[i])) return false;
    }
    return true;
  }

 private:
  const std::vector<Variable>& a_;
  const std::vector<Variable>& b_;
};

bool Same(const Clause& a, const Clause& b) {
  const Comparison comparison(a.variables, b.variables);
  return a.relation == b.relation && a.number == b.number && comparison.Same(a.head, b.head) &&
         comparison.Same(a.bodies, b.bodies);
}

bool Same(const Check& a, const Check& b) {
  return a.name == b.name && Comparison(a.variables, b.variables).Same(a.bodies, b.bodies);
}

bool Same(const Declaration& a, const Declaration& b) {
  return a.relation == b.relation && a.columns == b.columns && a.entity_types == b.entity_types &&
         a.representation == b.representation && a.storage == b.storage;
}

template <typename T>
bool SameList(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!Same(a[i], b[i])) return false;
  }
  return true;
}

}  // namespace

bool SameTree(const Rules& a, const Rules& b) {
  return SameList(a.clauses, b.clauses) && SameList(a.checks, b.checks) &&
         SameList(a.declarations, b.declarations);
}

}  // namespace rune::datalog
