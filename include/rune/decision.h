// The answer to a request: outcome, verdicts, reasons, errors, obligations, answers to attached
// queries, explanation.
//
//   outcome   means                                        reasons
//   PERMIT    a permit applied, and nothing spoke against  the permits that applied
//   DENY      nothing permitted                            none; the explanation has the nearest
//   miss FORBID    something forbade, whatever else permitted   the forbids that applied; one that
//                                                          forbids because it erred is in `errors`
//
// `permitted()` is true for PERMIT alone. A fault (rune/fault.h) is not a decision.
//
// How much is said of why is up to ExplainLevel (rune/request.h): `kReasons` names what decided by
// id and place; `kFull` adds the Explanation. It is made after the decision, by evaluating what
// decided once more, and changes nothing in it. Its size is bounded: long texts are cut, lists stop
// and say how many more there are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rune/diagnostic.h"
#include "rune/value.h"

namespace rune {

enum class Outcome : std::uint8_t { kPermit, kDeny, kForbid };
enum class Verdict : std::uint8_t { kPermit, kDeny, kForbid, kAbstain };
enum class Engine : std::uint8_t { kCedar, kDatalog };

std::string_view OutcomeName(Outcome outcome);  // PERMIT DENY FORBID
std::string_view VerdictName(Verdict verdict);  // permit deny forbid abstain
std::string_view EngineName(Engine engine);     // cedar datalog

using Annotations = std::map<std::string, std::string>;

// A policy or a rule that determined the outcome.
struct Reason {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;
  Annotations annotations;
};

// A policy or a rule that erred on this request.
struct EvaluationError {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;
  std::string kind;  // `type_error`, `overflow`, `missing_attribute`, ...
  std::string message;
};

struct Obligation {
  std::string id;  // of the policy
  std::string type;
  bool advice = false;
  Annotations properties;
};

// The rows of an attached query: a set, sorted by value. `open`: a clause needed a value that
// nobody provided.
struct Answer {
  std::vector<Tuple> rows;
  bool open = false;
  std::vector<EvaluationError> errors;
};

// Why one fact holds: the clause and the facts it used. Facts that are given have an empty `from`.
struct Proof {
  std::string fact;  // `ancestor("ann", "bob")`
  std::string by;    // rule id, or `data`, `request`, `entities`, `built-in`
  Place place;
  std::vector<Proof> from;
};

// Texts of expressions, each with its value as text: `resource.owner` and `User::"ann"`.
using SeenValues = std::vector<std::pair<std::string, std::string>>;

// The permit (policy or clause) that came closest to permitting, and what failed.
struct NearestMiss {
  Engine engine = Engine::kCedar;
  std::string id;
  Place place;          // of the part that failed
  std::string literal;  // its text
  SeenValues values;    // what it saw
};

// What a part is to the policy, or to the part that it stands in.
enum class PartKind : std::uint8_t {
  kScope,   // principal, action or resource, where the scope constrains it
  kWhen,    // a condition
  kUnless,  // a condition; it holds when its expression is false
  kAnd,     // an operand of `&&`: each one of a true chain, the false one of a false chain
  kOr,      // an operand of `||`: the true one of a true chain, each one of a false chain
  kIf,      // the condition of an `if`
  kThen,    // the branch that was taken
  kElse,    // the branch that was taken
  kNot,     // what `!` (or several of them) negates
  kError,   // the expression that erred
};
std::string_view PartKindName(PartKind kind);  // scope when unless and or if then else not error

// A part of a policy that had a say in what the policy said of this request, and why.
//
//   when { resource.public || resource.owner == principal }   holds, because of
//     resource.owner == principal                             kOr, true; resource.owner was ..
//
// A part is explained by smaller ones (`because`) or by the values it saw. `holds` is the value of
// an expression, and of an `unless` its opposite.
struct PolicyPart {
  PartKind kind = PartKind::kScope;
  Place place;
  std::string text;           // as the policy writes it
  std::optional<bool> holds;  // nothing: it erred
  std::string error;          // the message, where this very part erred
  SeenValues values;          // attributes, tags and variables in it, as far as it read them
  // For an `in` that holds through the hierarchy: the entities from the left one to the right one,
  // each a parent of the one before.
  std::vector<std::string> via;
  std::vector<PolicyPart> because;
  std::size_t left_out = 0;  // parts that `because` would have more
};

// A policy that determined the outcome or erred: the parts of its scope that constrain something,
// then its conditions, in the order of the text, as far as they were evaluated. None: the policy
// asks nothing.
struct PolicyExplanation {
  Engine engine = Engine::kCedar;
  std::string id;
  Verdict effect = Verdict::kPermit;  // kPermit or kForbid
  bool erred = false;
  std::vector<PolicyPart> clauses;
};

struct Explanation {
  std::vector<PolicyExplanation> policies;  // that determined, then that erred
  std::vector<Proof> proofs;                // of facts that the votes and these policies used
  std::vector<NearestMiss> nearest_miss;    // of a DENY
  bool complete = true;  // false: the bounds of the request ended it, or there were too many
};

struct Decision {
  Outcome outcome = Outcome::kDeny;
  bool no_policy = false;  // nothing was loaded that could permit
  bool observe = false;    // the configuration's mode
  Verdict cedar = Verdict::kAbstain;
  Verdict datalog = Verdict::kAbstain;
  std::vector<Reason> reasons;
  std::vector<EvaluationError> errors;
  std::vector<Obligation> obligations;
  std::vector<std::pair<std::string, Answer>> answers;  // in the order asked
  std::optional<Explanation> explanation;
  std::uint64_t epoch = 0;
  std::uint64_t evaluation_ns = 0;

  bool permitted() const { return outcome == Outcome::kPermit; }
};

}  // namespace rune
