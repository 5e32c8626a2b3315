// What tests of the evaluator need: texts parsed, entities built, an environment around them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cedar/evaluate/evaluate.h"
#include "cedar/syntax/parse.h"
#include "text/diagnostics.h"

namespace rune::cedar {

class TestWorld {
 public:
  explicit TestWorld(std::vector<Entity> entities = {}, Value::Fields context = {})
      : diagnostics_(sources_), context_(Value::Record(std::move(context))) {
    auto built = store::Entities::Build(std::move(entities));
    EXPECT_TRUE(built.has_value());
    if (built) entities_ = *std::move(built);
    auto view = store::EntityView::Make(entities_, {});
    EXPECT_TRUE(view.has_value());
    if (view) view_ = std::make_unique<store::EntityView>(*std::move(view));
  }
  TestWorld(const TestWorld&) = delete;
  TestWorld& operator=(const TestWorld&) = delete;

  EntityUid principal{"User", "alice"};
  EntityUid action{"Action", "read"};
  EntityUid resource{"File", "/a"};
  expr::PredicateSource* predicates = nullptr;
  std::uint64_t steps = 1'000'000;
  bool extended = false;

  ParsedExpr Parse(const std::string& text) {
    const std::uint32_t file = sources_.Add("expression", text);
    auto parsed = ParseExpression(sources_.Whole(file), Options(), diagnostics_);
    EXPECT_TRUE(parsed.has_value()) << text << Said();
    return parsed ? *std::move(parsed) : ParsedExpr{};
  }

  std::vector<Policy> Policies(const std::string& text) {
    const std::uint32_t file = sources_.Add("policies", text);
    auto policies = ParsePolicies(sources_.Whole(file), Options(), diagnostics_);
    EXPECT_FALSE(diagnostics_.has_errors()) << text << Said();
    return policies;
  }

  EvalResult Run(const ParsedExpr& parsed) {
    WorkMeter meter(steps, steps);
    return Evaluate(parsed.pool, parsed.root, extended, In(meter));
  }
  EvalResult Run(const std::string& text) { return Run(Parse(text)); }

  // `meter` must outlive what is returned.
  Environment In(WorkMeter& meter) const {
    return {.principal = principal,
            .action = action,
            .resource = resource,
            .context = context_,
            .entities = *view_,
            .predicates = predicates,
            .meter = meter};
  }

  const text::SourceMap& sources() const { return sources_; }

 private:
  ParseOptions Options() const {
    ParseOptions options;
    options.extended = extended;
    return options;
  }
  std::string Said() const {
    return diagnostics_.all().empty() ? "" : ": " + diagnostics_.all().front().message;
  }

  text::SourceMap sources_;
  text::Diagnostics diagnostics_;
  store::Entities entities_;
  std::unique_ptr<store::EntityView> view_;
  Value context_;
};

}  // namespace rune::cedar
