// For tests of this room: a text read once, with what was said about it in short.
//
// `Findings("..")` gives one `P0017@23+4` for each diagnostic (code, byte offset, length), so that
// a test states code and span in one string. Test code only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cedar/syntax/parse.h"

namespace rune::cedar {

inline ParseOptions Extended() {
  ParseOptions options;
  options.extended = true;
  return options;
}

struct Reading {
  explicit Reading(std::string text, ParseOptions parse_options = {})
      : options(std::move(parse_options)), file(sources.Add("test", std::move(text))) {}

  std::vector<Policy> Policies() {
    return ParsePolicies(sources.Whole(file), options, diagnostics);
  }
  std::optional<ParsedExpr> Expression() {
    return ParseExpression(sources.Whole(file), options, diagnostics);
  }

  std::string Findings() const {
    std::string out;
    for (const Diagnostic& finding : diagnostics.all()) {
      if (!out.empty()) out += ' ';
      out += finding.code.substr(5) + "@" + std::to_string(finding.place.offset) + "+" +
             std::to_string(finding.place.length);
    }
    return out;
  }
  // Codes only.
  std::string Codes() const {
    std::string out;
    for (const Diagnostic& finding : diagnostics.all()) {
      if (!out.empty()) out += ' ';
      out += finding.code.substr(5);
    }
    return out;
  }
  std::string_view Text(text::Span span) const { return sources.Text(span); }

  ParseOptions options;
  text::SourceMap sources;
  text::Diagnostics diagnostics{sources};
  std::uint32_t file;
};

inline std::string PolicyCodes(const std::string& text, ParseOptions options = {}) {
  Reading reading(text, std::move(options));
  const bool some = !reading.Policies().empty();
  const std::string codes = reading.Codes();
  return codes.empty() && !some ? "nothing" : codes;
}

inline std::string ExpressionCodes(const std::string& text, ParseOptions options = {}) {
  Reading reading(text, std::move(options));
  const bool some = reading.Expression().has_value();
  const std::string codes = reading.Codes();
  return codes.empty() && !some ? "nothing" : codes;
}

}  // namespace rune::cedar
