// Loads texts in tests. Test-only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/configuration.h"

namespace rune::config {

struct TestLoad {
  std::shared_ptr<text::SourceMap> sources = std::make_shared<text::SourceMap>();
  std::vector<Diagnostic> findings;
  std::unique_ptr<Configuration> configuration;
  std::optional<Fault> fault;

  // `RUNE-C0005 3:1`, one for each finding that is no note.
  std::vector<std::string> Places() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : findings) {
      if (d.severity == Severity::kNote) continue;
      out.push_back(d.code + " " + std::to_string(d.place.line) + ":" +
                    std::to_string(d.place.column));
    }
    return out;
  }
  bool Has(const std::string& code) const {
    for (const Diagnostic& d : findings) {
      if (d.code == code) return true;
    }
    return false;
  }
  // All messages, for the report of a failing test.
  std::string Text() const {
    std::string out = fault ? "fault: " + fault->message + "\n" : "";
    for (const Diagnostic& d : findings) {
      out += d.code + " " + d.place.file + ":" + std::to_string(d.place.line) + ":" +
             std::to_string(d.place.column) + " " + d.message + "\n";
    }
    return out;
  }
};

template <typename LoadFunction>
TestLoad LoadWith(const LoadFunction& load) {
  TestLoad out;
  text::Diagnostics diagnostics(*out.sources);
  auto loaded = load(out.sources, diagnostics);
  if (loaded) {
    out.configuration = *std::move(loaded);
  } else {
    out.fault = loaded.error();
  }
  out.findings = diagnostics.Sorted();
  return out;
}

inline TestLoad LoadString(std::string content, const LoadInput& input = {},
                           const std::string& name = "test.rune") {
  return LoadWith([&](std::shared_ptr<text::SourceMap> sources, text::Diagnostics& diagnostics) {
    return LoadText(name, std::move(content), input, std::move(sources), diagnostics);
  });
}

// A `.rune` text behind its version line, which is line 1.
inline TestLoad LoadBody(const std::string& body, const LoadInput& input = {}) {
  return LoadString("version = \"rune/1.0\"\n" + body, input);
}

inline TestLoad LoadPath(const std::string& path, const LoadInput& input = {}) {
  return LoadWith([&](std::shared_ptr<text::SourceMap> sources, text::Diagnostics& diagnostics) {
    return Load(path, input, std::move(sources), diagnostics);
  });
}

}  // namespace rune::config
