// Any bytes as a `.rune` file: load it, decide two requests over it, explain them. Nothing may
// crash, hang or be permitted after a failed load, and an explanation changes nothing. The bounds
// are small, so that a run is short.
#include <cstddef>
#include <cstdint>
#include <string>

#include "config/request_text.h"
#include "engine/decision_json.h"
#include "engine/engine.h"

namespace {

using namespace rune;  // NOLINT: a fuzz target of a few lines

// All of the answer that an explanation must leave as it is.
std::string WithoutExplanation(Decision decision) {
  decision.explanation.reset();
  decision.evaluation_ns = 0;
  return engine::DecisionJson(decision);
}

void DecideOne(const engine::Snapshot& snapshot, const char* action) {
  Request request;
  request.principal = {"Agent", "a"};
  request.action = {"Action", action};
  request.resource = {"File", "/tmp/../x.env"};
  auto normal = config::Normalize(std::move(request), snapshot.configuration->options,
                                  snapshot.configuration->declarations);
  if (!normal) return;
  const auto plain = engine::Decide(snapshot, *normal, {});
  normal->explain = ExplainLevel::kFull;
  const auto decision = engine::Decide(snapshot, *normal, {});
  if (plain.has_value() != decision.has_value()) __builtin_trap();
  if (!decision) return;
  if (decision->permitted() && decision->no_policy) __builtin_trap();
  if (WithoutExplanation(*plain) != WithoutExplanation(*decision)) __builtin_trap();
  (void)engine::DecisionJson(*decision);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto sources = std::make_shared<text::SourceMap>();
  text::Diagnostics diagnostics(*sources);
  std::string content =
      "version = \"rune/1.0\"\nbounds.steps = 200000\nbounds.request_steps = 50000\n"
      "bounds.facts = 20000\nbounds.request_facts = 5000\n";
  content.append(reinterpret_cast<const char*>(data), size);
  auto configuration = config::LoadText("fuzz.rune", std::move(content), {}, sources, diagnostics);
  if (!configuration || *configuration == nullptr) return 0;
  if (diagnostics.has_errors()) __builtin_trap();
  auto snapshot = engine::MakeSnapshot(*std::move(configuration), diagnostics);
  if (!snapshot || *snapshot == nullptr) return 0;
  DecideOne(**snapshot, "read");
  DecideOne(**snapshot, "file.write");
  return 0;
}
