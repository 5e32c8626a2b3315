#include "datalog/eval/search.h"

#include <algorithm>
#include <utility>

#include "datalog/syntax/walk.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

// How far behind the first ready literal a better one is looked for.
constexpr std::size_t kLookAhead = 8;

bool IsFilter(const Literal& literal) {
  return literal.negated || literal.kind == LiteralKind::kCompare ||
         literal.kind == LiteralKind::kTest;
}

// Whether few rows are likely: an argument is known, or the literal reads no relation.
bool IsSelective(const Literal& literal, const Environment& environment) {
  if (literal.relation.empty() || literal.arguments.empty()) return true;
  return std::ranges::any_of(literal.arguments, [&](const Term& argument) {
    return argument.kind != TermKind::kVariable || environment.bound(argument.variable);
  });
}

}  // namespace

BodyView PrepareBody(const Program& program, const Body& body,
                     const std::vector<Variable>& variables, const std::vector<VariableId>& head,
                     const std::vector<VariableId>& inputs, std::optional<std::size_t> component) {
  BodyView view;
  view.literals = &body;
  view.info = AnalyseBody(program, body, variables, head, inputs, component);
  view.inner.resize(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i].kind != LiteralKind::kAggregate || body[i].inner.empty()) continue;
    view.inner[i] = AnalyseBody(program, body[i].inner[0], variables, head, inputs, std::nullopt);
  }
  return view;
}

BodySearch::BodySearch(const SearchContext& context, const ClauseView& clause, const Body& body,
                       const BodyInfo& info, const std::vector<BodyInfo>* inner,
                       Environment& environment)
    : context_(context),
      clause_(clause),
      body_(body),
      info_(info),
      inner_(inner),
      environment_(environment),
      standing_(body.size(), Standing::kOpen),
      unknown_(body.size()) {}

const Candidate* BodySearch::Chosen(const SearchStep& step) {
  return step.next > 0 && step.next <= step.candidates.size() ? &step.candidates[step.next - 1]
                                                              : nullptr;
}

bool BodySearch::Run(const Visit& visit) {
  const std::size_t start = environment_.mark();
  bool going_on = true;
  bool descend = true;
  while (going_on) {
    if (descend) {
      bool forced = false;
      const auto literal = Choose(forced);
      if (literal) {
        descend = Push(*literal, forced);
      } else {
        going_on = !context_.meter.exhausted() && visit();
        descend = false;
      }
    } else {
      if (steps_.empty()) break;
      descend = Advance(steps_.back());
    }
    if (!context_.meter.Charge()) going_on = false;
  }
  while (!steps_.empty()) {
    failure_ = steps_.front().before;
    steps_.pop_back();
  }
  std::ranges::fill(standing_, Standing::kOpen);
  first_ = 0;
  environment_.UndoTo(start);
  return going_on;
}

// Whether a variable that had no value when a provisional literal was solved has one now.
bool BodySearch::LearntMore(std::size_t literal) const {
  return std::ranges::any_of(unknown_[literal],
                             [&](VariableId id) { return environment_.bound(id); });
}

// The restricted literal when it is ready; else, of those that stand near the first ready one, a
// test, then what some value is known for, then the first; else the first that is not ready.
std::optional<std::size_t> BodySearch::Choose(bool& forced) {
  const auto ready = [&](std::size_t i) { return info_.literals[i].Ready(body_[i], environment_); };
  if (restricted_ && standing_[*restricted_] == Standing::kOpen && ready(*restricted_)) {
    return restricted_;
  }
  while (first_ < body_.size() && standing_[first_] == Standing::kDone) ++first_;
  std::optional<std::size_t> first_ready;
  std::optional<std::size_t> first_selective;
  std::optional<std::size_t> first_waiting;
  for (std::size_t i = first_; i < body_.size(); ++i) {
    if (first_ready && i > *first_ready + kLookAhead) break;
    if (standing_[i] == Standing::kDone || !context_.meter.Charge()) continue;
    const bool provisional = standing_[i] == Standing::kProvisional;
    if (provisional && !LearntMore(i)) continue;
    if (!ready(i)) {
      if (!first_waiting) first_waiting = i;
      continue;
    }
    if (provisional || IsFilter(body_[i])) return i;
    if (!first_ready) first_ready = i;
    if (!first_selective && IsSelective(body_[i], environment_)) first_selective = i;
  }
  if (first_selective) return first_selective;
  if (first_ready) return first_ready;
  forced = first_waiting.has_value();
  return first_waiting;
}

bool BodySearch::Push(std::size_t literal, bool forced) {
  SearchStep step;
  step.literal = literal;
  step.forced = forced;
  step.again = standing_[literal] == Standing::kProvisional;
  step.unknown_before = unknown_[literal];
  for (const VariableId id : info_.literals[literal].outside) {
    if (!environment_.bound(id)) step.unknown.push_back(id);
  }
  step.mark = environment_.mark();
  step.first = first_;
  step.before = failure_;
  Solve(step);
  if (step.incomplete) {
    incomplete_ = true;
    step.candidates.clear();
    step.matches.clear();
  } else if (tolerate_ && step.candidates.empty() && step.matches.empty()) {
    step.missed = true;
    step.matches.emplace_back();
  }
  if (!context_.meter.Charge(step.candidates.size() + step.matches.size())) return false;
  steps_.push_back(std::move(step));
  return Advance(steps_.back());
}

// The next solution of the last step; without one the step is taken back.
bool BodySearch::Advance(SearchStep& step) {
  environment_.UndoTo(step.mark);
  failure_ = step.before;
  first_ = step.first;
  if (Take(step)) {
    failure_ = Worse(failure_, step.own);
    Settle(step);
    return true;
  }
  standing_[step.literal] = step.again ? Standing::kProvisional : Standing::kOpen;
  unknown_[step.literal] = std::move(step.unknown_before);
  steps_.pop_back();
  return false;
}

void BodySearch::Settle(const SearchStep& step) {
  unknown_[step.literal].clear();
  if (step.own) unknown_[step.literal] = step.unknown;
  standing_[step.literal] =
      unknown_[step.literal].empty() ? Standing::kDone : Standing::kProvisional;
}

bool BodySearch::Take(SearchStep& step) {
  const std::size_t mark = environment_.mark();
  const Literal& literal = At(step);
  while (step.next < step.candidates.size()) {
    const Candidate& candidate = step.candidates[step.next++];
    if (!BindCandidate(literal, candidate)) {
      environment_.UndoTo(mark);
      continue;
    }
    step.own = step.failure;
    if (candidate.row != nullptr && candidate.row->failure) {
      step.own = Worse(step.own, Inherit(literal, *candidate.row->failure));
    }
    return true;
  }
  const std::size_t number = step.next - step.candidates.size();
  if (number >= step.matches.size()) return false;
  ++step.next;
  BindAll(step.matches[number].bindings);
  step.own = step.matches[number].failure;
  return true;
}

FailureRef BodySearch::MakeFailure(const Literal& literal, EvalError error) const {
  if (error.kind == kUnknownValue) {
    const Variable* unbound = nullptr;
    VisitVariables(literal, [&](VariableId id) {
      const Variable& variable = (*clause_.variables)[id];
      if (unbound == nullptr && !variable.anonymous && !environment_.bound(id)) {
        unbound = &variable;
      }
    });
    if (unbound != nullptr) {
      error.message = Format("`{}` has no value, because what binds it erred", unbound->name);
    }
  }
  std::string values;
  if (context_.note_values) {
    for (VariableId id = 0; id < clause_.variables->size(); ++id) {
      const Value* value = environment_.Find(id);
      const Variable& variable = (*clause_.variables)[id];
      if (value == nullptr || variable.anonymous) continue;
      if (!values.empty()) values += ", ";
      values += Format("{} = {}", variable.name, Show(*value));
    }
  }
  return std::make_shared<const Failure>(Failure{clause_.id, literal.span, std::move(error.kind),
                                                 std::move(error.message), clause_.id,
                                                 std::move(values)});
}

FailureRef BodySearch::Inherit(const Literal& literal, const Failure& failure) const {
  Failure inherited = failure;
  inherited.clause = clause_.id;
  inherited.span = literal.span;
  return std::make_shared<const Failure>(std::move(inherited));
}

}  // namespace rune::datalog
