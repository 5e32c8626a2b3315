#include "cli/cedar/options.h"

#include <limits>
#include <memory>

#include "base/format.h"
#include "cli/parser.h"

namespace rune::cli {

namespace {

constexpr const char* kAbout =
    "Cedar's own command: its subcommands, flags, formats and exit codes, so that scripts for it\n"
    "run unchanged. What is read here is Cedar and nothing else.\n";

constexpr const char* kFooter =
    "\nExit codes: 0 done (authorize: ALLOW), 1 a failure, 2 DENY or a wrong command line,\n"
    "3 policies that do not validate, 4 an answer that is not known yet.\n";

// Everything the parser fills; which subcommand ran is read from the App afterwards.
struct Parsed {
  std::string error_format = "human";
  CedarAuthorize authorize;
  CedarEvaluate evaluate;
  CedarValidate validate;
  CedarCheckParse check_parse;
  CedarTranslatePolicy translate_policy;
  CedarTranslateSchema translate_schema;
  CedarLinkSchemas link_schemas;
  CedarLink link;
  CedarFormat format;
  CedarTpe tpe;
  CedarPartiallyAuthorize partially_authorize;
  CedarRunTests run_tests;
  CedarVisualize visualize;
  CedarNew fresh;
};

void AddFile(CLI::App& app, const char* names, std::optional<std::string>& file,
             const char* about) {
  app.add_option(names, file, about)->type_name("FILE");
}

CLI::Option* AddRequiredFile(CLI::App& app, const char* names, std::string& file,
                             const char* about) {
  return app.add_option(names, file, about)->type_name("FILE")->required();
}

void AddFormat(CLI::App& app, const char* name, std::string& format, const char* about) {
  AddChoice(app, name, format, {"cedar", "json"}, about);
}

void AddErrorFormat(CLI::App& app, Parsed& p) {
  AddChoice(app, "-f,--error-format", p.error_format, {"human", "plain", "json"},
            "how errors are told (default: human; environment: CEDAR_ERROR_FORMAT)");
}

void AddPolicies(CLI::App& app, CedarPolicyFiles& policies) {
  AddFile(app, "-p,--policies", policies.file,
          "static policies and templates (default: read from stdin)");
  AddFormat(app, "--policy-format", policies.format, "format of the policies");
  AddFile(app, "-k,--template-linked", policies.links, "links to templates, a JSON file");
}

void AddSchema(CLI::App& app, CedarSchemaFile& schema, bool required) {
  app.add_option("-s,--schema", schema.file, "the schema")->type_name("FILE")->required(required);
  AddFormat(app, "--schema-format", schema.format, "format of the schema");
}

// Returns: the options, of which none goes with a file of many requests.
std::vector<CLI::Option*> AddRequestParts(CLI::App& app, CedarRequestOptions& request) {
  std::vector<CLI::Option*> parts = {
      app.add_option("-l,--principal", request.principal, "who asks: User::\"alice\""),
      app.add_option("-a,--action", request.action, "what is asked: Action::\"view\""),
      app.add_option("-r,--resource", request.resource, "on what: File::\"myfile.txt\""),
      app.add_option("-c,--context", request.context_file, "a JSON object, the context")
          ->type_name("FILE")};
  CLI::Option* whole =
      app.add_option("--request-json", request.request_file,
                     "the whole request: an object with principal, action, resource and context")
          ->type_name("FILE");
  for (CLI::Option* part : parts) whole->excludes(part);
  parts.push_back(whole);
  return parts;
}

// The same, and whether the request is validated.
std::vector<CLI::Option*> AddRequest(CLI::App& app, CedarRequestOptions& request) {
  AddChoice(app, "--request-validation", request.validation, {"true", "false"},
            "whether the request is held against the schema (default: true)");
  return AddRequestParts(app, request);
}

void AddPartialRequest(CLI::App& app, CedarTpeRequest& request) {
  std::vector<CLI::Option*> parts = {
      app.add_option("--principal-type", request.principal_type, "type of the principal: User"),
      app.add_option("--principal-eid", request.principal_id, "its id, where it is known"),
      app.add_option("-a,--action", request.action, "the action: Action::\"view\""),
      app.add_option("--resource-type", request.resource_type, "type of the resource: File"),
      app.add_option("--resource-eid", request.resource_id, "its id, where it is known"),
      app.add_option("-c,--context", request.context_file, "a JSON object, where it is known")
          ->type_name("FILE")};
  CLI::Option* whole = app.add_option("--request-json", request.request_file,
                                      "the whole request: an object with these fields, such as "
                                      "principal_type")
                           ->type_name("FILE");
  for (CLI::Option* part : parts) whole->excludes(part);
}

void DefinePartial(CLI::App& app, Parsed& p) {
  CLI::App* tpe =
      app.add_subcommand("tpe", "Decide a request of which parts are not known, by its types");
  AddPartialRequest(*tpe, p.tpe.request);
  AddPolicies(*tpe, p.tpe.policies);
  AddSchema(*tpe, p.tpe.schema, true);
  AddRequiredFile(*tpe, "--entities", p.tpe.entities_file,
                  "the entities, JSON; what they leave out is not known");
  tpe->add_flag("-t,--timing", p.tpe.timing, "tell how long it took");

  CedarPartiallyAuthorize& untyped = p.partially_authorize;
  CLI::App* partially = app.add_subcommand(
      "partially-authorize", "Decide a request of which parts may be missing, without types");
  AddRequestParts(*partially, untyped.request);
  AddPolicies(*partially, untyped.policies);
  AddSchema(*partially, untyped.schema, false);
  AddRequiredFile(*partially, "--entities", untyped.entities_file,
                  "the entities, JSON; unknown(..) may stand in them");
  partially->add_flag("-t,--timing", untyped.timing, "tell how long it took");
}

void DefineDecisions(CLI::App& app, Parsed& p) {
  CLI::App* authorize = app.add_subcommand("authorize", "Decide a request");
  const std::vector<CLI::Option*> one = AddRequest(*authorize, p.authorize.request);
  CLI::Option* many =
      authorize
          ->add_option("--requests-json", p.authorize.requests_file,
                       "RUNE's own: a list of such requests, answered by a line of JSON each")
          ->type_name("FILE");
  for (CLI::Option* option : one) many->excludes(option);
  AddPolicies(*authorize, p.authorize.policies);
  AddSchema(*authorize, p.authorize.schema, false);
  AddRequiredFile(*authorize, "--entities", p.authorize.entities_file, "the entities, JSON");
  // A line of JSON names the policies anyway.
  many->excludes(
      authorize->add_flag("-v,--verbose", p.authorize.verbose, "name the policies that decided"));
  many->excludes(authorize->add_flag("-t,--timing", p.authorize.timing, "tell how long it took"));

  CLI::App* evaluate = app.add_subcommand("evaluate", "Evaluate an expression");
  AddRequest(*evaluate, p.evaluate.request);
  AddSchema(*evaluate, p.evaluate.schema, false);
  AddFile(*evaluate, "--entities", p.evaluate.entities_file, "the entities, JSON");
  evaluate->add_option("EXPRESSION", p.evaluate.expression, "what is evaluated")->required();
}

void AddDirection(CLI::App& app, std::string& direction, const std::vector<std::string>& known) {
  AddChoice(app, "--direction", direction, known, "from what to what")->required();
}

void DefineSchemas(CLI::App& app, Parsed& p) {
  CLI::App* validate = app.add_subcommand("validate", "Hold policies against a schema");
  AddSchema(*validate, p.validate.schema, true);
  AddPolicies(*validate, p.validate.policies);
  validate->add_flag("--deny-warnings", p.validate.deny_warnings, "fail on warnings too");
  AddChoice(*validate, "--validation-mode", p.validate.mode, {"strict", "permissive", "partial"},
            "how strictly (default: strict)");
  AddNumber(*validate, "--level", p.validate.level, 0, std::numeric_limits<std::uint32_t>::max(),
            "how many steps policies may go into entities");

  CLI::App* translate = app.add_subcommand(
      "translate-schema", "Write a schema of one syntax in the other (comments are lost)");
  AddDirection(*translate, p.translate_schema.direction,
               {"json-to-cedar", "cedar-to-json", "cedar-to-json-with-resolved-types"});
  AddFile(*translate, "-s,--schema", p.translate_schema.file,
          "the schema (default: read from stdin)");

  CLI::App* link = app.add_subcommand("link-schemas", "Join partial schemas into one (RUNE's own)");
  link->add_option("FILE", p.link_schemas.files, "schemas; *.json are JSON")->required();
  AddChoice(*link, "--schema-format", p.link_schemas.format, {"auto", "cedar", "json"},
            "format of all of them");
  AddFormat(*link, "--output-format", p.link_schemas.output, "format of the result");
  link->add_flag("--complete", p.link_schemas.complete, "fail where something is still missing");
}

void DefineFormat(CLI::App& app, Parsed& p) {
  CLI::App* format = app.add_subcommand("format", "Write policies in one layout");
  CLI::Option* file =
      format->add_option("-p,--policies", p.format.file, "the policies (default: read from stdin)")
          ->type_name("FILE");
  AddNumber(*format, "-l,--line-width", p.format.line_width, 0, 100'000,
            "width of a line (default: 80)");
  AddNumber(*format, "-i,--indent-width", p.format.indent_width, 0, 1000,
            "blanks a level (default: 2)");
  CLI::Option* write =
      format->add_flag("-w,--write", p.format.write, "write the file instead of showing it");
  CLI::Option* check =
      format->add_flag("-c,--check", p.format.check, "fail where the text is not in form");
  write->needs(file);
  write->excludes(check);
}

void DefineTexts(CLI::App& app, Parsed& p) {
  CLI::App* translate = app.add_subcommand(
      "translate-policy", "Write policies of one syntax in the other (comments are lost)");
  AddDirection(*translate, p.translate_policy.direction, {"cedar-to-json", "json-to-cedar"});
  AddFile(*translate, "-p,--policies", p.translate_policy.file,
          "the policies (default: read from stdin)");

  CLI::App* check = app.add_subcommand(
      "check-parse", "Check that what is given can be read (default: policies from stdin)");
  AddPolicies(*check, p.check_parse.policies);
  check->add_option("--expression", p.check_parse.expression, "an expression");
  AddSchema(*check, p.check_parse.schema, false);
  AddFile(*check, "--entities", p.check_parse.entities_file, "entities, JSON");

  CLI::App* link = app.add_subcommand("link", "Link a template");
  AddPolicies(*link, p.link.policies);
  link->add_option("--template-id", p.link.template_id, "the template")->required();
  link->add_option("-n,--new-id", p.link.new_id, "id of the new policy")->required();
  link->add_option("-a,--arguments", p.link.arguments,
                   "a JSON object: {\"?principal\": \"User::\\\"alice\\\"\"}")
      ->required();
}

void DefineOthers(CLI::App& app, Parsed& p) {
  CLI::App* tests = app.add_subcommand("run-tests", "Run the tests of a JSON file");
  AddPolicies(*tests, p.run_tests.policies);
  AddRequiredFile(*tests, "--tests", p.run_tests.tests,
                  "a list of {name?, request, entities, decision, reason, num_errors}");
  AddSchema(*tests, p.run_tests.schema, false);

  CLI::App* visualize = app.add_subcommand("visualize", "Draw entities, for graphviz");
  AddRequiredFile(*visualize, "--entities", p.visualize.entities_file, "the entities, JSON");

  CLI::App* fresh = app.add_subcommand("new", "Begin a project in a folder of its own");
  fresh->add_option("-n,--name", p.fresh.name, "name of the folder")->type_name("DIR")->required();

  app.add_subcommand("language-version", "Tell the version of the Cedar language");
}

void Define(CLI::App& app, Parsed& p) {
  Begin(app);
  AddErrorFormat(app, p);
  app.set_version_flag("-V,--version", "", "tell this program's version");
  DefineDecisions(app, p);
  DefinePartial(app, p);
  DefineSchemas(app, p);
  DefineTexts(app, p);
  DefineFormat(app, p);
  DefineOthers(app, p);
  for (CLI::App* sub : app.get_subcommands({})) AddErrorFormat(*sub, p);
  app.footer(kFooter);  // last: subcommands made before do not take it over
}

std::optional<CedarErrorFormat> FindErrorFormat(std::string_view name) {
  if (name == "human") return CedarErrorFormat::kHuman;
  if (name == "plain") return CedarErrorFormat::kPlain;
  if (name == "json") return CedarErrorFormat::kJson;
  return std::nullopt;
}

CedarCommand Message(std::string text, int exit_code) {
  return {CedarErrorFormat::kHuman, CedarMessage{std::move(text), exit_code}};
}

CedarCommand Usage(std::string_view text) { return Message(Format("error: {}\n", text), 2); }

// Cedar's command takes `-p=FILE` as it takes `-p FILE`.
std::vector<std::string> WithoutShortEquals(std::vector<std::string> arguments) {
  for (std::string& word : arguments) {
    if (word == "--") break;
    if (word.size() > 2 && word[0] == '-' && word[1] != '-' && word[2] == '=') word.erase(2, 1);
  }
  return arguments;
}

CedarCommand Choose(const CLI::App& app, Parsed& p) {
  CedarCommand out;
  const std::string name = app.get_subcommands().front()->get_name();
  if (name == "authorize") {
    out.what = std::move(p.authorize);
  } else if (name == "evaluate") {
    out.what = std::move(p.evaluate);
  } else if (name == "validate") {
    out.what = std::move(p.validate);
  } else if (name == "translate-policy") {
    out.what = std::move(p.translate_policy);
  } else if (name == "translate-schema") {
    out.what = std::move(p.translate_schema);
  } else if (name == "link-schemas") {
    out.what = std::move(p.link_schemas);
  } else if (name == "format") {
    out.what = std::move(p.format);
  } else if (name == "tpe") {
    out.what = std::move(p.tpe);
  } else if (name == "partially-authorize") {
    out.what = std::move(p.partially_authorize);
  } else if (name == "run-tests") {
    out.what = std::move(p.run_tests);
  } else if (name == "check-parse") {
    out.what = std::move(p.check_parse);
  } else if (name == "link") {
    out.what = std::move(p.link);
  } else if (name == "visualize") {
    out.what = std::move(p.visualize);
  } else if (name == "new") {
    out.what = std::move(p.fresh);
  } else {
    out.what = CedarLanguageVersion{};
  }
  out.error_format = FindErrorFormat(p.error_format).value_or(CedarErrorFormat::kHuman);
  return out;
}

}  // namespace

CedarCommand ParseCedarCommand(const std::vector<std::string>& arguments,
                               const char* environment_format) {
  CLI::App app(kAbout, "rune cedar");
  Parsed parsed;
  if (environment_format != nullptr && *environment_format != '\0') {
    parsed.error_format = environment_format;
  }
  Define(app, parsed);
  if (arguments.empty()) return Message(app.help(), 2);
  ParseEnd end = Parse(app, WithoutShortEquals(arguments), {"-f", "--error-format"});
  switch (end.kind) {
    case ParseEnd::Kind::kCommand: break;
    case ParseEnd::Kind::kHelp: return Message(std::move(end.text), 0);
    case ParseEnd::Kind::kVersion: return Message(Format("rune {}\n", RUNE_VERSION), 0);
    case ParseEnd::Kind::kMistake: return Usage(end.text);
  }
  if (!FindErrorFormat(parsed.error_format)) {
    return Usage(
        Format("CEDAR_ERROR_FORMAT is `{}`, not human, plain or json", parsed.error_format));
  }
  return Choose(app, parsed);
}

void DescribeCedar(CLI::App& app) {
  // Nothing is parsed into these (ParseCedarCommand reads the words), but the options name them.
  const auto places = std::make_shared<Parsed>();
  CLI::App* cedar = app.add_subcommand("cedar", "Cedar's own command, for scripts written for it");
  Define(*cedar, *places);
  cedar->callback([places] {});
}

}  // namespace rune::cli
