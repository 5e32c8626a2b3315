// JSON text, written front to back: commas and quotes are its business, the shape is the caller's.
//
//   JsonWriter w; w.BeginObject(); w.Key("rows"); w.BeginArray(); w.Integer(1); w.End(); w.End();
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_text.h"

namespace rune {

class JsonWriter {
 public:
  void BeginObject() { Open('{', '}'); }
  void BeginArray() { Open('[', ']'); }
  // Closes what was opened last.
  void End() {
    out_ += closers_.back();
    closers_.pop_back();
    first_ = false;
  }
  void Key(std::string_view key) {
    Comma();
    AppendJsonString(out_, key);
    out_ += ':';
    after_key_ = true;
  }
  void String(std::string_view text) {
    Comma();
    AppendJsonString(out_, text);
  }
  void Integer(std::uint64_t n) { Raw(std::to_string(n)); }
  void Bool(bool b) { Raw(b ? "true" : "false"); }
  void Null() { Raw("null"); }
  // `json` is one JSON value already.
  void Raw(std::string_view json) {
    Comma();
    out_ += json;
  }

  void Member(std::string_view key, std::string_view text) {
    Key(key);
    String(text);
  }

  // Requires: everything is closed.
  std::string Take() { return std::move(out_); }

 private:
  void Open(char opener, char closer) {
    Comma();
    out_ += opener;
    closers_.push_back(closer);
    first_ = true;
  }
  void Comma() {
    if (after_key_) {
      after_key_ = false;
    } else if (!first_) {
      out_ += ',';
    }
    first_ = false;
  }

  std::string out_;
  std::vector<char> closers_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace rune
