// What the TOML library complains about, in our words.
#pragma once

#include <string>
#include <string_view>

#include "text/codes.h"

namespace rune::config {

struct TomlComplaint {
  text::Code code = text::Code::kTomlSyntax;
  std::string message;
  std::string help;  // may be empty
};

// `description` is the library's. What is not known to us keeps its words.
TomlComplaint ExplainToml(std::string_view description);

}  // namespace rune::config
