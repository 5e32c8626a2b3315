// What the benchmarks read: policies, a schema in both syntaxes and entities, as texts.
//
// Generated ones are the same everywhere: they depend on their size and a fixed seed alone.
//   hospital-N   33 N + 5 policies: for each of N departments 32 permits over role, type of record
//                and department and a forbid on sensitivity, and 5 for all
//   drive        5 policies in the style of a document store (folders, views, owners)
//   forge        8 policies in the style of a code host (teams, permissions that imply others)
// The published workloads `gdrive`, `github` and `tinytodo` (OOPSLA 2024, 200 entities a type) are
// added where their archive lies beside the project (RUNE_CEDAR_DATA names its folder).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rune::bench {

struct Workload {
  std::string name;
  std::string policies;
  std::string faulty;  // some of the policies, each third with a condition that no validator passes
  std::string schema;  // Cedar syntax
  std::string schema_json;
  std::string entities;  // JSON
};

// How much of everything. The tests of the benchmarks are content with little.
struct Scale {
  std::size_t departments = 50;
  std::size_t entities_per_type = 200;  // drive and forge
  std::size_t staff = 2'000;            // hospital; as many records
  std::size_t policies = 1'000;         // short sets are repeated up to this
};

Workload Hospital(std::size_t departments, std::size_t staff);
Workload Drive(const Scale& scale);
Workload Forge(const Scale& scale);
// Empty where the archive is not there or not what it should be.
std::vector<Workload> Published(const Scale& scale);
// All of these.
std::vector<Workload> Workloads(const Scale& scale);

// From the policies and the schema (either syntax) the other texts of a workload but the entities:
// the set repeated up to `count` policies, the other syntax, the faulty policies.
// Returns: nothing, when a text is not what it should be.
std::optional<Workload> Complete(std::string name, const std::string& policies,
                                 const std::string& schema, bool json, std::size_t count);

}  // namespace rune::bench
