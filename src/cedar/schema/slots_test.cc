#include "cedar/schema/slots.h"

#include <gtest/gtest.h>

#include <string_view>

#include "cedar/schema/name_table.h"

namespace rune::cedar {
namespace {

TEST(SlotsTest, NumbersOfOneHashAreToldApart) {
  Slots slots;
  const auto is = [](std::uint32_t wanted) {
    return [wanted](std::uint32_t number) { return number == wanted; };
  };
  EXPECT_EQ(slots.Get(7, is(0)), Slots::kFree);
  slots.Reserve(3);
  for (std::uint32_t number = 0; number < 3; ++number) slots.At(7, is(number)) = number;
  for (std::uint32_t number = 0; number < 3; ++number) EXPECT_EQ(slots.Get(7, is(number)), number);
  EXPECT_EQ(slots.Get(7, is(3)), Slots::kFree);
  EXPECT_EQ(slots.Get(8, is(1)), 1U);  // on its way
}

struct Entry {
  std::string_view space;
  std::string_view name;
};

TEST(NameTableTest, FindsNamesByTheirParts) {
  NameTable<Entry> table;
  EXPECT_EQ(table.Find("", "A"), nullptr);
  table.Reserve(3);
  const auto [first, fresh] = table.Add("A", "B");
  EXPECT_TRUE(fresh);
  EXPECT_TRUE(table.Add("", "B").second);
  EXPECT_TRUE(table.Add("B", "A").second);
  EXPECT_EQ(table.Add("A", "B"), std::pair(first, false));
  EXPECT_EQ(table.Find("A", "B"), first);
  EXPECT_EQ(table.Find("B", "B"), nullptr);
  EXPECT_EQ(table.entries()[1].space, "");
  EXPECT_EQ(table.entries()[2].name, "A");
}

}  // namespace
}  // namespace rune::cedar
