// Any text is read and checked without a fault, and what was read prints back to the same tree.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "datalog/program.h"
#include "datalog/syntax/parse.h"
#include "datalog/syntax/print.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rune;
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::string content(reinterpret_cast<const char*>(data), size);
  datalog::ParseOptions options;
  options.path_types = {"File"};
  const datalog::Rules rules =
      datalog::ParseRules(sources.Whole(sources.Add("rules", content)), options, diagnostics);
  text::Diagnostics again_diagnostics(sources);
  const datalog::Rules again = datalog::ParseRules(
      sources.Whole(sources.Add("again", datalog::PrintRules(rules))), options, again_diagnostics);
  RUNE_CHECK(!again_diagnostics.has_errors());
  RUNE_CHECK(datalog::SameTree(rules, again));
  const datalog::Program program = datalog::CheckRules(rules, {}, diagnostics);
  RUNE_CHECK(program.clause_info.size() == rules.clauses.size());
  static_cast<void>(datalog::DumpProgram(program));
  datalog::ParseGoal(sources.Whole(0), options, diagnostics);
  datalog::ParseFact(sources.Whole(0), options, diagnostics);
  return 0;
}
