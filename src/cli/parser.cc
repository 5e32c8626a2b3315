#include "cli/parser.h"

#include <algorithm>
#include <charconv>

#include "base/format.h"
#include "text/suggest.h"

namespace rune::cli {

namespace {

std::vector<std::string> SubcommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

// The command at hand: the one that was chosen, if one was.
const CLI::App& AtHand(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

std::string HelpOf(const CLI::App& app, const CLI::App& which) {
  return &which == &app ? app.help() : which.help(app.get_name());
}

ParseEnd Mistake(const CLI::App& app, std::string_view what) {
  std::string command = app.get_name();
  if (&AtHand(app) != &app) command += " " + AtHand(app).get_name();
  const std::string_view link = what.ends_with('?') ? " " : "; ";
  return {ParseEnd::Kind::kMistake, Format("{}{}try `{} --help`", what, link, command)};
}

ParseEnd UnknownCommand(const CLI::App& app, const std::string& word) {
  std::string message = Format("there is no command `{}`", word);
  if (const auto close = text::Suggest(word, SubcommandNames(app))) {
    message += Format("; did you mean `{}`?", *close);
  }
  return Mistake(app, message);
}

// The option that was meant by one that does not exist.
std::string UnknownOption(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::string name = word.substr(0, word.find('='));
  std::string message = Format("there is no option `{}`", name);
  if (const auto close = text::Suggest(name, known)) {
    message += Format("; did you mean `{}`?", *close);
  }
  return message;
}

int CodeOf(CLI::ExitCodes code) { return static_cast<int>(code); }

// What the parser says, in our words where it has none that help.
std::string WhatIsWrong(const CLI::App& app, const CLI::Error& error) {
  const std::vector<std::string> extra = app.remaining(true);
  for (const std::string& word : extra) {
    if (word.starts_with('-') && word != "-" && word != "--") {
      return UnknownOption(AtHand(app), word);
    }
  }
  if (&AtHand(app) == &app && error.get_exit_code() == CodeOf(CLI::ExitCodes::RequiredError)) {
    return "no command is given";
  }
  if (!extra.empty() && error.get_exit_code() == CodeOf(CLI::ExitCodes::ExtrasError)) {
    return Format("`{}` is one word too many", extra.front());
  }
  const std::string_view said = error.what();
  if (error.get_exit_code() == CodeOf(CLI::ExitCodes::ArgumentMismatch)) {
    const std::string_view option = said.substr(0, said.find(':'));
    const bool missing = said.ends_with("missing");
    return Format("{} {}", option, missing ? "needs a value" : "is given more than once");
  }
  return std::string(said);
}

// The first word that is neither an option nor the value of `format_option`.
std::vector<std::string>::iterator FirstWord(std::vector<std::string>& words,
                                             const std::vector<std::string>& format_option) {
  auto word = words.begin();
  for (; word != words.end() && word->starts_with('-'); ++word) {
    const bool with_value = std::ranges::find(format_option, *word) != format_option.end();
    if (with_value && std::next(word) != words.end()) ++word;
  }
  return word;
}

// What stands by its position is named by its capitals; the parser would add that it is a text.
void NamePositions(CLI::App& app) {
  for (CLI::App* sub : app.get_subcommands({})) {
    for (CLI::Option* option : sub->get_options({})) {
      const bool named = !option->get_lnames().empty() || !option->get_snames().empty();
      if (!named && ChoicesOf(*option).empty()) option->type_name("");
    }
  }
}

}  // namespace

void Begin(CLI::App& app) {
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  app.set_help_flag("-h,--help", "tell what there is, and end");
}

ParseEnd Parse(CLI::App& app, const std::vector<std::string>& arguments,
               const std::vector<std::string>& format_option) {
  using Kind = ParseEnd::Kind;
  NamePositions(app);
  std::vector<std::string> words = arguments;
  auto first = FirstWord(words, format_option);
  if (first != words.end() && *first == "help") {
    words.erase(first);
    words.emplace_back("--help");
    first = FirstWord(words, format_option);
  }
  const std::vector<std::string> known = SubcommandNames(app);
  if (first != words.end() && std::ranges::find(known, *first) == known.end()) {
    return UnknownCommand(app, *first);
  }
  std::ranges::reverse(words);  // the parser takes its arguments from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    return {Kind::kHelp, HelpOf(app, AtHand(app))};
  } catch (const CLI::CallForVersion&) {
    return {Kind::kVersion, {}};
  } catch (const CLI::Error& error) {
    return Mistake(app, WhatIsWrong(app, error));
  }
  return {};
}

CLI::Option* AddChoice(CLI::App& app, const std::string& names, std::string& value,
                       const std::vector<std::string>& choices, const std::string& about) {
  const std::string all = CLI::detail::join(choices, "|");
  const auto check = [choices, all](const std::string& text) {
    if (std::ranges::find(choices, text) != choices.end()) return std::string();
    return Format("`{}` is not one of {}", text, all);
  };
  return app.add_option(names, value, about)->check(check)->type_name(all);
}

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string all = option.get_type_name();
  // Names of what is free stand in capitals: FILE, k=v|@FILE.
  const bool closed = all.find('|') != std::string::npos && std::ranges::all_of(all, [](char c) {
                        return (c >= 'a' && c <= 'z') || c == '-' || c == '|';
                      });
  return closed ? CLI::detail::split(all, '|') : std::vector<std::string>();
}

CLI::Validator WholeNumber(std::uint64_t least, std::uint64_t most) {
  const auto check = [least, most](std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = error == std::errc() && end == text.data() + text.size();
    if (!read || value < least || value > most) {
      return Format("`{}` is not a whole number from {} to {}", text, least, most);
    }
    text = std::to_string(value);  // the parser would read 010 as 8
    return std::string();
  };
  return CLI::Validator(check, "");
}

}  // namespace rune::cli
