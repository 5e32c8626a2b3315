// The tree of a rules text, as it was written.
//
// Idea: terms and literals are plain structs; a clause's body is a disjunction of conjunctions (`;`
// binds weaker than
// `,`; groups in parentheses are multiplied out by the parser, within a bound). Chains of one
// operator are n-ary (operands with the operators between them), so that long ones do not nest;
// everything else nests at most 256 deep. Variables are numbered per clause; each `_` has a number
// of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rune/value.h"
#include "store/facts.h"
#include "text/source.h"

namespace rune::datalog {

using VariableId = std::uint32_t;

enum class Function : std::uint8_t {
  // Tests, which are literals.
  kStartsWith,
  kEndsWith,
  kContains,
  kMatches,
  kWithin,
  kHas,
  // Functions, which are terms.
  kLen,
  kLower,
  kUpper,
  kSplit,
  kSubstr,
  kToNumber,
  kToString,
};
enum class ArithmeticOp : std::uint8_t { kAdd, kSub, kMul, kDiv, kMod };

enum class TermKind : std::uint8_t {
  kVariable,     // variable
  kConstant,     // constant (bare words are strings)
  kArithmetic,   // operands, operators (one fewer): left-associative chain of one precedence
  kCall,         // function, operands (receiver first)
  kDataPath,     // steps: a path into `[data]`
  kContextPath,  // steps below `context`
  kList,         // operands: `[a, b]`
  kPattern,      // fields: `{calls: Max, window: _}`, open
};

struct Term;
struct PatternField;

// One step of a path: a key, a variable over keys, or a computed key.
struct PathStep {
  enum class Kind : std::uint8_t { kKey, kVariable, kComputed };
  Kind kind = Kind::kKey;
  std::string key;
  VariableId variable = 0;
  // kComputed: the parts of `[a + b]`; one part is the key itself (as text), several are a
  // composite key.
  std::vector<Term> parts;
  text::Span span;
};

struct Term {
  TermKind kind = TermKind::kConstant;
  text::Span span;
  VariableId variable = 0;
  Value constant;
  Function function = Function::kLen;
  std::vector<Term> operands;
  std::vector<ArithmeticOp> operators;
  std::vector<PathStep> steps;
  std::vector<PatternField> fields;
};

struct PatternField {
  std::string key;
  Term value;
};

enum class CompareOp : std::uint8_t { kEq, kNotEq, kLess, kLessEq, kGreater, kGreaterEq };
enum class AggregateOp : std::uint8_t { kCount, kSum, kMin, kMax, kMean };

enum class LiteralKind : std::uint8_t {
  kAtom,       // relation(arguments)
  kCompare,    // compare; left, right
  kUnify,      // left = right
  kTest,       // function; arguments (receiver first)
  kIn,         // left in right: a list, a data path, or a unary relation
  kAggregate,  // result = aggregate(term : inner)
};

struct Literal;
using Body = std::vector<Literal>;

struct Literal {
  LiteralKind kind = LiteralKind::kAtom;
  bool negated = false;
  text::Span span;
  std::string relation;  // kAtom; kIn on a relation
  text::Span relation_span;
  // kAtom, kTest; others: left, right as [0], [1]. An argument of an atom that is no variable is
  // evaluated and compared: it binds nothing. kIn on a relation has the left alone; kUnify may have
  // a kPattern on its right.
  std::vector<Term> arguments;
  CompareOp compare = CompareOp::kEq;
  Function function = Function::kStartsWith;
  AggregateOp aggregate = AggregateOp::kCount;
  // kAggregate: arguments[0] is the result (a variable or any term to compare with), arguments[1]
  // the aggregated term.
  std::vector<Body> inner;  // one body of literals
};

struct Variable {
  std::string name;  // as written; `_` for anonymous ones
  bool anonymous = false;
  text::Span span;  // of the first occurrence
};

struct Clause {
  std::string relation;
  std::vector<Term> head;    // variables and constants only
  std::vector<Body> bodies;  // alternatives; empty: a fact
  std::vector<Variable> variables;
  text::Span span;
  text::Span head_span;
  std::size_t number = 0;  // its place among the clauses of its relation, from 1
  // The seed's spelling `total(U, N) :- count(X, p(U, _, X)).` becomes kAggregate here.

  store::RelationName relation_name() const { return {relation, head.size()}; }
  // `name/arity#n`
  std::string id() const;
};

// `.check name :- body.`
struct Check {
  std::string name;
  std::vector<Body> bodies;
  std::vector<Variable> variables;
  text::Span span;
};

enum class Representation : std::uint8_t { kDefault, kBtree, kHash, kTrie, kEqrel };
enum class Storage : std::uint8_t { kDefault, kMaterialized, kVirtual };
enum class ColumnType : std::uint8_t {
  kUnknown,
  kBool,
  kLong,
  kDecimal,
  kString,
  kEntity,
  kDatetime,
  kDuration,
  kIp,
  kAny,
};

struct Declaration {
  std::string relation;
  std::vector<std::pair<std::string, ColumnType>> columns;
  std::vector<std::string> entity_types;  // per column: the type of kEntity, else empty
  Representation representation = Representation::kDefault;
  Storage storage = Storage::kDefault;
  text::Span span;
};

struct Rules {
  std::vector<Clause> clauses;
  std::vector<Check> checks;
  std::vector<Declaration> declarations;
  // False when a clause in error was left out: what seems undefined then may not be.
  bool complete = true;
};

// A query: one atom, whose variables are free. `p(X, "a", _)`, or `p` without parameters.
struct Goal {
  std::string relation;
  std::vector<Term> arguments;  // variables and constants
  std::vector<Variable> variables;
  std::string text;
  text::Span span;
};

std::string_view FunctionName(Function f);
std::string_view AggregateName(AggregateOp op);

}  // namespace rune::datalog
