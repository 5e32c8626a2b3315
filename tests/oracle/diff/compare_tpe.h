// Partial evaluation: what is left of policies where parts of requests and entities are not known,
// the decision from that, and the questions and batches that stand on it.
#pragma once

#include "comparison.h"

namespace rune::diff {

std::string AskTpe(const Setup& setup);
std::optional<Difference> JudgeTpe(const Setup& setup, const Ours& ours, const value::Json& result,
                                   Counts& counts);

std::string AskQueryPrincipal(const Setup& setup);
std::optional<Difference> JudgeQueryPrincipal(const Setup& setup, const Ours& ours,
                                              const value::Json& result, Counts& counts);
std::string AskQueryResource(const Setup& setup);
std::optional<Difference> JudgeQueryResource(const Setup& setup, const Ours& ours,
                                             const value::Json& result, Counts& counts);
std::string AskQueryAction(const Setup& setup);
std::optional<Difference> JudgeQueryAction(const Setup& setup, const Ours& ours,
                                           const value::Json& result, Counts& counts);
std::string AskBatched(const Setup& setup);
std::optional<Difference> JudgeBatched(const Setup& setup, const Ours& ours,
                                       const value::Json& result, Counts& counts);

}  // namespace rune::diff
