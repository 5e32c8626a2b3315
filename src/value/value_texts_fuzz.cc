// Small texts that strangers write: extension values, decimals, paths, patterns. Whatever the
// bytes, nothing may crash, and what is accepted must print to a text that reads back as the same
// value.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "value/decimal.h"
#include "value/escape.h"
#include "value/extension.h"
#include "value/glob.h"
#include "value/path.h"

namespace rune::value {
namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

void TryExtensions(std::string_view text) {
  if (const auto d = ParseCedarDecimal(text)) {
    Require(FitsCedarDecimal(*d));
    Require(ParseCedarDecimal(CedarDecimalText(*d)) == d);
  }
  if (const auto ip = ParseIp(text)) {
    Require(ParseIp(IpText(*ip)) == ip);
    Require(IsInRange(*ip, *ip));
    Require(!(IsLoopback(*ip) && IsMulticast(*ip)));
  }
  if (const auto t = ParseDatetime(text)) {
    if (const auto printed = DatetimeText(*t)) Require(ParseDatetime(*printed) == t);
    const auto day = ToDate(*t);
    Require(day && Offset(*day, ToTime(*t)) == t);
  }
  if (const auto d = ParseDuration(text)) Require(ParseDuration(DurationText(*d)) == d);
}

void TryDecimals(std::string_view left, std::string_view right) {
  const auto a = ParseDecimalText(left);
  const auto b = ParseDecimalText(right);
  if (!a || !b) return;
  Require(ParseDecimalText(DecimalText(*a)) == a);
  if (const auto sum = AddDecimal(*a, *b)) Require(SubtractDecimal(*sum, *b) == a);
  if (const auto product = MultiplyDecimal(*a, *b)) {
    Require(MultiplyDecimal(*b, *a) == product);
    if (b->nanos != 0) Require(DivideDecimal(*product, *b) == a);
  }
}

void TryPaths(std::string_view path, std::string_view root) {
  const std::string normal = NormalizePath(path);
  Require(NormalizePath(normal) == normal);
  Require(Within(path, root) == Within(normal, NormalizePath(root)));
  if (!ClimbsOut(normal)) Require(Within(path, path) == true);
  static_cast<void>(PathDirectory(normal));
  static_cast<void>(PathExtension(normal));
  static_cast<void>(PathIdProblem(path));
}

void TryPatterns(std::string_view source, std::string_view id) {
  const auto pattern = UnescapePattern(source);
  if (!pattern) return;
  static_cast<void>(MatchesLike(id, *pattern));
  const Glob other(*pattern, false);
  static_cast<void>(other.Matches(id));
  const Glob glob(*pattern, true);
  const auto answer = glob.Matches(id);
  Require(answer == glob.Matches(NormalizePath(id)));
  if (answer == true) Require(!glob.MatchesNothing() && !ClimbsOut(NormalizePath(id)));
  const auto again = UnescapePattern(glob.Text());
  if (FindInvalidUtf8(source) == std::string_view::npos) {
    Require(again.has_value() && Glob(*again, true).Matches(id) == answer);
  }
}

}  // namespace
}  // namespace rune::value

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = text.find('\n');
  const std::string_view left = text.substr(0, cut);
  const std::string_view right = cut == std::string_view::npos ? left : text.substr(cut + 1);
  rune::value::TryExtensions(left);
  rune::value::TryDecimals(left, right);
  rune::value::TryPaths(left, right);
  rune::value::TryPatterns(left, right);
  return 0;
}
