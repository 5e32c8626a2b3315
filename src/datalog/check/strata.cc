// Components of relations that depend on each other, in the order of evaluation, and no cycle
// through negation or an aggregate (4.2).
//
// Components are found by R. Tarjan's algorithm ("Depth-first search and linear graph algorithms",
// 1972) with a stack of its own, so that a chain of any number of relations does not recurse.
#include <algorithm>
#include <deque>
#include <limits>
#include <tuple>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/walk.h"

namespace rune::datalog {
namespace {

using text::Code;

struct Edge {
  std::size_t to = 0;
  bool negative = false;
  text::Span span;
};

struct Graph {
  std::vector<RelationName> names;  // in order
  std::map<RelationName, std::size_t> numbers;
  std::vector<std::vector<Edge>> edges;  // by target, so that the order of clauses plays no part
};

Graph MakeGraph(const Program& program) {
  Graph graph;
  for (const auto& [name, relation] : program.relations) {
    graph.numbers.emplace(name, graph.names.size());
    graph.names.push_back(name);
  }
  graph.edges.resize(graph.names.size());
  for (const Clause& clause : program.rules.clauses) {
    auto& edges = graph.edges[graph.numbers.at(clause.relation_name())];
    VisitLiterals(clause.bodies, [&](const Literal& literal, bool negative) {
      if (const auto name = RelationOf(literal)) {
        edges.push_back({graph.numbers.at(*name), negative, literal.span});
      }
    });
  }
  for (auto& edges : graph.edges) {
    std::ranges::sort(edges, {}, [](const Edge& edge) {
      return std::tuple(edge.to, edge.negative, edge.span.file, edge.span.begin);
    });
  }
  return graph;
}

class ComponentFinder {
 public:
  explicit ComponentFinder(const Graph& graph)
      : graph_(graph),
        index_(graph.names.size(), kUnseen),
        low_(graph.names.size()),
        open_(graph.names.size()) {}

  std::vector<std::vector<std::size_t>> Find() {
    for (std::size_t node = 0; node < graph_.names.size(); ++node) {
      if (index_[node] == kUnseen) Visit(node);
    }
    return std::move(components_);
  }

 private:
  static constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();

  struct Frame {
    std::size_t node;
    std::size_t next_edge = 0;
  };

  void Enter(std::size_t node, std::vector<Frame>& frames) {
    index_[node] = low_[node] = counter_++;
    open_[node] = true;
    stack_.push_back(node);
    frames.push_back({node});
  }

  void Visit(std::size_t root) {
    std::vector<Frame> frames;
    Enter(root, frames);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const auto& edges = graph_.edges[frame.node];
      if (frame.next_edge < edges.size()) {
        const std::size_t to = edges[frame.next_edge++].to;
        if (index_[to] == kUnseen) {
          Enter(to, frames);
        } else if (open_[to]) {
          low_[frame.node] = std::min(low_[frame.node], index_[to]);
        }
        continue;
      }
      const std::size_t node = frame.node;
      frames.pop_back();
      if (!frames.empty())
        low_[frames.back().node] = std::min(low_[frames.back().node], low_[node]);
      if (low_[node] == index_[node]) Close(node);
    }
  }

  void Close(std::size_t root) {
    auto& component = components_.emplace_back();
    std::size_t node = root;
    do {
      node = stack_.back();
      stack_.pop_back();
      open_[node] = false;
      component.push_back(node);
    } while (node != root);
    std::ranges::sort(component);
  }

  const Graph& graph_;
  std::vector<std::size_t> index_;
  std::vector<std::size_t> low_;
  std::vector<bool> open_;
  std::vector<std::size_t> stack_;
  std::vector<std::vector<std::size_t>> components_;
  std::size_t counter_ = 0;
};

bool IsBefore(text::Span a, text::Span b) {
  return std::pair(a.file, a.begin) < std::pair(b.file, b.begin);
}

// The shortest way from one relation to another inside a component: the numbers of the relations
// and how they depend.
std::string DescribeWay(const Program& program, const Graph& graph, std::size_t from,
                        std::size_t to) {
  const auto component = [&](std::size_t node) {
    return program.Find(graph.names[node])->component;
  };
  std::map<std::size_t, std::pair<std::size_t, bool>> came_from;
  std::deque<std::size_t> queue = {from};
  while (!queue.empty() && !came_from.contains(to)) {
    const std::size_t node = queue.front();
    queue.pop_front();
    for (const Edge& edge : graph.edges[node]) {
      if (component(edge.to) != component(from) || edge.to == from) continue;
      if (came_from.try_emplace(edge.to, node, edge.negative).second) queue.push_back(edge.to);
    }
  }
  std::vector<std::string> steps;
  for (std::size_t node = to; node != from;) {
    const auto& [before, negative] = came_from.at(node);
    steps.push_back(Format(" -> {}{}", negative ? "not " : "", Show(graph.names[node])));
    node = before;
  }
  std::string way;
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) way += *it;
  return way;
}

bool CreatesValue(const Term& term) {
  bool creates = false;
  VisitTerms(term, [&](const Term& part) {
    creates |= part.kind == TermKind::kArithmetic || part.kind == TermKind::kCall;
  });
  return creates;
}

// Variables that only an expression gives a value, in one body.
std::vector<bool> CreatedVariables(const Clause& clause, const Body& body) {
  std::vector<bool> created(clause.variables.size());
  std::vector<bool> given(clause.variables.size());
  for (const Literal& literal : body) {
    if (literal.negated || !RelationOf(literal)) continue;
    for (const Term& term : literal.arguments) {
      if (term.kind == TermKind::kVariable) given[term.variable] = true;
    }
  }
  for (bool more = true; more;) {
    more = false;
    for (const Literal& literal : body) {
      if (literal.kind != LiteralKind::kUnify || literal.negated) continue;
      for (std::size_t side = 0; side < 2; ++side) {
        const Term& taker = literal.arguments[side];
        const Term& value = literal.arguments[1 - side];
        if (taker.kind != TermKind::kVariable || given[taker.variable] || created[taker.variable])
          continue;
        const bool passed_on = value.kind == TermKind::kVariable && created[value.variable];
        if (CreatesValue(value) || passed_on) more = created[taker.variable] = true;
      }
    }
  }
  return created;
}

// One finding for a component: the first step through negation or an aggregate in the text.
void CheckStrata(CheckContext& context, const Graph& graph) {
  const Program& program = context.program;
  for (const auto& component : program.components) {
    const Edge* first = nullptr;
    std::size_t from = 0;
    for (const RelationName& name : component) {
      const std::size_t node = graph.numbers.at(name);
      for (const Edge& edge : graph.edges[node]) {
        const bool inside =
            program.Find(graph.names[edge.to])->component == program.Find(name)->component;
        if (!edge.negative || !inside || (first != nullptr && !IsBefore(edge.span, first->span)))
          continue;
        first = &edge;
        from = node;
      }
    }
    if (first == nullptr) continue;
    const std::string name = Show(graph.names[from]);
    context.diagnostics
        .Add(Code::kRuleUnstratified, first->span,
             Format("`{}` depends on itself through negation or an aggregate", name))
        .Note(Format("the cycle: {} -> not {}{}", name, Show(graph.names[first->to]),
                     DescribeWay(program, graph, first->to, from)))
        .Help("break the cycle: what is negated or counted must be known before");
  }
}

}  // namespace

void FindComponents(CheckContext& context) {
  Program& program = context.program;
  const Graph graph = MakeGraph(program);
  for (const auto& component : ComponentFinder(graph).Find()) {
    std::vector<RelationName>& names = program.components.emplace_back();
    for (const std::size_t node : component) {
      names.push_back(graph.names[node]);
      program.relations.at(graph.names[node]).component = program.components.size() - 1;
    }
  }
  CheckStrata(context, graph);
}

void CheckRecursion(CheckContext& context) {
  for (const Clause& clause : context.program.rules.clauses) {
    const std::size_t component = context.At(clause.relation_name()).component;
    for (const Body& body : clause.bodies) {
      const bool recursive = std::ranges::any_of(body, [&](const Literal& literal) {
        const auto name = RelationOf(literal);
        return name && context.At(*name).component == component;
      });
      if (!recursive) continue;
      const std::vector<bool> created = CreatedVariables(clause, body);
      const auto it = std::ranges::find_if(clause.head, [&](const Term& term) {
        return term.kind == TermKind::kVariable && created[term.variable];
      });
      if (it == clause.head.end()) continue;
      context.diagnostics
          .Add(Code::kRuleCreatesValues, it->span,
               Format("`{}` makes new values of `{}` each time it runs, and runs on what it made",
                      clause.id(), clause.variables[it->variable].name))
          .Help("make sure that it ends: a comparison that fails at last, such as `N < 100`");
      break;
    }
  }
}

}  // namespace rune::datalog
