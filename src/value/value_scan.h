// Values straight from JSON text: the fast twin of `ParseJson` and `ToValue` with
// Escapes::kInterpret and Arrays::kSets.
//
// It reads what is right and usual to the same values, and says `false` of all else (see
// json_scan.h): what is wrong, a null, `__expr`, and escapes that are right but of a rare form
// (further keys in them, `args`, malformed ones that are records). Requires: the text is UTF-8.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "rune/value.h"
#include "value/json_scan.h"

namespace rune::value {

class ValueScanner {
 public:
  // Charges what values take against `most_bytes`: never more than ParseJson charges for the same
  // text. Requires: `text` outlives this.
  ValueScanner(JsonScanner& text, std::uint64_t most_bytes)
      : text_(text), bytes_left_(most_bytes) {}

  bool Scan(Value& out);
  // An object of which every key is just a key. Requires: `out` is empty.
  bool ScanFields(Value::Fields& out);
  // {"type": .., "id": ..}, alone or as {"__entity": {..}}.
  bool ScanUid(EntityUid& out);

  bool Charge(std::uint64_t bytes) {
    if (bytes > bytes_left_) return false;
    bytes_left_ -= bytes;
    return true;
  }

 private:
  // An object of just two members, each a string; `Keys` names them.
  template <typename Keys>
  struct TwoTexts {
    std::string& first;
    std::string& second;
    bool has_first = false;
    bool has_second = false;
    bool complete() const { return has_first && has_second; }
  };

  bool ScanString(Value& out);
  bool ScanSet(Value& out);
  bool ScanObject(Value& out);
  bool ScanField(std::string_view key, Value::Fields& fields);
  bool ScanEscape(std::string_view key, Value& out);
  bool ScanName(EntityUid& out);
  bool ScanCall(Value& out);
  template <typename Keys>
  bool ScanTexts(std::string& first, std::string& second);
  template <typename Keys>
  bool ScanOneOf(TwoTexts<Keys>& texts, std::string_view key);
  bool IsType(std::string_view name);

  JsonScanner& text_;
  std::uint64_t bytes_left_;
  std::array<std::string, 16> types_;  // names of types that were met
  Value::Elements open_;               // the elements so far of arrays that are not at their end
};

}  // namespace rune::value
