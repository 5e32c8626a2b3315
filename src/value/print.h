// Values as text: for people and policies (Cedar's notation), and as JSON.
#pragma once

#include <string>
#include <string_view>

#include "rune/value.h"

namespace rune::value {

// bool long decimal string entity datetime duration ip list set record
std::string_view KindName(ValueKind kind);

// Cedar's notation: `true`, `-3`, `"a"`, `T::"id"`, `decimal("1.5")`, `ip("10.0.0.1/32")`,
// `[1, 2]`, `{"a": 1}`. Lists print like sets. Decimals that Cedar cannot hold print as rules write
// them (`1.000000001`); a datetime without a text is `datetime("1970-01-01").offset(duration(..))`.
std::string ToText(const Value& v);
std::string ToText(const EntityUid& uid);  // T::"id"

// One JSON value: integers as integers, entities as {"__entity":{"type","id"}}, extension values as
// {"__extn":{"fn","arg"}}. Reads back (value/json.h) but for lists, which cannot be told from sets,
// and decimals that Cedar cannot hold.
std::string ToJson(const Value& v);
// A JSON string with its quotes.
std::string JsonQuote(std::string_view text);

}  // namespace rune::value
