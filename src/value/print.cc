#include "value/print.h"

#include "base/format.h"
#include "base/json_text.h"
#include "value/decimal.h"
#include "value/escape.h"
#include "value/extension.h"

namespace rune::value {
namespace {

constexpr std::string_view kEpoch = "1970-01-01";

void AppendText(std::string& out, const EntityUid& uid) {
  out += uid.type;
  out += "::\"";
  out += Escape(uid.id);
  out += '"';
}

void AppendText(std::string& out, const Value& v);

void AppendElements(std::string& out, const Value& v) {
  out += '[';
  std::string_view separator;
  for (const Value& element : v.elements()) {
    out += separator;
    AppendText(out, element);
    separator = ", ";
  }
  out += ']';
}

void AppendFields(std::string& out, const Value& v) {
  out += '{';
  std::string_view separator;
  for (const auto& [key, field] : v.fields()) {
    out += separator;
    out += Quote(key);
    out += ": ";
    AppendText(out, field);
    separator = ", ";
  }
  out += '}';
}

std::string DecimalNotation(Decimal d) {
  if (!FitsCedarDecimal(d)) return DecimalText(d);
  return Format("decimal(\"{}\")", CedarDecimalText(d));
}

std::string DatetimeNotation(Datetime t) {
  if (const auto text = DatetimeText(t)) return Format("datetime(\"{}\")", *text);
  return Format("datetime(\"{}\").offset(duration(\"{}ms\"))", kEpoch, t.millis);
}

void AppendText(std::string& out, const Value& v) {
  switch (v.kind()) {
    case ValueKind::kBool: out += v.as_bool() ? "true" : "false"; return;
    case ValueKind::kLong: out += std::to_string(v.as_long()); return;
    case ValueKind::kDecimal: out += DecimalNotation(v.as_decimal()); return;
    case ValueKind::kString: out += Quote(v.as_string()); return;
    case ValueKind::kEntity: AppendText(out, v.as_entity()); return;
    case ValueKind::kDatetime: out += DatetimeNotation(v.as_datetime()); return;
    case ValueKind::kDuration:
      out += Format("duration(\"{}\")", DurationText(v.as_duration()));
      return;
    case ValueKind::kIp: out += Format("ip(\"{}\")", IpText(v.as_ip())); return;
    case ValueKind::kList:
    case ValueKind::kSet: AppendElements(out, v); return;
    case ValueKind::kRecord: AppendFields(out, v); return;
  }
}

void AppendExtension(std::string& out, std::string_view fn, std::string_view arg) {
  out += Format(R"({{"__extn":{{"fn":"{}","arg":"{}"}}}})", fn, arg);
}

void AppendDatetimeJson(std::string& out, Datetime t) {
  if (const auto text = DatetimeText(t)) return AppendExtension(out, "datetime", *text);
  out += R"({"__extn":{"fn":"offset","args":[)";
  AppendExtension(out, "datetime", kEpoch);
  out += ',';
  AppendExtension(out, "duration", DurationText(Duration{t.millis}));
  out += "]}}";
}

void AppendJson(std::string& out, const Value& v);

void AppendElementsJson(std::string& out, const Value& v) {
  char separator = '[';
  for (const Value& element : v.elements()) {
    out += separator;
    AppendJson(out, element);
    separator = ',';
  }
  if (separator == '[') out += '[';
  out += ']';
}

void AppendFieldsJson(std::string& out, const Value& v) {
  char separator = '{';
  for (const auto& [key, field] : v.fields()) {
    out += separator;
    AppendJsonString(out, key);
    out += ':';
    AppendJson(out, field);
    separator = ',';
  }
  if (separator == '{') out += '{';
  out += '}';
}

void AppendEntityJson(std::string& out, const EntityUid& uid) {
  out += R"({"__entity":{"type":)";
  AppendJsonString(out, uid.type);
  out += R"(,"id":)";
  AppendJsonString(out, uid.id);
  out += "}}";
}

std::string DecimalArgument(Decimal d) {
  return FitsCedarDecimal(d) ? CedarDecimalText(d) : DecimalText(d);
}

void AppendJson(std::string& out, const Value& v) {
  switch (v.kind()) {
    case ValueKind::kBool: out += v.as_bool() ? "true" : "false"; return;
    case ValueKind::kLong: out += std::to_string(v.as_long()); return;
    case ValueKind::kDecimal:
      return AppendExtension(out, "decimal", DecimalArgument(v.as_decimal()));
    case ValueKind::kString: return AppendJsonString(out, v.as_string());
    case ValueKind::kEntity: return AppendEntityJson(out, v.as_entity());
    case ValueKind::kDatetime: return AppendDatetimeJson(out, v.as_datetime());
    case ValueKind::kDuration:
      return AppendExtension(out, "duration", DurationText(v.as_duration()));
    case ValueKind::kIp: return AppendExtension(out, "ip", IpText(v.as_ip()));
    case ValueKind::kList:
    case ValueKind::kSet: return AppendElementsJson(out, v);
    case ValueKind::kRecord: return AppendFieldsJson(out, v);
  }
}

}  // namespace

std::string_view KindName(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBool: return "bool";
    case ValueKind::kLong: return "long";
    case ValueKind::kDecimal: return "decimal";
    case ValueKind::kString: return "string";
    case ValueKind::kEntity: return "entity";
    case ValueKind::kDatetime: return "datetime";
    case ValueKind::kDuration: return "duration";
    case ValueKind::kIp: return "ip";
    case ValueKind::kList: return "list";
    case ValueKind::kSet: return "set";
    case ValueKind::kRecord: return "record";
  }
  return "value";
}

std::string ToText(const Value& v) {
  std::string out;
  AppendText(out, v);
  return out;
}

std::string ToText(const EntityUid& uid) {
  std::string out;
  AppendText(out, uid);
  return out;
}

std::string ToJson(const Value& v) {
  std::string out;
  AppendJson(out, v);
  return out;
}

std::string JsonQuote(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

}  // namespace rune::value
