// What tests of partial evaluation need: texts read, and what they stand for kept alive.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"
#include "cedar/tpe/partial_response.h"
#include "cedar/validate/typed_json.h"

namespace rune::cedar {

class TpeWorld {
 public:
  explicit TpeWorld(const std::string& schema) : diagnostics_(sources_) {
    const std::uint32_t file = sources_.Add("schema", schema);
    schema_ = ReadSchema(sources_.Whole(file), SchemaFormat::kCedar, Bounds(), diagnostics_);
    EXPECT_TRUE(schema_.has_value()) << Said();
    if (schema_) index_ = std::make_unique<SchemaIndex>(*schema_);
  }
  TpeWorld(const TpeWorld&) = delete;
  TpeWorld& operator=(const TpeWorld&) = delete;

  const SchemaIndex& index() const { return *index_; }
  const Schema& schema() const { return *schema_; }

  PolicySet Policies(const std::string& text, Unknowns unknowns = Unknowns::kRefused) {
    const std::uint32_t file = sources_.Add("policies", text);
    ParseOptions options;
    options.unknowns = unknowns;
    PolicySet set;
    for (Policy& policy : ParsePolicies(sources_.Whole(file), options, diagnostics_)) {
      set.Add(std::move(policy), diagnostics_);
    }
    EXPECT_FALSE(diagnostics_.has_errors()) << text << Said();
    return set;
  }

  value::Json Json(const std::string& text) {
    const std::uint32_t file = sources_.Add("json", text);
    auto json = value::ParseJson(sources_.Whole(file), Bounds(), diagnostics_);
    EXPECT_TRUE(json.has_value()) << text << Said();
    return json ? *std::move(json) : value::Json();
  }

  // Entities of which everything is known, the actions of the schema among them.
  const store::EntitySource& Entities(const std::string& text) {
    DataFindings findings;
    auto entities = ReadTypedEntities(Json(text), *schema_, findings);
    EXPECT_TRUE(entities.has_value()) << (findings.empty() ? "" : findings[0].message);
    return Entities(entities ? *std::move(entities) : std::vector<Entity>());
  }
  const store::EntitySource& Entities(std::vector<Entity> entities) {
    auto built = store::Entities::Build(std::move(entities));
    EXPECT_TRUE(built.has_value());
    entities_.push_back(std::make_unique<store::Entities>(*std::move(built)));
    auto view = store::EntityView::Make(*entities_.back(), {});
    views_.push_back(std::make_unique<store::EntityView>(*std::move(view)));
    return *views_.back();
  }

  Value::Fields Context(const std::string& text, const EntityUid& action) {
    DataFindings findings;
    auto context = ReadTypedContext(Json(text), action, *schema_, findings);
    EXPECT_TRUE(context.has_value()) << text;
    return context ? *std::move(context) : Value::Fields();
  }

  // What is left of a policy's condition.
  static std::string Text(const ResidualPolicy& policy) {
    const Policy written = policy.ToPolicy();
    return PrintExpr(written.pool, *written.conditions[0].body);
  }

  // Of the texts that were read so far.
  text::Diagnostics& diagnostics() { return diagnostics_; }

  WorkMeter meter{100'000'000, 1'000'000};

 private:
  std::string Said() const {
    return diagnostics_.all().empty() ? "" : ": " + diagnostics_.all().front().message;
  }

  text::SourceMap sources_;
  text::Diagnostics diagnostics_;
  std::optional<Schema> schema_;
  std::unique_ptr<SchemaIndex> index_;
  std::vector<std::unique_ptr<store::Entities>> entities_;
  std::vector<std::unique_ptr<store::EntityView>> views_;
};

inline std::string ErrorOf(const auto& result) {
  return result ? "none" : std::string(TpeErrorName(result.error()));
}

}  // namespace rune::cedar
