#include "cli/explanation.h"

#include <algorithm>

#include "base/format.h"

namespace rune::cli {

namespace {

// A text of several lines as one.
std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return Safe(out);
}

std::string Indent(std::size_t depth) { return std::string(2 * depth + 4, ' '); }

bool IsClause(PartKind kind) {
  return kind == PartKind::kScope || kind == PartKind::kWhen || kind == PartKind::kUnless;
}

// `is true`; of a clause that holds nothing: that is what the heading says.
std::string_view HoldsText(const PolicyPart& part) {
  if (part.kind == PartKind::kError) return "";
  if (!part.holds) return " is in error";
  if (IsClause(part.kind)) return *part.holds ? "" : " does not hold";
  return *part.holds ? " is true" : " is false";
}

std::string_view Lead(PartKind kind) {
  switch (kind) {
    case PartKind::kIf: return "if ";
    case PartKind::kThen: return "then ";
    case PartKind::kElse: return "else ";
    default: return "";
  }
}

// Of an error, not of a text, which is quoted.
bool IsError(std::string_view value) { return value.starts_with("error: "); }

void ShowValue(Output& output, std::string_view text, std::string_view value, std::size_t depth) {
  output.out << Indent(depth)
             << Format("{} is {}{}\n", Safe(text), IsError(value) ? "in " : "", Safe(value));
}

// But for what the line of `part` says, and the errors that lines below it say.
void ShowValues(Output& output, const PolicyPart& part, std::size_t depth) {
  const bool said = !IsClause(part.kind) && (part.holds || !part.error.empty());
  for (const auto& [text, value] : part.values) {
    const bool again = IsError(value) && std::ranges::any_of(part.because, [&](const auto& inner) {
                         return inner.kind == PartKind::kError && inner.text == text;
                       });
    if (!again && !(said && text == part.text)) ShowValue(output, text, value, depth);
  }
}

void ShowPart(Output& output, const PolicyPart& part, std::size_t depth) {
  output.out << Indent(depth) << Lead(part.kind)
             << Styled(output.colour_out, Style::kStrong, OneLine(part.text)) << HoldsText(part);
  if (!part.error.empty()) output.out << ": " << Safe(part.error);
  output.out << "  " << Styled(output.colour_out, Style::kFaint, PlaceText(part.place)) << '\n';
  ShowValues(output, part, depth + 1);
  if (!part.via.empty()) {
    output.out << Indent(depth + 1);
    for (std::size_t i = 0; i < part.via.size(); ++i) {
      output.out << (i > 0 ? " in " : "") << Safe(part.via[i]);
    }
    output.out << '\n';
  }
  for (const PolicyPart& inner : part.because) ShowPart(output, inner, depth + 1);
  if (part.left_out > 0) output.out << Indent(depth + 1) << Format("and {} more\n", part.left_out);
}

void ShowPolicy(Output& output, const PolicyExplanation& policy) {
  const bool forbids = policy.effect == Verdict::kForbid;
  output.out << Format("  {} {} {} because\n", forbids ? "forbid" : "permit",
                       Styled(output.colour_out, Style::kStrong, Safe(policy.id)),
                       policy.erred ? "is in error" : "applies");
  if (policy.clauses.empty()) output.out << Indent(0) << "it asks nothing\n";
  for (const PolicyPart& clause : policy.clauses) ShowPart(output, clause, 0);
}

void ShowProof(Output& output, const Proof& proof, std::size_t depth) {
  output.out << Indent(depth) << Safe(proof.fact) << "  "
             << Styled(output.colour_out, Style::kFaint,
                       proof.place.line == 0 ? proof.by
                                             : Format("{} {}", proof.by, PlaceText(proof.place)))
             << '\n';
  for (const Proof& part : proof.from) ShowProof(output, part, depth + 1);
}

void ShowMiss(Output& output, const NearestMiss& miss) {
  output.out << Format("  closest: {} {} fails at {}  {}\n",
                       miss.engine == Engine::kCedar ? "policy" : "rule", Safe(miss.id),
                       Styled(output.colour_out, Style::kStrong, OneLine(miss.literal)),
                       Styled(output.colour_out, Style::kFaint, PlaceText(miss.place)));
  for (const auto& [text, value] : miss.values) ShowValue(output, text, value, 0);
}

}  // namespace

std::string PlaceText(const Place& place) {
  if (place.line == 0) return Safe(place.file);
  return Format("{}:{}:{}", Safe(place.file), place.line, place.column);
}

void ShowExplanation(Output& output, const Explanation& explanation) {
  for (const PolicyExplanation& policy : explanation.policies) ShowPolicy(output, policy);
  if (!explanation.proofs.empty()) output.out << "  because of the facts\n";
  for (const Proof& proof : explanation.proofs) ShowProof(output, proof, 0);
  for (const NearestMiss& miss : explanation.nearest_miss) ShowMiss(output, miss);
  if (!explanation.complete) {
    output.out
        << "  and more: there is too much to show, or the bounds of the request are reached\n";
  }
}

}  // namespace rune::cli
