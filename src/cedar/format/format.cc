#include "cedar/format/format.h"

#include <algorithm>

#include "base/format.h"
#include "cedar/format/policy_layout.h"
#include "cedar/syntax/parse.h"
#include "cedar/syntax/print.h"

namespace rune::cedar {
namespace {

constexpr int kMostRounds = 8;

ParseOptions ParseOptionsOf(const FormatOptions& options) {
  ParseOptions parse;
  parse.extended = options.extended;
  parse.bounds = options.bounds;
  parse.id_annotations = false;
  return parse;
}

// Comments that no token took go to the next token, at last to the end of the text. Whether there
// were any.
bool MoveLostComments(const TokenList& after, TokenList& tokens) {
  bool moved = false;
  for (std::size_t i = 0; i < after.tokens.size(); ++i) {
    if (after.tokens[i].comments.empty()) continue;
    moved = true;
    const Comments lost = after.tokens[i].comments;
    if (!lost.leading.empty()) tokens.tokens[i].comments.leading.clear();
    if (!lost.trailing.empty()) tokens.tokens[i].comments.trailing = {};
    std::vector<std::string_view> lines = lost.leading;
    if (!lost.trailing.empty()) lines.push_back(lost.trailing);
    auto& target =
        i + 1 < tokens.tokens.size() ? tokens.tokens[i + 1].comments.leading : tokens.end;
    target.insert(target.begin(), lines.begin(), lines.end());
  }
  return moved;
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

// All comments of a text, in order of their spelling.
std::vector<std::string> AllComments(const TokenList& tokens) {
  std::vector<std::string> all(tokens.end.begin(), tokens.end.end());
  for (const FormatToken& token : tokens.tokens) {
    all.insert(all.end(), token.comments.leading.begin(), token.comments.leading.end());
    if (!token.comments.trailing.empty()) all.emplace_back(token.comments.trailing);
  }
  std::ranges::sort(all);
  return all;
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
  TokenList tokens = original;
  std::vector<std::string> laid_out;
  for (int round = 0; round < kMostRounds; ++round) {
    TokenList left = tokens;
    laid_out = LayOutPolicies(*tree, slice.text, left,
                              {options.line_width, options.indent_width, options.extended});
    if (!MoveLostComments(left, tokens)) break;
  }
  std::string result = Joined(laid_out, tokens.end);
  if (!KeepsMeaning(policies, original, result, options)) {
    return MakeFault(FaultCode::kInternal, "formatting would change what the text says");
  }
  return result;
}

}  // namespace rune::cedar
