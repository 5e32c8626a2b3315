// Any bytes as JSON, and as the text of policies: no crash, and writing what was read gives JSON
// that reads back to the same.
#include <cstdint>
#include <cstdlib>

#include "cedar/json/policy_json.h"
#include "cedar/syntax/core_form.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

void Require(bool good) {
  if (!good) std::abort();
}

void CheckWriting(Policy policy, text::SourceMap& sources) {
  text::Diagnostics findings(sources);
  const auto json = WritePolicyJson(policy, findings);
  Require(json.has_value() != findings.has_errors());
  if (!json) return;
  policy.extended = false;  // what has JSON is plain Cedar
  Bounds bounds;
  const text::Slice slice = sources.Whole(sources.Add("written", *json));
  const auto tree = value::ParseJson(slice, bounds, findings);
  if (!tree) return;  // deeper than JSON may be
  const auto again = ReadPolicyJson(*tree, policy.id, tree->span, findings);
  Require(again.has_value());
  Require(SameTree(CoreForm(policy), CoreForm(*again)));
  Require(WritePolicyJson(*again, findings) == json);
}

void CheckJson(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics findings(sources);
  const text::Slice slice = sources.Whole(sources.Add("fuzz", text));
  const auto json = value::ParseJson(slice, Bounds(), findings);
  if (!json) return;
  const PolicySet set = ReadPoliciesJson(*json, "id", findings);
  for (const Policy& policy : set.policies()) {
    CheckWriting(policy, sources);
    Require(!PrintCorePolicy(policy).empty());
  }
  Require(WritePolicySetJson(set, findings).has_value());
}

void CheckText(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics findings(sources);
  const text::Slice slice = sources.Whole(sources.Add("fuzz", text));
  ParseOptions options;
  options.extended = true;
  for (const Policy& policy : ParsePolicies(slice, options, findings)) {
    CheckWriting(policy, sources);
  }
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  rune::cedar::CheckJson(text);
  rune::cedar::CheckText(text);
  return 0;
}
