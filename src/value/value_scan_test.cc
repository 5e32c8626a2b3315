#include "value/value_scan.h"

#include <gtest/gtest.h>

#include <optional>

#include "value/json.h"
#include "value/print.h"

namespace rune::value {
namespace {

std::optional<Value> Judge(std::string text) {
  text::SourceMap sources;
  sources.Add("j.json", std::move(text));
  text::Diagnostics diagnostics(sources);
  const auto json = ParseJson(sources.Whole(0), {}, diagnostics);
  if (!json) return std::nullopt;
  return ToValue(*json, Escapes::kInterpret, Arrays::kSets, diagnostics);
}

std::optional<Value> Scan(std::string_view text, std::uint64_t most_bytes = 1'000'000) {
  JsonScanner scanner(text, 128);
  ValueScanner values(scanner, most_bytes);
  Value out;
  if (!values.Scan(out) || !scanner.AtEnd()) return std::nullopt;
  return out;
}

TEST(ValueScanner, TakesWhatIsUsual) {
  for (const char* text :
       {"true", "false", "0", "-7", R"("")", R"("a\u00e9\n\ud83d\ude00")", "[]", "{}",
        R"([3, 1, 3, "x", [2, 1], [1, 2]])", R"({"b": 1, "a": {"b": [true]}})",
        R"({"__entity": {"type": "A::B", "id": "x"}})",
        R"({"\u005f_entity": {"id": "", "type": "A"}})", R"({"type": "A", "id": "x"})",
        R"({"__extn": {"fn": "decimal", "arg": "1.5"}})",
        R"({"__extn": {"arg": "10.0.0.0/8", "fn": "ip"}})", R"({"fn": "ip", "arg": "x"})",
        R"({"a": 1, "__entity": {"type": "A", "id": "x"}})", R"({"_entity": 1})"}) {
    const auto scanned = Scan(text);
    ASSERT_TRUE(scanned.has_value()) << text;
    EXPECT_EQ(*scanned, Judge(text)) << text;
  }
}

TEST(ValueScanner, LeavesTheRareToTheJudge) {
  for (const char* text :
       {R"({"__entity": {"type": "A", "id": "x", "more": 1}})", R"({"__entity": "x"})",
        R"({"__entity": {"type": "A"}})", R"({"__entity": {"type": "A", "id": "x"}, "more": 1})",
        R"({"__extn": {"fn": "ip", "args": ["::1"]}})", R"({"__extn": 1})", R"({"__expr": 1})"}) {
    EXPECT_EQ(Scan(text), std::nullopt) << text;
    EXPECT_TRUE(Judge(text).has_value()) << text;
  }
}

TEST(ValueScanner, TakesNothingThatIsWrong) {
  for (const char* text : {"null",
                           "[null]",
                           "truth",
                           "tru",
                           "1.5",
                           "1e3",
                           "-0",
                           "01",
                           R"({"a": 1, "a": 1})",
                           R"({"a": 1, "\u0061": 1})",
                           R"({"__expr": "1"})",
                           R"({"__extn": {"fn": "ip", "arg": "x"}})",
                           R"({"__extn": {"fn": "no", "arg": "x"}})",
                           R"({"__entity": {"type": "", "id": "x"}})",
                           R"({"__entity": {"type": "a b", "id": "x"}})",
                           R"({"__entity": {"type": "in", "id": "x"}})",
                           R"({"__entity": {"type": "A", "type": "A", "id": "x"}})",
                           "[1,]",
                           "\"\n\"",
                           "1 1",
                           ""}) {
    EXPECT_EQ(Scan(text), std::nullopt) << text;
    EXPECT_EQ(Judge(text), std::nullopt) << text;
  }
}

TEST(ValueScanner, ATypeThatWasMetIsNoOther) {
  const auto uid = [](const std::string& type) {
    return R"({"__entity": {"type": ")" + type + R"(", "id": "x"}})";
  };
  EXPECT_TRUE(Scan("[" + uid("Ab") + "," + uid("Ab") + "]").has_value());
  EXPECT_EQ(Scan("[" + uid("Ab") + "," + uid("-b") + "]"), std::nullopt);
}

TEST(ValueScanner, ChargesWhatItMakes) {
  const std::string text = R"({"key": ["0123456789", 2]})";
  EXPECT_EQ(Scan(text, 200), std::nullopt);
  EXPECT_TRUE(Scan(text, 600).has_value());
}

std::optional<EntityUid> ScanUid(std::string_view text) {
  JsonScanner scanner(text, 128);
  ValueScanner values(scanner, 1000);
  EntityUid out;
  if (!values.ScanUid(out) || !scanner.AtEnd()) return std::nullopt;
  return out;
}

TEST(ValueScanner, ANameStandsAloneOrWrapped) {
  const EntityUid expected{"A", "x"};
  EXPECT_EQ(ScanUid(R"({"type": "A", "id": "x"})"), expected);
  EXPECT_EQ(ScanUid(R"({"id": "x", "type": "A"})"), expected);
  EXPECT_EQ(ScanUid(R"({"__entity": {"id": "x", "type": "A"}})"), expected);
  for (const char* text :
       {R"({})", R"({"type": "A"})", R"({"__entity": {"type": "A"}})", R"({"type": "A", "id": 1})",
        R"({"type": "A", "id": "x", "__entity": {"type": "A", "id": "x"}})",
        R"({"__entity": {"type": "A", "id": "x"}, "type": "A"})",
        R"({"__entity": {"__entity": {"type": "A", "id": "x"}}})", R"("A::\"x\"")"}) {
    EXPECT_EQ(ScanUid(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rune::value
