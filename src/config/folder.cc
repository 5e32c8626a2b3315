#include "config/folder.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "config/file.h"

namespace rune::config {
namespace {

struct Ending {
  std::string_view text;
  FileKind kind;
};
constexpr std::array kEndings = {
    Ending{".rune", FileKind::kRune},
    Ending{".cedar", FileKind::kPolicies},
    Ending{".cedarschema", FileKind::kSchema},
    Ending{".json", FileKind::kEntities},
};

const Ending* FindEnding(std::string_view name) {
  const auto it = std::ranges::find_if(
      kEndings, [&](const Ending& ending) { return name.ends_with(ending.text); });
  return it == kEndings.end() ? nullptr : &*it;
}

std::string Lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string Below(const std::string& folder, const std::string& name) {
  return Format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// A folder that cannot be looked at holds nothing that could be told.
bool HoldsConfiguration(const std::string& folder) {
  const auto names = ListFolder(folder);
  return names && std::ranges::any_of(*names, [](const std::string& name) {
           return FindEnding(Lower(name)) != nullptr;
         });
}

// An entry that takes no part; warns when it looks as if it did.
void WarnUnread(const std::string& name, const std::string& full, text::Diagnostics& diagnostics) {
  const bool hidden = name.starts_with('.');
  if (IsFolder(full)) {
    if (hidden || !HoldsConfiguration(full)) return;
    diagnostics
        .AddWhole(text::Code::kFolderUnread, full, "this sub-folder is not read, nor what it holds")
        .Help("put its files into the folder itself, or load it by itself");
    return;
  }
  if (FindEnding(Lower(name)) == nullptr) return;
  diagnostics
      .AddWhole(text::Code::kFolderUnread, full,
                hidden ? "this file is hidden and is not read"
                       : "this file is not read: its ending has capital letters")
      .Help(Format("call it `{}` if it belongs to the configuration",
                   Lower(name).substr(hidden ? 1 : 0)));
}

}  // namespace

bool RefuseJsonSchema(const std::string& name, text::Diagnostics& diagnostics) {
  if (!name.ends_with(".cedarschema.json")) return false;
  diagnostics
      .AddWhole(text::Code::kFolderEntry, name, "a schema in JSON is not read by a configuration")
      .Help(
          "translate it: `rune cedar translate-schema --direction json-to-cedar`, and keep the "
          "result as `*.cedarschema`");
  return true;
}

FileKind KindOfFile(const std::string& name) {
  const Ending* ending = FindEnding(name);
  return ending == nullptr ? FileKind::kRune : ending->kind;
}

LoadFile MakeFile(std::string name, std::string content) {
  LoadFile file;
  file.kind = KindOfFile(name);
  const std::size_t slash = name.rfind('/');
  file.stem = slash == std::string::npos ? name : name.substr(slash + 1);
  if (const Ending* ending = FindEnding(file.stem)) {
    file.stem.resize(file.stem.size() - ending->text.size());
  }
  file.name = std::move(name);
  file.content = std::move(content);
  return file;
}

Result<std::vector<LoadFile>> ReadFolder(const std::string& path, text::Diagnostics& diagnostics) {
  RUNE_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListFolder(path));
  std::vector<LoadFile> files;
  bool refused = false;
  for (const std::string& name : names) {
    const std::string full = Below(path, name);
    if (name.starts_with('.') || FindEnding(name) == nullptr) {
      WarnUnread(name, full, diagnostics);
      continue;
    }
    if (RefuseJsonSchema(full, diagnostics)) {
      refused = true;
      continue;
    }
    if (!LiesInside(full, path)) {
      diagnostics
          .AddWhole(text::Code::kFolderEntry, full, "this leads out of the folder, or nowhere")
          .Help("put the file itself into the folder");
      refused = true;
      continue;
    }
    RUNE_ASSIGN_OR_RETURN(std::string content, ReadFile(full, Bounds{}.file_bytes));
    files.push_back(MakeFile(full, std::move(content)));
  }
  if (files.empty() && !refused) {
    diagnostics.AddWhole(text::Code::kFolderEntry, path, "the folder holds no configuration")
        .Help("it needs a file named *.rune, *.cedar, *.cedarschema or *.json");
  }
  return files;
}

}  // namespace rune::config
