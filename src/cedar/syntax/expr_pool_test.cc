#include "cedar/syntax/expr_pool.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rune::cedar {
namespace {

std::vector<std::string> NamesOf(const Expr& node) {
  return {node.names().begin(), node.names().end()};
}

TEST(ExprPoolTest, ANodeHoldsAnyNumberOfChildrenAndNames) {
  ExprPool pool;
  const ExprId leaf = pool.Add(ExprKind::kVariable, {});
  for (std::size_t count = 0; count < 5; ++count) {
    const std::vector<ExprId> children(count, leaf);
    const std::vector<std::string> names(count, "name" + std::to_string(count));
    const Expr& node = pool[pool.Add(ExprKind::kRecord, {}, children, pool.Names(names))];
    EXPECT_EQ(std::vector<ExprId>(node.children()), children);
    EXPECT_EQ(NamesOf(node), names);
  }
}

// What a node shows may lie in it, and it moves when the pool grows.
TEST(ExprPoolTest, NodesTakeTheChildrenAndNamesOfOthers) {
  ExprPool pool;
  ExprId last = pool.Add(ExprKind::kVariable, {});
  last = pool.Add(ExprKind::kGetAttr, {}, {last}, pool.Names({"name"}));
  for (int i = 0; i < 1000; ++i) {
    last = pool.Add(ExprKind::kGetAttr, {}, pool[last].children(), pool[last].names());
    last = pool.Add(pool[last], pool[last].children());
  }
  EXPECT_EQ(pool[last].children()[0], 0u);
  EXPECT_EQ(pool[last].names()[0], "name");
}

TEST(ExprPoolTest, LiteralsAndPatternsAreNoLists) {
  ExprPool pool;
  const Expr& literal = pool[pool.AddLiteral(Value("text"), {})];
  EXPECT_EQ(literal.literal(), Value("text"));
  EXPECT_TRUE(literal.children().empty());
  EXPECT_TRUE(literal.names().empty());
  EXPECT_EQ(literal.wild(), nullptr);
  const ExprId like = pool.Add(ExprKind::kLike, {}, {0});
  pool.at(like).SetWild(pool.memory().Keep(WildText{{U'a'}, {}}));
  EXPECT_EQ(pool[like].wild()->pattern, std::vector<char32_t>{U'a'});
  EXPECT_EQ(pool[like].children()[0], 0u);
  EXPECT_TRUE(pool[like].names().empty());
  EXPECT_EQ(pool[like].literal(), Value(false));
}

TEST(ExprPoolTest, CopiesInAnotherPoolOutliveTheFirst) {
  ExprPool kept;
  {
    ExprPool pool;
    const ExprId text = pool.AddLiteral(Value("text"), {});
    const ExprId like = pool.Add(ExprKind::kLike, {}, {text});
    pool.at(like).SetWild(pool.memory().Keep(WildText{{U'a'}, {}}));
    const ExprId record =
        pool.Add(ExprKind::kRecord, {}, {text, like, text}, pool.Names({"a", "b", "c"}));
    for (const ExprId id : {text, like, record}) kept.Add(pool[id]);
  }
  EXPECT_EQ(kept[0].literal(), Value("text"));
  EXPECT_EQ(kept[1].wild()->pattern, std::vector<char32_t>{U'a'});
  EXPECT_EQ(NamesOf(kept[2]), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(std::vector<ExprId>(kept[2].children()), (std::vector<ExprId>{0, 1, 0}));
}

}  // namespace
}  // namespace rune::cedar
