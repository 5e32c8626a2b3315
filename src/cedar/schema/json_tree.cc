#include "cedar/schema/json_tree.h"

#include <algorithm>

#include "value/json_scan.h"

namespace rune::cedar {
namespace {

// More than ParseJson ever takes for a byte of text.
constexpr std::uint64_t kMostOfByte = 128;
constexpr std::size_t kFew = 8;
// A usual schema has a node for every twelve bytes of its text.
constexpr std::size_t kBytesOfNode = 10;
constexpr std::size_t kMostNodesOfBlock = 512;
constexpr std::size_t kUsuallyOpen = 32;

bool HoldsEqualKeys(std::span<const JsonNode> members) {
  if (members.size() <= kFew) {
    for (std::size_t i = 1; i < members.size(); ++i) {
      const auto before = members.first(i);
      if (std::ranges::find(before, members[i].name, &JsonNode::name) != before.end()) return true;
    }
    return false;
  }
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const JsonNode& member : members) names.push_back(member.name);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

}  // namespace

const JsonNode* JsonNode::Find(std::string_view wanted) const {
  const auto found = std::ranges::find(children, wanted, &JsonNode::name);
  return is(Kind::kObject) && found != children.end() ? &*found : nullptr;
}

class JsonTree::Builder {
 public:
  Builder(text::Slice slice, const Bounds& bounds)
      : slice_(slice), scanner_(slice.text, bounds.json_depth) {
    open_.reserve(kUsuallyOpen);
  }

  // False: the scanner does not take it.
  bool Scan() { return Value(tree_.root_) && scanner_.AtEnd(); }

  void Show(std::unique_ptr<const value::Json> json) {
    open_.clear();
    tree_ = JsonTree();
    tree_.judged_ = std::move(json);
    Show(*tree_.judged_, tree_.root_);
  }

  JsonTree Take() { return std::move(tree_); }

 private:
  // Only what stands in the text as it is stays where it is.
  bool InText(std::string_view string) const {
    const char* begin = slice_.text.data();
    return string.data() >= begin && string.data() <= begin + slice_.text.size();
  }

  bool Value(JsonNode& node) {
    const std::size_t begin = scanner_.Place();
    if (!Content(node)) return false;
    node.span = slice_.At(begin, scanner_.end_of_last());
    return true;
  }

  bool Content(JsonNode& node) {
    switch (scanner_.Peek()) {
      case '{': return Object(node);
      case '[': return Array(node);
      case '"':
        node.kind = JsonNode::Kind::kString;
        return scanner_.TakeString(node.string) && InText(node.string);
      case 't':
      case 'f':
        node.kind = JsonNode::Kind::kBool;
        node.boolean = scanner_.Peek() == 't';
        return scanner_.TakeWord(node.boolean ? "true" : "false");
      case 'n': return scanner_.TakeWord("null");
      default: break;
    }
    node.kind = JsonNode::Kind::kInteger;
    std::int64_t integer = 0;
    return scanner_.TakeInteger(integer);
  }

  bool Object(JsonNode& node) {
    node.kind = JsonNode::Kind::kObject;
    const std::size_t first = open_.size();
    const bool taken = scanner_.TakeObject([this](std::string_view key) {
      if (!InText(key)) return false;
      JsonNode member;
      member.name = key;
      const auto at = static_cast<std::size_t>(key.data() - slice_.text.data());
      member.key = slice_.At(at - 1, at + key.size() + 1);
      if (!Value(member)) return false;
      open_.push_back(member);
      return true;
    });
    node.children = Close(first);
    return taken && !HoldsEqualKeys(node.children);
  }

  bool Array(JsonNode& node) {
    node.kind = JsonNode::Kind::kArray;
    const std::size_t first = open_.size();
    const bool taken = scanner_.TakeArray([this] {
      JsonNode element;
      if (!Value(element)) return false;
      open_.push_back(element);
      return true;
    });
    node.children = Close(first);
    return taken;
  }

  // The nodes from `first` on are all the children of one.
  std::span<const JsonNode> Close(std::size_t first) {
    const std::size_t count = open_.size() - first;
    if (count == 0) return {};
    std::vector<JsonNode>& block = BlockFor(count);
    const std::size_t at = block.size();
    block.insert(block.end(), open_.begin() + static_cast<std::ptrdiff_t>(first), open_.end());
    open_.resize(first);
    return std::span(block).subspan(at);
  }

  // A block that has room: full ones never grow, since nodes point into them.
  std::vector<JsonNode>& BlockFor(std::size_t count) {
    std::vector<std::vector<JsonNode>>& blocks = tree_.blocks_;
    if (blocks.empty() || blocks.back().capacity() - blocks.back().size() < count) {
      const std::size_t usual = std::min(slice_.text.size() / kBytesOfNode, kMostNodesOfBlock);
      blocks.emplace_back().reserve(std::max(count, usual));
    }
    return blocks.back();
  }

  void Show(const value::Json& json, JsonNode& node) {
    node.kind = json.kind;
    node.boolean = json.boolean;
    node.string = json.string;
    node.span = json.span;
    node.key = json.key;
    const std::size_t first = open_.size();
    const auto add = [this](std::string_view name, const value::Json& child) {
      JsonNode shown;
      shown.name = name;
      Show(child, shown);
      open_.push_back(shown);
    };
    for (const value::Json& element : json.array) add("", element);
    for (const value::Json::Member& member : json.object) add(member.first, member.second);
    node.children = Close(first);
  }

  text::Slice slice_;
  value::JsonScanner scanner_;
  std::vector<JsonNode> open_;  // children of nodes that are not complete
  JsonTree tree_;
};

std::optional<JsonTree> JsonTree::Read(text::Slice slice, const Bounds& bounds,
                                       text::Diagnostics& diagnostics) {
  Builder builder(slice, bounds);
  const bool small = slice.text.size() <= bounds.bytes / 4 / kMostOfByte;
  if (small && builder.Scan()) return builder.Take();
  auto json = value::ParseJson(slice, bounds, diagnostics);
  if (!json) return std::nullopt;
  builder.Show(std::make_unique<const value::Json>(*std::move(json)));
  return builder.Take();
}

}  // namespace rune::cedar
