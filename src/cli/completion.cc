#include "cli/completion.h"

#include <CLI/CLI.hpp>

#include "base/format.h"

namespace rune::cli {

namespace {

// The long and short names of an App's options, with blanks between.
std::string OptionNames(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) out += " --" + name;
    for (const std::string& name : option->get_snames()) out += " -" + name;
  }
  return out.empty() ? out : out.substr(1);
}

std::string SubcommandNames(const CLI::App& app) {
  std::string out;
  for (const CLI::App* sub : app.get_subcommands({})) out += " " + sub->get_name();
  return out.empty() ? out : out.substr(1);
}

// Words that follow an option which takes one of a few.
std::string ChoiceCases() {
  return "    --format) words='text json' ;;\n"
         "    --explain) words='none reasons full' ;;\n"
         "    --dump) words='tokens tree checked program' ;;\n"
         "    completion) words='bash zsh fish' ;;\n";
}

std::string BashScript(const CLI::App& app) {
  std::string cases;
  for (const CLI::App* sub : app.get_subcommands({})) {
    cases += Format("      {}) words='{}' ;;\n", sub->get_name(), OptionNames(*sub));
  }
  return Format(
      "# bash completion for rune: source <(rune completion bash)\n"
      "_rune() {{\n"
      "  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\" "
      "words=''\n"
      "  case \"$before\" in\n{}  esac\n"
      "  if [ -z \"$words\" ]; then\n"
      "    case \"${{COMP_WORDS[1]}}\" in\n{}      *) words='{} {}' ;;\n    esac\n"
      "    case \"$word\" in -*) ;; *) [ \"$COMP_CWORD\" -gt 1 ] && words='' ;; esac\n"
      "  fi\n"
      "  if [ -n \"$words\" ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _rune rune\n",
      ChoiceCases(), cases, SubcommandNames(app), OptionNames(app));
}

std::string ZshScript(const CLI::App& app) {
  return "#compdef rune\nautoload -U +X bashcompinit && bashcompinit\n" + BashScript(app);
}

std::string FishScript(const CLI::App& app) {
  std::string out = "# fish completion for rune: rune completion fish | source\n";
  for (const CLI::App* sub : app.get_subcommands({})) {
    out += Format("complete -c rune -n __fish_use_subcommand -a {} -d '{}'\n", sub->get_name(),
                  sub->get_description());
    for (const CLI::Option* option : sub->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        out += Format("complete -c rune -n '__fish_seen_subcommand_from {}' -l {}\n",
                      sub->get_name(), name);
      }
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
