#include "engine/goal.h"

#include "base/format.h"
#include "datalog/syntax/parse.h"
#include "text/suggest.h"

namespace rune::engine {

namespace {

Fault UnknownRelation(const datalog::Program& program, const datalog::Goal& goal) {
  auto same_name = program.by_name.find(goal.relation);
  if (same_name != program.by_name.end() && !same_name->second.empty()) {
    return {FaultCode::kNotFound,
            Format("the relation `{}` has {} columns, and this goal gives {}", goal.relation,
                   same_name->second[0].arity, goal.arguments.size()),
            {}};
  }
  std::vector<std::string> known;
  for (const auto& [name, relations] : program.by_name) known.push_back(name);
  std::string message = Format("no relation `{}` is mentioned anywhere", goal.relation);
  if (auto close = text::Suggest(goal.relation, known)) {
    message += Format("; did you mean `{}`?", *close);
  }
  return {FaultCode::kNotFound, std::move(message), {}};
}

}  // namespace

Result<Answer> AnswerGoal(const config::Configuration& configuration,
                          datalog::RequestEvaluation& rules, const std::string& goal) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("<query>", goal);
  text::Diagnostics diagnostics(sources);
  const datalog::ParseOptions options{configuration.options.bounds,
                                      configuration.options.path_types,
                                      configuration.options.fold_paths};
  const auto parsed = datalog::ParseGoal(sources.Whole(file), options, diagnostics);
  if (!parsed || diagnostics.has_errors()) {
    return std::unexpected(Fault{FaultCode::kInvalidRequest, Format("`{}` is not a goal", goal),
                                 diagnostics.Sorted()});
  }
  const datalog::RelationName name{parsed->relation, parsed->arguments.size()};
  if (configuration.program.Find(name) == nullptr && !datalog::FindBuiltin(name)) {
    return std::unexpected(UnknownRelation(configuration.program, *parsed));
  }
  RUNE_ASSIGN_OR_RETURN(const datalog::GoalAnswer answer, rules.Query(*parsed));
  Answer out;
  out.rows.assign(answer.rows.begin(), answer.rows.end());
  out.open = answer.open;
  for (const datalog::RuleError& e : answer.errors) {
    out.errors.push_back(
        {Engine::kDatalog, e.id, configuration.sources->Resolve(e.span), e.kind, e.message});
  }
  return out;
}

}  // namespace rune::engine
