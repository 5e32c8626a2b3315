#include "engine/decision_json.h"

#include <algorithm>

#include "base/json_writer.h"
#include "text/render.h"
#include "value/print.h"

namespace rune::engine {

namespace {

void WritePlace(JsonWriter& w, const Place& place) {
  w.Member("file", place.file);
  w.Key("line");
  w.Integer(place.line);
  w.Key("column");
  w.Integer(place.column);
}

void WriteAnnotations(JsonWriter& w, std::string_view key, const Annotations& annotations) {
  w.Key(key);
  w.BeginObject();
  for (const auto& [name, text] : annotations) w.Member(name, text);
  w.End();
}

void WriteReason(JsonWriter& w, const Reason& reason) {
  w.BeginObject();
  w.Member("engine", EngineName(reason.engine));
  w.Member("id", reason.id);
  WritePlace(w, reason.place);
  WriteAnnotations(w, "annotations", reason.annotations);
  w.End();
}

void WriteErrors(JsonWriter& w, const std::vector<EvaluationError>& errors) {
  w.Key("errors");
  w.BeginArray();
  for (const EvaluationError& error : errors) {
    w.BeginObject();
    w.Member("engine", EngineName(error.engine));
    w.Member("id", error.id);
    WritePlace(w, error.place);
    w.Member("kind", error.kind);
    w.Member("message", error.message);
    w.End();
  }
  w.End();
}

void WriteObligation(JsonWriter& w, const Obligation& obligation) {
  w.BeginObject();
  w.Member("id", obligation.id);
  w.Member("type", obligation.type);
  w.Key("advice");
  w.Bool(obligation.advice);
  WriteAnnotations(w, "properties", obligation.properties);
  w.End();
}

void WriteRows(JsonWriter& w, const Answer& answer, std::size_t limit) {
  w.Key("rows");
  w.BeginArray();
  for (std::size_t i = 0; i < std::min(limit, answer.rows.size()); ++i) {
    w.BeginArray();
    for (const Value& value : answer.rows[i]) w.Raw(value::ToJson(value));
    w.End();
  }
  w.End();
}

// Proofs nest as deep as the derivation is high; the evaluator bounds that height.
void WriteProof(JsonWriter& w, const Proof& proof) {
  w.BeginObject();
  w.Member("fact", proof.fact);
  w.Member("by", proof.by);
  WritePlace(w, proof.place);
  w.Key("from");
  w.BeginArray();
  for (const Proof& part : proof.from) WriteProof(w, part);
  w.End();
  w.End();
}

void WriteMiss(JsonWriter& w, const NearestMiss& miss) {
  w.BeginObject();
  w.Member("engine", EngineName(miss.engine));
  w.Member("id", miss.id);
  WritePlace(w, miss.place);
  w.Member("literal", miss.literal);
  w.Key("values");
  w.BeginObject();
  for (const auto& [name, text] : miss.values) w.Member(name, text);
  w.End();
  w.End();
}

void WriteHolds(JsonWriter& w, std::optional<bool> holds) {
  w.Key("holds");
  if (holds) {
    w.Bool(*holds);
  } else {
    w.Null();
  }
}

void WriteSeen(JsonWriter& w, const SeenValues& values) {
  w.Key("values");
  w.BeginArray();
  for (const auto& [text, value] : values) {
    w.BeginObject();
    w.Member("text", text);
    w.Member("value", value);
    w.End();
  }
  w.End();
}

// Parts nest only so deep; who makes them bounds that.
void WritePart(JsonWriter& w, const PolicyPart& part) {
  w.BeginObject();
  w.Member("kind", PartKindName(part.kind));
  WritePlace(w, part.place);
  w.Member("text", part.text);
  WriteHolds(w, part.holds);
  if (!part.error.empty()) w.Member("error", part.error);
  WriteSeen(w, part.values);
  if (!part.via.empty()) {
    w.Key("via");
    w.BeginArray();
    for (const std::string& entity : part.via) w.String(entity);
    w.End();
  }
  w.Key("because");
  w.BeginArray();
  for (const PolicyPart& inner : part.because) WritePart(w, inner);
  w.End();
  if (part.left_out > 0) {
    w.Key("left_out");
    w.Integer(part.left_out);
  }
  w.End();
}

void WritePolicy(JsonWriter& w, const PolicyExplanation& policy) {
  w.BeginObject();
  w.Member("engine", EngineName(policy.engine));
  w.Member("id", policy.id);
  w.Member("effect", VerdictName(policy.effect));
  w.Key("erred");
  w.Bool(policy.erred);
  w.Key("clauses");
  w.BeginArray();
  for (const PolicyPart& clause : policy.clauses) WritePart(w, clause);
  w.End();
  w.End();
}

void WriteExplanation(JsonWriter& w, const std::optional<Explanation>& explanation) {
  w.Key("explanation");
  if (!explanation) {
    w.Null();
    return;
  }
  w.BeginObject();
  w.Key("policies");
  w.BeginArray();
  for (const PolicyExplanation& policy : explanation->policies) WritePolicy(w, policy);
  w.End();
  w.Key("proofs");
  w.BeginArray();
  for (const Proof& proof : explanation->proofs) WriteProof(w, proof);
  w.End();
  w.Key("nearest_miss");
  w.BeginArray();
  for (const NearestMiss& miss : explanation->nearest_miss) WriteMiss(w, miss);
  w.End();
  w.Key("complete");
  w.Bool(explanation->complete);
  w.End();
}

void WriteAnswers(JsonWriter& w, const Decision& decision) {
  w.Key("answers");
  w.BeginObject();
  for (const auto& [goal, answer] : decision.answers) {
    w.Key(goal);
    w.BeginObject();
    WriteRows(w, answer, answer.rows.size());
    w.Key("open");
    w.Bool(answer.open);
    WriteErrors(w, answer.errors);
    w.End();
  }
  w.End();
}

}  // namespace

std::string DecisionJson(const Decision& decision) {
  JsonWriter w;
  w.BeginObject();
  w.Member("outcome", OutcomeName(decision.outcome));
  w.Key("permitted");
  w.Bool(decision.permitted());
  w.Member("state", decision.no_policy ? "no_policy" : "ok");
  w.Member("mode", decision.observe ? "observe" : "enforce");
  w.Key("verdicts");
  w.BeginObject();
  w.Member("cedar", VerdictName(decision.cedar));
  w.Member("datalog", VerdictName(decision.datalog));
  w.End();
  w.Key("reasons");
  w.BeginArray();
  for (const Reason& reason : decision.reasons) WriteReason(w, reason);
  w.End();
  WriteErrors(w, decision.errors);
  w.Key("obligations");
  w.BeginArray();
  for (const Obligation& obligation : decision.obligations) WriteObligation(w, obligation);
  w.End();
  WriteAnswers(w, decision);
  WriteExplanation(w, decision.explanation);
  w.Key("epoch");
  w.Integer(decision.epoch);
  w.Key("evaluation_ns");
  w.Integer(decision.evaluation_ns);
  w.End();
  return w.Take();
}

std::string AnswerJson(const Answer& answer, bool with_rows, std::size_t limit) {
  JsonWriter w;
  w.BeginObject();
  if (with_rows) WriteRows(w, answer, limit);
  w.Key("open");
  w.Bool(answer.open);
  w.Key("count");
  w.Integer(answer.rows.size());
  WriteErrors(w, answer.errors);
  w.End();
  return w.Take();
}

std::string FaultJson(const Fault& fault) {
  JsonWriter w;
  w.BeginObject();
  w.Key("error");
  w.BeginObject();
  w.Member("code", FaultCodeName(fault.code));
  w.Member("message", fault.message);
  w.End();
  w.Key("diagnostics");
  w.BeginArray();
  for (const Diagnostic& diagnostic : fault.diagnostics) w.Raw(text::RenderJson(diagnostic));
  w.End();
  w.End();
  return w.Take();
}

}  // namespace rune::engine
