#include "cedar/validate/policy_texts.h"

#include <algorithm>
#include <optional>

#include "base/format.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "cedar/validate/unicode_security.h"
#include "value/escape.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

// All of it can be seen and is ASCII: such a name is fine.
bool IsPlain(std::string_view name) {
  return std::ranges::all_of(name, [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

bool HoldsBidi(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (IsBidiControl(DecodeUtf8(text, pos))) return true;
  }
  return false;
}

// The first character that identifiers should not hold. Printable ASCII is always fine.
std::optional<char32_t> FirstUnusual(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = DecodeUtf8(text, pos);
    const bool plain = c >= 0x20 && c < 0x7F;
    if (!plain && !IsAllowedInIdentifiers(c)) return c;
  }
  return std::nullopt;
}

// A pattern as Cedar prints it, character by character: what cannot be seen, and marks, are
// escaped.
std::string PatternText(const std::vector<char32_t>& pattern) {
  std::string text;
  for (const char32_t c : pattern) {
    if (c == value::kPatternWildcard) {
      text += '*';
    } else if (c == '\n' || c == '\r' || c == '\t') {
      text += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
    } else if (c == '*' || c == '\\' || c == '"' || c == '\'') {
      text += '\\';
      AppendUtf8(text, c);
    } else if (c != 0 && (!IsPrintable(c) || IsCombining(c))) {
      text += Format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
    } else {
      AppendUtf8(text, c == 0 ? U'0' : c);
    }
  }
  return text;
}

class TextCheck {
 public:
  explicit TextCheck(Findings& findings) : findings_(findings) {}

  void Text(std::string_view text, text::Span span) {
    if (IsAscii(text)) return;
    if (HoldsBidi(text)) {
      findings_.Add(FindingKind::kBidiCharsInString, span,
                    "the text " + value::Quote(text) +
                        " holds characters that change the direction of what follows",
                    "write them as `\\u{..}`, or leave them out");
    } else if (!IsSingleScript(text)) {
      findings_.Add(FindingKind::kMixedScriptString, span,
                    "the text " + value::Quote(text) + " mixes letters of several scripts",
                    "look for letters that only look alike");
    }
  }

  void Name(std::string_view name, text::Span span) {
    if (IsPlain(name)) return;
    if (HoldsBidi(name)) {
      findings_.Add(FindingKind::kBidiCharsInIdentifier, span,
                    "the name " + value::Quote(name) +
                        " holds characters that change the direction of what follows",
                    "leave them out");
    } else if (const std::optional<char32_t> c = FirstUnusual(name)) {
      findings_.Add(FindingKind::kConfusableIdentifier, span,
                    Format("the name {} holds U+{:04X}, which Unicode advises against in names",
                           value::Quote(name), static_cast<std::uint32_t>(*c)),
                    "look for a character that looks like another, or cannot be seen");
    } else if (!IsSingleScript(name)) {
      findings_.Add(FindingKind::kMixedScriptIdentifier, span,
                    "the name " + value::Quote(name) + " mixes letters of several scripts",
                    "look for letters that only look alike");
    }
  }

  void Node(const Expr& node) {
    switch (node.kind) {
      case ExprKind::kLiteral:
        if (node.literal().is(ValueKind::kString)) Text(node.literal().as_string(), node.span);
        if (node.literal().is(ValueKind::kEntity)) Name(node.literal().as_entity().id, node.span);
        break;
      case ExprKind::kGetAttr:
      case ExprKind::kHas:
      case ExprKind::kRecord:
        for (const std::string& name : node.names()) Name(name, node.span);
        break;
      case ExprKind::kLike: Text(PatternText(node.wild()->pattern), node.span); break;
      default: break;
    }
  }

 private:
  Findings& findings_;
};

}  // namespace

void CheckTexts(const Policy& policy, Findings& findings) {
  TextCheck check(findings);
  for (const Scope* scope : {&policy.principal, &policy.action, &policy.resource}) {
    for (const ScopeEntity& entity : scope->entities) {
      if (!entity.slot) check.Name(entity.uid().id, entity.span);
    }
  }
  for (ExprId id = 0; id < policy.pool.size(); ++id) check.Node(policy.pool[id]);
}

}  // namespace rune::cedar
