// One configuration: what a `.rune` file or a folder says, read, checked and ready to be made into
// a snapshot.
//
// Idea: loading goes document -> sections -> data tree, entities, policies, rules -> names resolved
// across them -> one Configuration. Every finding goes to a diagnostics sink with its place in the
// file it came from; a configuration with errors is not used. Constant once loaded.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/bounds.h"
#include "base/result.h"
#include "cedar/policy_set.h"
#include "cedar/schema/schema.h"
#include "config/schema_declaration.h"
#include "datalog/program.h"
#include "rune/decision.h"
#include "rune/request.h"
#include "store/entities.h"
#include "store/facts.h"
#include "text/diagnostics.h"

namespace rune::config {

enum class OnError : std::uint8_t { kDeny, kSkip };
enum class Merge : std::uint8_t { kVote, kAll };
enum class Mode : std::uint8_t { kEnforce, kObserve };

// The keys between the version and the first section.
struct Options {
  bool extended = true;  // cedar = "extended" | "strict"
  OnError on_error = OnError::kDeny;
  Merge merge = Merge::kVote;
  Mode mode = Mode::kEnforce;
  std::set<std::string> path_types = {"File"};
  bool fold_paths = false;       // paths.case = "fold"
  bool relative_paths = false;   // paths.relative = "allow"
  std::vector<std::string> env;  // process variables that templates may read
  bool undefined_is_error = false;
  Bounds bounds;
};

// A run-time statement: a tuple fact or a map merged into a data path.
struct RuntimeMap {
  std::string path;  // dotted
  std::string json;
  friend bool operator==(const RuntimeMap& a, const RuntimeMap& b) = default;
};

// What a load is given besides the files.
struct LoadInput {
  std::map<std::string, std::string> variables;
  std::vector<std::string> facts;  // `f(x, 1)`, rule syntax; may state current_usage/2
  std::vector<RuntimeMap> maps;
  std::vector<std::string> entity_files;  // Cedar entity JSON
  // A folder of tab-separated `<relation>.facts` files (`rune query --facts`).
  std::optional<std::string> facts_folder;
  // For finding the test cases of a file: a template without a value takes that of the first test
  // case whose `vars` state it. Never for deciding.
  bool variables_from_tests = false;

  friend bool operator==(const LoadInput& a, const LoadInput& b) = default;
};

// A case of `[tests]`.
struct TestCase {
  std::string name;
  text::Span span;
  std::map<std::string, std::string> vars;
  std::vector<std::string> facts;
  std::vector<RuntimeMap> maps;  // `set`
  Request request;  // with principal_attrs, principal_in, resource_attrs, entities merged in
  struct Expectation {
    std::optional<Outcome> outcome;
    std::optional<Verdict> cedar;
    std::optional<Verdict> datalog;
    std::optional<std::set<std::string>> reasons;
    std::optional<std::set<std::string>> errors;
    std::vector<std::pair<std::string, std::set<Tuple>>> answers;  // goal, rows
  } expect;
};

struct Configuration {
  std::shared_ptr<text::SourceMap> sources;  // shared with whoever renders the load's diagnostics
  Options options;
  cedar::PolicySet policies;
  datalog::Program program;
  store::Facts facts;  // of the file and of run time; leaf facts included; current_usage among them
                       // if stated
  store::Entities entities;
  Declarations declarations;  // `dotted.path: Type`, to which requests are held too
  Value metadata = Value::Record({});
  std::vector<TestCase> tests;
  std::optional<cedar::Schema> schema;  // to which policies, entities and requests are held
  bool has_rules =
      false;  // something is loaded for the Datalog engine: a clause, a check or a declaration
  std::string digest;  // of all texts and substituted values (XXH3-128, hex)
};

// Reads a `.rune` file, a `.cedar` file, or a folder. Diagnostics are pushed into `diagnostics`,
// whose sources must be the map given as `sources`. Null when an error was pushed. Returns:
// kNotFound or kUnavailable when a file cannot be read (no such file, a directory where a file is
// wanted, a device, a file that changes while it is read), kLimit for a file beyond its bound.
Result<std::unique_ptr<Configuration>> Load(const std::string& path, const LoadInput& input,
                                            std::shared_ptr<text::SourceMap> sources,
                                            text::Diagnostics& diagnostics);

// The same from memory, for tests and fuzzing: (name, content) of one file.
Result<std::unique_ptr<Configuration>> LoadText(const std::string& name, std::string content,
                                                const LoadInput& input,
                                                std::shared_ptr<text::SourceMap> sources,
                                                text::Diagnostics& diagnostics);

}  // namespace rune::config
