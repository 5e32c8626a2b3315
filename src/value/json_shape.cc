#include "value/json_shape.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "value/json_scan.h"

namespace rune::value {
namespace {

// How deep a document may nest of which Cedar makes a tree.
constexpr std::size_t kMostTreeDepth = 127;
// Members that are passed over; what holds more is left to ParseJson and its bounds.
constexpr std::size_t kMostPassed = 1'000'000;

class Blanker {
 public:
  explicit Blanker(std::string_view text) : scanner_(text, JsonScanner::kMostDepth), text_(text) {}

  // The text, as long as before, or nothing where it is not JSON or nothing is passed over.
  std::optional<std::string> Blank(const JsonShape& shape) {
    if (!Walk(shape, shape.in_tree, 0) || !scanner_.AtEnd() || found_.empty()) return std::nullopt;
    std::string out(text_);
    for (const Found& part : found_) {
      const auto begin = out.begin() + static_cast<std::ptrdiff_t>(part.begin);
      std::fill(begin, out.begin() + static_cast<std::ptrdiff_t>(part.end), ' ');
      if (!part.member) *begin = '0';
    }
    return out;
  }

 private:
  struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool member = false;  // with the comma before it and the key, not the value alone
  };

  // `depth` brackets are open around the value.
  bool Walk(const JsonShape& shape, bool in_tree, std::size_t depth) {
    in_tree |= shape.in_tree;
    const char mark = scanner_.Peek();
    if (mark == '{' && !shape.members.empty()) return WalkObject(shape, in_tree, depth + 1);
    if (shape.each == nullptr || (mark != '{' && mark != '[')) return SkipLookedAt();
    const auto each = [&] { return Walk(*shape.each, in_tree, depth + 1); };
    if (mark == '[') return scanner_.TakeArray(each);
    return scanner_.TakeObject([&](std::string_view) { return each(); });
  }

  bool WalkObject(const JsonShape& shape, bool in_tree, std::size_t depth) {
    std::set<std::string, std::less<>> passed;
    return scanner_.TakeObject([&](std::string_view key) {
      const auto known = std::ranges::find(shape.members, key, &JsonShape::Member::key);
      if (known != shape.members.end()) {
        const bool good =
            known->shape == nullptr ? SkipLookedAt() : Walk(*known->shape, in_tree, depth);
        last_end_ = scanner_.end_of_last();
        return good;
      }
      const bool again = !passed.emplace(key).second;
      const std::size_t begin = scanner_.Place();
      if (found_.size() == kMostPassed || !PassOver(in_tree, depth)) return false;
      found_.push_back({again ? last_end_ : begin, scanner_.end_of_last(), again});
      last_end_ = scanner_.end_of_last();
      return true;
    });
  }

  bool PassOver(bool in_tree, std::size_t depth) {
    if (!in_tree) return scanner_.SkipValue(JsonScanner::Skip::kForm, std::size_t(-1));
    return depth <= kMostTreeDepth &&
           scanner_.SkipValue(JsonScanner::Skip::kContent, kMostTreeDepth - depth);
  }

  // ParseJson judges it.
  bool SkipLookedAt() { return scanner_.SkipValue(JsonScanner::Skip::kForm, std::size_t(-1)); }

  JsonScanner scanner_;
  std::string_view text_;
  std::size_t last_end_ = 0;  // behind the last member of an object that ended
  std::vector<Found> found_;
};

}  // namespace

std::optional<Json> ParseJson(text::Slice slice, const JsonShape& shape, const Bounds& bounds,
                              text::Diagnostics& diagnostics) {
  std::optional<std::string> blanked;
  if (FindInvalidUtf8(slice.text) == std::string_view::npos) {
    blanked = Blanker(slice.text).Blank(shape);
  }
  if (blanked) slice.text = *blanked;
  return ParseJson(slice, bounds, diagnostics);
}

std::optional<std::vector<text::Slice>> SplitList(text::Slice slice, const Bounds& bounds) {
  if (FindInvalidUtf8(slice.text) != std::string_view::npos) return std::nullopt;
  JsonScanner scanner(slice.text, bounds.json_depth);
  std::vector<text::Slice> out;
  const bool good = scanner.TakeArray([&] {
    const std::size_t begin = scanner.Place();
    if (!scanner.SkipValue(JsonScanner::Skip::kContent, bounds.json_depth - 1)) return false;
    const text::Span span = slice.At(begin, scanner.end_of_last());
    out.push_back({span.file, span.begin, slice.text.substr(begin, span.end - span.begin)});
    return true;
  });
  if (!good || !scanner.AtEnd()) return std::nullopt;
  return out;
}

}  // namespace rune::value
