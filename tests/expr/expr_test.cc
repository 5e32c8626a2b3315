// One test for each line of tests/cases/**/*.expr, plain and printed-and-read-again.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "case_file.h"
#include "case_run.h"
#include "world.h"

namespace rune::cases {
namespace {

constexpr int kLeastCases = 300;

class FunctionTest : public testing::Test {
 public:
  explicit FunctionTest(std::function<void()> body) : body_(std::move(body)) {}
  void TestBody() override { body_(); }

 private:
  std::function<void()> body_;
};

void Register(const std::string& suite, const std::string& name, const std::string& path, int line,
              std::function<void()> body) {
  testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, path.c_str(), line,
                        [body]() -> testing::Test* { return new FunctionTest(body); });
}

void RegisterFile(const CaseFile& file, const World& world) {
  const std::string path = file.path.string();
  Register(file.name, "IsWellFormed", path, 1, [file] {
    for (const std::string& problem : file.problems) ADD_FAILURE() << file.path << ": " << problem;
  });
  for (const Case& one : file.cases) {
    const bool extended = file.extended;
    Register(file.name, "Line" + std::to_string(one.line), path, one.line, [=, &world] {
      for (const Mode mode : {Mode::kPlain, Mode::kPrinted}) {
        EXPECT_EQ(RunCase(one.text, extended, mode, world), one.expected)
            << path << ":" << one.line << (mode == Mode::kPrinted ? " (printed): " : ": ")
            << one.text;
      }
    });
  }
}

int Main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const World world;
  int count = 0;
  for (const CaseFile& file : ReadCaseFiles(RUNE_SOURCE_DIR "/tests/cases")) {
    RegisterFile(file, world);
    count += static_cast<int>(file.cases.size());
  }
  Register("seed", "IsLargeEnough", __FILE__, __LINE__, [count] { EXPECT_GE(count, kLeastCases); });
  return RUN_ALL_TESTS();
}

}  // namespace
}  // namespace rune::cases

int main(int argc, char** argv) { return rune::cases::Main(argc, argv); }
