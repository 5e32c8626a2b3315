#include "text/codes.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace rune::text {
namespace {

TEST(Codes, EachStandsAtItsOwnNumber) {
  ASSERT_FALSE(AllCodes().empty());
  std::size_t index = 0;
  for (const CodeInfo& info : AllCodes()) {
    EXPECT_EQ(static_cast<std::size_t>(info.id), index++);
    EXPECT_EQ(&Info(info.id), &info);
  }
}

TEST(Codes, AreWellFormedAndUnique) {
  const std::regex form("RUNE-[PRCEQSV][0-9]{4}");
  std::set<std::string_view> codes;
  for (const CodeInfo& info : AllCodes()) {
    EXPECT_TRUE(std::regex_match(std::string(info.code), form)) << info.code;
    EXPECT_TRUE(codes.insert(info.code).second) << info.code << " is there twice";
    EXPECT_FALSE(info.title.empty());
    EXPECT_TRUE(info.name.starts_with('k')) << info.name;
  }
}

TEST(Codes, AreFoundIgnoringCaseWithAndWithoutPrefix) {
  EXPECT_EQ(FindCode("RUNE-E0001"), Code::kJsonSyntax);
  EXPECT_EQ(FindCode("rune-e0001"), Code::kJsonSyntax);
  EXPECT_EQ(FindCode("e0001"), Code::kJsonSyntax);
  for (const char* wrong : {"", "RUNE-", "0001", "E001", "E00011", "Z0001", " E0001"}) {
    EXPECT_FALSE(FindCode(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace rune::text
