#include "config/tree_value.h"

#include <algorithm>

#include "base/format.h"
#include "config/path_ids.h"
#include "value/decimal.h"
#include "value/name.h"

namespace rune::config {
namespace {

using text::Code;

// The two texts of `{type = .., id = ..}` or `{fn = .., arg = ..}`.
std::optional<std::pair<std::string, std::string>> TwoTexts(const Node& node,
                                                            std::string_view first,
                                                            std::string_view second) {
  const Node* a = node.Find(first);
  const Node* b = node.Find(second);
  if (!node.is_table() || node.members.size() != 2 || a == nullptr || b == nullptr ||
      !a->is_string() || !b->is_string()) {
    return std::nullopt;
  }
  return std::pair(a->scalar.as_string(), b->scalar.as_string());
}

std::optional<EntityUid> Normal(EntityUid uid, text::Span span, const Options& options,
                                text::Diagnostics& diagnostics) {
  auto normal = NormalizeUid(std::move(uid), options);
  if (normal) return *std::move(normal);
  diagnostics.Add(Code::kPathId, span, normal.error());
  return std::nullopt;
}

std::optional<EntityUid> EscapedEntity(const Node& node, const Options& options,
                                       text::Diagnostics& diagnostics) {
  const auto texts = TwoTexts(node, "type", "id");
  if (texts && value::IsTypeName(texts->first)) {
    return Normal({texts->first, texts->second}, node.span, options, diagnostics);
  }
  diagnostics.Add(Code::kEntityReference, node.span, "this names no entity")
      .Help("write `{__entity = {type = \"User\", id = \"ann\"}}`");
  return std::nullopt;
}

std::optional<Value> EscapedExtension(const Node& node, text::Diagnostics& diagnostics) {
  if (const auto texts = TwoTexts(node, "fn", "arg")) {
    if (auto made = value::MakeExtension(texts->first, texts->second)) return made;
  }
  diagnostics.Add(Code::kEntityReference, node.span, "this names no extension value")
      .Help(
          "write `{__extn = {fn = \"ip\", arg = \"10.0.0.0/8\"}}`; functions are `ip`, "
          "`decimal`, `datetime` and `duration`");
  return std::nullopt;
}

}  // namespace

std::optional<Value> ToValue(const Node& node, const ValueReading& reading,
                             text::Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::kScalar) {
    const bool for_policies = reading.arrays == value::Arrays::kSets;
    if (for_policies && node.scalar.is(ValueKind::kDecimal) &&
        !value::FitsCedarDecimal(node.scalar.as_decimal())) {
      diagnostics
          .Add(Code::kEntityShape, node.span, "policies know decimals of four digits at most")
          .Help("round it, or keep it in `[data]` for rules");
      return std::nullopt;
    }
    return node.scalar;
  }
  // Goes on behind what is wrong, so that all of it is reported.
  bool good = true;
  if (node.is_array()) {
    Value::Elements elements;
    elements.reserve(node.elements.size());
    for (const Node& element : node.elements) {
      if (auto value = ToValue(element, reading, diagnostics)) {
        elements.push_back(*std::move(value));
      } else {
        good = false;
      }
    }
    if (!good) return std::nullopt;
    return reading.arrays == value::Arrays::kLists ? Value::List(std::move(elements))
                                                   : Value::Set(std::move(elements));
  }
  if (reading.escapes == value::Escapes::kInterpret && node.members.size() == 1) {
    const Member& only = node.members[0];
    if (only.key == "__entity") {
      auto uid = EscapedEntity(only.node, *reading.options, diagnostics);
      if (!uid) return std::nullopt;
      return Value(*std::move(uid));
    }
    if (only.key == "__extn") return EscapedExtension(only.node, diagnostics);
  }
  Value::Fields fields;
  for (const Member& member : node.members) {
    if (auto value = ToValue(member.node, reading, diagnostics)) {
      fields.emplace(member.key, *std::move(value));
    } else {
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return Value::Record(std::move(fields));
}

std::optional<EntityUid> ToReference(const Node& node, std::string_view default_type,
                                     const Options& options, text::Diagnostics& diagnostics) {
  if (node.is_table() && node.members.size() == 1 && node.members[0].key == "__entity") {
    return EscapedEntity(node.members[0].node, options, diagnostics);
  }
  if (node.is_string()) {
    const std::string& text = node.scalar.as_string();
    if (auto uid = value::ParseEntityReference(text)) {
      return Normal(*std::move(uid), node.span, options, diagnostics);
    }
    if (!default_type.empty() && text.find("::") == std::string::npos) {
      return Normal({std::string(default_type), text}, node.span, options, diagnostics);
    }
  }
  diagnostics.Add(Code::kEntityReference, node.span, "this names no entity")
      .Help("write `'Group::\"agents\"'` or `\"Group::agents\"`");
  return std::nullopt;
}

}  // namespace rune::config
