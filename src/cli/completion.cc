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

// Bash and zsh share the statements that choose. In them `route` is the command that was typed
// ("cedar link"), `word` the begun word and `before` the one before it; `offers` or `files` is set.

// Cases of `<route>|<option>`: the words behind an option.
std::string ValueCases(const Place& place) {
  std::string out;
  for (const CLI::Option* option : place.app->get_options()) {
    const auto names = NamesOf(*option);
    if (names.empty() || !TakesValue(*option)) continue;
    const auto choices = ChoicesOf(*option);
    std::vector<std::string> patterns;
    for (const std::string& name : names) patterns.push_back(Format("'{}|{}'", place.path, name));
    out += Format("    {}) {} ;;\n", Joined(patterns, "|"),
                  choices.empty() ? "files=1" : Format("offers='{}'", Joined(choices)));
  }
  return out;
}

// The case of `<route>|<anything>`: options behind a dash, else words, else files.
std::string OfferCase(const Place& place) {
  const Offer offer = OfferOf(*place.app);
  const std::string words =
      offer.words.empty() ? "files=1" : Format("offers='{}'", Joined(offer.words));
  return Format("    '{}|'*) case \"$word\" in -*) offers='{}' ;; *) {} ;; esac ;;\n", place.path,
                Joined(offer.options), words);
}

// All commands as patterns: `'eval'|'cedar'|'cedar link'`.
std::string Routes(const std::vector<Place>& places, const char* separator) {
  std::vector<std::string> paths;
  for (const Place& place : places) {
    if (!place.path.empty()) paths.push_back(Format("'{}'", place.path));
  }
  return Joined(paths, separator);
}

// The statement that sets `offers` or `files`.
std::string OfferStatement(const std::vector<Place>& places) {
  std::string values;
  std::string offers;
  for (const Place& place : places) {
    values += ValueCases(place);
    offers += OfferCase(place);
  }
  return Format("  case \"$route|$before\" in\n{}{}  esac\n", values, offers);
}

std::string BashScript(const CLI::App& app) {
  const std::vector<Place> places = PlacesOf(app);
  return Format(
      "# bash completion for rune: source <(rune completion bash)\n"
      "_rune() {{\n"
      "  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local route='' offers='' files='' i\n"
      "  if [ \"$word\" = = ]; then word=''\n"
      "  elif [ \"$before\" = = ]; then before=\"${{COMP_WORDS[COMP_CWORD-2]}}\"; fi\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case \"${{route:+$route }}${{COMP_WORDS[i]}}\" in\n"
      "      {}) route=\"${{route:+$route }}${{COMP_WORDS[i]}}\" ;;\n"
      "    esac\n"
      "  done\n"
      "{}"
      "  if [ -n \"$files\" ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$offers\" -- \"$word\")\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _rune rune\n",
      Routes(places, "|"), OfferStatement(places));
}

// Serves sourced and as a file `_rune` of $fpath, where the file itself is the function.
std::string ZshScript(const CLI::App& app) {
  const std::vector<Place> places = PlacesOf(app);
  return Format(
      "#compdef rune\n"
      "# zsh completion for rune: source <(rune completion zsh), behind compinit;\n"
      "# or rune completion zsh > \"${{fpath[1]}}/_rune\"\n"
      "_rune() {{\n"
      "  local word=\"${{words[CURRENT]}}\" before=\"${{words[CURRENT-1]}}\"\n"
      "  local route='' offers='' files='' i\n"
      "  if [[ \"$word\" = --*=* ]]; then\n"
      "    before=\"${{word%%=*}}\" word=\"${{word#*=}}\"\n"
      "    compset -P '*='\n"
      "  fi\n"
      "  for ((i = 2; i < CURRENT; ++i)); do\n"
      "    case \"${{route:+$route }}${{words[i]}}\" in\n"
      "      {}) route=\"${{route:+$route }}${{words[i]}}\" ;;\n"
      "    esac\n"
      "  done\n"
      "{}"
      "  if [ -n \"$files\" ]; then\n"
      "    _files\n"
      "  else\n"
      "    compadd -- ${{=offers}}\n"
      "  fi\n"
      "}}\n"
      "if [[ ${{zsh_eval_context[-1]}} = loadautofunc ]]; then _rune \"$@\"; else compdef _rune "
      "rune; fi\n",
      Routes(places, "|"), OfferStatement(places));
}

std::string FishText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return "'" + out + "'";
}

// A condition for fish: this is the command that is typed.
std::string FishCondition(const Place& place) {
  return FishText(place.path.empty() ? "__rune_at" : "__rune_at " + place.path);
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
  const std::vector<Place> places = PlacesOf(app);
  std::string out = Format(
      "# fish completion for rune: rune completion fish | source\n"
      "function __rune_at\n"
      "  set -l route\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    switch (string join ' ' -- $route $word)\n"
      "      case {}\n"
      "        set -a route $word\n"
      "    end\n"
      "  end\n"
      "  test \"$route\" = \"$argv\"\n"
      "end\n",
      Routes(places, " "));
  for (const Place& place : places) {
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
