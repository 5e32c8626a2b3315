#include "datalog/provenance/derivations.h"

#include <algorithm>
#include <utility>

#include "datalog/syntax/print.h"

namespace rune::datalog {
namespace {

constexpr std::string_view kByClosure = "eqrel";

PartialTuple Whole(const Tuple& row) { return PartialTuple(row.begin(), row.end()); }

}  // namespace

std::vector<Premise> PremisesOf(const Body& body, const std::vector<SearchStep>& steps) {
  std::vector<std::pair<std::size_t, Premise>> found;
  for (const SearchStep& step : steps) {
    const Literal& literal = body[step.literal];
    const Candidate* candidate = BodySearch::Chosen(step);
    if (literal.negated || candidate == nullptr) continue;
    Premise premise{{literal.relation, literal.arguments.size()}, {}};
    for (std::size_t i = 0; i < literal.arguments.size(); ++i) {
      if (const Value* value = candidate->at(i)) premise.row.push_back(*value);
    }
    found.emplace_back(step.literal, std::move(premise));
  }
  std::ranges::sort(found, {}, [](const auto& entry) { return entry.first; });
  std::vector<Premise> premises;
  for (auto& [literal, premise] : found) premises.push_back(std::move(premise));
  return premises;
}

// Empty for a fact that only a clause can give.
std::string Derivations::GivenBy(const Premise& fact) const {
  const Relation* relation = state_.program.Find(fact.relation);
  if (const auto builtin = FindBuiltin(fact.relation)) {
    return *builtin >= BuiltinRelation::kEntityIs && *builtin <= BuiltinRelation::kEntityAttr
               ? "entities"
               : "request";
  }
  const auto contains = [&](const auto& relations) {
    const auto it = relations.find(fact.relation);
    return it != relations.end() && it->second.contains(fact.row);
  };
  const bool derives = relation != nullptr && (!relation->clauses.empty() || relation->eqrel);
  const bool given = derives && relation->stored ? contains(state_.stored.given)
                                                 : contains(state_.stored.facts.relations);
  return given ? "data" : "";
}

Derivations::NodeId Derivations::Intern(Premise fact) {
  const auto [it, made] = ids_.try_emplace(fact, nodes_.size());
  if (made) {
    Node node;
    node.given_by = GivenBy(fact);
    node.fact = std::move(fact);
    nodes_.push_back(std::move(node));
  }
  return it->second;
}

void Derivations::ExpandClause(NodeId head, std::size_t number) {
  const Clause& clause = state_.program.rules.clauses[number];
  const ClauseView& view = state_.goals.Prepared(number);
  state_.goals.Enter(view.id);
  Environment environment(clause.variables.size());
  if (!Goals::BindHead(clause.head, Whole(nodes_[head].fact.row), environment)) return;
  if (clause.bodies.empty()) edges_.push_back(Edge{head, number, 0, {}, 0});
  for (std::size_t b = 0; b < view.bodies.size(); ++b) {
    const BodyView& body = view.bodies[b];
    BodySearch search(state_.goals.context(), view, *body.literals, body.info, &body.inner,
                      environment);
    search.Run([&] {
      if (search.failure()) return true;
      Edge edge{head, number, b, {}, 0};
      for (Premise& premise : PremisesOf(*body.literals, search.steps())) {
        edge.premises.push_back(Intern(std::move(premise)));
      }
      edges_.push_back(std::move(edge));
      return true;
    });
  }
}

Result<void> Derivations::Expand(NodeId id) {
  if (!nodes_[id].given_by.empty()) return {};
  const Relation* relation = state_.program.Find(nodes_[id].fact.relation);
  if (relation == nullptr) return {};
  const std::size_t first = edges_.size();
  for (;;) {
    edges_.resize(first);
    for (const std::size_t clause : relation->clauses) ExpandClause(id, clause);
    if (state_.goals.context().meter.exhausted()) return state_.goals.LimitFault();
    if (!state_.goals.has_needed()) break;
    RUNE_TRY(state_.goals.Solve());
  }
  for (std::size_t e = first; e < edges_.size(); ++e) {
    nodes_[id].edges.push_back(e);
    edges_[e].missing = edges_[e].premises.size();
    for (const NodeId premise : edges_[e].premises) nodes_[premise].used_by.push_back(e);
  }
  if (relation->eqrel && nodes_[id].edges.empty()) nodes_[id].given_by = kByClosure;
  return {};
}

bool Derivations::IsBetter(const Edge& a, const Edge& b) const {
  if (a.clause != b.clause) return a.clause < b.clause;
  if (a.body != b.body) return a.body < b.body;
  const auto rows = [&](const Edge& edge) {
    std::vector<const Tuple*> out;
    for (const NodeId premise : edge.premises) out.push_back(&nodes_[premise].fact.row);
    return out;
  };
  return std::ranges::lexicographical_compare(
      rows(a), rows(b), [](const Tuple* x, const Tuple* y) { return *x < *y; });
}

// Level by level: a fact has the height at which its first edge is whole, one above the highest of
// its premises.
void Derivations::FindHeights() {
  std::vector<NodeId> level;
  const auto reach = [&](const Edge& edge, std::size_t height, std::vector<NodeId>& reached) {
    Node& head = nodes_[edge.head];
    if (head.height == 0) {
      head.height = height;
      head.best = &edge;
      reached.push_back(edge.head);
    } else if (head.height == height && head.best != nullptr && IsBetter(edge, *head.best)) {
      head.best = &edge;
    }
  };
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    if (nodes_[id].given_by.empty()) continue;
    nodes_[id].height = 1;
    level.push_back(id);
  }
  for (const Edge& edge : edges_) {
    if (edge.premises.empty()) reach(edge, 1, level);
  }
  for (std::size_t height = 2; !level.empty(); ++height) {
    std::vector<NodeId> next;
    for (const NodeId id : level) {
      for (const std::size_t e : nodes_[id].used_by) {
        if (--edges_[e].missing == 0) reach(edges_[e], height, next);
      }
    }
    level = std::move(next);
  }
}

Proof Derivations::Show(NodeId id, std::size_t depth, std::size_t& shown) const {
  const Node& node = nodes_[id];
  Proof proof;
  proof.fact = PrintFact(node.fact.relation.name, node.fact.row);
  ++shown;
  if (node.best == nullptr) {
    proof.by = node.given_by;
    return proof;
  }
  const Clause& clause = state_.program.rules.clauses[node.best->clause];
  proof.by = clause.id();
  proof.place = sources_.Resolve(clause.span);
  if (depth >= kDeepestProof) return proof;
  for (const NodeId premise : node.best->premises) {
    if (shown >= kMostProofNodes) break;
    proof.from.push_back(Show(premise, depth + 1, shown));
  }
  return proof;
}

Result<Proof> Derivations::Prove(const RelationName& relation, const Tuple& row) {
  nodes_.clear();
  edges_.clear();
  ids_.clear();
  const NodeId root = Intern({relation, row});
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    if (!state_.goals.context().meter.Charge()) return state_.goals.LimitFault();
    RUNE_TRY(Expand(id));
  }
  FindHeights();
  if (nodes_[root].height == 0) {
    return MakeFault(FaultCode::kNotFound,
                     Format("`{}` does not hold", PrintFact(relation.name, row)));
  }
  std::size_t shown = 0;
  return Show(root, 0, shown);
}

}  // namespace rune::datalog
