// The rules are worth what their reading of C++ is worth: small texts with a known answer.
#include "cpp_text.h"
#include "tree.h"

namespace house {
namespace {

TEST(SelfTest, CodeOnlyBlanksCommentsAndLiterals) {
  EXPECT_EQ(CodeOnly("a // throw\nb"), "a         \nb");
  EXPECT_EQ(CodeOnly("a /* x\ny */ b"), "a     \n     b");
  EXPECT_EQ(CodeOnly("f(\"try \\\" x\") + 1"), "f(\"        \") + 1");
  EXPECT_EQ(CodeOnly("f('\"') + 1'000"), "f(' ') + 1'000");
  EXPECT_EQ(CodeOnly("f(U'*', '}')"), "f(U' ', ' ')");
  EXPECT_EQ(CodeOnly("R\"x(a \" b)x\" c"), "R\"         \" c");
}

TEST(SelfTest, WordsStandAlone) {
  EXPECT_EQ(FindWord("try retry try_ try", "try"), (std::vector<std::size_t>{0, 15}));
}

TEST(SelfTest, FunctionsAreMeasuredWithTheirHeads) {
  const std::string code = R"(
#define M(x) \
  do { } while (false)
namespace a {
struct S {
  int x = f({1, 2});
 public:
  int Get() const { return x; }
  S(int y)
      : a_{y}, b_(y) {
    x = y;
  }
};
constexpr auto kTable = Make({
  {1}, {2},
});
template <typename T>
int Long(
    int a,
    T b = {}) {
  if (a) {
    return [&] { return 1; }();
  }
  return 2;
}
enum class E { kA };
}
)";
  const std::vector<FunctionSpan> functions = Functions(CodeOnly(code));
  ASSERT_EQ(functions.size(), 3u);
  EXPECT_EQ(functions[0].head, "int Get() const");
  EXPECT_EQ(functions[0].length(), 1u);
  EXPECT_EQ(functions[1].head, "S(int y) : a_{y}, b_(y)");
  EXPECT_EQ(functions[1].length(), 4u);
  EXPECT_EQ(functions[2].length(), 9u);
}

TEST(SelfTest, TheTreeIsRead) {
  EXPECT_NE(Tree::Get().Find("tools/layers.txt"), nullptr);
  EXPECT_EQ(Tree::Get().Find("build/release/build.ninja"), nullptr);
}

}  // namespace
}  // namespace house
