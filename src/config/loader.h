// From files to one configuration, stage by stage. Belongs to one load.
//
//   Loader loader(input, sources, diagnostics);
//   loader.Add(file) ...          outline and head of each, in order
//   loader.Finish()               sections, then what holds them together
//
// Each stage reads what the ones before it found, and all stages run, so that one load reports as
// much as it can.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "config/data_section.h"
#include "config/document.h"
#include "config/folder.h"
#include "config/mentions.h"
#include "config/options.h"
#include "config/policy_rules.h"
#include "value/json.h"

namespace rune::config {

class Loader {
 public:
  // Requires: `input` and `diagnostics` outlive this; `diagnostics` is over `sources`.
  Loader(const LoadInput& input, std::shared_ptr<text::SourceMap> sources,
         text::Diagnostics& diagnostics);

  void Add(LoadFile file);
  // Requires: called once, after every Add.
  // Returns: null when an error was pushed; the faults of reading entity and fact files.
  Result<std::unique_ptr<Configuration>> Finish();

 private:
  struct Source {
    std::uint32_t file = 0;
    std::string stem;
    FileKind kind = FileKind::kRune;
    std::optional<Document> outline;  // of a `.rune` file
  };

  TomlSection ReadToml(const Section& section);
  void ReadTestCases();
  void ReadTomlSections(const Source& source);
  void ReadLanguages(const Source& source, bool prefixed);
  void ReadSchema();
  void ReadEntityJson(std::uint32_t file);
  void ReadTypedEntities(const value::Json& json, text::Span whole);
  Result<void> ReadEntityFiles();
  void NumberClauses();
  Result<void> MakeFacts();
  void DefineEmptyRelations();
  void RefuseReservedData();
  void CheckTogether();
  std::string Digest() const;
  bool SeveralPolicyFiles() const;

  const LoadInput& input_;
  std::shared_ptr<text::SourceMap> sources_;
  text::Diagnostics& diagnostics_;
  std::vector<Source> files_;
  Head head_;
  std::unique_ptr<Configuration> out_;
  Data data_;
  Value tree_ = Value::Record({});
  std::optional<EntityCollector> entities_;
  std::vector<cedar::Link> links_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::string> used_variables_;
  datalog::Rules rules_;
  Mentions mentions_;
  KnownActions actions_;
};

}  // namespace rune::config
