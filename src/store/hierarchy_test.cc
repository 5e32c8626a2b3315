#include "store/hierarchy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace rune::store {
namespace {

using Parents = std::vector<std::set<Number>>;

NumberLists ToLists(const Parents& parents) {
  NumberLists out(parents.size());
  for (Number number = 0; number < parents.size(); ++number) {
    out.open().insert(out.open().end(), parents[number].begin(), parents[number].end());
    out.Finish(number);
  }
  return out;
}

// Numbers below `entities` have parents; a parent is a greater number, so that there is no cycle.
Parents AnyParents(std::mt19937& random, Number entities, Number names, Number most) {
  Parents out(entities);
  for (Number number = 0; number < entities; ++number) {
    for (Number n = random() % (most + 1); n > 0 && number + 1 < names; --n) {
      out[number].insert(number + 1 + static_cast<Number>(random() % (names - number - 1)));
    }
  }
  return out;
}

// The same with a walk from each number.
Parents NaiveAncestors(const Parents& parents) {
  Parents out(parents.size());
  for (Number number = 0; number < parents.size(); ++number) {
    std::vector<Number> open(parents[number].begin(), parents[number].end());
    while (!open.empty()) {
      const Number next = open.back();
      open.pop_back();
      if (!out[number].insert(next).second || next >= parents.size()) continue;
      open.insert(open.end(), parents[next].begin(), parents[next].end());
    }
  }
  return out;
}

TEST(Hierarchy, ClosesAsAWalkFromEachNumberDoes) {
  std::mt19937 random(1);
  for (const Number names : {1u, 5u, 63u, 64u, 65u, 200u, 700u}) {
    for (const Number most : {1u, 2u, 10u}) {
      const Number entities = names - names / 5;
      const Parents parents = AnyParents(random, entities, names, most);
      const Parents expected = NaiveAncestors(parents);
      const Closure closure = Close(ToLists(parents), names, 1'000'000);
      EXPECT_FALSE(closure.has_cycle);
      EXPECT_FALSE(closure.too_many);
      ASSERT_EQ(closure.ancestors.size(), entities);
      for (Number number = 0; number < entities; ++number) {
        const std::span<const Number> found = closure.ancestors.Of(number);
        ASSERT_TRUE(std::ranges::equal(found, expected[number]))
            << number << " of " << names << ", " << most;
      }
      EXPECT_TRUE(closure.ancestors.Of(names).empty());
    }
  }
}

TEST(Hierarchy, FindsTheFirstCycleOnTheWayUp) {
  const NumberLists ring = ToLists({{1}, {2, 3}, {4}, {1}, {}});
  EXPECT_TRUE(Close(ring, 5, 100).has_cycle);
  EXPECT_EQ(FindCycle(ring, 5, Numbers{0}), (Numbers{1, 3}));
  EXPECT_EQ(FindCycle(ring, 5, Numbers{2, 3}), (Numbers{3, 1}));
  EXPECT_TRUE(FindCycle(ring, 5, Numbers{4, 2}).empty());
  const NumberLists own = ToLists({{0}});
  EXPECT_TRUE(Close(own, 1, 100).has_cycle);
  EXPECT_EQ(FindCycle(own, 1, Numbers{0}), Numbers{0});
}

TEST(Hierarchy, StopsAboveTheBound) {
  const NumberLists chain = ToLists({{1}, {2}, {3}, {}});
  EXPECT_FALSE(Close(chain, 4, 6).too_many);
  EXPECT_TRUE(Close(chain, 4, 5).too_many);
}

}  // namespace
}  // namespace rune::store
