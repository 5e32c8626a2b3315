#include "reading.h"

#include <algorithm>
#include <stdexcept>

#include "store/entity_json.h"

namespace rune::corpus {
namespace {

using value::Json;

void Check(bool good, const std::string& problem) {
  if (!good) throw std::runtime_error(problem);
}

std::set<std::string> Strings(const Json& list) {
  Check(list.is(Json::Kind::kArray), "a list of texts was expected");
  std::set<std::string> texts;
  for (const Json& element : list.array) texts.insert(element.string);
  return texts;
}

}  // namespace

Source::Source(std::string name, std::string content) : diagnostics(map) {
  file = map.Add(std::move(name), std::move(content));
}

std::string Source::Error() const {
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity != Severity::kError) continue;
    return diagnostic.place.file + ":" + std::to_string(diagnostic.place.line) + ": " +
           diagnostic.code + " " + diagnostic.message;
  }
  return {};
}

Json ReadJson(Source& source) {
  std::optional<Json> json = value::ParseJson(source.Whole(), Bounds{}, source.diagnostics);
  Check(json.has_value(), source.Error());
  return *std::move(json);
}

const Json& Member(const Json& json, std::string_view key) {
  const Json* member = json.Find(key);
  Check(member != nullptr, "no member " + std::string(key));
  return *member;
}

EntityUid ReadUid(const Json& json) {
  return {Member(json, "type").string, Member(json, "id").string};
}

Expected ReadExpected(bool allow, const Json& reasons, const Json& errors) {
  return {allow, Strings(reasons), Strings(errors)};
}

std::vector<Question> ReadQuestions(const Json& list, bool with_answers,
                                    text::Diagnostics& diagnostics) {
  std::vector<Question> questions;
  for (const Json& json : list.array) {
    Question question;
    question.request.principal = ReadUid(Member(json, "principal"));
    question.request.action = ReadUid(Member(json, "action"));
    question.request.resource = ReadUid(Member(json, "resource"));
    // The corpus is Cedar's: a key `args` of a context has no meaning of its own there.
    const std::optional<Value> context = value::ToValue(
        Member(json, "context"), value::Escapes::kInterpret, value::Arrays::kSets, diagnostics);
    Check(context && context->is(ValueKind::kRecord), "a context is no record");
    question.request.context = context->fields();
    if (with_answers) {
      question.expected = ReadExpected(Member(json, "decision").string == "allow",
                                       Member(json, "reason"), Member(json, "errors"));
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

TestFile ReadTest(const std::string& name, const std::string& content) {
  Source source(name, content);
  const Json json = ReadJson(source);
  TestFile test;
  test.name = name;
  test.policies = Member(json, "policies").string;
  test.entities = Member(json, "entities").string;
  test.questions = ReadQuestions(Member(json, "requests"), true, source.diagnostics);
  Check(!source.diagnostics.has_errors(), source.Error());
  return test;
}

store::Entities ReadEntities(const Json& json, text::Diagnostics& diagnostics) {
  std::vector<Entity> entities;
  for (store::PlacedEntity& placed : store::ReadEntities(json, diagnostics)) {
    entities.push_back(std::move(placed.entity));
  }
  Check(!diagnostics.has_errors(), "the entities cannot be read");
  Result<store::Entities> built = store::Entities::Build(std::move(entities));
  Check(built.has_value(), built ? "" : built.error().message);
  return *std::move(built);
}

std::string CheckWriting(const store::Entities& entities) {
  Source written("written", store::WriteEntities(entities.all()));
  const store::Entities again = ReadEntities(ReadJson(written), written.diagnostics);
  const bool same = std::ranges::equal(again.Sorted(), entities.Sorted(),
                                       [](const Entity* a, const Entity* b) { return *a == *b; });
  return same ? "" : "other entities when written and read again";
}

}  // namespace rune::corpus
