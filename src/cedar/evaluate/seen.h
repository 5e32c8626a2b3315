// What an evaluation saw, kept for explanations, and how it is shown to people.
//
// Idea: an explanation evaluates once more what it explains, with a Trace listening, and then only
// reads. So it says what the evaluation saw and nothing else: a branch that was not taken has no
// values. Nothing here decides anything, and nothing here is paid for where no trace listens.
// Limits: an expression shows at most kMostSeenValues values; a text at most kLongestShown code
// points, a set or record no member behind as many.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cedar/evaluate/evaluate.h"
#include "rune/decision.h"

namespace rune::cedar {

inline constexpr std::size_t kMostSeenValues = 8;
inline constexpr std::size_t kLongestShown = 200;  // code points, `...` not counted

// What each expression of one policy came to. Constants are not kept: they stand in the tree.
// One evaluation has one error, which ends it; every expression around the failing one erred too.
class Trace {
 public:
  void Note(ExprId id, const EvalResult& result);

  bool Reached(ExprId id) const { return values_.contains(id); }
  // Null: not reached, or in error.
  const Value* Find(ExprId id) const;
  const std::optional<EvalError>& error() const { return error_; }

 private:
  std::unordered_map<ExprId, std::optional<Value>> values_;  // nothing: in error
  std::optional<EvalError> error_;
};

// The value of an expression, a constant included. Null: not reached, or in error.
const Value* ValueOf(const ExprPool& pool, const Trace& trace, ExprId id);
// The value where it is a bool.
std::optional<bool> BoolOf(const ExprPool& pool, const Trace& trace, ExprId id);

// The operands of the chain of `op` that ends in `root`, left to right; `root` alone if it is none.
std::vector<ExprId> ChainOperands(const ExprPool& pool, ExprId root, BinaryOp op);

// The accesses below `root` that were evaluated (`principal.team.name`, `context`,
// `resource.getTag("x")`: what leads from a variable to a value) with what they gave, each once, in
// the order of the text.
SeenValues AccessesSeen(const Policy& policy, ExprId root, const Trace& trace);

// A value in Cedar's notation, what is long cut: `[1, 2, .. 99998 more]`, `"aaa"...`. Takes time
// for what is shown, not for what is there.
std::string Shown(const Value& value);
// A text, with `...` for what lies behind kLongestShown code points.
std::string Cut(std::string_view text);

}  // namespace rune::cedar
