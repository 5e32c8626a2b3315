#include "store/entities.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/format.h"
#include "store/cycle.h"
#include "value/print.h"

namespace rune::store {
namespace {

using Number = std::uint32_t;
using Numbers = std::vector<Number>;

// Visits the graph of parents depth first, and tells each number after all of its ancestors.
class Climber {
 public:
  explicit Climber(const std::vector<Numbers>& parents)
      : parents_(parents), states_(parents.size(), State::kNew) {}

  // False when a cycle was found.
  template <typename Visit>
  bool Run(Number start, Visit visit) {
    if (states_[start] != State::kNew) return true;
    Enter(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      const Numbers& up = parents_[step.number];
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

  const std::vector<Numbers>& parents_;
  std::vector<State> states_;
  std::vector<Step> path_;
  Number top_ = 0;
};

}  // namespace

const Entity* Entities::Find(const EntityUid& uid) const {
  auto it = entities_.find(uid);
  return it == entities_.end() ? nullptr : &it->second;
}

const Entities::Number* Entities::FindNumber(const EntityUid& uid) const {
  auto it = numbers_.find(uid);
  return it == numbers_.end() ? nullptr : &it->second;
}

const Entities::Numbers* Entities::AncestorNumbers(const EntityUid& uid) const {
  const Number* number = FindNumber(uid);
  return number == nullptr ? nullptr : &ancestors_[*number];
}

bool Entities::HasAncestor(const EntityUid& uid, const EntityUid& ancestor) const {
  const Numbers* numbers = AncestorNumbers(uid);
  if (numbers == nullptr || numbers->empty()) return false;
  const Number* wanted = FindNumber(ancestor);
  return wanted != nullptr && std::binary_search(numbers->begin(), numbers->end(), *wanted);
}

EntitySet Entities::Ancestors(const EntityUid& uid) const {
  EntitySet out;
  if (const Numbers* numbers = AncestorNumbers(uid)) {
    for (const Number number : *numbers) out.insert(out.end(), names_[number]);
  }
  return out;
}

Result<Entities> Entities::Build(std::vector<Entity> entities, std::size_t most_pairs) {
  Entities out;
  for (Entity& entity : entities) {
    EntityUid uid = entity.uid;
    auto [it, inserted] = out.entities_.try_emplace(std::move(uid), std::move(entity));
    if (!inserted && it->second != entity) {
      return MakeFault(FaultCode::kConflict, Format("entity {} is stated twice, and differently",
                                                    value::ToText(entity.uid)));
    }
  }
  RUNE_TRY(out.Close(most_pairs));
  return out;
}

Result<void> Entities::Close(std::size_t most_pairs) {
  for (const auto& [uid, entity] : entities_) {
    numbers_.try_emplace(uid, 0);
    for (const EntityUid& parent : entity.parents) numbers_.try_emplace(parent, 0);
  }
  for (auto& [uid, number] : numbers_) {
    number = static_cast<Number>(names_.size());
    names_.push_back(uid);
  }
  std::vector<Numbers> parents(names_.size());
  for (const auto& [uid, entity] : entities_) {
    Numbers& up = parents[numbers_.at(uid)];
    for (const EntityUid& parent : entity.parents) up.push_back(numbers_.at(parent));
  }

  ancestors_.resize(names_.size());
  std::size_t pairs = 0;
  bool too_many = false;
  Numbers merged;
  const auto close = [&](Number number) {
    Numbers& all = ancestors_[number];
    all = parents[number];  // in order, since the numbers are
    for (const Number parent : parents[number]) {
      const Numbers& above = ancestors_[parent];
      merged.clear();
      std::set_union(all.begin(), all.end(), above.begin(), above.end(),
                     std::back_inserter(merged));
      all.assign(merged.begin(), merged.end());
    }
    pairs += all.size();
    too_many = pairs > most_pairs;
    return !too_many;
  };
  Climber climber(parents);
  for (Number number = 0; number < names_.size(); ++number) {
    if (!climber.Run(number, close)) {
      std::vector<EntityUid> cycle;
      for (const Number member : climber.Cycle()) cycle.push_back(names_[member]);
      return MakeFault(FaultCode::kConflict, "entities form a cycle: " + CycleText(cycle));
    }
    if (too_many) {
      return MakeFault(FaultCode::kLimit,
                       Format("the entity hierarchy has more than {} pairs of an entity and its "
                              "ancestor",
                              most_pairs));
    }
  }
  return {};
}

}  // namespace rune::store
