#include "cli/cedar/run.h"

#include "cli/run.h"

namespace rune::cli {

int RunCedar(const CedarMessage& command, const CedarRun& run) {
  (command.exit_code == 0 ? run.out : run.err) << command.text;
  return command.exit_code;
}

int RunCedar(const CedarLanguageVersion&, const CedarRun& run) {
  run.out << "Cedar language version: 4.6\n";
  return kCedarSuccess;
}

int Run(const CedarCommand& command, Output& output) {
  const CedarRun run{output.out, output.err, command.error_format};
  return std::visit([&](const auto& what) { return RunCedar(what, run); }, command.what);
}

}  // namespace rune::cli
