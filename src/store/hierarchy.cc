#include "store/hierarchy.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace rune::store {
namespace {

// Visits the graph of parents depth first, and tells each number after all of its ancestors.
class Climber {
 public:
  Climber(const NumberLists& parents, std::size_t names)
      : parents_(parents), states_(names, State::kNew) {}

  // False when a cycle was found.
  template <typename Visit>
  bool Run(Number start, Visit visit) {
    if (states_[start] != State::kNew) return true;
    Enter(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      const std::span<const Number> up = parents_.Of(step.number);
      if (step.next == up.size()) {
        states_[step.number] = State::kDone;
        if (!visit(step.number)) return true;
        path_.pop_back();
        continue;
      }
      const Number parent = up[step.next++];
      if (states_[parent] == State::kOpen) {
        top_ = parent;
        return false;
      }
      if (states_[parent] == State::kNew) Enter(parent);
    }
    return true;
  }

  // The cycle that was found, upwards.
  Numbers Cycle() const {
    Numbers out;
    for (const Step& step : path_) {
      if (!out.empty() || step.number == top_) out.push_back(step.number);
    }
    return out;
  }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kDone };
  struct Step {
    Number number;
    std::size_t next;  // parent to visit
  };

  void Enter(Number number) {
    states_[number] = State::kOpen;
    path_.push_back({number, 0});
  }

  const NumberLists& parents_;
  std::vector<State> states_;
  std::vector<Step> path_;
  Number top_ = 0;
};

// Collects the ancestors of one number after another, each once and in order.
//
// They are bits of a row that is as long as there are names. A list that is longer than that row
// is kept as a row too, so that to add it costs a word for 64 names; the rows take at most twice
// the memory of the lists.
class Gathering {
 public:
  explicit Gathering(std::size_t names) : row_((names + 63) / 64), kept_(names, kNotKept) {}

  // False if it was there.
  bool Add(Number number) {
    std::uint64_t& word = row_[number / 64];
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if ((word & bit) != 0) return false;
    word |= bit;
    found_.push_back(number);
    return true;
  }

  // Adds `list`, the ancestors of `number`.
  void AddAncestors(Number number, std::span<const Number> list) {
    if (kept_[number] == kNotKept) {
      for (const Number ancestor : list) Add(ancestor);
      return;
    }
    const std::uint64_t* kept = &rows_[kept_[number]];
    for (std::size_t at = 0; at < row_.size(); ++at) row_[at] |= kept[at];
    found_all_ = false;
  }

  // Appends them to `out`, as the ancestors of `number`, and forgets them.
  void MoveTo(Number number, Numbers& out) {
    // To sort a few costs less than to look at each word.
    if (found_all_ && found_.size() * 2 < row_.size()) {
      std::ranges::sort(found_);
      out.insert(out.end(), found_.begin(), found_.end());
      for (const Number found : found_) row_[found / 64] = 0;
    } else {
      AppendRow(number, out);
      std::ranges::fill(row_, 0);
    }
    found_.clear();
    found_all_ = true;
  }

 private:
  static constexpr std::size_t kNotKept = SIZE_MAX;

  void AppendRow(Number number, Numbers& out) {
    std::size_t count = 0;
    for (const std::uint64_t word : row_) count += static_cast<std::size_t>(std::popcount(word));
    out.resize(out.size() + count);
    auto next = out.end() - static_cast<std::ptrdiff_t>(count);
    for (std::size_t at = 0; at < row_.size(); ++at) {
      for (std::uint64_t word = row_[at]; word != 0; word &= word - 1) {
        *next++ = static_cast<Number>(at * 64 + std::countr_zero(word));
      }
    }
    if (count <= row_.size()) return;
    kept_[number] = rows_.size();
    rows_.insert(rows_.end(), row_.begin(), row_.end());
  }

  std::vector<std::uint64_t> row_;
  Numbers found_;  // what `Add` added
  bool found_all_ = true;
  std::vector<std::size_t> kept_;  // by number: where its row begins in rows_
  std::vector<std::uint64_t> rows_;
};

}  // namespace

Closure Close(const NumberLists& parents, std::size_t names, std::size_t most_pairs) {
  Closure out;
  out.ancestors = NumberLists(parents.size());
  Gathering above(names);
  const auto close = [&](Number number) {
    if (number >= parents.size()) return true;
    for (const Number parent : parents.Of(number)) {
      // A parent that is above another one brings nothing new.
      if (!above.Add(parent)) continue;
      above.AddAncestors(parent, out.ancestors.Of(parent));
    }
    above.MoveTo(number, out.ancestors.open());
    out.ancestors.Finish(number);
    out.too_many = out.ancestors.members() > most_pairs;
    return !out.too_many;
  };
  Climber climber(parents, names);
  for (Number number = 0; number < parents.size() && !out.too_many && !out.has_cycle; ++number) {
    out.has_cycle = !climber.Run(number, close);
  }
  return out;
}

Numbers FindCycle(const NumberLists& parents, std::size_t names, std::span<const Number> starts) {
  Climber climber(parents, names);
  for (const Number start : starts) {
    if (!climber.Run(start, [](Number) { return true; })) return climber.Cycle();
  }
  return {};
}

}  // namespace rune::store
