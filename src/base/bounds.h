// The limits of one configuration, and the counter that charges work against them.
//
// Only nesting depth is part of the language's meaning (equal in every engine); all other bounds
// protect the host and count the work that an engine really does. A reached bound is a fault, never
// an answer. Counters are charged inside loops; they belong to one thread and are not synchronised.
#pragma once

#include <cstdint>

namespace rune {

struct Bounds {
  std::uint32_t depth = 256;                     // nesting of texts
  std::uint32_t json_depth = 128;                // nesting of JSON
  std::uint32_t chain = 10'000;                  // links of one chain of && || + .
  std::uint64_t file_bytes = 256ull << 20;       // one file
  std::uint64_t facts = 100'000'000;             // derived facts stored by a load
  std::uint64_t request_facts = 100'000;         // tuples tabled or derived by a request
  std::uint64_t steps = 100'000'000'000;         // work of a load or of `rune query`
  std::uint64_t request_steps = 10'000'000;      // work of a request
  std::uint64_t validation_steps = 200'000'000;  // work of holding policies against a schema
  std::uint64_t bytes = 8ull << 30;              // memory of one configuration
};

// Counts work down. `Charge` is false once the limit is passed, and stays so.
class WorkMeter {
 public:
  WorkMeter(std::uint64_t steps, std::uint64_t facts) : steps_left_(steps), facts_left_(facts) {}

  [[nodiscard]] bool Charge(std::uint64_t steps = 1) { return Take(steps_left_, steps); }
  [[nodiscard]] bool ChargeFacts(std::uint64_t facts = 1) { return Take(facts_left_, facts); }
  bool exhausted() const { return exhausted_; }

 private:
  bool Take(std::uint64_t& left, std::uint64_t amount) {
    if (exhausted_ || amount > left) {
      exhausted_ = true;
      return false;
    }
    left -= amount;
    return true;
  }

  std::uint64_t steps_left_;
  std::uint64_t facts_left_;
  bool exhausted_ = false;
};

}  // namespace rune
