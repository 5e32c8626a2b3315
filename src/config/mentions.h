// What a rules text names: relations, data, actions. Collected once, before the rules are checked.
#pragma once

#include <map>
#include <set>
#include <string>

#include "datalog/program.h"

namespace rune::config {

struct Mentions {
  std::map<std::string, std::set<std::size_t>>
      relations;  // named anywhere, with their numbers of columns
  std::map<std::string, std::set<std::size_t>> defined;  // by a clause or a declaration
  std::set<std::string> read;                            // named in a body
  std::set<std::string> data_roots;                      // first keys of data paths
  std::map<std::string, text::Span> actions;             // `action("file.read")`
};

Mentions CollectMentions(const datalog::Rules& rules);

// Calls `visit` for each literal of the bodies, those inside aggregates too.
template <typename Visit>
void VisitLiterals(const std::vector<datalog::Body>& bodies, const Visit& visit) {
  for (const datalog::Body& body : bodies) {
    for (const datalog::Literal& literal : body) {
      visit(literal);
      VisitLiterals(literal.inner, visit);
    }
  }
}

}  // namespace rune::config
