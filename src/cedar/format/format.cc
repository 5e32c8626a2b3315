#include "cedar/format/format.h"

#include <algorithm>

#include "base/format.h"
#include "cedar/format/policy_layout.h"
#include "cedar/format/schema_layout.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

ParseOptions ParseOptionsOf(const FormatOptions& options) {
  ParseOptions parse;
  parse.extended = options.extended;
  parse.bounds = options.bounds;
  parse.id_annotations = false;
  return parse;
}

std::string Joined(const std::vector<std::string>& policies,
                   const std::vector<std::string_view>& end) {
  std::string out;
  for (const std::string& policy : policies) {
    if (!out.empty()) out += "\n\n";
    out += policy;
  }
  out += '\n';
  for (const std::string_view comment : end) {
    out += comment;
    out += '\n';
  }
  return out;
}

bool SamePolicies(const std::vector<Policy>& a, const std::vector<Policy>& b) {
  return std::ranges::equal(a, b, [](const Policy& x, const Policy& y) { return SameTree(x, y); });
}

// Whether the result says what the text said, with all of its comments.
bool KeepsMeaning(const std::vector<Policy>& policies, const TokenList& tokens,
                  const std::string& result, const FormatOptions& options) {
  text::SourceMap sources;
  const text::Slice slice = sources.Whole(sources.Add("formatted", result));
  text::Diagnostics findings(sources);
  const std::vector<Policy> again = ParsePolicies(slice, ParseOptionsOf(options), findings);
  if (findings.has_errors() || !SamePolicies(policies, again)) return false;
  return AllComments(tokens) == AllComments(ReadTokens(slice, options.extended, findings));
}

}  // namespace

Result<std::string> FormatPolicies(text::Slice slice, const FormatOptions& options,
                                   text::Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  const std::vector<Policy> policies = ParsePolicies(slice, ParseOptionsOf(options), diagnostics);
  if (diagnostics.error_count() != errors) {
    return MakeFault(FaultCode::kInvalidConfig, "a text with errors cannot be formatted");
  }
  text::Diagnostics ignored(diagnostics.sources());
  const TokenList original = ReadTokens(slice, options.extended, ignored);
  const auto tree = ReadSyntax(original);
  if (!tree) return MakeFault(FaultCode::kInternal, "the formatter cannot read this text");
  const LayoutOptions layout{options.line_width, options.indent_width, options.extended};
  std::string result = KeepingComments(original, [&](TokenList& tokens) {
    return Joined(LayOutPolicies(*tree, slice.text, tokens, layout), tokens.end);
  });
  if (!KeepsMeaning(policies, original, result, options)) {
    return MakeFault(FaultCode::kInternal, "formatting would change what the text says");
  }
  return result;
}

Result<std::string> FormatSchema(text::Slice slice, const FormatOptions& options,
                                 text::Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  SchemaFindings findings(diagnostics);
  const SchemaFormat format = options.extended ? SchemaFormat::kExtended : SchemaFormat::kCedar;
  const auto fragment = ReadFragment(slice, format, options.bounds, findings);
  if (!fragment || diagnostics.error_count() != errors) {
    return MakeFault(FaultCode::kInvalidConfig, "a text with errors cannot be formatted");
  }
  text::Diagnostics ignored(diagnostics.sources());
  const TokenList original = ReadTokens(slice, options.extended, ignored);
  const LayoutOptions layout{options.line_width, options.indent_width, options.extended};
  std::string result = KeepingComments(
      original, [&](TokenList& tokens) { return LayOutSchema(slice.text, tokens, layout); });
  text::SourceMap sources;
  const text::Slice again = sources.Whole(sources.Add("formatted", result));
  text::Diagnostics sink(sources);
  SchemaFindings second(sink);
  const auto read = ReadFragment(again, format, options.bounds, second);
  if (!read || sink.has_errors() || !SameFragment(*fragment, *read) ||
      AllComments(original) != AllComments(ReadTokens(again, options.extended, sink))) {
    return MakeFault(FaultCode::kInternal, "formatting would change what the schema says");
  }
  return result;
}

}  // namespace rune::cedar
