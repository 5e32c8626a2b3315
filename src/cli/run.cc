#include "cli/run.h"

#include "base/json_writer.h"
#include "cli/command_line.h"

namespace rune::cli {

namespace {

// The editions this program understands.
constexpr std::string_view kFileVersion = "rune/1.0";
constexpr std::string_view kCedarVersion = "4.6";

}  // namespace

int Run(const VersionCommand&, Output& output) {
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Member("version", RUNE_VERSION);
    w.Member("file", kFileVersion);
    w.Member("cedar", kCedarVersion);
    w.End();
    output.out << w.Take() << '\n';
  } else {
    output.out << "rune " << RUNE_VERSION << " (files " << kFileVersion << ", Cedar language "
               << kCedarVersion << ")\n";
  }
  return 0;
}

int Run(const CompletionCommand& command, Output& output) {
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Member("script", command.script);
    w.End();
    output.out << w.Take() << '\n';
  } else {
    output.out << command.script;
  }
  return 0;
}

int Run(const PrintCommand& command, Output& output) {
  if (output.json) {
    JsonWriter w;
    w.BeginObject();
    w.Member("help", command.text);
    w.End();
    output.out << w.Take() << '\n';
  } else {
    (command.exit_code == 0 ? output.out : output.err) << command.text;
  }
  return command.exit_code;
}

int RunCommandLine(const std::vector<std::string>& arguments, Output& output) {
  output.json = WantsJson(arguments);
  const auto command = ParseCommandLine(arguments);
  if (!command) return Deliver(output, Fail(output, command.error(), nullptr));
  const int code = std::visit([&](const auto& what) { return Run(what, output); }, command->what);
  return Deliver(output, code);
}

}  // namespace rune::cli
