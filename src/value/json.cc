#include "value/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

#include "base/format.h"
#include "base/utf8.h"
#include "value/json_shown.h"

namespace rune::value {
namespace {

using boost::json::error;
using text::Code;
using text::Diagnostics;
using text::Slice;
using text::Span;

// Finds where each token stands. The event parser says what it read and not where; events come in
// the order of the text, so a cursor that steps over one token per event is always right. Requires:
// the parser accepted the token.
class TokenCursor {
 public:
  explicit TokenCursor(Slice slice) : slice_(slice) {}

  Span TakeBracket() {
    SkipFiller();
    return Advance(1);
  }

  Span TakeString() {
    SkipFiller();
    std::size_t end = at_ + 1;
    while (end < slice_.text.size() && slice_.text[end] != '"') {
      end = slice_.text.find_first_of("\"\\", end);
      if (end == std::string_view::npos) end = slice_.text.size();
      if (end < slice_.text.size() && slice_.text[end] == '\\') end += 2;
    }
    return Advance(std::min(end + 1, slice_.text.size()) - at_);
  }

  // `true`, `false`, `null`.
  Span TakeWord(std::size_t length) {
    SkipFiller();
    return Advance(length);
  }

  Span TakeNumber() {
    SkipFiller();
    std::size_t end = at_;
    const auto take = [this, &end](std::string_view any_of) {
      const bool there =
          end < slice_.text.size() && any_of.find(slice_.text[end]) != std::string_view::npos;
      end += there ? 1 : 0;
      return there;
    };
    const auto take_digits = [this, &end] {
      end = std::min(slice_.text.find_first_not_of("0123456789", end), slice_.text.size());
    };
    take("-");
    take_digits();
    if (take(".")) take_digits();
    if (take("eE")) {
      take("+-");
      take_digits();
    }
    return Advance(end - at_);
  }

  std::string_view Text(Span span) const {
    return slice_.text.substr(span.begin - slice_.begin, span.end - span.begin);
  }

 private:
  void SkipFiller() {
    at_ = std::min(slice_.text.find_first_not_of(" \t\r\n,:", at_), slice_.text.size());
  }

  Span Advance(std::size_t length) {
    at_ += length;
    return slice_.At(at_ - length, at_);
  }

  Slice slice_;
  std::size_t at_ = 0;
};

// Builds the tree from events. `open_` holds the containers that are not yet closed; a member waits
// in its container with an empty value until that is read.
class TreeBuilder {
 public:
  // What the event parser asks of a handler.
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using string_view = boost::json::string_view;
  using error_code = boost::json::error_code;

  TreeBuilder(Slice slice, std::uint64_t most_bytes, Diagnostics& diagnostics)
      : cursor_(slice), bytes_left_(most_bytes), diagnostics_(diagnostics) {}

  Json TakeRoot() { return std::move(root_); }
  bool too_large() const { return too_large_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) { return Open(Json::Kind::kObject, ec); }
  bool on_array_begin(error_code& ec) { return Open(Json::Kind::kArray, ec); }
  bool on_array_end(std::size_t, error_code& ec) { return Close(ec); }
  bool on_object_end(std::size_t, error_code& ec) {
    ReportEqualKeys(open_.back());
    return Close(ec);
  }

  bool on_key_part(string_view part, std::size_t, error_code& ec) { return Collect(part, ec); }
  bool on_key(string_view part, std::size_t, error_code& ec) {
    if (!Collect(part, ec) || !Charge(sizeof(Json::Member), ec)) return false;
    Json value;
    value.key = cursor_.TakeString();
    open_.back().object.push_back({std::move(collected_), std::move(value)});
    collected_.clear();
    return true;
  }

  bool on_string_part(string_view part, std::size_t, error_code& ec) { return Collect(part, ec); }
  bool on_string(string_view part, std::size_t, error_code& ec) {
    if (!Collect(part, ec)) return false;
    Json value = Make(Json::Kind::kString, cursor_.TakeString());
    value.string = std::move(collected_);
    collected_.clear();
    return Put(std::move(value), ec);
  }

  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code& ec) { return PutNumber(ec); }
  bool on_uint64(std::uint64_t, string_view, error_code& ec) { return PutNumber(ec); }
  bool on_double(double, string_view, error_code& ec) { return PutNumber(ec); }

  bool on_bool(bool b, error_code& ec) {
    Json value = Make(Json::Kind::kBool, cursor_.TakeWord(b ? 4 : 5));
    value.boolean = b;
    return Put(std::move(value), ec);
  }
  bool on_null(error_code& ec) { return Put(Make(Json::Kind::kNull, cursor_.TakeWord(4)), ec); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  static Json Make(Json::Kind kind, Span span) {
    Json value;
    value.kind = kind;
    value.span = span;
    return value;
  }

  bool Charge(std::uint64_t bytes, error_code& ec) {
    if (bytes <= bytes_left_) {
      bytes_left_ -= bytes;
      return true;
    }
    too_large_ = true;
    ec = error::array_too_large;
    return false;
  }

  bool Collect(string_view part, error_code& ec) {
    if (!Charge(part.size(), ec)) return false;
    collected_.append(part.data(), part.size());
    return true;
  }

  bool Open(Json::Kind kind, error_code& ec) {
    if (!Charge(sizeof(Json), ec)) return false;
    open_.push_back(Make(kind, cursor_.TakeBracket()));
    return true;
  }

  bool Close(error_code& ec) {
    Json value = std::move(open_.back());
    open_.pop_back();
    value.span = text::Join(value.span, cursor_.TakeBracket());
    return Put(std::move(value), ec);
  }

  bool Put(Json value, error_code& ec) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Json& parent = open_.back();
    if (parent.is(Json::Kind::kObject)) {
      Json& member = parent.object.back().second;
      value.key = member.key;
      member = std::move(value);
      return true;
    }
    if (!Charge(sizeof(Json), ec)) return false;
    parent.array.push_back(std::move(value));
    return true;
  }

  bool PutNumber(error_code& ec) {
    Json value = Make(Json::Kind::kInteger, cursor_.TakeNumber());
    const std::string_view digits = cursor_.Text(value.span);
    const char* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, value.integer);
    if (failure != std::errc() || stop != end || digits == "-0") ReportNumber(value.span, digits);
    return Put(std::move(value), ec);
  }

  void ReportNumber(Span span, std::string_view digits) {
    auto report = diagnostics_.Add(Code::kJsonNumber, span, "this number is not a 64-bit integer");
    if (digits == "-0") {
      report.Help("write `0`");
    } else if (digits.find_first_of(".eE") != std::string_view::npos) {
      report.Help("write a decimal as `{\"__extn\": {\"fn\": \"decimal\", \"arg\": \"1.5\"}}`");
    } else {
      report.Help("integers reach from -9223372036854775808 to 9223372036854775807");
    }
  }

  void ReportEqualKeys(const Json& object) {
    std::vector<const Json::Member*> members;
    members.reserve(object.object.size());
    for (const Json::Member& member : object.object) members.push_back(&member);
    // By key, then in the order of the text.
    std::ranges::sort(members, [](const Json::Member* a, const Json::Member* b) {
      const auto order = a->first <=> b->first;
      return order != 0 ? order < 0 : a < b;
    });
    for (std::size_t i = 1; i < members.size(); ++i) {
      if (members[i]->first != members[i - 1]->first) continue;
      diagnostics_
          .Add(Code::kJsonDuplicateKey, members[i]->second.key,
               Format("the key {} stands here a second time", ShownKey(members[i]->first)))
          .Other(members[i - 1]->second.key, "the first one")
          .Help("keep one of them");
    }
  }

  TokenCursor cursor_;
  std::uint64_t bytes_left_;
  Diagnostics& diagnostics_;
  std::vector<Json> open_;
  Json root_;
  std::string collected_;  // the parts of a key or string so far
  bool too_large_ = false;
};

struct SyntaxMessage {
  std::string message;
  std::string help;
};

SyntaxMessage DescribeUnexpected(std::string_view text, std::size_t at) {
  std::size_t next = at;
  const char32_t found = DecodeUtf8(text, next);
  if (found < 0x20) {
    return {"a control character or a line end where none may stand",
            "inside a string write it as an escape: `\\n`, `\\u0001`"};
  }
  if (found == 0xFEFF) return {"the text begins with a byte-order mark", "save it without one"};
  const std::string message = Format("unexpected `{}`", text.substr(at, next - at));
  const std::size_t before = text.find_last_not_of(" \t\r\n", at == 0 ? 0 : at - 1);
  const char previous = before < at ? text[before] : '\0';
  if (found == '\'') return {message, "strings stand in double quotes"};
  if (found == '/' || found == '#') return {message, "JSON has no comments"};
  if ((found == '}' || found == ']') && previous == ',') {
    return {message, "remove the comma before it"};
  }
  return {message, ""};
}

SyntaxMessage Describe(error failure, std::string_view text, std::size_t at) {
  switch (failure) {
    case error::illegal_leading_surrogate:
    case error::illegal_trailing_surrogate:
    case error::expected_utf16_escape:
      return {"half of a surrogate pair",
              "a character above U+FFFF takes two `\\u` escapes in a row"};
    case error::expected_hex_digit: return {"`\\u` needs four hexadecimal digits", ""};
    default: break;
  }
  if (at >= text.size()) return {"the JSON ends too early", "close what is open"};
  return DescribeUnexpected(text, at);
}

// The bytes of the code point at `at`, or the empty place behind the text.
Span PointAt(Slice slice, std::size_t at) {
  if (at >= slice.text.size()) return slice.At(slice.text.size(), slice.text.size());
  std::size_t end = at;
  DecodeUtf8(slice.text, end);
  return slice.At(at, end);
}

void Report(error failure, Slice slice, std::size_t at, const Bounds& bounds,
            Diagnostics& diagnostics) {
  if (failure == error::too_deep) {
    diagnostics.Add(Code::kJsonTooDeep, PointAt(slice, at),
                    Format("this is nested more than {} levels deep", bounds.json_depth));
    return;
  }
  if (failure == error::exponent_overflow) {
    diagnostics.Add(Code::kJsonNumber, PointAt(slice, at), "this number is not a 64-bit integer");
    return;
  }
  const SyntaxMessage said = Describe(failure, slice.text, at);
  diagnostics.Add(Code::kJsonSyntax, PointAt(slice, at), said.message).Help(said.help);
}

template <typename Members>
auto FindIn(Members& members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &Json::Member::first);
  return found == members.end() ? nullptr : &found->second;
}

}  // namespace

const Json* Json::Find(std::string_view name) const { return FindIn(object, name); }
Json* Json::Find(std::string_view name) { return FindIn(object, name); }

std::optional<Json> ParseJson(Slice slice, const Bounds& bounds, Diagnostics& diagnostics) {
  if (const std::size_t at = FindInvalidUtf8(slice.text); at != std::string_view::npos) {
    diagnostics.Add(Code::kJsonUtf8, slice.At(at, at + 1), "this byte is no part of UTF-8 text")
        .Help("save the text as UTF-8");
    return std::nullopt;
  }
  const std::size_t errors_before = diagnostics.error_count();
  boost::json::parse_options options;
  options.max_depth = bounds.json_depth;
  boost::json::basic_parser<TreeBuilder> parser(options, slice, bounds.bytes / 4, diagnostics);
  boost::json::error_code failure;
  const std::size_t read = parser.write_some(false, slice.text.data(), slice.text.size(), failure);
  if (parser.handler().too_large()) {
    diagnostics.Add(Code::kJsonTooLarge, PointAt(slice, read),
                    "the document has more values than the configuration's memory allows");
    return std::nullopt;
  }
  if (failure) {
    Report(static_cast<error>(failure.value()), slice, read, bounds, diagnostics);
    return std::nullopt;
  }
  if (read < slice.text.size()) {
    diagnostics.Add(Code::kJsonSyntax, PointAt(slice, read), "text behind the JSON value")
        .Help("a document is one value");
    return std::nullopt;
  }
  if (diagnostics.error_count() != errors_before) return std::nullopt;
  return parser.handler().TakeRoot();
}

}  // namespace rune::value
