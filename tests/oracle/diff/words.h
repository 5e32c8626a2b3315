// What generated things are called, and values at the edges of their types.
#pragma once

#include <string>
#include <vector>

#include "model.h"
#include "random.h"

namespace rune::diff {

// A text as Cedar writes it, in quotes; now and then with an escape that is not needed.
std::string Quoted(const std::string& text, Random& random);
bool IsIdentifier(const std::string& text);  // and no reserved word
// `T::"id"`.
std::string UidText(const EntityUid& uid, Random& random);

std::string EntityName(Random& random);
std::string SpaceName(Random& random);
std::string CommonName(Random& random);
std::string AttributeName(Random& random);
std::string ActionId(Random& random);
std::string AnyText(Random& random);   // for attributes of texts, tags, ids
std::string EntityId(Random& random);  // few, so that they meet
std::string Integer(Random& random);   // of 64 bits, sometimes negative

// A text for the constructor of `ipaddr`, `decimal`, `datetime` or `duration`; wrong now and then
// when `any`.
std::string ExtensionText(const std::string& type, bool any, Random& random);
std::string ConstructorOf(const std::string& type);  // `ip` for `ipaddr`

}  // namespace rune::diff
