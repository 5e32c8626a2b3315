#include "cli/completion.h"

#include "base/format.h"
#include "cli/parser.h"

namespace rune::cli {

namespace {

// A command and the words that lead to it: "cedar link"; nothing for the program itself.
struct Place {
  const CLI::App* app;
  std::string path;
};

void AddPlaces(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  places.push_back({&app, path});
  for (const CLI::App* sub : app.get_subcommands({})) {
    AddPlaces(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), places);
  }
}

std::vector<Place> PlacesOf(const CLI::App& app) {
  std::vector<Place> places;
  AddPlaces(app, "", places);
  return places;
}

// `-p`, `--policies`; nothing for what stands by its position.
std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

bool TakesValue(const CLI::Option& option) { return option.get_expected_max() > 0; }

std::string Joined(const std::vector<std::string>& words, const char* separator = " ") {
  return CLI::detail::join(words, separator);
}

// What may stand where no value of an option is awaited.
struct Offer {
  std::vector<std::string> options;
  std::vector<std::string> words;  // commands, and choices of what stands by its position
};

Offer OfferOf(const CLI::App& app) {
  Offer offer;
  for (const CLI::App* sub : app.get_subcommands({})) offer.words.push_back(sub->get_name());
  for (const CLI::Option* option : app.get_options()) {
    const auto names = NamesOf(*option);
    auto& into = names.empty() ? offer.words : offer.options;
    const auto more = names.empty() ? ChoicesOf(*option) : names;
    into.insert(into.end(), more.begin(), more.end());
  }
  return offer;
}

// Cases of `<path>|<option>` for bash: the words behind an option.
std::string ValueCases(const Place& place) {
  std::string out;
  for (const CLI::Option* option : place.app->get_options()) {
    const auto names = NamesOf(*option);
    if (names.empty() || !TakesValue(*option)) continue;
    const auto choices = ChoicesOf(*option);
    std::vector<std::string> patterns;
    for (const std::string& name : names) patterns.push_back(Format("'{}|{}'", place.path, name));
    out += Format("    {}) {} ;;\n", Joined(patterns, "|"),
                  choices.empty() ? "files=1" : Format("words='{}'", Joined(choices)));
  }
  return out;
}

// The case of `<path>|<anything>` for bash: options behind a dash, else words, else files.
std::string OfferCase(const Place& place) {
  const Offer offer = OfferOf(*place.app);
  const std::string words =
      offer.words.empty() ? "files=1" : Format("words='{}'", Joined(offer.words));
  return Format("    '{}|'*) case \"$word\" in -*) words='{}' ;; *) {} ;; esac ;;\n", place.path,
                Joined(offer.options), words);
}

std::string BashScript(const CLI::App& app) {
  std::vector<std::string> paths;
  std::string values;
  std::string offers;
  for (const Place& place : PlacesOf(app)) {
    if (!place.path.empty()) paths.push_back(Format("'{}'", place.path));
    values += ValueCases(place);
    offers += OfferCase(place);
  }
  return Format(
      "# bash completion for rune: source <(rune completion bash)\n"
      "_rune() {{\n"
      "  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local path='' words='' files='' i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case \"${{path:+$path }}${{COMP_WORDS[i]}}\" in\n"
      "      {}) path=\"${{path:+$path }}${{COMP_WORDS[i]}}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$path|$before\" in\n{}{}  esac\n"
      "  if [ -n \"$files\" ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _rune rune\n",
      Joined(paths, "|"), values, offers);
}

std::string ZshScript(const CLI::App& app) {
  return "#compdef rune\nautoload -U +X bashcompinit && bashcompinit\n" + BashScript(app);
}

std::string FishText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return "'" + out + "'";
}

// A condition for fish: this command is typed and none that leads elsewhere.
std::string FishCondition(const Place& place) {
  std::vector<std::string> parts;
  for (const std::string& word : CLI::detail::split(place.path, ' ')) {
    if (!word.empty()) parts.push_back("__fish_seen_subcommand_from " + word);
  }
  std::vector<std::string> further;
  if (const CLI::App* parent = place.app->get_parent()) {
    // `validate` is a command of `rune` and one of `rune cedar`.
    for (const CLI::App* beside : parent->get_subcommands({})) {
      if (beside != place.app && !beside->get_subcommands({}).empty()) {
        further.push_back(beside->get_name());
      }
    }
  }
  for (const CLI::App* sub : place.app->get_subcommands({})) further.push_back(sub->get_name());
  if (!further.empty()) parts.push_back("not __fish_seen_subcommand_from " + Joined(further));
  return FishText(Joined(parts, "; and "));
}

std::string FishOption(const CLI::Option& option, const std::string& condition) {
  std::string out = "complete -c rune -n " + condition;
  for (const std::string& name : option.get_snames()) out += " -s " + name;
  for (const std::string& name : option.get_lnames()) out += " -l " + name;
  const auto choices = ChoicesOf(option);
  if (TakesValue(option)) out += choices.empty() ? " -r" : " -x";
  if (!choices.empty()) out += " -a " + FishText(Joined(choices));
  return out + " -d " + FishText(option.get_description()) + "\n";
}

std::string FishScript(const CLI::App& app) {
  std::string out = "# fish completion for rune: rune completion fish | source\n";
  for (const Place& place : PlacesOf(app)) {
    const std::string condition = FishCondition(place);
    for (const CLI::App* sub : place.app->get_subcommands({})) {
      out += Format("complete -c rune -n {} -f -a {} -d {}\n", condition, sub->get_name(),
                    FishText(sub->get_description()));
    }
    for (const CLI::Option* option : place.app->get_options()) {
      const bool positional = NamesOf(*option).empty();
      if (positional && ChoicesOf(*option).empty()) continue;
      out += positional ? Format("complete -c rune -n {} -f -a {}\n", condition,
                                 FishText(Joined(ChoicesOf(*option))))
                        : FishOption(*option, condition);
    }
  }
  return out;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") return BashScript(app);
  return shell == "zsh" ? ZshScript(app) : FishScript(app);
}

}  // namespace rune::cli
