// Each subcommand of `rune cedar`, from its options to an exit code. Answers and what is wrong with
// the inputs go to stdout, as Cedar's own command has it (translations and drawings tell what is
// wrong on stderr).
#pragma once

#include <ostream>

#include "cli/cedar/command.h"
#include "cli/cedar/report.h"

namespace rune::cli {

inline constexpr int kCedarSuccess = 0;
inline constexpr int kCedarFailure = 1;
inline constexpr int kCedarDeny = 2;
inline constexpr int kCedarInvalid = 3;
inline constexpr int kCedarUnknown = 4;

struct CedarRun {
  std::ostream& out;
  std::ostream& err;
  CedarErrorFormat format;

  // On stdout. Returns: the exit code of a failure.
  int Fail(const Report& report) const {
    out << Render(report, format);
    return kCedarFailure;
  }
  // The same on stderr.
  int FailAside(const Report& report) const {
    err << Render(report, format);
    return kCedarFailure;
  }
};

int RunCedar(const CedarMessage& command, const CedarRun& run);
// 0 ALLOW, 2 DENY, 1 where no answer was reached.
int RunCedar(const CedarAuthorize& command, const CedarRun& run);
int RunCedar(const CedarEvaluate& command, const CedarRun& run);
// 0 the policies validate, 3 they do not (or only with warnings, when these are denied).
int RunCedar(const CedarValidate& command, const CedarRun& run);
int RunCedar(const CedarCheckParse& command, const CedarRun& run);
int RunCedar(const CedarLink& command, const CedarRun& run);
int RunCedar(const CedarTranslatePolicy& command, const CedarRun& run);
int RunCedar(const CedarTranslateSchema& command, const CedarRun& run);
int RunCedar(const CedarLinkSchemas& command, const CedarRun& run);
// With --check 1 where the text was not in form.
int RunCedar(const CedarFormat& command, const CedarRun& run);
// 0 ALLOW, 2 DENY, 4 UNKNOWN, which depends on what is not known.
int RunCedar(const CedarTpe& command, const CedarRun& run);
// The same.
int RunCedar(const CedarPartiallyAuthorize& command, const CedarRun& run);
// 0 when every test passed.
int RunCedar(const CedarRunTests& command, const CedarRun& run);
int RunCedar(const CedarVisualize& command, const CedarRun& run);
int RunCedar(const CedarNew& command, const CedarRun& run);
int RunCedar(const CedarLanguageVersion& command, const CedarRun& run);

}  // namespace rune::cli
