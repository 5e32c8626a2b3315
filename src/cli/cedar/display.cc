#include "cli/cedar/display.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "cedar/schema/fragment.h"
#include "value/escape.h"
#include "value/extension.h"
#include "value/print.h"

namespace rune::cli {

namespace {

// Booleans, numbers, texts, entities, sets, records, extension values.
int Rank(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool: return 0;
    case ValueKind::kLong: return 1;
    case ValueKind::kString: return 2;
    case ValueKind::kEntity: return 3;
    case ValueKind::kList:
    case ValueKind::kSet: return 4;
    case ValueKind::kRecord: return 5;
    case ValueKind::kDecimal:
    case ValueKind::kDatetime:
    case ValueKind::kDuration:
    case ValueKind::kIp: return 6;
  }
  return 6;
}

bool EntityLess(const EntityUid& a, const EntityUid& b) {
  if (a.type != b.type) return cedar::NameLess(a.type, b.type);
  return a.id < b.id;
}

bool Less(const Value& a, const Value& b);

std::vector<Value> InOrder(const Value& set) {
  std::vector<Value> members = set.elements();
  std::ranges::sort(members, Less);
  return members;
}

bool SetLess(const Value& a, const Value& b) {
  const std::vector<Value> x = InOrder(a);
  const std::vector<Value> y = InOrder(b);
  return std::ranges::lexicographical_compare(x, y, Less);
}

bool RecordLess(const Value& a, const Value& b) {
  return std::ranges::lexicographical_compare(
      a.fields(), b.fields(), [](const auto& x, const auto& y) {
        return x.first != y.first ? x.first < y.first : Less(x.second, y.second);
      });
}

bool Less(const Value& a, const Value& b) {
  if (Rank(a) != Rank(b)) return Rank(a) < Rank(b);
  switch (Rank(a)) {
    case 3: return EntityLess(a.as_entity(), b.as_entity());
    case 4: return SetLess(a, b);
    case 5: return RecordLess(a, b);
    case 6: return CedarText(a) < CedarText(b);
    default: return a < b;
  }
}

std::string SetText(const Value& value) {
  std::string out = "[";
  for (const Value& member : InOrder(value)) {
    if (out.size() > 1) out += ", ";
    out += CedarText(member);
  }
  return out + "]";
}

std::string RecordText(const Value& value) {
  std::string out = "{";
  for (const auto& [key, field] : value.fields()) {
    if (out.size() > 1) out += ", ";
    out += value::CedarQuote(key) + ": " + CedarText(field);
  }
  return out + "}";
}

std::string IpNotation(const IpRange& ip) {
  std::string text = value::IpText(ip);
  if (ip.prefix == (ip.v6 ? 128 : 32)) text.resize(text.find('/'));
  return Format("ip(\"{}\")", text);
}

}  // namespace

std::string CedarText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kList:
    case ValueKind::kSet: return SetText(value);
    case ValueKind::kRecord: return RecordText(value);
    case ValueKind::kString: return value::CedarQuote(value.as_string());
    case ValueKind::kEntity: return CedarText(value.as_entity());
    case ValueKind::kIp: return IpNotation(value.as_ip());
    case ValueKind::kDatetime:
      return Format("datetime(\"1970-01-01\").offset(duration(\"{}ms\"))",
                    value.as_datetime().millis);
    default: return value::ToText(value);
  }
}

std::string CedarText(const EntityUid& uid) { return uid.type + "::" + value::CedarQuote(uid.id); }

std::string CedarEscaped(std::string_view text) {
  return value::EscapeApostrophes(value::Escape(text));
}

std::string WrittenConstructor(const cedar::ExprPool& pool, cedar::ExprId root) {
  const cedar::Expr& call = pool[root];
  if (call.kind != cedar::ExprKind::kExtension || !cedar::IsConstructor(call.extension) ||
      call.children().size() != 1) {
    return {};
  }
  const cedar::Expr& argument = pool[call.children().front()];
  if (argument.kind != cedar::ExprKind::kLiteral || !argument.literal().is(ValueKind::kString)) {
    return {};
  }
  return Format("{}({})", cedar::ExtensionName(call.extension),
                value::CedarQuote(argument.literal().as_string()));
}

}  // namespace rune::cli
