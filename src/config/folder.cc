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

}  // namespace

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
    if (name.starts_with('.') || FindEnding(name) == nullptr) continue;
    const std::string full = Format("{}{}{}", path, path.ends_with('/') ? "" : "/", name);
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
