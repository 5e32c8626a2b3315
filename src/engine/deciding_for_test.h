// What tests of decisions need: a text loaded, a request, the decision.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "config/request_text.h"
#include "engine/engine.h"

namespace rune::engine {

// Null, and a failed test, where the text has errors.
inline std::unique_ptr<Snapshot> Load(const std::string& body, const std::string& head = "") {
  auto sources = std::make_shared<text::SourceMap>();
  text::Diagnostics diagnostics(*sources);
  auto configuration = config::LoadText("test.rune", "version = \"rune/1.0\"\n" + head + body, {},
                                        sources, diagnostics);
  std::unique_ptr<Snapshot> snapshot;
  if (configuration && *configuration) {
    auto made = MakeSnapshot(*std::move(configuration), diagnostics);
    if (made) snapshot = *std::move(made);
  }
  for (const Diagnostic& d : diagnostics.all()) {
    EXPECT_NE(d.severity, Severity::kError) << d.code << " " << d.message;
  }
  return snapshot;
}

inline Request Ask(const std::string& action = "read") {
  Request request;
  request.principal = {"Agent", "a"};
  request.action = {"Action", action};
  request.resource = {"File", "/tmp/x"};
  return request;
}

inline Result<Decision> DecideIn(const std::string& body, Request request = Ask(),
                                 const std::string& head = "") {
  const auto snapshot = Load(body, head);
  if (!snapshot) return MakeFault(FaultCode::kInvalidConfig, "does not load");
  auto normal = config::Normalize(std::move(request), snapshot->configuration->options,
                                  snapshot->configuration->declarations);
  if (!normal) return std::unexpected(normal.error());
  return Decide(*snapshot, *normal, {});
}

}  // namespace rune::engine
