// The programs that the language was designed from, which lie outside the project: each must load
// as printed and answer as its text says (expected.json beside them). Skipped, saying so, where the
// folder is not there; RUNE_SEED_PROGRAMS names another.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/format.h"
#include "config/request_text.h"
#include "engine/engine.h"
#include "value/json.h"
#include "value/print.h"

namespace rune::tests {
namespace {

using value::Json;

std::string Folder() {
  const char* named = std::getenv("RUNE_SEED_PROGRAMS");
  return named != nullptr ? named : RUNE_SEED_FOLDER;
}

Json ReadJson(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto json =
      value::ParseJson(sources.Whole(sources.Add(path, text.str())), Bounds{}, diagnostics);
  EXPECT_TRUE(json) << path;
  return json.value_or(Json{});
}

Value PlainValue(const Json& json) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  return value::ToValue(json, value::Escapes::kPlain, value::Arrays::kSets, diagnostics)
      .value_or(Value());
}

std::string JsonText(const Json& json) { return value::ToJson(PlainValue(json)); }

std::unique_ptr<engine::Snapshot> LoadProgram(const std::string& name,
                                              const config::LoadInput& input) {
  auto sources = std::make_shared<text::SourceMap>();
  text::Diagnostics diagnostics(*sources);
  auto configuration = config::Load(Folder() + "/" + name + ".rune", input, sources, diagnostics);
  std::unique_ptr<engine::Snapshot> snapshot;
  if (configuration && *configuration) {
    auto made = engine::MakeSnapshot(*std::move(configuration), diagnostics);
    if (made) snapshot = *std::move(made);
  }
  for (const Diagnostic& d : diagnostics.all()) {
    EXPECT_NE(d.severity, Severity::kError) << name << ":" << d.place.line << ":" << d.place.column
                                            << " " << d.code << " " << d.message;
  }
  EXPECT_TRUE(snapshot) << name << " does not load";
  return snapshot;
}

config::LoadInput InputOf(const Json& test) {
  config::LoadInput input;
  if (const Json* env = test.Find("env")) {
    for (const auto& [name, text] : env->object) input.variables[name] = text.string;
  }
  if (const Json* usage = test.Find("usage")) {
    for (const auto& [key, n] : usage->object) {
      input.facts.push_back(Format("current_usage(\"{}\", {})", key, n.integer));
    }
  }
  if (const Json* fact = test.Find("after_fact")) {
    for (const auto& [path, patch] : fact->object) input.maps.push_back({path, JsonText(patch)});
  }
  if (const Json* facts = test.Find("facts")) {
    for (const Json& fact : facts->array) input.facts.push_back(fact.string);
  }
  return input;
}

void AddAttributes(const Json* attributes, const EntityUid& uid, Request& request) {
  if (attributes == nullptr) return;
  for (const auto& [name, json] : attributes->object) {
    config::AddAttribute(request, uid, name, PlainValue(json));
  }
}

Request RequestOf(const Json& test, const config::Options& options) {
  Request request;
  request.principal = *config::ReadUid(test.Find("principal")->string, "Agent", options);
  request.action = *config::ReadUid(test.Find("action")->string, "Action", options);
  request.resource = *config::ReadUid(test.Find("resource")->string, "File", options);
  if (const Json* context = test.Find("context")) {
    for (const auto& [key, json] : context->object) request.context.emplace(key, PlainValue(json));
  }
  AddAttributes(test.Find("principal_attrs"), request.principal, request);
  AddAttributes(test.Find("resource_attrs"), request.resource, request);
  if (const Json* groups = test.Find("principal_in")) {
    for (const Json& group : groups->array) {
      config::AddParent(request, request.principal,
                        *config::ReadUid(group.string, "Group", options));
    }
  }
  auto normal = config::Normalize(std::move(request), options);
  EXPECT_TRUE(normal);
  return *normal;
}

void RunCase(const std::string& program, std::size_t number, const Json& test) {
  SCOPED_TRACE(Format("{} case {}", program, number));
  const auto snapshot = LoadProgram(program, InputOf(test));
  if (!snapshot) return;
  const auto decision =
      engine::Decide(*snapshot, RequestOf(test, snapshot->configuration->options), {});
  ASSERT_TRUE(decision) << decision.error().message;
  EXPECT_EQ(OutcomeName(decision->outcome), test.Find("outcome")->string);
  if (const Json* verdicts = test.Find("verdicts")) {
    EXPECT_EQ(VerdictName(decision->cedar), verdicts->Find("cedar")->string);
    EXPECT_EQ(VerdictName(decision->datalog), verdicts->Find("datalog")->string);
  }
}

void RunQueries(const std::string& program, const Json& expected) {
  const Json* queries = expected.Find("queries");
  if (queries == nullptr) return;
  const auto snapshot = LoadProgram(program, InputOf(expected));
  if (!snapshot) return;
  for (const auto& [name, want] : queries->object) {
    SCOPED_TRACE(program + " query " + name);
    const bool count = name.ends_with("_count");
    const std::string relation = count ? name.substr(0, name.size() - 6) : name;
    const auto& known = snapshot->configuration->program.by_name;
    ASSERT_TRUE(known.contains(relation));
    std::string goal = relation + "(";
    for (std::size_t i = 0; i < known.at(relation)[0].arity; ++i) goal += i == 0 ? "_" : ", _";
    const auto answer = engine::Query(*snapshot, goal + ")", nullptr, {});
    ASSERT_TRUE(answer) << answer.error().message;
    if (count) {
      EXPECT_EQ(static_cast<std::int64_t>(answer->rows.size()), want.integer);
      continue;
    }
    std::set<Tuple> rows;
    for (const Json& row : want.array) {
      Tuple tuple;
      for (const Json& cell : row.array) tuple.push_back(PlainValue(cell));
      rows.insert(tuple);
    }
    EXPECT_EQ(std::set<Tuple>(answer->rows.begin(), answer->rows.end()), rows);
  }
}

TEST(SeedPrograms, LoadAndAnswerAsPrinted) {
  if (!std::filesystem::exists(Folder() + "/expected.json")) {
    GTEST_SKIP() << "skipped: the seed programs are not here (" << Folder() << ")";
  }
  const Json all = ReadJson(Folder() + "/expected.json");
  std::size_t cases = 0;
  for (const auto& [program, expected] : all.object) {
    if (const Json* tests = expected.Find("cases")) {
      for (std::size_t i = 0; i < tests->array.size(); ++i, ++cases) {
        RunCase(program, i + 1, tests->array[i]);
      }
    }
    RunQueries(program, expected);
  }
  EXPECT_GT(cases, 20U);
}

}  // namespace
}  // namespace rune::tests
