// What `rune cedar ..` was asked for, as data: the names and flags of Cedar's own command, one
// struct per subcommand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rune::cli {

// How errors are told: -f, --error-format, else the environment's CEDAR_ERROR_FORMAT.
enum class CedarErrorFormat : std::uint8_t { kHuman, kPlain, kJson };

// Where `file` is empty, policies come from stdin (or are absent, where they are optional).
struct CedarPolicyFiles {
  std::optional<std::string> file;
  std::string format = "cedar";
  std::optional<std::string> links;
};

struct CedarSchemaFile {
  std::optional<std::string> file;
  std::string format = "cedar";
};

struct CedarRequestOptions {
  std::optional<std::string> principal;
  std::optional<std::string> action;
  std::optional<std::string> resource;
  std::optional<std::string> context_file;
  std::optional<std::string> request_file;
  std::string validation = "true";
};

struct CedarAuthorize {
  CedarRequestOptions request;
  std::optional<std::string> requests_file;  // RUNE's own: many requests, in the place of one
  CedarPolicyFiles policies;
  CedarSchemaFile schema;
  std::string entities_file;
  bool verbose = false;
  bool timing = false;
};

struct CedarEvaluate {
  CedarRequestOptions request;
  CedarSchemaFile schema;
  std::optional<std::string> entities_file;
  std::string expression;
};

struct CedarValidate {
  CedarSchemaFile schema;
  CedarPolicyFiles policies;
  bool deny_warnings = false;
  std::string mode = "strict";
  std::optional<std::uint32_t> level;
};

struct CedarCheckParse {
  CedarPolicyFiles policies;
  std::optional<std::string> expression;
  CedarSchemaFile schema;
  std::optional<std::string> entities_file;
};

struct CedarLink {
  CedarPolicyFiles policies;
  std::string template_id;
  std::string new_id;
  std::string arguments;  // a JSON object: slot to entity
};

struct CedarTranslatePolicy {
  std::string direction;
  std::optional<std::string> file;
};

struct CedarTranslateSchema {
  std::string direction;
  std::optional<std::string> file;
};

// RUNE's own.
struct CedarLinkSchemas {
  std::vector<std::string> files;
  std::string format = "auto";  // of the inputs; auto: JSON where the name ends so
  std::string output = "cedar";
  bool complete = false;  // refuse what is still partial
};

struct CedarVisualize {
  std::string entities_file;
};

struct CedarNew {
  std::string name;
};

struct CedarLanguageVersion {};

struct CedarFormat {
  std::optional<std::string> file;
  std::size_t line_width = 80;
  std::size_t indent_width = 2;
  bool write = false;
  bool check = false;
};

struct CedarTpeRequest {
  std::optional<std::string> principal_type;
  std::optional<std::string> principal_id;
  std::optional<std::string> action;
  std::optional<std::string> resource_type;
  std::optional<std::string> resource_id;
  std::optional<std::string> context_file;
  std::optional<std::string> request_file;
};

struct CedarTpe {
  CedarTpeRequest request;
  CedarPolicyFiles policies;
  CedarSchemaFile schema;
  std::string entities_file;
  bool timing = false;
};

struct CedarPartiallyAuthorize {
  CedarRequestOptions request;  // what is missing is not known; it is always validated
  CedarPolicyFiles policies;
  CedarSchemaFile schema;
  std::string entities_file;
  bool timing = false;
};

struct CedarRunTests {
  CedarPolicyFiles policies;
  CedarSchemaFile schema;
  std::string tests;
};

// A command line that makes no sense, and help: a text and an exit code.
struct CedarMessage {
  std::string text;
  int exit_code = 0;  // not 0: the text goes to stderr
};

struct CedarCommand {
  CedarErrorFormat error_format = CedarErrorFormat::kHuman;
  std::variant<CedarMessage, CedarAuthorize, CedarEvaluate, CedarValidate, CedarCheckParse,
               CedarLink, CedarTranslatePolicy, CedarTranslateSchema, CedarLinkSchemas, CedarFormat,
               CedarTpe, CedarPartiallyAuthorize, CedarRunTests, CedarVisualize, CedarNew,
               CedarLanguageVersion>
      what;
};

}  // namespace rune::cli
