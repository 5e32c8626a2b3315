#include "config/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "config/load_for_test.h"
#include "gtest/gtest.h"
#include "value/print.h"

namespace rune::config {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / ("rune_config_" + std::to_string(::getpid()) + "_" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
  }

  fs::path folder_;
};

TEST_F(FileTest, ReadsAWholeFile) {
  const std::string text = std::string("a\0b", 3) + std::string(100'000, 'x');
  Write("a", text);
  const auto content = ReadFile(Path("a"), 1 << 20);
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, text);
  Write("empty", "");
  EXPECT_EQ(ReadFile(Path("empty"), 10), std::string());
}

TEST_F(FileTest, RefusesWhatIsNoFile) {
  EXPECT_EQ(ReadFile(Path("missing"), 10).error().code, FaultCode::kNotFound);
  EXPECT_EQ(ReadFile(folder_.string(), 10).error().code, FaultCode::kNotFound);
  EXPECT_EQ(ReadFile("/dev/zero", 10).error().code, FaultCode::kNotFound);
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(ReadFile(Path("pipe"), 10).error().code, FaultCode::kNotFound);  // and does not wait
}

TEST_F(FileTest, RefusesTooLargeAFile) {
  Write("a", "12345");
  EXPECT_TRUE(ReadFile(Path("a"), 5));
  EXPECT_EQ(ReadFile(Path("a"), 4).error().code, FaultCode::kLimit);
}

TEST_F(FileTest, NeverReturnsHalfAnOldAndHalfANewFile) {
  const std::string old_text(1 << 20, 'a');
  const std::string new_text(1 << 20, 'b');
  Write("a", old_text);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) Write("a", i % 2 == 0 ? new_text : old_text);
  });
  for (int i = 0; i < 200; ++i) {
    const auto content = ReadFile(Path("a"), 2 << 20);
    if (!content) {
      EXPECT_EQ(content.error().code, FaultCode::kUnavailable);
    }
  }
  stop = true;
  writer.join();
}

TEST_F(FileTest, FolderIsOneConfigurationInTheOrderOfNames) {
  Write("b.rune", "version = \"rune/1.0\"\n[rules]\np(2).\n");
  Write("a.rune", "version = \"rune/1.0\"\n[rules]\np(1).\n[policies]\npermit(...);\n");
  Write("c.cedar", "permit(principal, action, resource);");
  Write(".hidden.rune", "not read");
  Write("notes.txt", "not read");
  const TestLoad load = LoadPath(folder_.string());
  ASSERT_TRUE(load.configuration) << load.Text();
  const auto& clauses = load.configuration->program.rules.clauses;
  ASSERT_EQ(clauses.size(), 2U);
  EXPECT_EQ(clauses[0].head[0].constant, Value(1));
  EXPECT_EQ(clauses[1].id(), "p/1#2");
  EXPECT_NE(load.configuration->policies.Find("a.policy0"), nullptr);
  EXPECT_NE(load.configuration->policies.Find("c.policy0"), nullptr);
}

TEST_F(FileTest, DataOfAllFilesIsOneTree) {
  const std::string head = "version = \"rune/1.0\"\n[data]\n";
  Write("a.rune", head + "x.in.a = 1\ny = 1\n");
  Write("b.rune", head + "x.in.b = 2\nx.c = 3\n");
  Write("c.rune", head + "z = 4\nx.in.d = 5\n");
  const TestLoad load = LoadPath(folder_.string());
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_EQ(value::ToText(load.configuration->facts.tree),
            R"({"x": {"c": 3, "in": {"a": 1, "b": 2, "d": 5}}, "y": 1, "z": 4})");
  Write("d.rune", head + "x.in.b = 2\ny.z = 1\n");
  const TestLoad clash = LoadPath(folder_.string());
  EXPECT_EQ(clash.Places(), (std::vector<std::string>{"RUNE-C0024 3:6", "RUNE-C0024 4:1"}))
      << clash.Text();
}

TEST_F(FileTest, ASchemaInJsonIsRefused) {
  Write("s.cedarschema.json", "{}");
  const TestLoad load = LoadPath(Path("s.cedarschema.json"));
  EXPECT_FALSE(load.configuration);
  EXPECT_TRUE(load.Has("RUNE-C0025")) << load.Text();
}

TEST_F(FileTest, WhatAFolderDoesNotReadIsTold) {
  fs::create_directories(folder_ / "below");
  fs::create_directories(folder_ / "papers");
  fs::create_directories(folder_ / ".git");
  Write("a.rune", "version = \"rune/1.0\"\n");
  Write("B.RUNE", "");
  Write(".c.cedar", "");
  Write("below/d.json", "");
  Write("papers/e.txt", "");
  Write(".git/f.json", "");
  const TestLoad load = LoadPath(folder_.string());
  ASSERT_TRUE(load.configuration) << load.Text();
  std::vector<std::string> told;
  for (const Diagnostic& d : load.findings) {
    EXPECT_EQ(d.code, "RUNE-C0042");
    told.push_back(fs::path(d.place.file).filename());
  }
  std::ranges::sort(told);
  EXPECT_EQ(told, (std::vector<std::string>{".c.cedar", "B.RUNE", "below"}));
}

TEST_F(FileTest, RefusesLinksOutOfAFolder) {
  fs::create_directories(folder_ / "in");
  Write("outside.rune", "version = \"rune/1.0\"\n");
  Write("in/a.rune", "version = \"rune/1.0\"\n");
  fs::create_symlink("a.rune", folder_ / "in" / "b.rune");
  EXPECT_TRUE(LoadPath(Path("in")).configuration);
  fs::create_symlink("../outside.rune", folder_ / "in" / "c.rune");
  const TestLoad load = LoadPath(Path("in"));
  EXPECT_FALSE(load.configuration);
  EXPECT_TRUE(load.Has("RUNE-C0025")) << load.Text();
}

TEST_F(FileTest, EntityAndFactFilesAreRead) {
  Write("e.json", R"([{"uid": {"type": "A", "id": "x"}, "attrs": {"n": 1}, "parents": []}])");
  Write("p.facts", "1\n2\n");
  Write("q.facts", "1\n02\n");
  LoadInput input;
  input.entity_files = {Path("e.json")};
  input.facts_folder = folder_.string();
  const std::string text =
      "version = \"rune/1.0\"\n[rules]\nsmall(X) :- p(X), X < 2.\nr(X) :- q(X).\ns(X) :- r(X).\n";
  const TestLoad load = LoadString(text, input);
  ASSERT_TRUE(load.configuration) << load.Text();
  EXPECT_NE(load.configuration->entities.Find({"A", "x"}), nullptr);
  const auto& relations = load.configuration->facts.relations;
  EXPECT_EQ(relations.at({"p", 1}), (std::set<Tuple>{{Value(1)}, {Value(2)}}));
  EXPECT_EQ(relations.at({"q", 1}), (std::set<Tuple>{{Value("02")}, {Value("1")}}));
}

}  // namespace
}  // namespace rune::config
