// JSON documents, read once into a tree with places, for values, entities and requests.
//
// Numbers are 64-bit integers only: a fraction, an exponent, `-0` or more than 64 bits is an error, as Cedar wants it.
// Duplicate keys are an error. Depth is limited (Bounds::json_depth). Broken UTF-8 and lone surrogates are errors.
// Read with Boost.JSON's event parser, which never sees a number as a double here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bounds.h"
#include "rune/value.h"
#include "text/diagnostics.h"

namespace rune::value {

struct Json {
  enum class Kind : std::uint8_t { kNull, kBool, kInteger, kString, kArray, kObject };
  using Member = std::pair<std::string, Json>;

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string string;
  std::vector<Json> array;
  std::vector<Member> object;  // in the order of the text
  text::Span span;

  const Json* Find(std::string_view key) const;
};

// One JSON document and nothing behind it. Nothing is returned when an error was pushed.
std::optional<Json> ParseJson(text::Slice slice, const Bounds& bounds, text::Diagnostics& diagnostics);

enum class Escapes : std::uint8_t {
  kInterpret,  // `__entity` and `__extn` objects are entities and extension values; malformed ones are records (Cedar's rule)
  kPlain,      // nothing is interpreted: what a model wrote
};
enum class Arrays : std::uint8_t { kSets, kLists };

// null is an error; `__expr` is an error under kInterpret.
std::optional<Value> ToValue(const Json& json, Escapes escapes, Arrays arrays, text::Diagnostics& diagnostics);

// A record for a request's context: arrays are sets, `args` (top level) is read with Escapes::kPlain. Pushes an error and
// returns nothing if it is no object.
std::optional<Value::Fields> ToContext(const Json& json, text::Diagnostics& diagnostics);

// Makes an `__extn` call's value: fn in decimal, ip, datetime, duration (and offset with nested calls). Empty if it fails.
std::optional<Value> MakeExtension(std::string_view fn, std::string_view arg);

}  // namespace rune::value
