#include <algorithm>
#include <filesystem>

#include "base/format.h"
#include "cedar/validate/validate.h"
#include "cli/cedar/decide.h"
#include "cli/cedar/findings.h"
#include "cli/cedar/run.h"
#include "cli/cedar/schemas.h"
#include "cli/output.h"
#include "store/entity_json.h"

namespace rune::cli {

namespace {

namespace fs = std::filesystem;
using value::Json;

constexpr value::JsonShape::Member kTest[] = {{"request", &kRequestShape},
                                              {"entities", &store::kEntitiesShape},
                                              {"decision"},
                                              {"reason"},
                                              {"num_errors"}};
constexpr value::JsonShape kTestShape{.members = kTest, .in_tree = true};
constexpr value::JsonShape::Member kName[] = {{"name"}};
constexpr value::JsonShape kNameShape{.members = kName, .in_tree = true};

// What all tests of a file share.
struct Bench {
  const LoadedPolicies& policies;
  const cedar::Schema* schema;
  std::optional<Report> invalid;  // why the policies do not validate
  fs::path folder;                // of the file of tests
};

struct Expected {
  bool allow = false;
  std::vector<std::string> reasons;
  std::int64_t errors = 0;
};

std::unexpected<Report> Wrong(std::string message) {
  return std::unexpected(Report{.message = std::move(message)});
}

Reported<const Json*> Field(const Json& test, std::string_view name, Json::Kind kind,
                            std::string_view form) {
  const Json* field = test.Find(name);
  if (field != nullptr && field->is(kind)) return field;
  return Wrong(Format("a test needs `{}`, {}", name, form));
}

Reported<Expected> ReadExpected(const Json& test) {
  Expected expected;
  RUNE_ASSIGN_OR_RETURN(const Json* decision, Field(test, "decision", Json::Kind::kString,
                                                    "which is \"allow\" or \"deny\""));
  if (decision->string != "allow" && decision->string != "deny") {
    return Wrong(Format("`decision` is \"allow\" or \"deny\", not {}", decision->string));
  }
  expected.allow = decision->string == "allow";
  RUNE_ASSIGN_OR_RETURN(const Json* reasons,
                        Field(test, "reason", Json::Kind::kArray, "a list of ids of policies"));
  for (const Json& id : reasons->array) {
    if (!id.is(Json::Kind::kString)) return Wrong("`reason` is a list of ids of policies");
    expected.reasons.push_back(id.string);
  }
  RUNE_ASSIGN_OR_RETURN(const Json* errors, Field(test, "num_errors", Json::Kind::kInteger,
                                                  "how many policies are in error"));
  if (errors->integer < 0) return Wrong("`num_errors` cannot be negative");
  expected.errors = errors->integer;
  return expected;
}

// A name stands for a file in the folder of the tests or below it.
Reported<store::Entities> LoadBeside(const std::string& name, const Bench& bench) {
  std::error_code error;
  const fs::path folder = fs::canonical(bench.folder, error);
  if (error) return Wrong(Format("cannot find the folder of the tests: {}", error.message()));
  const fs::path path = fs::canonical(bench.folder / name, error);
  if (error) return Wrong(Format("cannot find `{}`: {}", name, error.message()));
  if (std::ranges::mismatch(folder, path).in1 != folder.end()) {
    return Wrong(Format("`{}` lies outside of the folder of the tests", name));
  }
  return LoadEntities(path.string(), bench.schema);
}

// Nothing where the test passes, else why it does not.
std::optional<std::string> Compare(const Expected& expected, const CedarAnswer& answer) {
  const auto name = [](bool allow) { return allow ? "Allow" : "Deny"; };
  if (expected.allow != answer.allow) {
    return Format("expected {}, got {}", name(expected.allow), name(answer.allow));
  }
  std::string why;
  for (const std::string& id : expected.reasons) {
    if (std::ranges::find(answer.reasons, id) != answer.reasons.end()) continue;
    why += Format("{}`{}`", why.empty() ? "missing reason(s): " : ", ", id);
  }
  if (static_cast<std::size_t>(expected.errors) != answer.errors.size()) {
    why += Format("{}expected {} error(s), but got {} runtime error(s)", why.empty() ? "" : "; ",
                  expected.errors, answer.errors.size());
    std::string_view separator = ": ";
    for (const std::string& error : answer.errors) {
      why += Format("{}{}", separator, error);
      separator = ", ";
    }
  }
  if (why.empty()) return std::nullopt;
  return why;
}

Reported<std::optional<std::string>> RunTest(text::Slice text, const Bench& bench,
                                             Document& document) {
  const auto read = document.Json(text, kTestShape);
  if (!read) return std::unexpected(document.Findings());
  const Json& test = *read;
  RUNE_ASSIGN_OR_RETURN(const Expected expected, ReadExpected(test));
  RUNE_ASSIGN_OR_RETURN(const Json* asked,
                        Field(test, "request", Json::Kind::kObject, "an object"));
  RUNE_ASSIGN_OR_RETURN(const Request request, ReadRequest(*asked, bench.schema, document));
  if (bench.schema != nullptr) RUNE_TRY(CheckRequest(request, *bench.schema));
  const Json* given = test.Find("entities");
  if (given == nullptr) return Wrong("a test needs `entities`, a list or the name of a file");
  RUNE_ASSIGN_OR_RETURN(const store::Entities entities,
                        given->is(Json::Kind::kString)
                            ? LoadBeside(given->string, bench)
                            : ReadEntities(*given, bench.schema, document));
  if (bench.invalid) return std::unexpected(*bench.invalid);
  RUNE_ASSIGN_OR_RETURN(const CedarAnswer answer, Decide(bench.policies.set, entities, request));
  return Compare(expected, answer);
}

// A test has its name also where the rest of it cannot be read.
std::string NameOf(text::Slice test, Document document) {
  const auto json = document.Json(test, kNameShape);
  const Json* name = json ? json->Find("name") : nullptr;
  return name != nullptr && name->is(Json::Kind::kString) ? Safe(name->string) : "(unnamed)";
}

// Whether the test passed.
bool ShowTest(text::Slice test, const Bench& bench, const Document& file, const CedarRun& run) {
  run.out << "  test " << NameOf(test, file.Again()) << " ... ";
  Document document = file.Again();
  const auto outcome = RunTest(test, bench, document);
  if (!outcome) {
    run.out << "error:\n  " << Render(outcome.error(), run.format);
  } else if (*outcome) {
    run.out << "fail: " << Safe(**outcome) << '\n';
  } else {
    run.out << "ok\n";
  }
  return outcome && !*outcome;
}

std::optional<Report> WhyInvalid(const LoadedPolicies& policies, const cedar::Schema& schema) {
  const cedar::Validation validation = cedar::Validate(policies.set, schema, {});
  if (validation.findings.empty()) return std::nullopt;
  return Wrap(ToReport(validation, policies.sources), "policy set validation failed");
}

// Each is read by itself, so that one that is wrong leaves the others.
Reported<std::vector<text::Slice>> LoadTests(Document& document, const std::string& path) {
  auto tests = value::SplitList(document.slice(), Bounds());
  if (tests) return *std::move(tests);
  Report why = document.Json() ? Report{.message = "tests are a JSON list"} : document.Findings();
  return std::unexpected(Wrap(std::move(why), Format("failed to parse tests from file {}", path)));
}

Reported<int> RunAll(const CedarRunTests& command, const CedarRun& run) {
  RUNE_ASSIGN_OR_RETURN(const LoadedPolicies policies, LoadPolicies(command.policies));
  RUNE_ASSIGN_OR_RETURN(Document document, Document::Read(command.tests, "test"));
  RUNE_ASSIGN_OR_RETURN(const std::vector<text::Slice> tests, LoadTests(document, command.tests));
  RUNE_ASSIGN_OR_RETURN(const std::optional<cedar::Schema> schema, LoadSchema(command.schema, run));
  Bench bench{policies, schema ? &*schema : nullptr, std::nullopt,
              fs::path(command.tests).parent_path()};
  if (bench.folder.empty()) bench.folder = ".";
  if (schema) bench.invalid = WhyInvalid(policies, *schema);

  run.out << "running " << tests.size() << " test(s)\n";
  std::size_t failed = 0;
  for (const text::Slice& test : tests) {
    if (!ShowTest(test, bench, document, run)) ++failed;
  }
  run.out << "results: " << tests.size() - failed << " passed, " << failed << " failed\n";
  return failed == 0 ? kCedarSuccess : kCedarFailure;
}

}  // namespace

int RunCedar(const CedarRunTests& command, const CedarRun& run) {
  const auto code = RunAll(command, run);
  return code ? *code : run.Fail(code.error());
}

}  // namespace rune::cli
