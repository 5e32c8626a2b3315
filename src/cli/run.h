// Each subcommand, from its options to an exit code. Results go to stdout; what else is to be told
// goes to stderr.
#pragma once

#include "cli/command.h"
#include "cli/output.h"

namespace rune::cli {

// 0 permit, 2 deny or forbid, 1 anything else.
int Run(const EvalCommand& command, Output& output);
// 0, or 1 where something erred.
int Run(const QueryCommand& command, Output& output);
// 0 without errors (and, when asked, without warnings), else 1.
int Run(const ValidateCommand& command, Output& output);
// 0 when every case passed and there was one, else 1.
int Run(const TestCommand& command, Output& output);
int Run(const CompileCommand& command, Output& output);
// 0, or 1 when asked to check and something would change.
int Run(const FmtCommand& command, Output& output);
int Run(const ExplainCommand& command, Output& output);
int Run(const VersionCommand& command, Output& output);
int Run(const CompletionCommand& command, Output& output);
int Run(const PrintCommand& command, Output& output);
// As Cedar's own command: 0 done, 1 a failure, 2 a denial or a wrong command line, 3 policies that
// do not validate, 4 not known yet.
int Run(const CedarCommand& command, Output& output);

// The whole program but for streams and terminals: parses, runs, reports, and sees that stdout took
// what was said.
int RunCommandLine(const std::vector<std::string>& arguments, Output& output);

}  // namespace rune::cli
