#include "cedar/syntax/tree_memory.h"

#include <gtest/gtest.h>

#include "cedar/syntax/ast.h"
#include "cedar/syntax/print.h"
#include "cedar/syntax/reading.h"

namespace rune::cedar {
namespace {

TEST(TreeMemoryTest, NamesAndLiteralsAreKeptOnce) {
  TreeMemory memory;
  const std::string* name = &memory.Name("department");
  const Value* text = &memory.Text("department");
  const Value* entity = &memory.Entity("User", "alice");
  for (int i = 0; i < 20'000; ++i) {
    const std::string other = "department" + std::to_string(i);
    EXPECT_EQ(memory.Name(other), other);
    EXPECT_EQ(memory.Text(other), Value(other));
    EXPECT_EQ(memory.Entity(other, "alice"), Value(EntityUid{other, "alice"}));
  }
  EXPECT_EQ(&memory.Name("department"), name);
  EXPECT_EQ(&memory.Text("department"), text);
  EXPECT_EQ(&memory.Entity("User", "alice"), entity);
  EXPECT_EQ(*name, "department");
}

TEST(TreeMemoryTest, WhatIsAlikeIsNotTheSame) {
  TreeMemory memory;
  EXPECT_EQ(memory.Entity("AB", "C"), Value(EntityUid{"AB", "C"}));
  EXPECT_EQ(memory.Entity("A", "BC"), Value(EntityUid{"A", "BC"}));
  EXPECT_EQ(memory.Entity("A", ""), Value(EntityUid{"A", ""}));
  EXPECT_EQ(memory.Text("A"), Value("A"));
  EXPECT_EQ(memory.Text(""), Value(""));
  const std::string zeros(3, '\0');
  EXPECT_EQ(memory.Name(zeros), zeros);
  EXPECT_EQ(memory.Name(zeros.substr(1)), zeros.substr(1));
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string name(size, 'x');
    EXPECT_EQ(memory.Name(name), name);
  }
}

TEST(TreeMemoryTest, ListsStayWhereTheyAre) {
  TreeMemory memory;
  std::vector<ExprIds> kept;
  for (ExprId size = 0; size < 2000; ++size) {
    kept.push_back(memory.Kept(std::vector<ExprId>(size, size)));
  }
  for (ExprId size = 0; size < kept.size(); ++size) {
    EXPECT_EQ(std::vector<ExprId>(kept[size]), std::vector<ExprId>(size, size));
  }
}

// A pool with `principal.name`, done.
ExprPool Done() {
  ExprPool making;
  const ExprId variable = making.Add(ExprKind::kVariable, {});
  making.Add(ExprKind::kGetAttr, {}, {variable}, making.Names({"name"}));
  return making.Take();
}

TEST(ExprPoolTest, CopiesGoOnWithoutTheOriginal) {
  ExprPool copy;
  {
    const ExprPool original = Done();
    copy = original;
    EXPECT_EQ(&copy[1], &original[1]) << "what is done is shared";
  }
  EXPECT_EQ(PrintExpr(copy, 1), "principal.name");
  const ExprPool moved = std::move(copy);
  EXPECT_EQ(PrintExpr(moved, 1), "principal.name");
}

TEST(ExprPoolTest, AChangedCopyLeavesTheOriginalAlone) {
  const ExprPool original = Done();
  ExprPool copy = original;
  copy.at(0).variable = Variable::kResource;
  const ExprId other = copy.AddLiteral(Value("text"), {});
  const ExprId both = copy.Add(ExprKind::kBinary, {}, {1, other});
  copy.at(both).binary = BinaryOp::kEq;
  EXPECT_EQ(PrintExpr(copy, both), "resource.name == \"text\"");
  EXPECT_EQ(PrintExpr(original, 1), "principal.name");
  EXPECT_EQ(original.size(), 2u);
}

TEST(ExprPoolTest, NodesOfAnotherPoolAreTakenWhole) {
  ExprPool pool;
  {
    Reading reading("[User::\"a\", {k: 1}.k, \"x\" like \"*\"]");
    const auto parsed = reading.Expression();
    ASSERT_TRUE(parsed);
    for (ExprId id = 0; id < parsed->pool.size(); ++id) pool.Add(parsed->pool[id]);
  }
  EXPECT_EQ(PrintExpr(pool, static_cast<ExprId>(pool.size() - 1)),
            "[User::\"a\", {k: 1}.k, \"x\" like \"*\"]");
}

TEST(ExprPoolTest, PoliciesOutliveTheirSet) {
  Policy policy;
  {
    Reading reading("permit(principal in A::\"1\", action, resource is B) when { context.a };");
    policy = reading.Policies().at(0);
  }
  EXPECT_EQ(policy.principal.entities[0].uid(), (EntityUid{"A", "1"}));
  EXPECT_EQ(*policy.resource.type, "B");
  EXPECT_EQ(PrintExpr(policy.pool, *policy.conditions[0].body), "context.a");
}

}  // namespace
}  // namespace rune::cedar
