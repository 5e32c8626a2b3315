#include <map>
#include <vector>

#include "base/format.h"
#include "cli/cedar/display.h"
#include "cli/cedar/run.h"
#include "cli/cedar/world.h"
#include "value/escape.h"

namespace rune::cli {

namespace {

// A name of the DOT language: what is shown, with its quotes and backslashes escaped once more.
std::string DotName(const std::string& text) { return value::CedarQuote(text); }

std::string Drawing(const store::Entities& entities) {
  const std::vector<const Entity*> sorted = entities.Sorted();
  std::map<std::string, std::vector<const Entity*>> by_type;
  for (const Entity* entity : sorted) by_type[entity->uid.type].push_back(entity);
  std::string out = "strict digraph {\n\tordering=\"out\"\n\tnode[shape=box]\n";
  for (const auto& [type, members] : by_type) {
    out += Format("\tsubgraph \"cluster_{}\" {{\n\t\tlabel={}\n", type, DotName(type));
    for (const Entity* entity : members) {
      out += Format("\t\t{} [label={}]\n", DotName(CedarText(entity->uid)),
                    DotName(CedarEscaped(entity->uid.id)));
    }
    out += "\t}\n";
  }
  for (const Entity* entity : sorted) {
    for (const EntityUid& parent : entity->parents) {
      out += Format("\t{} -> {}\n", DotName(CedarText(entity->uid)), DotName(CedarText(parent)));
    }
  }
  return out + "}\n";
}

}  // namespace

int RunCedar(const CedarVisualize& command, const CedarRun& run) {
  const auto entities = LoadEntities(command.entities_file, nullptr);
  if (!entities) return run.FailAside(entities.error());
  run.out << Drawing(*entities) << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
