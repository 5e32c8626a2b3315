#include "value/json_scan.h"

#include <gtest/gtest.h>

#include <optional>

#include "value/json.h"

namespace rune::value {
namespace {

std::optional<std::string> ScanString(std::string_view text) {
  JsonScanner scanner(text, 128);
  std::string_view out;
  if (!scanner.TakeString(out) || !scanner.AtEnd()) return std::nullopt;
  return std::string(out);
}

std::optional<std::int64_t> ScanInteger(std::string_view text) {
  JsonScanner scanner(text, 128);
  std::int64_t out = 0;
  if (!scanner.TakeInteger(out) || !scanner.AtEnd()) return std::nullopt;
  return out;
}

std::optional<Json> Judge(std::string text) {
  text::SourceMap sources;
  sources.Add("j.json", std::move(text));
  text::Diagnostics diagnostics(sources);
  return ParseJson(sources.Whole(0), {}, diagnostics);
}

// Every text of up to `length` of these pieces, in quotes or not.
template <typename Visit>
void EachText(std::string prefix, std::span<const char* const> pieces, int length, Visit visit) {
  visit(prefix);
  if (length == 0) return;
  for (const char* piece : pieces) EachText(prefix + piece, pieces, length - 1, visit);
}

TEST(JsonScanner, StringsAreThoseOfTheJudge) {
  constexpr const char* kPieces[] = {"\\",      "\"",   "u",       "D800",     "\\uDC01",
                                     "\\uD83D", "00e9", "\\u00E9", "n",        "\\n",
                                     "\n",      "\x7F", " ",       "\xC3\xBC", "\\u000"};
  int taken = 0;
  EachText("", kPieces, 4, [&](const std::string& inside) {
    const std::string text = '"' + inside + '"';
    const auto json = Judge(text);
    const auto scanned = ScanString(text);
    ASSERT_EQ(scanned.has_value(), json.has_value()) << text;
    if (!json) return;
    ASSERT_EQ(*scanned, json->string) << text;
    ++taken;
  });
  EXPECT_GT(taken, 5000);
}

TEST(JsonScanner, IntegersAreThoseOfTheJudge) {
  constexpr const char* kPieces[] = {"0", "1", "-", "+", ".", "e", "9223372036854775807", "8", " "};
  int taken = 0;
  EachText("", kPieces, 4, [&](const std::string& text) {
    const auto json = Judge(text);
    const auto scanned = ScanInteger(text);
    ASSERT_EQ(scanned.has_value(), json.has_value()) << text;
    if (!json) return;
    ASSERT_EQ(*scanned, json->integer) << text;
    ++taken;
  });
  EXPECT_GT(taken, 100);
  EXPECT_EQ(ScanInteger("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(ScanInteger("-9223372036854775809"), std::nullopt);
}

TEST(JsonScanner, AStringStaysUntilTheNext) {
  JsonScanner scanner(R"("plain" "\u0041")", 128);
  std::string_view first;
  std::string_view second;
  ASSERT_TRUE(scanner.TakeString(first));
  ASSERT_TRUE(scanner.TakeString(second));
  EXPECT_EQ(second, "A");
}

// The sum of all integers, or nothing.
std::optional<std::int64_t> Sum(JsonScanner& scanner) {
  std::int64_t sum = 0;
  const auto add = [&] {
    const std::optional<std::int64_t> part = Sum(scanner);
    sum += part.value_or(0);
    return part.has_value();
  };
  switch (scanner.Peek()) {
    case '{':
      if (!scanner.TakeObject([&](std::string_view) { return add(); })) return std::nullopt;
      return sum;
    case '[':
      if (!scanner.TakeArray(add)) return std::nullopt;
      return sum;
    default:
      if (!scanner.TakeInteger(sum)) return std::nullopt;
      return sum;
  }
}

std::optional<std::int64_t> Sum(std::string_view text, std::uint32_t depth = 128) {
  JsonScanner scanner(text, depth);
  const auto sum = Sum(scanner);
  return scanner.AtEnd() ? sum : std::nullopt;
}

TEST(JsonScanner, StepsThroughContainers) {
  EXPECT_EQ(Sum(R"( { "a" : 1 , "b" : [ 2 , [ ] , { } ] } )"), 3);
  for (const char* bad : {"[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{}}", "{\"a\"}",
                          "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "[1}", "[]1"}) {
    EXPECT_EQ(Sum(bad), std::nullopt) << bad;
    EXPECT_FALSE(Judge(bad).has_value()) << bad;
  }
}

TEST(JsonScanner, NestsAsDeepAsItMay) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(Sum(nested(3), 3), 0);
  EXPECT_EQ(Sum(nested(4), 3), std::nullopt);
  EXPECT_EQ(Sum(nested(JsonScanner::kMostDepth)), 0);
  EXPECT_EQ(Sum(nested(JsonScanner::kMostDepth + 1)), std::nullopt);
  EXPECT_EQ(Sum("[[[]],[[]],[[]]]", 3), 0) << "what was closed does not count";
}

}  // namespace
}  // namespace rune::value
