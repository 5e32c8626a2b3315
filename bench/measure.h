// Sides of a benchmark held against each other: the same inputs, answers compared first, then
// rounds in which the sides take turns, so that what else the machine does meets all of them alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "process.h"
#include "workload.h"

namespace rune::bench {

struct Side {
  std::string name;  // and version
  std::vector<std::string> command;
};

// What one side did. Times are medians over the rounds.
struct Measured {
  std::string side;
  std::string trouble;    // why there is no figure; else empty
  double seconds = 0;     // one pass over the inputs
  double ratio = 1;       // to the first side's, round by round
  double bytes_each = 0;  // memory alone
};

struct Row {
  std::string benchmark;
  std::string workload;
  std::size_t bytes = 0;  // of the text that is read; 0: none is
  std::size_t items = 0;  // policies or entities
  std::vector<Measured> sides;
};

struct Rounds {
  std::size_t count = 21;
  double seconds = 0.02;  // least time of one side in one round
};

// Seconds of a fixed computation: how fast this machine is at this moment.
double ControlKernel();

// `benchmark` as OwnSide knows it; the inputs lie in `folder`. The first side's facts are the right
// ones: a side with others has trouble.
std::vector<Measured> Compare(const std::vector<Side>& sides, const std::string& benchmark,
                              const std::string& folder, const Rounds& rounds, std::string& facts);
// Memory of `what` ("policies", "entities"), each side in a fresh process.
std::vector<Measured> CompareMemory(const std::vector<Side>& sides, const std::string& what,
                                    const std::string& folder, std::size_t& items);

// The number behind `key=` or `key ` in facts.
std::size_t NumberIn(const std::string& facts, const std::string& key);

}  // namespace rune::bench
