// An explanation for people: what decided, clause by clause, with the values it saw; proofs; the
// nearest miss.
#pragma once

#include "cli/output.h"
#include "rune/decision.h"

namespace rune::cli {

// `agent.rune:12:3`; the file alone where that is all there is.
std::string PlaceText(const Place& place);

void ShowExplanation(Output& output, const Explanation& explanation);

}  // namespace rune::cli
