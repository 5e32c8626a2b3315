// Text formatting, behind one file so that the library can change: `Format("{} of {}", a, b)`.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace rune {

template <typename... Args>
std::string Format(fmt::format_string<Args...> format, Args&&... args) {
  return fmt::format(format, std::forward<Args>(args)...);
}

}  // namespace rune
