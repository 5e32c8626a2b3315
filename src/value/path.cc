#include "value/path.h"

#include <vector>

#include "base/format.h"
#include "base/utf8.h"

namespace rune::value {

std::string NormalizePath(std::string_view path) {
  if (path.empty()) return {};
  const bool absolute = IsAbsolute(path);
  std::vector<std::string_view> kept;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view component = path.substr(begin, end - begin);
    begin = end + 1;
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      kept.push_back(component);
    } else if (!kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (!absolute) {
      kept.push_back(component);
    }
  }
  std::string out;
  for (const std::string_view component : kept) {
    if (absolute || !out.empty()) out += '/';
    out += component;
  }
  if (out.empty()) out = absolute ? "/" : ".";
  return out;
}

std::string FoldCase(std::string_view path) {
  std::string out(path);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<std::string> PathIdProblem(std::string_view id) {
  for (std::size_t pos = 0; pos < id.size();) {
    const std::size_t at = pos;
    const char32_t c = DecodeUtf8(id, pos);
    if (c == kInvalidCodePoint) return Format("broken UTF-8 at byte {}", at);
    if (c == 0) return Format("a NUL at byte {}", at);
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
      return Format("the control character U+{:04X} at byte {}", static_cast<std::uint32_t>(c), at);
    }
  }
  return std::nullopt;
}

bool IsAbsolute(std::string_view path) { return path.starts_with('/'); }

bool ClimbsOut(std::string_view normal_path) {
  return normal_path == ".." || normal_path.starts_with("../");
}

std::string PathDirectory(std::string_view normal_path) {
  if (normal_path.empty()) return {};
  const std::string name = PathName(normal_path);
  // Not names but ways: what lies above `.` is `..`.
  if (name == "." || name == "..") return NormalizePath(std::string(normal_path) + "/..");
  const std::size_t slash = normal_path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(slash == 0 ? "/" : normal_path.substr(0, slash));
}

std::string PathName(std::string_view normal_path) {
  const std::size_t slash = normal_path.rfind('/');
  return std::string(slash == std::string_view::npos ? normal_path : normal_path.substr(slash + 1));
}

std::optional<std::string> PathExtension(std::string_view normal_path) {
  const std::string name = PathName(normal_path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == name.size()) return std::nullopt;
  return name.substr(dot + 1);
}

std::optional<bool> Within(std::string_view path, std::string_view root) {
  const std::string inner = NormalizePath(path);
  const std::string outer = NormalizePath(root);
  if (IsAbsolute(inner) != IsAbsolute(outer)) return std::nullopt;
  if (ClimbsOut(inner) || ClimbsOut(outer)) return std::nullopt;
  if (inner == outer) return true;
  if (inner.empty() || outer.empty()) return false;
  if (outer == "/" || outer == ".") return true;
  return inner.size() > outer.size() && inner.starts_with(outer) && inner[outer.size()] == '/';
}

}  // namespace rune::value
