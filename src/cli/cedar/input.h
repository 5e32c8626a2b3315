// What the subcommands of `rune cedar` read: files or stdin, whole, as texts with places.
//
// Unlike config::ReadFile this also reads pipes (`--entities <(make-entities)`), as Cedar's command
// does, up to a bound.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cedar/syntax/ast.h"
#include "cli/cedar/report.h"
#include "rune/entity_uid.h"
#include "text/diagnostics.h"
#include "value/json_shape.h"

namespace rune::cli {

template <typename T>
using Reported = std::expected<T, Report>;

// `path`, or stdin where it is empty. `what` is for the message: "policy set".
Reported<std::string> ReadText(const std::optional<std::string>& path, std::string_view what);

// One text and what is found in it.
class Document {
 public:
  Document(std::string name, std::string text);
  // The same, read.
  static Reported<Document> Read(const std::optional<std::string>& path, std::string_view what);

  // The same text, with nothing found in it yet.
  Document Again() const { return Document(sources_); }

  text::Slice slice() const { return sources_->Whole(0); }
  text::Diagnostics& diagnostics() { return diagnostics_; }
  const text::Diagnostics& diagnostics() const { return diagnostics_; }
  const SharedSources& sources() const { return shared_; }
  bool failed() const { return diagnostics_.has_errors(); }
  // What was found, as one report. Requires: something was.
  Report Findings() const;
  std::optional<value::Json> Json();
  // What `shape` leaves out may be any JSON.
  std::optional<value::Json> Json(const value::JsonShape& shape) { return Json(slice(), shape); }
  // The same of a part of the text.
  std::optional<value::Json> Json(text::Slice part, const value::JsonShape& shape);

 private:
  explicit Document(std::shared_ptr<text::SourceMap> sources)
      : sources_(std::move(sources)), shared_(sources_), diagnostics_(*sources_) {}

  std::shared_ptr<text::SourceMap> sources_;
  SharedSources shared_;
  text::Diagnostics diagnostics_;
};

// `T::"id"`, written as Cedar prints it: without blanks, and no character escaped that need not be.
Reported<EntityUid> ReadUid(const std::string& text);

}  // namespace rune::cli
