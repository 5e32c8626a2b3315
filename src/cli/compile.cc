#include <cctype>

#include "base/format.h"
#include "base/json_writer.h"
#include "cedar/syntax/lexer.h"
#include "cedar/syntax/print.h"
#include "cli/load.h"
#include "cli/run.h"
#include "config/document.h"
#include "config/file.h"
#include "datalog/syntax/lexer.h"
#include "datalog/syntax/print.h"
#include "value/print.h"

namespace rune::cli {

namespace {

void DumpToken(std::string& out, const text::SourceMap& sources, text::Span span) {
  const std::string_view text = sources.Text(span);
  if (text.empty()) return;
  const auto first = static_cast<unsigned char>(text[0]);
  const char* kind = std::isalpha(first) != 0 || first == '_' ? "word"
                     : std::isdigit(first) != 0               ? "number"
                     : first == '"' || first == '\''          ? "string"
                                                              : "symbol";
  const Place place = sources.Resolve(span);
  out += Format("{}:{} {} {}\n", place.line, place.column, kind, Safe(text));
}

void DumpPolicyTokens(std::string& out, const text::SourceMap& sources, text::Slice slice,
                      bool extended, text::Diagnostics& diagnostics) {
  cedar::Lexer lexer(slice, extended, diagnostics);
  for (cedar::Token t = lexer.Next(); t.kind != cedar::TokenKind::kEnd; t = lexer.Next()) {
    DumpToken(out, sources, slice.At(t.begin, t.end));
  }
}

void DumpRuleTokens(std::string& out, const text::SourceMap& sources, text::Slice slice) {
  datalog::Lexer lexer(slice, Bounds{});
  datalog::ClauseTokens clause;
  while (lexer.Next(clause)) {
    for (const datalog::Token& t : clause.tokens) {
      DumpToken(out, sources, slice.At(t.begin, t.end));
    }
  }
}

// The tokens of the sections that have a language of their own; needs no configuration that loads.
int DumpTokens(const std::string& path, Output& output, std::string& out) {
  const auto content = config::ReadFile(path, Bounds{}.file_bytes);
  if (!content) return Fail(output, content.error(), nullptr);
  text::SourceMap sources;
  const text::Slice whole = sources.Whole(sources.Add(path, *content));
  text::Diagnostics diagnostics(sources);
  if (path.ends_with(".cedar")) {
    DumpPolicyTokens(out, sources, whole, false, diagnostics);
    return 0;
  }
  const auto document = config::ReadOutline(whole, diagnostics);
  if (!document || diagnostics.has_errors()) {
    return Fail(
        output,
        {FaultCode::kInvalidConfig, path + " has no readable outline", diagnostics.Sorted()},
        &sources);
  }
  for (const config::Section& section : document->sections) {
    if (section.kind == config::SectionKind::kPolicies) {
      out += "[policies]\n";
      DumpPolicyTokens(out, sources, section.body, true, diagnostics);
    } else if (section.kind == config::SectionKind::kRules) {
      out += "[rules]\n";
      DumpRuleTokens(out, sources, section.body);
    }
  }
  return 0;
}

std::string DumpTree(const config::Configuration& configuration) {
  std::string out;
  for (const cedar::Policy& policy : configuration.policies.policies()) {
    out += cedar::DumpPolicy(policy);
  }
  return out + datalog::DumpRules(configuration.program.rules);
}

std::string DumpChecked(const config::Configuration& configuration) {
  std::string out = datalog::DumpProgram(configuration.program);
  for (const Entity* entity : configuration.entities.Sorted()) {
    out += Format("entity {}: {} attributes, {} tags, {} ancestors\n", value::ToText(entity->uid),
                  entity->attributes.size(), entity->tags.size(),
                  configuration.entities.Ancestors(entity->uid).size());
  }
  for (const cedar::Policy& policy : configuration.policies.policies()) {
    for (const cedar::PredicateUse& use : cedar::PredicateUses(policy)) {
      out += Format("policy {} tests {}\n", policy.id, use.relation);
    }
  }
  return out;
}

// What a request meets: stored relations with their rows, the order of the others, the policies
// with their slots filled.
std::string DumpProgramText(const engine::Snapshot& snapshot) {
  const datalog::Program& program = snapshot.configuration->program;
  std::string out;
  for (const auto& component : program.components) {
    for (const datalog::RelationName& name : component) {
      const datalog::Relation* relation = program.Find(name);
      if (relation == nullptr || relation->builtin != datalog::BuiltinRelation::kNone) continue;
      const auto rows = snapshot.stored.facts.relations.find(name);
      const std::size_t count =
          rows == snapshot.stored.facts.relations.end() ? 0 : rows->second.size();
      out += Format("{} {}/{}: {} clauses, {} rows\n", relation->stored ? "stored" : "on demand",
                    name.name, name.arity, relation->clauses.size(), count);
    }
  }
  for (const cedar::Instance& instance : snapshot.instances) {
    out += Format(
        "policy {}{}{}:\n{}", instance.id,
        instance.values.principal ? " principal = " + value::ToText(*instance.values.principal)
                                  : "",
        instance.values.resource ? " resource = " + value::ToText(*instance.values.resource) : "",
        cedar::PrintPolicy(*instance.policy));
    if (!out.ends_with('\n')) out += '\n';
  }
  return out;
}

}  // namespace

int Run(const CompileCommand& command, Output& output) {
  using Dump = CompileCommand::Dump;
  std::string text;
  if (command.dump == Dump::kTokens) {
    if (const int code = DumpTokens(command.path, output, text); code != 0) return code;
  } else {
    const auto input = ReadLoadOptions(command.load);
    if (!input) return Fail(output, input.error(), nullptr);
    const Loading loading = LoadSnapshot(command.path, *input, output);
    if (loading.fault) return Fail(output, *loading.fault, loading.sources.get());
    text = command.dump == Dump::kTree      ? DumpTree(*loading.snapshot->configuration)
           : command.dump == Dump::kChecked ? DumpChecked(*loading.snapshot->configuration)
                                            : DumpProgramText(*loading.snapshot);
  }
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Member("dump", text);
    w.End();
    output.out << w.Take() << '\n';
  } else {
    output.out << text;
  }
  return 0;
}

}  // namespace rune::cli
