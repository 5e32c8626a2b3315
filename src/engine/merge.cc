#include "engine/merge.h"

namespace rune::engine {

Outcome MergeVerdicts(const Verdicts& verdicts, config::Merge merge) {
  Verdict cedar = verdicts.cedar;
  Verdict datalog = verdicts.datalog;
  if (merge == config::Merge::kAll) {
    if (cedar == Verdict::kAbstain && verdicts.cedar_loaded) cedar = Verdict::kDeny;
    if (datalog == Verdict::kAbstain && verdicts.datalog_loaded) datalog = Verdict::kDeny;
  }
  if (cedar == Verdict::kForbid || datalog == Verdict::kForbid) return Outcome::kForbid;
  if (cedar == Verdict::kDeny || datalog == Verdict::kDeny) return Outcome::kDeny;
  if (cedar == Verdict::kPermit || datalog == Verdict::kPermit) return Outcome::kPermit;
  return Outcome::kDeny;
}

}  // namespace rune::engine
