#include "cedar/json/quote.h"

#include "base/format.h"

namespace rune::cedar {

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += Format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string JsonTypeAndId(const EntityUid& uid) {
  return Format(R"({{"type":{},"id":{}}})", JsonString(uid.type), JsonString(uid.id));
}

}  // namespace rune::cedar
