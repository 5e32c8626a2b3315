// JSON documents, read once into a tree with places, for values, entities and requests.
//
// Numbers are 64-bit integers only: a fraction, an exponent, `-0` or more than 64 bits is an error,
// as Cedar wants it. Duplicate keys are an error. Depth is limited (Bounds::json_depth). Broken
// UTF-8 and lone surrogates are errors. (json_shape.h leaves out what a reader does not look at.)
// Read with Boost.JSON's event parser, whose numbers are ignored: each is read from its own text.
//
// Cost: linear in the text but for n log n comparisons of
// the keys of one object. The tree may take a quarter of Bounds::bytes (about 120 bytes a value); a
// document that needs more is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bounds.h"
#include "rune/value.h"
#include "text/diagnostics.h"

namespace rune::value {

struct Json {
  enum class Kind : std::uint8_t { kNull, kBool, kInteger, kString, kArray, kObject };
  struct Member;  // a pair: first is the key, second the value

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string string;
  std::vector<Json> array;
  std::vector<Member> object;  // in the order of the text
  text::Span span;             // with quotes or brackets
  text::Span key;              // of the member's key, with its quotes; empty for what is no member

  bool is(Kind k) const { return kind == k; }
  // For objects; null when the key is absent (and for other kinds). Linear in the members.
  const Json* Find(std::string_view name) const;
  Json* Find(std::string_view name);
};

struct Json::Member {
  std::string first;
  Json second;
};

// One JSON document and nothing behind it. Nothing is returned when an error was pushed; bad
// numbers and equal keys are all reported, a syntax error ends the reading.
std::optional<Json> ParseJson(text::Slice slice, const Bounds& bounds,
                              text::Diagnostics& diagnostics);

enum class Escapes : std::uint8_t {
  // `__entity` and `__extn` objects are entities and extension values; malformed ones are records
  // (Cedar's rule).
  kInterpret,
  kPlain,  // nothing is interpreted: what a model wrote
};
enum class Arrays : std::uint8_t { kSets, kLists };

// null is an error; `__expr` is an error under kInterpret, as is an entity or extension value of
// the right form that names nothing (`"type": "not a name"`, `ip("x")`). All errors are reported.
std::optional<Value> ToValue(const Json& json, Escapes escapes, Arrays arrays,
                             text::Diagnostics& diagnostics);

// A record for a request's context: arrays are sets, `args` (top level) is read with
// Escapes::kPlain. Pushes an error and returns nothing if it is no object, or one that stands for
// an entity or an extension value.
std::optional<Value::Fields> ToContext(const Json& json, text::Diagnostics& diagnostics);

// Makes an `__extn` call's value: fn is decimal, ip, datetime or duration. Empty if it fails.
// (ToValue also understands calls of all other extension functions, such as
// {"fn": "offset", "args": [datetime, duration]} for datetimes without a text of their own.)
std::optional<Value> MakeExtension(std::string_view fn, std::string_view arg);

}  // namespace rune::value
