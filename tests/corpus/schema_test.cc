// The schemas of Cedar's own corpus: each is read, resolved, written as JSON equal to what the
// reference wrote, and read back from both syntaxes.
//
// The data lies outside the project; where it is missing this test is skipped and says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "archive.h"
#include "cedar/schema/print.h"
#include "cedar/schema/read.h"
#include "value/json.h"

namespace rune::corpus {
namespace {

namespace fs = std::filesystem;
using cedar::SchemaFormat;
using value::Json;

bool SameJson(const Json& a, const Json& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.integer != b.integer ||
      a.string != b.string || a.object.size() != b.object.size()) {
    return false;
  }
  for (const Json::Member& member : a.object) {
    const Json* other = b.Find(member.first);
    if (other == nullptr || !SameJson(member.second, *other)) return false;
  }
  return std::ranges::equal(a.array, b.array, SameJson);
}

// A text read in either syntax, with everything that was made of it.
struct Reading {
  Reading(const std::string& text, SchemaFormat format) {
    const std::uint32_t file = sources.Add("schema", text);
    fragment = cedar::ReadFragment(sources.Whole(file), format, Bounds(), findings);
    if (fragment) schema = cedar::Resolve(std::span(&*fragment, 1), Bounds(), findings);
  }
  std::string Error() const {
    for (const Diagnostic& each : diagnostics.all()) {
      if (each.severity == Severity::kError) return each.message;
    }
    return schema ? "" : "no schema";
  }

  text::SourceMap sources;
  text::Diagnostics diagnostics{sources};
  cedar::SchemaFindings findings{diagnostics};
  std::optional<cedar::Fragment> fragment;
  std::optional<cedar::Schema> schema;
};

std::optional<Json> Parse(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("json", text);
  return value::ParseJson(sources.Whole(file), Bounds(), diagnostics);
}

std::string Resolved(const Reading& reading) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  cedar::SchemaFindings findings(diagnostics);
  const auto fragment = cedar::ToFragment(*reading.schema, findings);
  return fragment ? cedar::ToJson(*fragment) : "too large";
}

// Empty when all is well.
std::string Check(const std::string& text, const std::string& json) {
  const Reading own(text, SchemaFormat::kCedar);
  if (!own.schema) return "is not read: " + own.Error();
  const std::string written = cedar::ToJson(*own.fragment);
  const std::optional<Json> ours = Parse(written);
  const std::optional<Json> theirs = Parse(json);
  if (!ours || !theirs || !SameJson(*ours, *theirs)) return "becomes other JSON: " + written;

  const Reading from_json(json, SchemaFormat::kJson);
  if (!from_json.schema) return "its JSON is not read: " + from_json.Error();
  if (!cedar::SameFragment(*own.fragment, *from_json.fragment)) return "its JSON is another tree";
  if (Resolved(own) != Resolved(from_json)) return "its JSON is another schema";

  Reading printed(text, SchemaFormat::kCedar);
  const auto again = cedar::ToCedarSchema(*own.fragment, printed.findings);
  if (!again) return "cannot be printed: " + printed.Error();
  const Reading reread(*again, SchemaFormat::kCedar);
  if (!reread.schema) return "its print is not read: " + reread.Error();
  if (!cedar::SameFragment(*own.fragment, *reread.fragment)) return "its print is another tree";
  return "";
}

TEST(CorpusSchemaTest, ConvertAsTheReferenceDoes) {
  const fs::path texts_path = DataFolder() / "corpus-tests.tar.gz";
  const fs::path json_path = DataFolder() / "corpus-tests-json-schemas.tar.gz";
  if (!fs::exists(texts_path) || !fs::exists(json_path)) {
    GTEST_SKIP() << "skipped: there is no Cedar test data at " << DataFolder();
  }
  const std::optional<Archive> texts = ReadArchive(texts_path);
  const std::optional<Archive> jsons = ReadArchive(json_path);
  ASSERT_TRUE(texts && jsons);
  std::size_t checked = 0;
  std::size_t failed = 0;
  for (const auto& [path, json] : *jsons) {
    if (!path.ends_with(".cedarschema.json")) continue;
    const std::string stem = fs::path(path).stem().string();
    const auto text = texts->find("corpus-tests/" + stem);
    ASSERT_NE(text, texts->end()) << stem;
    ++checked;
    const std::string problem = Check(text->second, json);
    if (problem.empty()) continue;
    if (++failed <= 10) ADD_FAILURE() << stem << " " << problem;
  }
  std::cout << "schemas read, converted and read back: " << checked - failed << " of " << checked
            << " agree\n";
  EXPECT_EQ(failed, 0u);
  EXPECT_EQ(checked, 7750u);
}

}  // namespace
}  // namespace rune::corpus
