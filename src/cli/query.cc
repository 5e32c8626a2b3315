#include "base/format.h"
#include "cli/load.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "datalog/syntax/print.h"
#include "engine/decision_json.h"

namespace rune::cli {

namespace {

// The relation's name: what stands before the parenthesis of a goal.
std::string RelationOf(const std::string& goal) {
  const std::size_t end = goal.find_first_of(" \t(");
  return goal.substr(0, end);
}

void ShowAnswer(Output& output, const QueryCommand& command, const Answer& answer,
                std::size_t limit) {
  if (command.count) {
    output.out << answer.rows.size() << '\n';
  } else {
    const std::string relation = RelationOf(command.goal);
    for (std::size_t i = 0; i < std::min(limit, answer.rows.size()); ++i) {
      output.out << Safe(datalog::PrintFact(relation, answer.rows[i])) << ".\n";
    }
    if (answer.rows.size() > limit) {
      output.err << Format("{} of {} rows shown\n", limit, answer.rows.size());
    }
  }
  if (answer.open) {
    output.err << "open: a clause needs a value that nobody gave, so rows may be missing\n";
  }
  for (const EvaluationError& error : answer.errors) {
    output.err << Format("error in rule {}: {} ({}) at {}:{}:{}\n", error.id, Safe(error.message),
                         error.kind, Safe(error.place.file), error.place.line, error.place.column);
  }
}

}  // namespace

int Run(const QueryCommand& command, Output& output) {
  const auto input = ReadLoadOptions(command.load);
  if (!input) return Fail(output, input.error(), nullptr);
  const Loading loading = LoadSnapshot(command.configuration, *input, output);
  if (loading.fault) return Fail(output, *loading.fault, loading.sources.get());

  std::optional<Request> request;
  if (command.request.any()) {
    auto read = ReadRequest(command.request, *loading.snapshot->configuration, output);
    if (!read) return Fail(output, read.error(), nullptr);
    request = *std::move(read);
  }
  const auto answer = [&] {
    const Progress progress(output, "asking " + command.goal);
    return engine::Query(*loading.snapshot, command.goal, request ? &*request : nullptr, {});
  }();
  if (!answer) return Fail(output, answer.error(), nullptr);
  const std::size_t limit = command.limit.value_or(answer->rows.size());
  if (output.json) {
    output.out << engine::AnswerJson(*answer, !command.count, limit) << '\n';
  } else {
    ShowAnswer(output, command, *answer, limit);
  }
  return answer->errors.empty() ? 0 : 1;
}

}  // namespace rune::cli
