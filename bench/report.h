// A run as a table for people and as JSON for tools.
#pragma once

#include <string>
#include <vector>

#include "measure.h"

namespace rune::bench {

// Where and when a run took place.
struct Machine {
  std::string processor;  // model and family
  std::string load;       // load averages at the start
  double control = 0;     // seconds of the control kernel: median over the run
  double control_low = 0;
  double control_high = 0;
};

// Of this machine, the control kernel apart.
Machine ThisMachine();

std::string Head(const Machine& machine, const std::vector<std::string>& notes);
std::string TableHead(const std::vector<Side>& sides);
std::string TableLine(const Row& row);
std::string Json(const Machine& machine, const std::vector<Row>& rows);

}  // namespace rune::bench
