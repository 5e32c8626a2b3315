// Any bytes, as policies and as an expression, strict and extended: no crash, spans inside the
// text, and what was read prints as something that reads back to the same tree.
#include <cstdint>
#include <cstdlib>

#include "cedar/policy_set.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

void Require(bool good) {
  if (!good) std::abort();
}

// The printer sets parentheses that the author left out.
ParseOptions Deeper(ParseOptions options) {
  options.bounds.depth *= 10;
  return options;
}

void CheckPolicies(const std::string& text, const ParseOptions& options) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("fuzz", text);
  text::Diagnostics diagnostics(sources);
  for (const Policy& policy : ParsePolicies(sources.Whole(file), options, diagnostics)) {
    Require(policy.span.end <= text.size());
    Require(!DumpPolicy(policy).empty());
    PredicateUses(policy);
    const std::uint32_t printed = sources.Add("printed", PrintPolicy(policy));
    text::Diagnostics again(sources);
    const std::vector<Policy> policies =
        ParsePolicies(sources.Whole(printed), Deeper(options), again);
    Require(policies.size() == 1 && SameTree(policies[0], policy));
  }
}

void CheckExpression(const std::string& text, const ParseOptions& options) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("fuzz", text);
  text::Diagnostics diagnostics(sources);
  const auto parsed = ParseExpression(sources.Whole(file), options, diagnostics);
  Require(parsed.has_value() != diagnostics.has_errors());
  if (!parsed) return;
  const std::string print = PrintExpr(parsed->pool, parsed->root, options.extended);
  const std::uint32_t printed = sources.Add("printed", print);
  const auto again = ParseExpression(sources.Whole(printed), Deeper(options), diagnostics);
  Require(again && SameTree(parsed->pool, parsed->root, again->pool, again->root));
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool extended : {false, true}) {
    rune::cedar::ParseOptions options;
    options.extended = extended;
    options.path_types = {"File"};
    rune::cedar::CheckPolicies(text, options);
    rune::cedar::CheckExpression(text, options);
  }
  return 0;
}
