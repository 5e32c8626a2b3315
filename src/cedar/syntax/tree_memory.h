// What the nodes of trees point at: lists of children, names, values, patterns.
//
// Idea: a tree is read into one memory, where each name, text and entity is kept once however often
// it is written, so that a node is a few words that refer to it. The policies of one text share
// their memory; it lives as long as one of them does. What was put in never moves and never
// changes. (A name or literal may be kept twice: places in the tables are tried up to a bound, so
// that texts made to collide cost memory and not time. Compare contents, not addresses.)
//
// Thread safety: one writer; what it has handed out may be read by many threads meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "rune/value.h"
#include "value/glob.h"

namespace rune::cedar {

using ExprId = std::uint32_t;

// Nodes by number, kept elsewhere.
class ExprIds {
 public:
  ExprIds() = default;
  ExprIds(const ExprId* data, std::size_t size)
      : data_(data), size_(static_cast<std::uint32_t>(size)) {}
  ExprIds(const std::vector<ExprId>& ids) : ExprIds(ids.data(), ids.size()) {}
  ExprIds(std::span<const ExprId> ids) : ExprIds(ids.data(), ids.size()) {}
  // For arguments of calls: the list ends with the full expression.
  ExprIds(std::initializer_list<ExprId> ids) : ExprIds(ids.begin(), ids.size()) {}

  const ExprId* begin() const { return data_; }
  const ExprId* end() const { return data_ + size_; }
  std::reverse_iterator<const ExprId*> rbegin() const { return std::reverse_iterator(end()); }
  std::reverse_iterator<const ExprId*> rend() const { return std::reverse_iterator(begin()); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  ExprId operator[](std::size_t i) const { return data_[i]; }
  ExprId front() const { return data_[0]; }
  ExprIds First(std::size_t count) const { return {data_, count}; }
  operator std::vector<ExprId>() const { return {begin(), end()}; }

 private:
  const ExprId* data_ = nullptr;
  std::uint32_t size_ = 0;
};

// Names, each kept elsewhere.
class NameList {
 public:
  class Iterator {
   public:
    using value_type = std::string;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(const std::string* const* at) : at_(at) {}
    const std::string& operator*() const { return **at_; }
    const std::string* operator->() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(at_++); }
    friend bool operator==(Iterator, Iterator) = default;
    friend difference_type operator-(Iterator a, Iterator b) { return a.at_ - b.at_; }

   private:
    const std::string* const* at_ = nullptr;
  };

  NameList() = default;
  NameList(const std::string* const* data, std::size_t size)
      : data_(data), size_(static_cast<std::uint32_t>(size)) {}

  Iterator begin() const { return Iterator(data_); }
  Iterator end() const { return Iterator(data_ + size_); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const std::string& operator[](std::size_t i) const { return *data_[i]; }
  const std::string& back() const { return *data_[size_ - 1]; }
  NameList First(std::size_t count) const { return {data_, count}; }
  NameList Rest(std::size_t from) const { return {data_ + from, size_ - from}; }
  friend bool operator==(const NameList& a, const NameList& b);

 private:
  const std::string* const* data_ = nullptr;
  std::uint32_t size_ = 0;
};

}  // namespace rune::cedar

template <>
inline constexpr bool std::ranges::enable_borrowed_range<rune::cedar::ExprIds> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<rune::cedar::NameList> = true;

namespace rune::cedar {

// What stands where nothing was said.
extern const std::string kNoName;
extern const Value kNoEntity;  // without type and id
extern const Value kNoValue;   // false
extern const Value kTrueValue;

// A text with wildcards.
struct WildText {
  std::vector<char32_t> pattern;    // as written (value/escape.h)
  std::optional<value::Glob> glob;  // of an id
};

class TreeMemory {
 public:
  TreeMemory() = default;
  // Lives on what `below` holds, too.
  explicit TreeMemory(std::shared_ptr<const TreeMemory> below) : below_(std::move(below)) {}

  const std::string& Name(std::string_view text);
  NameList Names(std::span<const std::string* const> names);
  const Value& Text(std::string_view text);
  const Value& Entity(std::string_view type, std::string_view id);
  const Value& Keep(Value value);
  const WildText& Keep(WildText text);
  // The list, where it can be pointed at.
  const ExprIds& Kept(ExprIds ids);
  // The same. Requires: one of `Names`.
  const NameList& Kept(NameList names);
  // A copy of a list of what needs no destruction.
  template <typename T>
  std::span<const T> List(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kAlignment);
    if (items.empty()) return {};
    const std::size_t bytes = (items.size_bytes() + kAlignment - 1) & ~(kAlignment - 1);
    if (bytes > free_.size()) Grow(bytes);
    T* place = reinterpret_cast<T*>(free_.data());
    free_ = free_.subspan(bytes);
    std::uninitialized_copy(items.begin(), items.end(), place);
    return {place, items.size()};
  }

 private:
  static constexpr std::size_t kAlignment = 8;

  // What is here already, found by its hash: open addressing with few tries.
  template <typename T>
  class Table {
   public:
    // The item that `is` tells, or a new one that is made of these.
    template <typename Is, typename... Of>
    const T& Find(std::uint32_t hash, Is is, Of&&... of);

   private:
    static constexpr std::size_t kMostTries = 16;
    struct Slot {
      std::uint32_t hash = 0;
      const T* item = nullptr;
    };
    void Grow();

    std::vector<Slot> slots_;  // as many as a power of two, or none
    std::deque<T> items_;
  };

  void Grow(std::size_t least);

  std::shared_ptr<const TreeMemory> below_;
  std::deque<Value> values_;
  std::deque<WildText> wild_texts_;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::span<std::byte> free_;  // of the last block
  Table<std::string> known_names_;
  Table<Value> known_values_;  // texts and entities
};

}  // namespace rune::cedar
