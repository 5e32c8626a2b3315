// Values and entities as Cedar's own command prints them, where that is not value::ToText: members
// of a set in Cedar's order, texts with their apostrophes escaped, addresses without the prefix
// that says nothing.
#pragma once

#include <string>
#include <string_view>

#include "cedar/syntax/ast.h"
#include "rune/value.h"

namespace rune::cli {

// An extension value prints as a call that makes it. The reference prints the call that made it;
// what was written is known here only for an expression that is such a call itself (`written`).
std::string CedarText(const Value& value);
// The one spelling of an entity that arguments and files of the command may have.
std::string CedarText(const EntityUid& uid);
// A text as it stands between Cedar's quotes, for ids that are shown without them.
std::string CedarEscaped(std::string_view text);

// The text of a constructor call with a literal (`decimal("1.50")`), empty for any other.
std::string WrittenConstructor(const cedar::ExprPool& pool, cedar::ExprId root);

}  // namespace rune::cli
