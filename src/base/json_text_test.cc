#include "base/json_text.h"

#include <gtest/gtest.h>

namespace rune {
namespace {

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

TEST(JsonText, EscapesWhatJsonNeeds) {
  EXPECT_EQ(Quoted(""), "\"\"");
  EXPECT_EQ(Quoted("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(Quoted("\n\r\t"), R"("\n\r\t")");
  EXPECT_EQ(Quoted(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonText, OtherCharactersStand) {
  EXPECT_EQ(Quoted("\xc3\xa9\xf0\x9f\x98\x80'"), "\"\xc3\xa9\xf0\x9f\x98\x80'\"");
}

TEST(JsonText, BrokenUtf8IsReplaced) {
  EXPECT_EQ(Quoted("a\xff"
                   "b"),
            "\"a\xef\xbf\xbd"
            "b\"");
}

}  // namespace
}  // namespace rune
