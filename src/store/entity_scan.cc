#include "store/entity_scan.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "value/value_scan.h"

namespace rune::store {
namespace {

class EntityScanner {
 public:
  EntityScanner(text::Slice slice, const Bounds& bounds)
      : slice_(slice), text_(slice.text, bounds.json_depth), values_(text_, bounds.bytes / 4) {}

  bool ScanDocument() {
    return text_.TakeArray([this] { return ScanEntity(); }) && text_.AtEnd();
  }

  ScannedEntities Take() { return std::move(out_); }

 private:
  struct Fields {
    bool uid = false;
    bool attributes = false;
    bool parents = false;
    bool tags = false;
  };

  bool ScanEntity() {
    if (!values_.Charge(sizeof(Entity) + sizeof(text::Span))) return false;
    MakeRoom();
    Entity& entity = out_.entities.emplace_back();
    Fields seen;
    const bool good = text_.TakeObject([&](std::string_view key) {
      if (key == "uid") return !std::exchange(seen.uid, true) && ScanOwnUid(entity.uid);
      if (key == "attrs") {
        return !std::exchange(seen.attributes, true) && values_.ScanFields(entity.attributes);
      }
      if (key == "parents") {
        return !std::exchange(seen.parents, true) && ScanParents(entity.parents);
      }
      return key == "tags" && !std::exchange(seen.tags, true) && values_.ScanFields(entity.tags);
    });
    return good && seen.uid && seen.attributes && seen.parents && MayHaveItsParents(entity);
  }

  // For as many as the text so far lets expect, and a few more: to move entities costs as much as
  // to read them.
  void MakeRoom() {
    constexpr std::size_t kFew = 64;
    const std::size_t count = out_.entities.size();
    if (count < out_.entities.capacity()) return;
    const double part =
        static_cast<double>(text_.Place()) / static_cast<double>(slice_.text.size());
    const auto expected = static_cast<std::size_t>(static_cast<double>(count) / part);
    const std::size_t room = std::max(expected + expected / 16, count + kFew);
    out_.entities.reserve(room);
    out_.uids.reserve(room);
  }

  bool ScanOwnUid(EntityUid& uid) {
    const std::size_t begin = text_.Place();
    if (!values_.ScanUid(uid)) return false;
    out_.uids.push_back(slice_.At(begin, text_.end_of_last()));
    return true;
  }

  bool ScanParents(std::set<EntityUid>& parents) {
    return text_.TakeArray([&] {
      EntityUid parent;
      if (!values_.Charge(sizeof(EntityUid)) || !values_.ScanUid(parent)) return false;
      parents.insert(parents.end(), std::move(parent));
      return true;
    });
  }

  static bool MayHaveItsParents(const Entity& entity) {
    return !IsAction(entity.uid.type) ||
           std::ranges::all_of(entity.parents, IsAction, &EntityUid::type);
  }

  text::Slice slice_;
  value::JsonScanner text_;
  value::ValueScanner values_;
  ScannedEntities out_;
};

}  // namespace

std::optional<ScannedEntities> ScanEntities(text::Slice slice, const Bounds& bounds) {
  if (FindInvalidUtf8(slice.text) != std::string_view::npos) return std::nullopt;
  EntityScanner scanner(slice, bounds);
  if (!scanner.ScanDocument()) return std::nullopt;
  return scanner.Take();
}

bool IsAction(std::string_view type) {
  const std::size_t colons = type.rfind("::");
  return (colons == std::string_view::npos ? type : type.substr(colons + 2)) == "Action";
}

}  // namespace rune::store
