#include "cli/command_line.h"

#include <cstdlib>
#include <limits>

#include "cli/cedar/options.h"
#include "cli/completion.h"
#include "cli/parser.h"

namespace rune::cli {

namespace {

constexpr const char* kAbout =
    "RUNE decides what an agent may do: Cedar policies say whether, Datalog rules say how,\n"
    "both from one .rune file.\n";

constexpr const char* kFooter =
    "\nA first decision:\n"
    "  rune eval -c agent.rune --principal coder --action file.read --resource /src/main.rs\n"
    "Exit codes of eval: 0 permit, 2 deny or forbid, 1 anything else (a fault is never a permit).\n"
    "`rune COMMAND --help` tells the options of one command, `rune explain CODE` what a finding "
    "means.\n";

void AddFormat(CLI::App& app, std::string& format) {
  AddChoice(app, "-f,--format", format, {"text", "json"},
            "text for people, json for programs: one JSON value on stdout");
}

void AddLoad(CLI::App& app, LoadOptions& load) {
  app.add_option("--var", load.variables, "value of a {{NAME}} in the file (repeatable)")
      ->type_name("NAME=value")
      ->expected(1)
      ->take_all();
  app.add_option("--entities", load.entities, "more entities, from Cedar entity JSON (repeatable)")
      ->type_name("FILE")
      ->expected(1)
      ->take_all();
  app.add_option("--fact", load.facts, "a run-time fact: 'f(x, 1)' (repeatable)")
      ->type_name("FACT")
      ->expected(1)
      ->take_all();
  app.add_option("--set", load.sets,
                 "a value merged into the data path of that name, e.g. approvals={\"a+b\":{..}}")
      ->type_name("path=JSON")
      ->expected(1)
      ->take_all();
}

void AddRequest(CLI::App& app, RequestOptions& request, bool required) {
  app.add_option("--principal", request.principal, "who asks: Agent::\"coder\", or coder")
      ->type_name("P")
      ->required(required);
  app.add_option("--action", request.action, "what is asked: Action::\"file.read\", or file.read")
      ->type_name("A")
      ->required(required);
  app.add_option("--resource", request.resource, "on what: File::\"/src/main.rs\", or /src/main.rs")
      ->type_name("R")
      ->required(required);
  app.add_option("--context", request.context,
                 "a key of the context (v as JSON where it parses, else text), or a JSON file")
      ->type_name("k=v|@FILE")
      ->expected(1)
      ->take_all();
  app.add_option("--principal-attr", request.principal_attrs, "an attribute of the principal")
      ->type_name("k=v")
      ->expected(1)
      ->take_all();
  app.add_option("--resource-attr", request.resource_attrs, "an attribute of the resource")
      ->type_name("k=v")
      ->expected(1)
      ->take_all();
  app.add_option("--group", request.groups, "a group that the principal belongs to")
      ->type_name("G")
      ->expected(1)
      ->take_all();
  app.add_option("--now", request.now, "sets context.now: 2026-01-31T09:30:00Z")->type_name("T");
}

// Everything the parser fills; which command ran is read from the App afterwards.
struct Parsed {
  std::string format = "text";
  EvalCommand eval;
  QueryCommand query;
  ValidateCommand validate;
  TestCommand test;
  CompileCommand compile;
  FmtCommand fmt;
  ExplainCommand explain;
  std::string shell;
  std::string explain_level = "reasons";
  std::string dump;
};

void DefineEval(CLI::App& app, Parsed& p) {
  CLI::App* eval = app.add_subcommand("eval", "Decide one request");
  eval->add_option("-c,--config", p.eval.configuration,
                   "the .rune file or folder (default: ./config.rune, else the only *.rune here)")
      ->type_name("FILE|FOLDER");
  AddRequest(*eval, p.eval.request, true);
  AddLoad(*eval, p.eval.load);
  eval->add_option("--query", p.eval.queries, "a goal to answer beside the decision (repeatable)")
      ->type_name("'p(X)'")
      ->expected(1)
      ->take_all();
  AddChoice(*eval, "--explain", p.explain_level, {"none", "reasons", "full"},
            "how much to say of why (default: reasons)");
  AddFormat(*eval, p.format);
}

void DefineQuery(CLI::App& app, Parsed& p) {
  CLI::App* query = app.add_subcommand("query", "Answer a goal from the rules");
  query->add_option("FILE", p.query.configuration, "the .rune file or folder")->required();
  query->add_option("GOAL", p.query.goal, "e.g. 'ancestor(ann, X)'")->required();
  AddRequest(*query, p.query.request, false);
  AddLoad(*query, p.query.load);
  query
      ->add_option("--facts", p.query.load.facts_folder,
                   "a folder of <relation>.facts files, tab-separated")
      ->type_name("DIR");
  query->add_flag("--count", p.query.count, "only the number of rows");
  AddNumber(*query, "--limit", p.query.limit, 0, std::numeric_limits<std::uint64_t>::max(),
            "at most so many rows");
  AddFormat(*query, p.format);
}

void DefineFmt(CLI::App& app, Parsed& p) {
  CLI::App* fmt = app.add_subcommand(
      "fmt", "Lay out policies and schemas: .cedar, .cedarschema, sections of .rune");
  fmt->add_option("FILE", p.fmt.paths, "files; printed, unless told otherwise")->required();
  CLI::Option* check =
      fmt->add_flag("--check", p.fmt.check, "name the files that would change; 1 if there are any");
  fmt->add_flag("--write", p.fmt.write, "change the files")->excludes(check);
  AddNumber(*fmt, "--line-width", p.fmt.line_width, 1, 1000, "columns of a line (default: 80)");
  AddNumber(*fmt, "--indent-width", p.fmt.indent_width, 0, 16, "columns of a step in (default: 2)");
  AddFormat(*fmt, p.format);
}

void DefineOthers(CLI::App& app, Parsed& p) {
  CLI::App* validate = app.add_subcommand("validate", "Check files and say what is wrong");
  validate->add_option("FILE", p.validate.paths, "files or folders")->required();
  validate->add_flag("--deny-warnings", p.validate.deny_warnings, "fail on warnings too");
  AddLoad(*validate, p.validate.load);
  AddFormat(*validate, p.format);

  CLI::App* test = app.add_subcommand("test", "Run the [tests] in files");
  test->add_option("FILE", p.test.paths, "files or folders")->required();
  AddLoad(*test, p.test.load);
  AddFormat(*test, p.format);

  CLI::App* compile = app.add_subcommand("compile", "Show a stage of a file on its way to answers");
  compile->add_option("FILE", p.compile.path, "the .rune file")->required();
  AddChoice(*compile, "--dump", p.dump, {"tokens", "tree", "checked", "program"}, "which stage")
      ->required();
  AddLoad(*compile, p.compile.load);
  AddFormat(*compile, p.format);

  CLI::App* explain = app.add_subcommand("explain", "Tell what a code means: RUNE-P0001");
  explain->add_option("CODE", p.explain.code, "a code that a finding or a fault showed")
      ->required();
  AddFormat(*explain, p.format);

  AddFormat(*app.add_subcommand("version", "Tell this program's version"), p.format);

  CLI::App* completion = app.add_subcommand("completion", "Print a completion script for a shell");
  AddChoice(*completion, "SHELL", p.shell, {"bash", "zsh", "fish"}, "which shell")->required();
  AddFormat(*completion, p.format);
}

Command Choose(const CLI::App& app, Parsed& p) {
  Command out;
  const std::string name = app.get_subcommands().front()->get_name();
  if (name == "eval") {
    p.eval.explain = p.explain_level == "none"      ? ExplainLevel::kNone
                     : p.explain_level == "reasons" ? ExplainLevel::kReasons
                                                    : ExplainLevel::kFull;
    out.what = std::move(p.eval);
  } else if (name == "query") {
    out.what = std::move(p.query);
  } else if (name == "validate") {
    out.what = std::move(p.validate);
  } else if (name == "test") {
    out.what = std::move(p.test);
  } else if (name == "compile") {
    using Dump = CompileCommand::Dump;
    p.compile.dump = p.dump == "tokens"    ? Dump::kTokens
                     : p.dump == "tree"    ? Dump::kTree
                     : p.dump == "checked" ? Dump::kChecked
                                           : Dump::kProgram;
    out.what = std::move(p.compile);
  } else if (name == "fmt") {
    out.what = std::move(p.fmt);
  } else if (name == "explain") {
    out.what = std::move(p.explain);
  } else if (name == "completion") {
    out.what = CompletionCommand{CompletionScript(app, p.shell)};
  } else {
    out.what = VersionCommand{};
  }
  return out;
}

}  // namespace

bool WantsJson(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments.front() == "cedar") return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--format=json" || word == "-fjson") return true;
    if ((word == "--format" || word == "-f") && i + 1 < arguments.size() &&
        arguments[i + 1] == "json") {
      return true;
    }
  }
  return false;
}

Result<Command> ParseCommandLine(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments.front() == "cedar") {
    return Command{ParseCedarCommand({arguments.begin() + 1, arguments.end()},
                                     std::getenv("CEDAR_ERROR_FORMAT"))};
  }
  CLI::App app(kAbout, "rune");
  Begin(app);
  Parsed parsed;
  AddFormat(app, parsed.format);
  app.set_version_flag("--version", "", "the same as `rune version`");
  DefineEval(app, parsed);
  DefineQuery(app, parsed);
  DefineFmt(app, parsed);
  DefineOthers(app, parsed);
  DescribeCedar(app);
  app.footer(kFooter);  // last: subcommands made before do not take it over
  if (arguments.empty()) return Command{PrintCommand{app.help(), 1}};
  ParseEnd end = Parse(app, arguments, {"-f", "--format"});
  switch (end.kind) {
    case ParseEnd::Kind::kCommand: break;
    case ParseEnd::Kind::kHelp: return Command{PrintCommand{std::move(end.text), 0}};
    case ParseEnd::Kind::kVersion: return Command{VersionCommand{}};
    case ParseEnd::Kind::kMistake: return MakeFault(FaultCode::kUsage, std::move(end.text));
  }
  return Choose(app, parsed);
}

}  // namespace rune::cli
