// Any bytes as JSON: parsed, turned into values both ways, printed and read again.
#include <cstdlib>

#include "value/json_shape.h"
#include "value/print.h"

namespace {

using namespace rune;
using namespace rune::value;

constexpr JsonShape::Member kMembers[] = {{"a"}, {"__entity"}};
constexpr JsonShape kObject{.members = kMembers};
constexpr JsonShape kShape{.each = &kObject};

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  text::SourceMap sources;
  sources.Add("input.json", std::string(reinterpret_cast<const char*>(data), size));
  text::Diagnostics diagnostics(sources);
  const auto json = ParseJson(sources.Whole(0), Bounds{}, diagnostics);
  Require(json.has_value() != diagnostics.has_errors());
  // What is right is right also where a part of it is passed over.
  text::Diagnostics shaped_findings(sources);
  const auto shaped = ParseJson(sources.Whole(0), kShape, Bounds{}, shaped_findings);
  Require(shaped || !json);
  Require(!json || shaped->span.end == json->span.end);
  if (!json) return 0;
  Require(json->span.begin < json->span.end && json->span.end <= size);
  ToContext(*json, diagnostics);
  ToValue(*json, Escapes::kPlain, Arrays::kLists, diagnostics);
  const auto value = ToValue(*json, Escapes::kInterpret, Arrays::kSets, diagnostics);
  if (!value) return 0;

  text::SourceMap again;
  again.Add("again.json", ToJson(*value));
  text::Diagnostics silent(again);
  // A datetime without a text is printed as a call, a level deeper.
  Bounds deeper;
  deeper.json_depth += 8;
  const auto reread = ParseJson(again.Whole(0), deeper, silent);
  Require(reread.has_value());
  Require(ToValue(*reread, Escapes::kInterpret, Arrays::kSets, silent) == *value);
  return 0;
}
