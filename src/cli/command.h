// What the command line asked for, as data: one struct per subcommand, filled by command_line.h,
// run by its own file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/cedar/command.h"
#include "config/configuration.h"
#include "rune/request.h"

namespace rune::cli {

// Texts as typed; parsed when the configuration's options are known.
struct RequestOptions {
  std::optional<std::string> principal;
  std::optional<std::string> action;
  std::optional<std::string> resource;
  std::vector<std::string> context;          // `k=v` or `@file.json`
  std::vector<std::string> principal_attrs;  // `k=v`
  std::vector<std::string> resource_attrs;   // `k=v`
  std::vector<std::string> groups;
  std::optional<std::string> now;

  bool any() const {
    return principal || action || resource || !context.empty() || !principal_attrs.empty() ||
           !resource_attrs.empty() || !groups.empty() || now;
  }
};

// What is loaded besides the file.
struct LoadOptions {
  std::vector<std::string> variables;  // `NAME=value`
  std::vector<std::string> facts;      // `f(x, 1)`
  std::vector<std::string> sets;       // `path=JSON`
  std::vector<std::string> entities;   // files
  std::optional<std::string> facts_folder;
};

struct EvalCommand {
  std::optional<std::string> configuration;
  LoadOptions load;
  RequestOptions request;
  std::vector<std::string> queries;
  ExplainLevel explain = ExplainLevel::kReasons;
};

struct QueryCommand {
  std::string configuration;
  std::string goal;
  LoadOptions load;
  RequestOptions request;
  bool count = false;
  std::optional<std::uint64_t> limit;
};

struct ValidateCommand {
  std::vector<std::string> paths;
  LoadOptions load;
  bool deny_warnings = false;
};

struct TestCommand {
  std::vector<std::string> paths;
  LoadOptions load;
};

struct CompileCommand {
  enum class Dump : std::uint8_t { kTokens, kTree, kChecked, kProgram };
  std::string path;
  Dump dump = Dump::kTree;
  LoadOptions load;
};

struct FmtCommand {
  std::vector<std::string> paths;
  bool check = false;  // say what would change
  bool write = false;  // change the files
  std::size_t line_width = 80;
  std::size_t indent_width = 2;
};

struct ExplainCommand {
  std::string code;
};

struct VersionCommand {};

struct CompletionCommand {
  std::string script;  // made from the command line's own definition
};

// Help, asked for or not.
struct PrintCommand {
  std::string text;
  int exit_code = 0;  // not 0: the text goes to stderr
};

struct Command {
  std::variant<PrintCommand, EvalCommand, QueryCommand, ValidateCommand, TestCommand,
               CompileCommand, FmtCommand, ExplainCommand, VersionCommand, CompletionCommand,
               CedarCommand>
      what;
};

}  // namespace rune::cli
