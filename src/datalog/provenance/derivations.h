// Proofs: why a row is true, found again from what is stored and tabled.
//
// Idea: from the fact in question, every true clause instance that derives it is an edge to the
// facts that the instance used; those are explored in turn. Heights are then found from the given
// facts upwards, level by level, so that the first level at which a fact is reached is the height
// of its lowest proof. Ties go to the first clause in the text, then to its first alternative, then
// to the smallest used rows, in the order of the literals. Nothing here depends on how the facts
// were found before. Cost: all instances that could take part; charged to the meter. A proof that
// is shown is cut at kDeepestProof levels and kMostProofNodes facts.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "datalog/eval/state.h"

namespace rune::datalog {

// A fact that an instance used.
struct Premise {
  RelationName relation;
  Tuple row;
  friend auto operator<=>(const Premise&, const Premise&) = default;
};

// What the positive atoms of an instance took, in the order of the text. Requires: the instance is
// true.
std::vector<Premise> PremisesOf(const Body& body, const std::vector<SearchStep>& steps);

class Derivations {
 public:
  static constexpr std::size_t kDeepestProof = 500;
  static constexpr std::size_t kMostProofNodes = 10'000;

  Derivations(RequestEvaluation::State& state, const text::SourceMap& sources)
      : state_(state), sources_(sources) {}

  // Returns: kNotFound for a row that is not true, kLimit when the meter runs out.
  Result<Proof> Prove(const RelationName& relation, const Tuple& row);

 private:
  using NodeId = std::size_t;
  struct Edge {
    NodeId head = 0;
    std::size_t clause = 0;
    std::size_t body = 0;
    std::vector<NodeId> premises;
    std::size_t missing = 0;  // premises whose height is not known yet
  };
  struct Node {
    Premise fact;
    std::string given_by;    // not empty: a leaf, and where it comes from
    std::size_t height = 0;  // 0: not known
    const Edge* best = nullptr;
    std::vector<std::size_t> edges;    // that derive it
    std::vector<std::size_t> used_by;  // edges, once for each use
  };

  NodeId Intern(Premise fact);
  Result<void> Expand(NodeId node);
  void ExpandClause(NodeId node, std::size_t clause);
  std::string GivenBy(const Premise& fact) const;
  void FindHeights();
  bool IsBetter(const Edge& a, const Edge& b) const;
  Proof Show(NodeId node, std::size_t depth, std::size_t& shown) const;

  RequestEvaluation::State& state_;
  const text::SourceMap& sources_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::map<Premise, NodeId> ids_;
};

}  // namespace rune::datalog
