// Where a command writes: stdout, stderr, text or JSON, with or without colour.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "rune/fault.h"
#include "text/source.h"

namespace rune::cli {

enum class Style : std::uint8_t { kPlain, kGood, kBad, kStrong, kFaint };

struct Output {
  std::ostream& out;
  std::ostream& err;
  bool json = false;
  bool colour_out = false;  // stdout is a terminal and NO_COLOR is not set
  bool colour_err = false;
  bool terminal_err = false;  // stderr is a terminal: it may show what is under way
};

// `text` in a style, if this stream has colour.
std::string Styled(bool colour, Style style, std::string_view text);

// Text that came from a file or a request, with control characters escaped, so that it cannot steer
// a terminal.
std::string Safe(std::string_view text);

// Reports a fault (as JSON on stdout, or as text on stderr) and gives the exit code of a failure.
// `sources` may be null.
int Fail(Output& output, const Fault& fault, const text::SourceMap* sources);

// Ends a command that ended with `code`: what stdout did not take is an error, told on stderr,
// since an answer that nobody received is not an answer (a full disk must not look like a permit).
// Returns: `code`, or that of a failure.
int Deliver(Output& output, int code);

// Diagnostics for people, on stderr. Nothing in JSON mode.
void ShowFindings(Output& output, const std::vector<Diagnostic>& findings,
                  const text::SourceMap* sources);

}  // namespace rune::cli
