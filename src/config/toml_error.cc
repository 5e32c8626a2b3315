#include "config/toml_error.h"

#include <algorithm>
#include <iterator>

namespace rune::config {
namespace {

using text::Code;

struct Known {
  std::string_view parts;  // of the library's description, any of them: `year|month`
  Code code;
  std::string_view message;  // `{}` is what the description quotes
  std::string_view help;
};

constexpr std::string_view kOneStatement =
    "one statement stands on a line; texts stand in quotation marks";
constexpr std::string_view kNumberHelp =
    "write an integer such as `1_000`, or a decimal with at most 9 digits behind the point";
constexpr std::string_view kTimeHelp =
    "times are written `2026-01-31T09:30:00Z`, dates `2026-01-31`";
constexpr std::string_view kEscapeHelp =
    "escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r`, `\\b`, `\\f`, `\\u00e9` and `\\U0001f600`; a "
    "text in single quotes has none";
constexpr std::string_view kNameHelp =
    "names are made of letters, digits, `_` and `-`; others stand in quotation marks";

// The first that fits counts.
constexpr Known kKnown[] = {
    {"existing inline table", Code::kTomlDuplicateKey,
     "nothing can be added to this table: it was written with braces", "put it between them"},
    {"as dotted key-value pair", Code::kTomlDuplicateKey,
     "this name has a value already, and nothing can stand below it", "give it once"},
    {"redefine", Code::kTomlDuplicateKey, "`{}` has a value already", "give it once"},

    {"representable", Code::kTomlNumber, "`{}` is beyond 64 bits",
     "integers have 64 bits: write a text or a decimal"},
    {"be interpreted as a value", Code::kTomlNumber, "`{}` is no number", kNumberHelp},
    {"leading zeroes", Code::kTomlNumber, "a number does not begin with a zero",
     "write it without, or as a text: `\"007\"`"},
    {"underscores", Code::kTomlNumber, "`_` stands between two digits of a number alone",
     kNumberHelp},
    {"exponent", Code::kTomlNumber, "a number with an exponent is not taken", kNumberHelp},
    {"too long to identify|length limit", Code::kTomlNumber, "this is too long for a number",
     kNumberHelp},

    {"escape sequence|line-ending backslashes", Code::kTomlSyntax, "this escape is not known",
     kEscapeHelp},
    {"expected hex digit", Code::kTomlSyntax, "this escape lacks digits", kEscapeHelp},
    {"U+10FFFF|(U+D800", Code::kTomlSyntax, "this escape names no character", kEscapeHelp},
    {"multi-line strings", Code::kTomlSyntax, "a text of several lines cannot be a name",
     kNameHelp},
    {"control character", Code::kTomlSyntax, "a control character cannot stand here",
     "write it as an escape in a text: `\\u0007`"},
    {"line breaks in TOML", Code::kTomlSyntax, "a control character cannot stand here",
     "lines end with a line feed"},
    {"after '\\r'", Code::kTomlSyntax, "a carriage return stands before a line feed alone",
     "lines end with a line feed"},

    {"year|month|day|hour|minute|second|fraction|'T' or 't'", Code::kTomlTime, "this is no time",
     kTimeHelp},

    {"determine value type", Code::kTomlSyntax, "this is no value",
     "texts stand in quotation marks: `\"production\"`"},
    {"']', saw comma", Code::kTomlSyntax, "a value is missing before this `,`",
     "one `,` stands between two values"},
    {"comma or closing ']'", Code::kTomlSyntax, "`,` or `]` is missing here", ""},
    {"'}', saw comma", Code::kTomlSyntax, "a member is missing before this `,`",
     "one `,` stands between two members"},
    {"closing '}'", Code::kTomlSyntax, "`,` or `}` is missing here",
     "members are written `name = value`"},
    {"expected value,", Code::kTomlSyntax, "a value is missing here", "write `name = value`"},
    {"value-terminator", Code::kTomlSyntax, "the value ends before this", kOneStatement},
    {"comment or whitespace", Code::kTomlSyntax, "the statement ends before this", kOneStatement},
    {"expected '='", Code::kTomlSyntax, "`=` is missing here", "write `name = value`"},
    {"expected ']'", Code::kTomlSyntax, "`]` is missing here", "close the header"},
    {"contiguous", Code::kTomlSyntax, "the brackets of `[[` and `]]` stand together", ""},
    {"bare key", Code::kTomlSyntax, "a name is missing here", kNameHelp},
    {"expected key", Code::kTomlSyntax, "this begins no statement", kNameHelp},
    {"end-of-file", Code::kTomlSyntax, "the section ends before the statement does", kOneStatement},
    {"digit|begin with underscores", Code::kTomlNumber, "this is no number", kNumberHelp},
};

bool Holds(std::string_view description, std::string_view parts) {
  for (std::size_t begin = 0; begin < parts.size();) {
    const std::size_t end = std::min(parts.find('|', begin), parts.size());
    if (description.find(parts.substr(begin, end - begin)) != std::string_view::npos) return true;
    begin = end + 1;
  }
  return false;
}

// `ok` of `cannot redefine existing string 'ok'`.
std::string_view Quoted(std::string_view description) {
  const std::size_t begin = description.find('\'');
  const std::size_t end = description.rfind('\'');
  if (begin == std::string_view::npos || end == begin) return "this";
  return description.substr(begin + 1, end - begin - 1);
}

// The library's words without its heading: `Error while parsing value: expected ..` becomes
// `expected ..`.
std::string_view WithoutHeading(std::string_view description) {
  if (!description.starts_with("Error while parsing")) return description;
  const std::size_t colon = description.find(": ");
  return colon == std::string_view::npos ? description : description.substr(colon + 2);
}

}  // namespace

TomlComplaint ExplainToml(std::string_view description) {
  const std::string_view reason = WithoutHeading(description);
  const auto* known =
      std::ranges::find_if(kKnown, [&](const Known& entry) { return Holds(reason, entry.parts); });
  if (known == std::end(kKnown)) return {Code::kTomlSyntax, std::string(reason), ""};
  std::string message(known->message);
  const std::size_t gap = message.find("{}");
  if (gap != std::string::npos) message.replace(gap, 2, Quoted(reason));
  return {known->code, std::move(message), std::string(known->help)};
}

}  // namespace rune::config
