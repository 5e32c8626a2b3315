// `{{NAME}}` inside the texts of a tree, after it was parsed: a value can hold anything and never
// becomes syntax.
//
// Names come from the variables of the load, then, where the option `env` lists them, from the
// environment of the process. Nothing is replaced in what was put in. Keys are left alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/toml_tree.h"

namespace rune::config {

class Templates {
 public:
  // Requires: all three outlive this.
  Templates(const std::map<std::string, std::string>& variables,
            const std::vector<std::string>& env, text::Diagnostics& diagnostics)
      : variables_(variables), env_(env), diagnostics_(diagnostics) {}

  // Pushes an error for a name without a value, and for a value that is not UTF-8.
  void Apply(Node& node);

  // What was put in, by name: part of the configuration's identity.
  const std::map<std::string, std::string>& used() const { return used_; }

 private:
  std::string Fill(const std::string& text, text::Span span);
  const std::string* Lookup(const std::string& name, text::Span span);

  const std::map<std::string, std::string>& variables_;
  const std::vector<std::string>& env_;
  text::Diagnostics& diagnostics_;
  std::map<std::string, std::string> used_;
};

}  // namespace rune::config
