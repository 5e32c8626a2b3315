// Schemas as cases: tests/cases/schemas/*.cedarschema and *.json, each with a golden that holds
// what is wrong with it, or what both printers make of it.
//
// A `.cedarschema` with lines `// ---` holds several schemas, which are linked. As with other
// cases, RUNE_UPDATE_GOLDENS=1 writes the goldens.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "text/render.h"

namespace rune::cedar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSeparator = "// ---\n";

fs::path Folder() { return fs::path(RUNE_SOURCE_DIR) / "tests/cases/schemas"; }

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

class CaseRun {
 public:
  CaseRun(std::string name, std::string text, SchemaFormat format)
      : file_(sources_.Add(std::move(name), std::move(text))), format_(format) {}

  std::string Run() {
    std::vector<Schema> schemas;
    const std::string_view all = sources_.content(file_);
    std::size_t begin = 0;
    std::size_t parts = 0;
    while (true) {
      const std::size_t end = all.find(kSeparator, begin);
      const bool last = end == std::string_view::npos;
      const text::Slice slice{file_, static_cast<std::uint32_t>(begin),
                              all.substr(begin, last ? end : end - begin)};
      fragment_ = ReadFragment(slice, format_, Bounds(), findings_);
      std::optional<Schema> schema;
      if (fragment_) schema = Resolve(std::span(&*fragment_, 1), Bounds(), findings_);
      if (schema) schemas.push_back(*std::move(schema));
      ++parts;
      if (last) break;
      begin = end + kSeparator.size();
    }
    if (parts > 1 && schemas.size() == parts) {
      Linked(std::move(schemas));
    } else if (parts == 1 && fragment_) {
      Printed(schemas.empty() ? nullptr : &schemas[0]);
    }
    return Findings() + out_;
  }

 private:
  void Linked(std::vector<Schema> schemas) {
    const std::optional<Schema> linked = Link(std::move(schemas), findings_);
    if (!linked) return;
    const std::optional<Fragment> fragment = ToFragment(*linked, findings_);
    out_ += "linked: " + ToJson(*fragment) + "\n";
    CheckComplete(*linked, findings_);
  }

  void Printed(const Schema* schema) {
    if (schema == nullptr) return;
    out_ += "json: " + ToJson(*fragment_) + "\n";
    CheckComplete(*schema, findings_);
    if (const auto names = ResolveNames(*fragment_, Bounds(), findings_)) {
      out_ += "names: " + ToJson(*names) + "\n";
    }
    if (const auto whole = ToFragment(*schema, findings_)) {
      out_ += "schema: " + ToJson(*whole) + "\n";
    }
    if (const auto cedar = ToCedarSchema(*fragment_, findings_)) out_ += "cedar:\n" + *cedar;
  }

  std::string Findings() {
    std::string out = "kinds:";
    for (const SchemaKind kind : findings_.kinds()) out += " " + std::string(KindName(kind));
    out += "\n";
    for (const Diagnostic& diagnostic : diagnostics_.all()) {
      out += text::RenderTerminal(diagnostic, &sources_, {}) + "\n";
    }
    return out;
  }

  text::SourceMap sources_;
  text::Diagnostics diagnostics_{sources_};
  SchemaFindings findings_{diagnostics_};
  std::uint32_t file_;
  SchemaFormat format_;
  std::optional<Fragment> fragment_;
  std::string out_;
};

TEST(SchemaCaseTest, SayWhatTheirGoldensSay) {
  const bool update = std::getenv("RUNE_UPDATE_GOLDENS") != nullptr;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(Folder())) {
    if (entry.path().extension() != ".golden") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  ASSERT_FALSE(paths.empty());
  for (const fs::path& path : paths) {
    const SchemaFormat format =
        path.extension() == ".json" ? SchemaFormat::kJson : SchemaFormat::kCedar;
    const std::string name = path.filename().string();
    CaseRun run(name, ReadFile(path), format);
    const std::string got = run.Run();
    fs::path golden = path;
    golden.replace_extension(".golden");
    if (update) {
      std::ofstream(golden, std::ios::binary) << got;
    } else {
      EXPECT_EQ(got, ReadFile(golden)) << name;
    }
    const bool rejected = got.find("error[") != std::string::npos;
    EXPECT_EQ(rejected, name.starts_with("fail_") || got.find("[RUNE-S0041]") != std::string::npos)
        << name;
  }
}

}  // namespace
}  // namespace rune::cedar
