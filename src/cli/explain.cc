#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/format.h"
#include "base/json_writer.h"
#include "cli/run.h"
#include "text/codes.h"
#include "text/suggest.h"

namespace rune::cli {

namespace {

struct Page {
  std::string_view name;
  std::string_view text;
};

constexpr Page kPages[] = {
#include "cli/error_pages.inc"
};

// What each fault means; diagnostics have pages of their own.
constexpr Page kFaults[] = {
    {"invalid_request",
     "The request or one of its options is malformed. Correct it and ask again."},
    {"invalid_config", "The configuration does not load. `rune validate` shows every finding."},
    {"not_found", "A file, a relation or a code that was named does not exist."},
    {"conflict", "Two statements contradict each other, such as two values for one attribute."},
    {"limit",
     "A bound of work, size or depth was reached. The answer is not known; nothing is\n"
     "permitted. Bounds are options of the file: bounds.request_steps, bounds.depth, .."},
    {"unavailable", "Something that is needed cannot be read."},
    {"stale", "The snapshot outlived a deadline of one of its facts. Ask again."},
    {"usage", "The command line cannot be understood. `rune --help` tells how it goes."},
    {"internal", "RUNE broke a promise to itself. Please report it. Nothing was permitted."},
};

std::optional<Page> FindPage(std::string_view code) {
  if (const auto id = text::FindCode(code)) {
    const std::string_view name = text::Info(*id).code;
    for (const Page& page : kPages) {
      if (page.name == name) return page;
    }
  }
  for (const Page& page : kFaults) {
    if (page.name == code) return page;
  }
  return std::nullopt;
}

Fault UnknownCode(const std::string& code) {
  std::vector<std::string> known;
  for (const text::CodeInfo& info : text::AllCodes()) known.emplace_back(info.code);
  for (const Page& page : kFaults) known.emplace_back(page.name);
  std::string message = Format("no such code: {}", code);
  if (auto close = text::Suggest(code, known)) message += Format("; did you mean {}?", *close);
  return {FaultCode::kNotFound, std::move(message), {}};
}

}  // namespace

int Run(const ExplainCommand& command, Output& output) {
  const auto page = FindPage(command.code);
  if (!page) return Fail(output, UnknownCode(command.code), nullptr);
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Member("code", page->name);
    w.Member("text", page->text);
    w.End();
    output.out << w.Take() << '\n';
  } else {
    output.out << page->text;
    if (!page->text.ends_with('\n')) output.out << '\n';
  }
  return 0;
}

}  // namespace rune::cli
