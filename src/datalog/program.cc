#include "datalog/program.h"

#include <array>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/syntax/print.h"

namespace rune::datalog {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string DumpRelation(const Relation& relation) {
  constexpr std::array<std::string_view, 4> kVotes = {"", " vote=deny", " vote=forbid",
                                                      " vote=allow"};
  constexpr std::array<std::string_view, 10> kTypes = {
      "",         ": Bool",     ": Long",     ": Decimal", ": String",
      ": Entity", ": Datetime", ": Duration", ": Ip",      ""};
  std::string out = Format("  {}(", relation.name.name);
  for (std::size_t i = 0; i < relation.parameters.size(); ++i) {
    const Parameter& parameter = relation.parameters[i];
    out += Format("{}{}{}{}", i > 0 ? ", " : "", parameter.input ? "+" : "",
                  parameter.name.empty() ? "?" : parameter.name,
                  kTypes[static_cast<std::size_t>(parameter.type)]);
  }
  out += ')';
  if (relation.builtin != BuiltinRelation::kNone) out += " request";
  if (!relation.defined) out += " undefined";
  if (relation.open) out += " open";
  if (relation.stored) out += " stored";
  if (relation.eqrel) out += " eqrel";
  return out + std::string(kVotes[static_cast<std::size_t>(relation.vote)]) + "\n";
}

}  // namespace

std::optional<RequestPart> FindRequestPart(std::string_view parameter) {
  struct PartName {
    std::string_view name;
    RequestPart part;
  };
  constexpr std::array<PartName, 12> kParts = {{
      {"principal", RequestPart::kPrincipal},
      {"agent", RequestPart::kPrincipal},
      {"user", RequestPart::kPrincipal},
      {"action", RequestPart::kAction},
      {"resource", RequestPart::kResource},
      {"path", RequestPart::kPath},
      {"file", RequestPart::kPath},
      {"directory", RequestPart::kDirectory},
      {"dir", RequestPart::kDirectory},
      {"command", RequestPart::kCommand},
      {"cmd", RequestPart::kCommand},
      {"api", RequestPart::kApi},
  }};
  const std::string lower = Lower(parameter);
  for (const PartName& part : kParts) {
    if (part.name == lower) return part.part;
  }
  return std::nullopt;
}

std::string SnakeCase(std::string_view parameter) {
  std::string snake;
  for (std::size_t i = 0; i < parameter.size(); ++i) {
    if (i > 0 && IsUpper(parameter[i])) {
      const char before = parameter[i - 1];
      const bool word_ends = IsLower(before) || IsDigit(before);
      const bool word_begins =
          IsUpper(before) && i + 1 < parameter.size() && IsLower(parameter[i + 1]);
      if (word_ends || word_begins) snake += '_';
    }
    snake += parameter[i];
  }
  return Lower(snake);
}

std::vector<RelationName> Program::AllowRelations(std::string_view action_id) const {
  std::vector<RelationName> voting;
  const auto name = AllowName(action_id);
  const auto it = name ? by_name.find(*name) : by_name.end();
  if (it == by_name.end()) return voting;
  for (const RelationName& relation : it->second) {
    if (relations.at(relation).vote == VoteKind::kAllow) voting.push_back(relation);
  }
  return voting;
}

std::vector<RelationName> Program::DenyRelations() const {
  std::vector<RelationName> voting;
  for (const auto& [name, relation] : relations) {
    if (relation.vote == VoteKind::kDeny || relation.vote == VoteKind::kForbid)
      voting.push_back(name);
  }
  return voting;
}

bool Program::HasVotes() const {
  for (const auto& [name, relation] : relations) {
    if (relation.vote != VoteKind::kNone) return true;
  }
  return false;
}

Program CheckRules(Rules rules, const CheckInput& input, text::Diagnostics& diagnostics) {
  Program program;
  program.rules = std::move(rules);
  program.fold_paths = input.fold_paths;
  CheckContext context{program, input, diagnostics};
  CollectRelations(context);
  FindInputs(context);
  CheckSafety(context);
  FindComponents(context);
  CheckRecursion(context);
  CheckNames(context);
  InferTypes(context);
  CheckPatterns(context);
  FindStored(context);
  CheckVotes(context);
  return program;
}

std::string DumpProgram(const Program& program) {
  std::string out;
  for (std::size_t c = 0; c < program.components.size(); ++c) {
    out += Format("component {}\n", c);
    for (const RelationName& name : program.components[c]) {
      const Relation& relation = program.relations.at(name);
      out += DumpRelation(relation);
      for (const std::size_t clause : relation.clauses) {
        out += Format("    #{} {}\n", program.rules.clauses[clause].number,
                      PrintClause(program.rules.clauses[clause]));
      }
    }
  }
  for (const Check& check : program.rules.checks) out += Format("check {}\n", check.name);
  return out;
}

}  // namespace rune::datalog
