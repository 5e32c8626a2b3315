#include "text/suggest.h"

#include <gtest/gtest.h>

namespace rune::text {
namespace {

std::string Of(std::string_view name, std::vector<std::string> known) {
  return Suggest(name, known).value_or("-");
}

TEST(Suggest, EachKindOfSlip) {
  EXPECT_EQ(Of("principl", {"action", "principal"}), "principal") << "a letter missing";
  EXPECT_EQ(Of("principaal", {"action", "principal"}), "principal") << "one too many";
  EXPECT_EQ(Of("prinzipal", {"action", "principal"}), "principal") << "another one";
  EXPECT_EQ(Of("pirncipal", {"action", "principal"}), "principal") << "two swapped";
}

TEST(Suggest, ASwapIsOneEdit) {
  EXPECT_EQ(Of("hsa", {"has"}), "has");
  EXPECT_EQ(Of("ahs", {"has"}), "has");
  EXPECT_EQ(Of("sha", {"has"}), "-") << "two edits in three letters";
}

TEST(Suggest, NothingWhenItIsFar) {
  EXPECT_EQ(Of("banana", {"principal", "action"}), "-");
  EXPECT_EQ(Of("ab", {"ac"}), "-") << "short names have no room for a slip";
  EXPECT_EQ(Of("abcdefghijklmnop", {"abcdefghijklWXYZ"}), "-") << "four edits are too many";
  EXPECT_EQ(Of("abcdefghijklmnop", {"abcdefghijklmXYZ"}), "abcdefghijklmXYZ");
  EXPECT_EQ(Of("x", {}), "-");
  EXPECT_EQ(Of("", {"a"}), "-");
}

TEST(Suggest, TheClosestAndThenTheFirst) {
  EXPECT_EQ(Of("actoin", {"auction", "action"}), "action");
  EXPECT_EQ(Of("rule", {"rules", "ruler"}), "rules");
}

TEST(Suggest, TheNameItselfIsNoSuggestion) { EXPECT_EQ(Of("rules", {"rules"}), "-"); }

TEST(Suggest, LongNamesAreNotCompared) {
  EXPECT_EQ(Of(std::string(101, 'a'), {std::string(100, 'a')}), "-");
  EXPECT_EQ(Of(std::string(99, 'a'), {std::string(100, 'a')}), std::string(100, 'a'));
  EXPECT_EQ(Of(std::string(10'000'000, 'a'), {"a"}), "-");
}

}  // namespace
}  // namespace rune::text
