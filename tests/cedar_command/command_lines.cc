#include "command_lines.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/bounds.h"
#include "base/format.h"
#include "value/json.h"

namespace rune::tests {

namespace {

namespace fs = std::filesystem;
using value::Json;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Comparison ComparisonOf(const std::string& name) {
  return name == "exact"      ? Comparison::kExact
         : name == "lines"    ? Comparison::kLines
         : name == "decision" ? Comparison::kDecision
         : name == "json"     ? Comparison::kJson
                              : Comparison::kCode;
}

std::vector<Json> JsonLines(const std::string& text) {
  std::vector<Json> out;
  for (const std::string& line : Lines(text)) {
    if (!line.starts_with('{')) continue;
    text::SourceMap sources;
    text::Diagnostics diagnostics(sources);
    const auto file = sources.Add("line", line);
    if (auto json = value::ParseJson(sources.Whole(file), Bounds(), diagnostics)) {
      out.push_back(*std::move(json));
    }
  }
  return out;
}

// Where a report and what is related to it point, in order.
std::string Places(const Json& report) {
  std::vector<std::string> places;
  const auto add = [&](const Json& one) {
    const Json* labels = one.Find("labels");
    if (labels == nullptr || labels->array.empty()) return;
    const Json* span = labels->array.front().Find("span");
    if (span == nullptr) return;
    places.push_back(Format("{}+{}", span->Find("offset")->integer, span->Find("length")->integer));
  };
  add(report);
  if (const Json* related = report.Find("related")) std::ranges::for_each(related->array, add);
  std::ranges::sort(places);
  std::string out;
  for (const std::string& place : places) out += " " + place;
  return out;
}

// What two reports must have in common: keys, severity, whether there are causes; of a validation
// also the places.
std::string Shape(const Json& report) {
  static const std::set<std::string> kOurs = {"code", "kind", "help", "filename", "related"};
  std::set<std::string> keys;
  for (const Json::Member& member : report.object) {
    if (!kOurs.contains(member.first)) keys.insert(member.first);
  }
  std::string out;
  for (const std::string& key : keys) out += key + " ";
  if (const Json* severity = report.Find("severity")) out += severity->string;
  if (const Json* causes = report.Find("causes")) out += causes->array.empty() ? "" : " caused";
  if (const Json* message = report.Find("message")) {
    // These are fixed texts, not words of an error.
    if (message->string.starts_with("policy set validation")) {
      out += " " + message->string + Places(report);
    }
  }
  return out;
}

std::string DecisionOf(const std::string& printed) {
  std::string first;
  std::size_t count = 0;
  for (const std::string& line : Lines(printed)) {
    if (first.empty()) first = line;
    ++count;
  }
  return Format("{} and {} lines", first, count);
}

std::string Compared(Comparison comparison, const std::string& printed) {
  switch (comparison) {
    case Comparison::kExact: return printed;
    case Comparison::kLines: {
      std::vector<std::string> lines = Lines(printed);
      std::ranges::sort(lines);
      std::string out;
      for (const std::string& line : lines) out += line + "\n";
      return out;
    }
    case Comparison::kDecision: return DecisionOf(printed);
    case Comparison::kJson: {
      std::string out;
      for (const Json& report : JsonLines(printed)) out += Shape(report) + "\n";
      return out;
    }
    case Comparison::kCode: return printed.empty() ? "nothing" : "something";
  }
  return printed;
}

std::map<std::string, std::string> FilesOf(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).string()] = ReadText(entry.path());
  }
  return files;
}

// How the output of a case's line is compared, by its subcommand and the exit code that is no
// matter here: answers are exact, what is wrong has words of our own.
CommandLine Guess(std::string arguments) {
  const bool json = arguments.find("-f json") != std::string::npos;
  const auto is = [&](std::string_view name) { return arguments.find(name) == 0; };
  Comparison comparison = Comparison::kCode;
  if (json) {
    comparison = Comparison::kJson;
  } else if (is("authorize") || is("tpe")) {
    comparison = Comparison::kDecision;
  } else if (is("visualize")) {
    comparison = Comparison::kLines;
  }
  return {comparison, std::move(arguments)};
}

}  // namespace

std::vector<CommandLine> ReadCommandLines(const std::string& path) {
  std::vector<CommandLine> out;
  for (const std::string& line : Lines(ReadText(path))) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = line.find(' ');
    out.push_back({ComparisonOf(line.substr(0, blank)), line.substr(blank + 1)});
  }
  return out;
}

std::vector<CommandLine> ReadCase(const std::string& path) {
  constexpr std::string_view kCommand = "rune cedar ";
  std::vector<CommandLine> out;
  for (const std::string& line : Lines(ReadText(path))) {
    if (!line.starts_with(kCommand)) continue;
    std::string arguments = line.substr(kCommand.size());
    if (arguments.starts_with("link-schemas") || arguments.starts_with("help") ||
        arguments.find("--requests-json") != std::string::npos ||
        arguments.find("--help") != std::string::npos) {
      continue;
    }
    out.push_back(Guess(std::move(arguments)));
  }
  return out;
}

Outcome Run(const std::string& program, const std::string& arguments, const std::string& folder) {
  std::string pattern = (fs::temp_directory_path() / "cedar_command_XXXXXX").string();
  Outcome outcome;
  if (mkdtemp(pattern.data()) == nullptr) return outcome;
  const fs::path place = pattern;
  fs::copy(folder, place, fs::copy_options::recursive);
  const std::string line =
      Format("cd '{}' && {{ '{}' {}; }} 2>/dev/null", pattern, program,
             // A line that reads stdin says where from.
             arguments.find('<') == std::string::npos ? arguments + " </dev/null" : arguments);
  if (std::FILE* pipe = popen(line.c_str(), "r")) {
    std::array<char, 4096> block{};
    while (const std::size_t n = std::fread(block.data(), 1, block.size(), pipe)) {
      outcome.printed.append(block.data(), n);
    }
    outcome.exit_code = WEXITSTATUS(pclose(pipe));
  }
  outcome.files = FilesOf(place);
  fs::remove_all(place);
  return outcome;
}

std::string Difference(Comparison comparison, const Outcome& reference, const Outcome& ours) {
  if (reference.exit_code != ours.exit_code) {
    return Format("exit code {}, ours is {}\n--- reference\n{}--- ours\n{}", reference.exit_code,
                  ours.exit_code, reference.printed, ours.printed);
  }
  // Where both failed, words are our own: only shapes can be equal.
  const bool failed = ours.exit_code == 1;
  if (failed && comparison != Comparison::kJson) comparison = Comparison::kCode;
  if (Compared(comparison, reference.printed) != Compared(comparison, ours.printed)) {
    return Format("--- reference\n{}--- ours\n{}", reference.printed, ours.printed);
  }
  if (reference.files != ours.files) return "other files are left in the folder";
  return {};
}

}  // namespace rune::tests
