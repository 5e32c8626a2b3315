#include "archive.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace rune::corpus {
namespace {

constexpr std::size_t kBlock = 512;

std::optional<std::string> Unzip(const std::filesystem::path& path) {
  const std::string command = "gzip -dc '" + path.string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string all;
  std::array<char, 1 << 16> buffer;
  std::size_t count = 0;
  while ((count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
    all.append(buffer.data(), count);
  }
  if (pclose(pipe) != 0) return std::nullopt;
  return all;
}

std::string_view Field(std::string_view header, std::size_t offset, std::size_t size) {
  const std::string_view field = header.substr(offset, size);
  return field.substr(0, field.find('\0'));
}

std::size_t Octal(std::string_view text) {
  const std::size_t start = text.find_first_not_of(' ');
  std::size_t number = 0;
  if (start == std::string_view::npos) return number;
  std::from_chars(text.data() + start, text.data() + text.size(), number, 8);
  return number;
}

bool IsWanted(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::string base = slash == std::string::npos ? name : name.substr(slash + 1);
  return !base.starts_with("._");
}

}  // namespace

// The ustar layout: name at 0, size at 124, kind at 156, prefix of the name at 345.
std::optional<Archive> ReadArchive(const std::filesystem::path& path) {
  const std::optional<std::string> tar = Unzip(path);
  if (!tar) return std::nullopt;
  const std::string_view all = *tar;
  Archive files;
  std::size_t at = 0;
  while (at + kBlock <= all.size()) {
    const std::string_view header = all.substr(at, kBlock);
    at += kBlock;
    std::string name(Field(header, 0, 100));
    if (name.empty()) continue;
    const std::string prefix(Field(header, 345, 155));
    if (!prefix.empty()) name = prefix + "/" + name;
    const std::size_t size = Octal(Field(header, 124, 12));
    if (at + size > all.size()) return std::nullopt;
    const char kind = header[156];
    const bool plain = kind == '0' || kind == '\0';
    if (plain && IsWanted(name)) files.emplace(name, all.substr(at, size));
    at += (size + kBlock - 1) / kBlock * kBlock;
  }
  return files;
}

std::filesystem::path DataFolder() {
  const char* folder = std::getenv("RUNE_CEDAR_DATA");
  return folder != nullptr ? folder : RUNE_CEDAR_DATA_FOLDER;
}

}  // namespace rune::corpus
