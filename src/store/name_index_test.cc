#include "store/name_index.h"

#include <gtest/gtest.h>

#include <string>

namespace rune::store {
namespace {

using Index = NameIndex<EntityUid>;

// An index of the names that it is given, in their order.
struct Names {
  auto name_of() const {
    return [this](Index::Number number) -> const EntityUid& { return names[number]; };
  }
  void Add(const EntityUid& uid) {
    names.push_back(uid);
    index.Add(uid, static_cast<Index::Number>(names.size() - 1), name_of());
  }
  void ExpectToFindAll() const {
    for (Index::Number number = 0; number < names.size(); ++number) {
      ASSERT_EQ(index.Find(names[number], name_of()), number);
    }
  }

  std::vector<EntityUid> names;
  Index index;
};

TEST(NameIndex, FindsWhatWasAdded) {
  Names names;
  EXPECT_EQ(names.index.Find({"T", "0"}, names.name_of()), std::nullopt);
  for (int i = 0; i < 5000; ++i) {
    names.Add({i % 3 == 0 ? "T" : "Other", std::to_string(i)});
  }
  names.ExpectToFindAll();
  EXPECT_EQ(names.index.Find({"T", "1"}, names.name_of()), std::nullopt);
  EXPECT_EQ(names.index.crowded(), 0u);
}

TEST(NameIndex, ANameIsAddedOnce) {
  Names names;
  names.Add({"T", "0"});
  EXPECT_EQ(names.index.FindOrAdd({"T", "0"}, 1, names.name_of()), 0u);
  names.names.push_back({"T", "1"});
  EXPECT_EQ(names.index.FindOrAdd({"T", "1"}, 1, names.name_of()), std::nullopt);
  EXPECT_EQ(names.index.FindOrAdd({"T", "1"}, 2, names.name_of()), 1u);
  names.ExpectToFindAll();
}

TEST(NameIndex, TypeAndIdAreTwoThings) {
  EXPECT_NE(Index::Hash({"a", "b"}), Index::Hash({"b", "a"}));
}

TEST(NameIndex, NamesChosenToCollideAreFoundToo) {
  // All belong into one place of every table up to 1024 slots.
  Names names;
  for (int i = 0; names.names.size() < 200; ++i) {
    const EntityUid uid{"T", std::to_string(i)};
    if (Index::Hash(uid) % 1024 == 7) names.Add(uid);
  }
  for (Index::Number number = 0; number < names.names.size(); ++number) {
    EXPECT_EQ(names.index.FindOrAdd(names.names[number], 999, names.name_of()), number);
  }
  EXPECT_EQ(names.index.crowded(), names.names.size() - Index::kMostProbes);
  names.ExpectToFindAll();
  // A larger table takes most of them in.
  for (int i = 0; i < 5000; ++i) names.Add({"U", std::to_string(i)});
  EXPECT_LT(names.index.crowded(), 10u);
  names.ExpectToFindAll();
}

}  // namespace
}  // namespace rune::store
