// One set-up as RUNE reads it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "cedar/policy_set.h"
#include "cedar/schema/fragment.h"
#include "cedar/schema/schema.h"
#include "cedar/validate/schema_index.h"
#include "model.h"
#include "store/entities.h"
#include "text/diagnostics.h"
#include "value/json.h"

namespace rune::diff {

// Where reading stopped first, named as the oracle names it; empty: nowhere.
struct Ours {
  explicit Ours(const Setup& setup);
  Ours(const Ours&) = delete;
  Ours& operator=(const Ours&) = delete;

  bool policies_good = false;
  bool links_good = false;
  bool entities_good = false;
  std::string problem;  // the first finding, for people

  cedar::PolicySet set;
  std::vector<cedar::Instance> instances;
  store::Entities entities;

  std::optional<cedar::Fragment> fragment;  // of the schema
  std::optional<cedar::Schema> schema;
  std::optional<cedar::SchemaIndex> index;
  std::set<std::string> schema_kinds;  // of errors
  std::set<std::string> schema_warnings;

  const text::SourceMap& sources() const { return map_; }

 private:
  void ReadPolicies(const Setup& setup);
  void ReadLinks(const Setup& setup);
  void ReadEntities(const Setup& setup);
  void ReadSchema(const Setup& setup);
  void Note(const text::Diagnostics& diagnostics);

  text::SourceMap map_;
};

// Throws std::runtime_error for what is no JSON.
value::Json ParseJsonText(const std::string& text);
// The document as compact text, keys in order: equal values give equal texts.
std::string JsonText(const value::Json& json);

}  // namespace rune::diff
