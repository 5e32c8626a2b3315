// What `rune` and `rune cedar` ask of the option parser alike: how arguments become options, and
// what is said where they do not.
//
// A mistake is told in the order in which people look for it: a command that does not exist, an
// option that does not exist (with the one that was meant, if one is close), then what the parser
// misses; each names the help of the command at hand. Only command_line.cc, cedar/options.cc and
// completion.cc use this; the parser's exceptions end here.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace rune::cli {

// How reading a command line ended.
struct ParseEnd {
  enum class Kind : std::uint8_t { kCommand, kHelp, kVersion, kMistake };
  Kind kind = Kind::kCommand;
  std::string text;  // the help, or what is wrong and where to look
};

// A command line's definition, empty but for what all have. `name`: as it is typed.
void Begin(CLI::App& app);

// Reads `arguments`, which stand behind the name of `app`, into what its options were bound to;
// `help [COMMAND]` is `[COMMAND] --help`. `format_option`: the short and the long name of the one
// option that may stand before the command, with a value.
ParseEnd Parse(CLI::App& app, const std::vector<std::string>& arguments,
               const std::vector<std::string>& format_option);

// An option with one of a few values, which its help and completion show.
CLI::Option* AddChoice(CLI::App& app, const std::string& names, std::string& value,
                       const std::vector<std::string>& choices, const std::string& about);

// The values of an option made by AddChoice, else nothing.
std::vector<std::string> ChoicesOf(const CLI::Option& option);

// A check that also brings the text into one form: digits and nothing else, from `least` to `most`.
CLI::Validator WholeNumber(std::uint64_t least, std::uint64_t most);

// An option with a whole number from `least` to `most`. `Number`: unsigned, or std::optional of it.
template <typename Number>
void AddNumber(CLI::App& app, const std::string& names, Number& value, std::uint64_t least,
               std::uint64_t most, const std::string& about) {
  app.add_option(names, value, about)->transform(WholeNumber(least, most))->type_name("N");
}

}  // namespace rune::cli
