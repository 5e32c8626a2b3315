#include "value/value_scan.h"

#include <iterator>
#include <utility>

#include "value/json.h"
#include "value/name.h"

namespace rune::value {
namespace {

constexpr std::string_view kEntityKey = "__entity";
constexpr std::string_view kCallKey = "__extn";

struct NameKeys {
  static constexpr std::string_view kFirst = "type";
  static constexpr std::string_view kSecond = "id";
};
struct CallKeys {
  static constexpr std::string_view kFirst = "fn";
  static constexpr std::string_view kSecond = "arg";
};

bool IsEscapeKey(std::string_view key) {
  return key == kEntityKey || key == kCallKey || key == "__expr";
}

}  // namespace

bool ValueScanner::Scan(Value& out) {
  switch (text_.Peek()) {
    case '"': return ScanString(out);
    case '{': return ScanObject(out);
    case '[': return ScanSet(out);
    case 't': out = Value(true); return text_.TakeWord("true");
    case 'f': out = Value(false); return text_.TakeWord("false");
    default: break;
  }
  std::int64_t integer = 0;
  if (!text_.TakeInteger(integer)) return false;
  out = Value(integer);
  return true;
}

bool ValueScanner::ScanString(Value& out) {
  std::string_view string;
  if (!text_.TakeString(string) || !Charge(string.size())) return false;
  out = Value(string);
  return true;
}

bool ValueScanner::ScanSet(Value& out) {
  const auto first = static_cast<std::ptrdiff_t>(open_.size());
  const bool good = text_.TakeArray([this] {
    Value element;
    if (!Charge(sizeof(Value)) || !Scan(element)) return false;
    open_.push_back(std::move(element));
    return true;
  });
  if (!good) return false;
  Value::Elements elements(std::make_move_iterator(open_.begin() + first),
                           std::make_move_iterator(open_.end()));
  open_.erase(open_.begin() + first, open_.end());
  out = Value::Set(std::move(elements));
  return true;
}

bool ValueScanner::ScanFields(Value::Fields& out) {
  return text_.TakeObject([&](std::string_view key) { return ScanField(key, out); });
}

bool ValueScanner::ScanField(std::string_view key, Value::Fields& fields) {
  if (!Charge(sizeof(Value::Fields::value_type) + key.size())) return false;
  const auto [it, added] = fields.try_emplace(std::string(key));
  return added && Scan(it->second);
}

bool ValueScanner::ScanObject(Value& out) {
  Value::Fields fields;
  bool first = true;
  bool escape = false;
  const bool good = text_.TakeObject([&](std::string_view key) {
    // An escape stands alone.
    if (escape) return false;
    escape = std::exchange(first, false) && IsEscapeKey(key);
    return escape ? ScanEscape(key, out) : ScanField(key, fields);
  });
  if (good && !escape) out = Value::Record(std::move(fields));
  return good;
}

bool ValueScanner::ScanEscape(std::string_view key, Value& out) {
  if (key == kCallKey) return ScanCall(out);
  EntityUid uid;
  if (key != kEntityKey || !ScanName(uid)) return false;
  out = Value(std::move(uid));
  return true;
}

bool ValueScanner::ScanName(EntityUid& out) {
  return ScanTexts<NameKeys>(out.type, out.id) && IsType(out.type);
}

bool ValueScanner::ScanUid(EntityUid& out) {
  TwoTexts<NameKeys> texts{out.type, out.id};
  bool wrapped = false;
  const bool good = text_.TakeObject([&](std::string_view key) {
    if (wrapped) return false;
    wrapped = key == kEntityKey && !texts.has_first && !texts.has_second;
    return wrapped ? ScanName(out) : ScanOneOf(texts, key);
  });
  return good && (wrapped || (texts.complete() && IsType(out.type)));
}

bool ValueScanner::ScanCall(Value& out) {
  std::string fn;
  std::string arg;
  if (!ScanTexts<CallKeys>(fn, arg)) return false;
  auto value = MakeExtension(fn, arg);
  if (value) out = *std::move(value);
  return value.has_value();
}

template <typename Keys>
bool ValueScanner::ScanTexts(std::string& first, std::string& second) {
  TwoTexts<Keys> texts{first, second};
  return text_.TakeObject([&](std::string_view key) { return ScanOneOf(texts, key); }) &&
         texts.complete();
}

template <typename Keys>
bool ValueScanner::ScanOneOf(TwoTexts<Keys>& texts, std::string_view key) {
  const bool is_first = key == Keys::kFirst;
  if (!is_first && key != Keys::kSecond) return false;
  if (std::exchange(is_first ? texts.has_first : texts.has_second, true)) return false;
  std::string_view string;
  if (!text_.TakeString(string) || !Charge(string.size())) return false;
  (is_first ? texts.first : texts.second) = string;
  return true;
}

bool ValueScanner::IsType(std::string_view name) {
  if (name.empty()) return false;
  std::string& met =
      types_[(name.size() + static_cast<unsigned char>(name.back())) % types_.size()];
  if (met == name) return true;
  if (!IsTypeName(name)) return false;
  met = name;
  return true;
}

}  // namespace rune::value
