#include "config/loader.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "cedar/syntax/parse.h"
#include "cedar/validate/typed_json.h"
#include "config/file.h"
#include "config/schema_section.h"
#include "config/template.h"
#include "config/tests_section.h"
#include "config/tree_value.h"
#include "datalog/syntax/parse.h"
#include "value/json.h"

namespace rune::config {

using text::Code;

namespace {

datalog::ParseOptions RuleOptions(const Options& options) {
  return {options.bounds, options.path_types, options.fold_paths};
}

// The table that a section's texts stand in: `data` of `[data.x]`.
const Node* SectionTable(const TomlSection& section, SectionKind kind) {
  return section.root.Find(SectionName(kind));
}

}  // namespace

Loader::Loader(const LoadInput& input, std::shared_ptr<text::SourceMap> sources,
               text::Diagnostics& diagnostics)
    : input_(input), sources_(std::move(sources)), diagnostics_(diagnostics) {}

void Loader::Add(LoadFile file) {
  Source source{0, std::move(file.stem), file.kind, std::nullopt};
  source.file = sources_->Add(std::move(file.name), std::move(file.content));
  if (source.kind == FileKind::kRune) {
    source.outline = ReadOutline(sources_->Whole(source.file), diagnostics_);
    if (source.outline)
      MergeHead(head_, ReadHead(source.outline->head, diagnostics_), diagnostics_);
  }
  files_.push_back(std::move(source));
}

TomlSection Loader::ReadToml(const Section& section) {
  return ParseToml(section.body, {out_->options.bounds.depth, section.kind == SectionKind::kData},
                   diagnostics_);
}

bool Loader::SeveralPolicyFiles() const {
  return std::ranges::count_if(files_, [](const Source& source) {
           return source.kind == FileKind::kPolicies ||
                  (source.outline && source.outline->Find(SectionKind::kPolicies) != nullptr);
         }) > 1;
}

// First, because the variables of cases may be needed by everything else.
void Loader::ReadTestCases() {
  variables_ = input_.variables;
  for (const Source& source : files_) {
    const Section* section = source.outline ? source.outline->Find(SectionKind::kTests) : nullptr;
    if (section == nullptr) continue;
    const TomlSection toml = ReadToml(*section);
    const Node* table = SectionTable(toml, SectionKind::kTests);
    if (table == nullptr) continue;
    std::vector<TestCase> cases = ReadTests(*table, out_->options, diagnostics_);
    std::ranges::move(cases, std::back_inserter(out_->tests));
  }
  if (!input_.variables_from_tests) return;
  for (const TestCase& test : out_->tests) variables_.insert(test.vars.begin(), test.vars.end());
}

void Loader::ReadTomlSections(const Source& source) {
  Templates templates(variables_, out_->options.env, diagnostics_);
  Value::Fields metadata = out_->metadata.fields();
  for (const Section& section : source.outline->sections) {
    if (GrammarOf(section.kind) != Grammar::kToml || section.kind == SectionKind::kTests ||
        section.kind == SectionKind::kLimits) {
      continue;
    }
    TomlSection toml = ReadToml(section);
    if (section.kind != SectionKind::kMetadata) templates.Apply(toml.root);
    const Node* table = SectionTable(toml, section.kind);
    if (section.kind == SectionKind::kData) {
      AddData(data_, std::move(toml), diagnostics_);
    } else if (table == nullptr) {
      continue;
    } else if (section.kind == SectionKind::kEntities) {
      for (auto& placed : ReadEntityTable(*table, out_->options, diagnostics_)) {
        if (placed.entity.uid.type == "Action") {
          actions_.emplace(placed.entity.uid.id, placed.span);
        }
        entities_->State(std::move(placed.entity), placed.span);
      }
    } else if (section.kind == SectionKind::kLinks) {
      std::ranges::move(ReadLinks(*table, out_->options, diagnostics_), std::back_inserter(links_));
    } else if (auto value =
                   ToValue(*table, {value::Arrays::kLists, value::Escapes::kPlain, &out_->options},
                           diagnostics_)) {
      for (const auto& [key, inner] : value->fields()) metadata.insert_or_assign(key, inner);
    }
  }
  out_->metadata = Value::Record(std::move(metadata));
  used_variables_.insert(templates.used().begin(), templates.used().end());
}

void Loader::ReadLanguages(const Source& source, bool prefixed) {
  const auto policies = [&](text::Slice slice, bool extended) {
    const Options& options = out_->options;
    cedar::ParseOptions parse;
    parse.extended = extended;
    parse.bounds = options.bounds;
    parse.path_types = options.path_types;
    parse.fold_case = options.fold_paths;
    if (prefixed) parse.id_prefix = source.stem + ".";
    out_->policies.AddAll(cedar::ParsePolicies(slice, parse, diagnostics_), diagnostics_);
  };
  if (source.kind == FileKind::kPolicies) policies(sources_->Whole(source.file), false);
  if (source.kind == FileKind::kEntities) ReadEntityJson(source.file);
  if (!source.outline) return;
  for (const Section& section : source.outline->sections) {
    if (section.kind == SectionKind::kPolicies) policies(section.body, out_->options.extended);
    if (section.kind != SectionKind::kRules) continue;
    datalog::Rules rules =
        datalog::ParseRules(section.body, RuleOptions(out_->options), diagnostics_);
    std::ranges::move(rules.clauses, std::back_inserter(rules_.clauses));
    std::ranges::move(rules.checks, std::back_inserter(rules_.checks));
    std::ranges::move(rules.declarations, std::back_inserter(rules_.declarations));
    rules_.complete = rules_.complete && rules.complete;
  }
}

// Before everything that is read by it or held against it.
void Loader::ReadSchema() {
  SchemaSection texts(out_->options, diagnostics_);
  for (const Source& source : files_) {
    if (source.kind == FileKind::kSchema) texts.Read(sources_->Whole(source.file), false);
    if (!source.outline) continue;
    for (const Section& section : source.outline->sections) {
      if (section.kind == SectionKind::kSchema) {
        texts.Read(section.body, out_->options.extended);
      }
    }
  }
  texts.AddActions(actions_);
  out_->schema = texts.Finish();
}

void Loader::ReadEntityJson(std::uint32_t file) {
  const text::Slice whole = sources_->Whole(file);
  if (out_->schema) {
    const auto json =
        value::ParseJson(whole, store::kEntitiesShape, out_->options.bounds, diagnostics_);
    if (json) ReadTypedEntities(*json, {file, 0, 0});
    return;
  }
  auto read = store::ReadEntities(whole, out_->options.bounds, diagnostics_);
  if (!read) return;
  for (store::PlacedEntity& placed : *read) {
    if (placed.entity.uid.type == "Action") actions_.emplace(placed.entity.uid.id, placed.span);
    entities_->State(std::move(placed.entity), placed.span);
  }
}

// The schema says where names of entities and extension values stand, and which actions there are.
void Loader::ReadTypedEntities(const value::Json& json, text::Span whole) {
  cedar::DataFindings findings;
  auto entities = cedar::ReadTypedEntities(json, *out_->schema, findings);
  for (cedar::DataFinding& finding : findings) {
    const text::Span span = finding.span.begin == finding.span.end ? whole : finding.span;
    auto builder = diagnostics_.Add(Code::kValidationEntity, span, std::move(finding.message));
    if (!finding.help.empty()) builder.Help(std::move(finding.help));
  }
  if (!entities) return;
  text::Diagnostics silent(*sources_);
  std::map<EntityUid, text::Span> places;
  for (const store::PlacedEntity& placed : store::ReadEntities(json, silent)) {
    places.emplace(placed.entity.uid, placed.span);
  }
  for (Entity& entity : *entities) {
    if (cedar::IsActionType(entity.uid.type)) continue;
    const auto place = places.find(entity.uid);
    const text::Span span = place == places.end() ? whole : place->second;
    entities_->State(std::move(entity), span);
  }
}

Result<void> Loader::ReadEntityFiles() {
  for (const std::string& path : input_.entity_files) {
    RUNE_ASSIGN_OR_RETURN(std::string content, ReadFile(path, out_->options.bounds.file_bytes));
    const std::uint32_t file = sources_->Add(path, std::move(content));
    files_.push_back({file, "", FileKind::kEntities, std::nullopt});
    ReadEntityJson(file);
  }
  return {};
}

// A clause's place counts over all files.
void Loader::NumberClauses() {
  std::map<store::RelationName, std::size_t> numbers;
  for (datalog::Clause& clause : rules_.clauses) clause.number = ++numbers[clause.relation_name()];
}

Result<std::unique_ptr<Configuration>> Loader::Finish() {
  out_ = std::make_unique<Configuration>();
  out_->sources = sources_;
  out_->options = OptionsOf(head_);
  entities_.emplace(out_->options, diagnostics_);
  ReadTestCases();
  for (const Source& source : files_) {
    if (source.outline) ReadTomlSections(source);
  }
  LayTogether(data_, diagnostics_);
  const bool data_read = !diagnostics_.has_errors();
  ReadSchema();
  const bool prefixed = SeveralPolicyFiles();
  for (const Source& source : files_) ReadLanguages(source, prefixed);
  for (cedar::Link& link : links_) out_->policies.AddLink(std::move(link), diagnostics_);
  RUNE_TRY(ReadEntityFiles());
  NumberClauses();
  // What seems undefined may stand in a text that could not be read.
  rules_.complete = rules_.complete && data_read;
  tree_ = ReadData(data_, out_->options, diagnostics_);
  AddDataEntities(data_, out_->options, *entities_, diagnostics_);
  RUNE_TRY(MakeFacts());
  out_->entities = entities_->Finish(data_.declarations, out_->schema ? &*out_->schema : nullptr);
  CheckTogether();
  if (diagnostics_.has_errors()) return std::unique_ptr<Configuration>();
  out_->digest = Digest();
  return std::move(out_);
}

Result<std::unique_ptr<Configuration>> Load(const std::string& path, const LoadInput& input,
                                            std::shared_ptr<text::SourceMap> sources,
                                            text::Diagnostics& diagnostics) {
  Loader loader(input, std::move(sources), diagnostics);
  if (IsFolder(path)) {
    RUNE_ASSIGN_OR_RETURN(std::vector<LoadFile> files, ReadFolder(path, diagnostics));
    for (LoadFile& file : files) loader.Add(std::move(file));
  } else {
    RUNE_ASSIGN_OR_RETURN(std::string content, ReadFile(path, Bounds{}.file_bytes));
    if (RefuseJsonSchema(path, diagnostics)) return std::unique_ptr<Configuration>();
    loader.Add(MakeFile(path, std::move(content)));
  }
  return loader.Finish();
}

Result<std::unique_ptr<Configuration>> LoadText(const std::string& name, std::string content,
                                                const LoadInput& input,
                                                std::shared_ptr<text::SourceMap> sources,
                                                text::Diagnostics& diagnostics) {
  if (content.size() > Bounds{}.file_bytes) {
    return MakeFault(FaultCode::kLimit, Format("`{}` has {} bytes; at most {} are read", name,
                                               content.size(), Bounds{}.file_bytes));
  }
  Loader loader(input, std::move(sources), diagnostics);
  loader.Add(MakeFile(name, std::move(content)));
  return loader.Finish();
}

}  // namespace rune::config
