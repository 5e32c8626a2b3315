// Both sides on one set-up: the line for the oracle, and the judgement of its reply.
#pragma once

#include <string>
#include <vector>

#include "comparison.h"
#include "oracle.h"

namespace rune::diff {

class Session {
 public:
  // Requires: `comparisons` outlives the session.
  explicit Session(std::vector<const Comparison*> comparisons)
      : comparisons_(std::move(comparisons)) {}

  std::string Line(const Setup& setup) const;
  // The first difference of each comparison. A crash of the oracle counts as none.
  std::vector<Difference> Judge(const Setup& setup, const std::string& reply, Counts& counts) const;
  // Asks, and judges. Requires: nothing else is under way with the oracle.
  std::vector<Difference> Run(const Setup& setup, Oracle& oracle) const;
  std::uint64_t crashes() const { return crashes_; }

 private:
  std::vector<const Comparison*> Asked(const Setup& setup, std::vector<std::string>& ops) const;

  std::vector<const Comparison*> comparisons_;
  mutable std::uint64_t crashes_ = 0;
};

}  // namespace rune::diff
