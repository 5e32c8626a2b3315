#include "base/json_text.h"

#include "base/format.h"
#include "base/utf8.h"

namespace rune {

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t start = pos;
    const char32_t c = DecodeUtf8(text, pos);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case kInvalidCodePoint: AppendUtf8(out, kReplacementCodePoint); break;
      default:
        if (c < 0x20 || c == 0x7F) {
          out += Format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out.append(text, start, pos - start);
        }
    }
  }
  out += '"';
}

}  // namespace rune
