// Two verdicts to one outcome. Plain for ever.
#pragma once

#include "config/configuration.h"
#include "rune/decision.h"

namespace rune::engine {

struct Verdicts {
  Verdict cedar = Verdict::kAbstain;
  Verdict datalog = Verdict::kAbstain;
  bool cedar_loaded = false;  // the engine has something loaded, though it abstains
  bool datalog_loaded = false;
};

// Any forbid: FORBID. Else any deny: DENY. Else a permit: PERMIT. Both abstain: DENY. Under
// Merge::kAll an engine that has something loaded and abstains counts as deny.
Outcome MergeVerdicts(const Verdicts& verdicts, config::Merge merge);

}  // namespace rune::engine
