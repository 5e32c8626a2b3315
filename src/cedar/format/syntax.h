// The tree of a policy text with nothing left out: parentheses, spellings and the order of the text
// are there, as places in the list of tokens.
//
// A node names its first and last token and its children in order; what a level of the grammar does
// not add has no node of its own (a sum of one number is the number). Reading asks for a text that
// the parser accepted; where it meets another it gives up and says so.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cedar/format/tokens.h"

namespace rune::cedar {

enum class SyntaxKind : std::uint8_t {
  kPolicy,      // annotations, three scope parts (or kEllipsis), conditions
  kAnnotation,  // `@` key, perhaps `(` string `)`
  kScopePart,   // perhaps the type behind `is`, perhaps the entity; `operators`: `is`, `==` or `in`
  kEllipsis,    // `...`
  kCondition,   // perhaps the expression
  kIf,          // condition, then, else
  kOr,          // operands; `operators` between them, also for the next ones
  kAnd,
  kRelation,  // two operands
  kHas,       // target, names
  kLike,      // target, pattern
  kIs,        // target, type, perhaps the entity behind `in`
  kSum,
  kProduct,
  kUnary,        // operand; `operators`: a run of `!` or `-`
  kMember,       // what is accessed, then the accesses
  kField,        // `.name`
  kCall,         // `(` arguments `)`
  kIndex,        // `[` expression `]`
  kName,         // `A::B`
  kEntity,       // name; `::` and a string behind it
  kLiteral,      // number, string, boolean, slot: one token
  kParenthesis,  // expression
  kSet,          // elements
  kRecord,       // pairs
  kPair,         // key, value
};

struct Syntax {
  SyntaxKind kind = SyntaxKind::kLiteral;
  std::uint32_t first = 0;  // tokens
  std::uint32_t last = 0;
  std::vector<std::uint32_t> children;   // nodes
  std::vector<std::uint32_t> operators;  // tokens
};

struct SyntaxTree {
  std::vector<Syntax> nodes;
  std::vector<std::uint32_t> policies;
};

std::optional<SyntaxTree> ReadSyntax(const TokenList& tokens);

}  // namespace rune::cedar
