// A small world for tests: rules as text, data and context as JSON, entities, a request.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datalog/eval/evaluate.h"
#include "datalog/syntax/parse.h"
#include "datalog/syntax/print.h"
#include "store/entities.h"
#include "value/json.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::datalog {

inline Value JsonValue(const std::string& text, value::Arrays arrays = value::Arrays::kLists) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto json = value::ParseJson(sources.Whole(sources.Add("json", text)), {}, diagnostics);
  if (json) {
    if (auto value = value::ToValue(*json, value::Escapes::kInterpret, arrays, diagnostics)) {
      return *std::move(value);
    }
  }
  ADD_FAILURE() << "broken JSON in a test: " << text;
  return Value();
}

inline EntityUid Uid(std::string_view text) {
  auto uid = value::ParseEntityUid(text);
  if (!uid) ADD_FAILURE() << "broken entity in a test: " << text;
  return uid.value_or(EntityUid{});
}

inline std::string RowText(const Tuple& row) {
  std::string out;
  for (const Value& value : row) out += (out.empty() ? "" : ", ") + value::ToText(value);
  return out;
}

// Rows, sorted, one in parentheses each: `(1, 2) (1, 3)`; with the truth in front unless true.
inline std::string Text(const GoalAnswer& answer) {
  std::string out = answer.truth == Truth::kError ? "error" : "";
  if (answer.open) out += out.empty() ? "open" : " open";
  for (const Tuple& row : answer.rows) out += (out.empty() ? "(" : " (") + RowText(row) + ")";
  return out.empty() ? "none" : out;
}

class World {
 public:
  World() : diagnostics_(std::make_unique<text::Diagnostics>(sources_)) {
    request_.principal = EntityUid{"Agent", "bot"};
    request_.action = EntityUid{"Action", "file.read"};
    request_.resource = EntityUid{"File", "/tmp/a.txt"};
  }

  World& Rules(const std::string& text) {
    rules_ += text + "\n";
    return *this;
  }
  World& Data(const std::string& json) {
    facts_.tree = JsonValue(json);
    store::AddLeafFacts(facts_.tree, facts_);
    return *this;
  }
  World& Fact(const std::string& relation, Tuple row) {
    facts_.Add(relation, std::move(row));
    return *this;
  }
  World& Add(const std::string& uid, const std::string& attributes,
             const std::vector<std::string>& parents = {}) {
    Entity entity;
    entity.uid = Uid(uid);
    entity.attributes = JsonValue(attributes, value::Arrays::kSets).fields();
    for (const std::string& parent : parents) entity.parents.insert(Uid(parent));
    entities_.push_back(std::move(entity));
    return *this;
  }
  World& Asks(const std::string& principal, const std::string& action, const std::string& resource,
              const std::string& context = "{}") {
    request_.principal = Uid(principal);
    request_.action = Uid(action);
    request_.resource = Uid(resource);
    request_.context = JsonValue(context, value::Arrays::kSets).fields();
    return *this;
  }
  World& Context(const std::string& context) {
    request_.context = JsonValue(context, value::Arrays::kSets).fields();
    return *this;
  }
  World& NoRequest() {
    has_request_ = false;
    return *this;
  }
  World& Usage(const std::string& key, std::int64_t calls) {
    usage_[Value(key)] = calls;
    return *this;
  }
  World& FoldPaths() {
    fold_paths_ = true;
    return *this;
  }
  World& With(const Bounds& bounds) {
    bounds_ = bounds;
    return *this;
  }

  // Parses, checks, evaluates what can be stored. Returns the fault's message, `refused` with
  // diagnostics, or `ok`.
  std::string Load() {
    const std::uint32_t file = sources_.Add("test.rune", rules_);
    auto parsed = ParseRules(sources_.Whole(file), {}, *diagnostics_);
    CheckInput input;
    input.facts = &facts_;
    if (facts_.tree.is(ValueKind::kRecord)) {
      for (const auto& [key, value] : facts_.tree.fields()) input.data_roots.insert(key);
    }
    input.fold_paths = fold_paths_;
    program_ = CheckRules(std::move(parsed), input, *diagnostics_);
    if (diagnostics_->has_errors()) return "refused: " + Findings();
    auto stored = Materialize(program_, facts_, bounds_, *diagnostics_);
    if (!stored) return "fault: " + stored.error().message;
    stored_ = *std::move(stored);
    if (diagnostics_->has_errors()) return "refused: " + Findings();
    auto entities = store::Entities::Build(entities_);
    if (!entities) return "fault: " + entities.error().message;
    store_ = *std::move(entities);
    view_.emplace(*store::EntityView::Make(store_, {}));
    return "ok";
  }

  RequestEvaluation& Evaluation() {
    if (!evaluation_) {
      meter_ = std::make_unique<WorkMeter>(bounds_.request_steps, bounds_.request_facts);
      RequestInput input;
      input.request = has_request_ ? &request_ : nullptr;
      input.entities = &*view_;
      input.usage = [this](const Value& key) -> std::optional<std::int64_t> {
        const auto it = usage_.find(key);
        return it == usage_.end() ? std::nullopt : std::optional(it->second);
      };
      evaluation_ =
          std::make_unique<RequestEvaluation>(program_, stored_, input, *meter_, bounds_.bytes);
    }
    return *evaluation_;
  }

  GoalAnswer Ask(const std::string& goal) {
    text::SourceMap sources;
    text::Diagnostics diagnostics(sources);
    const auto parsed = ParseGoal(sources.Whole(sources.Add("goal", goal)), {}, diagnostics);
    if (!parsed) {
      ADD_FAILURE() << "broken goal in a test: " << goal;
      return {};
    }
    return Keep(Evaluation().Query(*parsed));
  }
  // The answer to a query as text; a fault as `fault: message`.
  std::string Query(const std::string& goal) {
    fault_.clear();
    const GoalAnswer answer = Ask(goal);
    return fault_.empty() ? Text(answer) : "fault: " + fault_;
  }
  std::string Vote(const RelationName& relation) { return Judge(Evaluation().Vote(relation)); }
  std::string TestIn(const RelationName& relation, const std::string& parameter, Value tested) {
    return Judge(Evaluation().TestIn(relation, parameter, tested));
  }
  std::string TestCall(const std::string& relation, const std::vector<Value>& arguments) {
    return Judge(Evaluation().TestCall({relation, arguments.size()}, arguments));
  }
  // The errors of the last answer: `p/1#1 overflow`.
  const std::vector<std::string>& errors() const { return errors_; }
  // The clauses of the last answer that were not false: `p/1#1 true`.
  const std::vector<std::string>& clauses() const { return clauses_; }
  const std::string& fault() const { return fault_; }

  std::string Findings() const {
    std::string out;
    for (const Diagnostic& d : diagnostics_->all()) {
      out += d.code + " " + d.message + "\n";
      for (const std::string& note : d.notes) out += "  " + note + "\n";
    }
    return out;
  }
  const Program& program() const { return program_; }
  const Stored& stored() const { return stored_; }
  const text::SourceMap& sources() const { return sources_; }

 private:
  GoalAnswer Keep(Result<GoalAnswer> result) {
    errors_.clear();
    clauses_.clear();
    fault_.clear();
    if (!result) {
      fault_ = result.error().message;
      return {};
    }
    for (const RuleError& error : result->errors) errors_.push_back(error.id + " " + error.kind);
    for (const ClauseOutcome& outcome : result->clauses) {
      clauses_.push_back(program_.rules.clauses[outcome.clause].id() +
                         (outcome.truth == Truth::kTrue ? " true" : " error"));
    }
    return *std::move(result);
  }
  std::string Judge(Result<GoalAnswer> result) {
    const GoalAnswer answer = Keep(std::move(result));
    if (!fault_.empty()) return "fault: " + fault_;
    return answer.truth == Truth::kTrue    ? "true"
           : answer.truth == Truth::kError ? "error"
                                           : "false";
  }

  text::SourceMap sources_;
  std::unique_ptr<text::Diagnostics> diagnostics_;
  std::string rules_;
  store::Facts facts_;
  std::vector<Entity> entities_;
  store::Entities store_;
  std::optional<store::EntityView> view_;
  Request request_;
  bool has_request_ = true;
  bool fold_paths_ = false;
  std::map<Value, std::int64_t> usage_;
  Bounds bounds_;
  Program program_;
  Stored stored_;
  std::unique_ptr<WorkMeter> meter_;
  std::unique_ptr<RequestEvaluation> evaluation_;
  std::vector<std::string> errors_;
  std::vector<std::string> clauses_;
  std::string fault_;
};

}  // namespace rune::datalog
