// Where parsers, checkers and loaders push what they have to tell the author of a text.
//
//   diagnostics.Add(Code::kPolicyUnexpectedToken, span, "expected `;`")
//       .Help("end the policy with `;`");
//
// The severity comes from the registry (text/codes.h). Diagnostics keep the order of discovery;
// `Sorted` gives them by place. At most `kMost` errors and as many warnings and notes are kept,
// then one warning says so; errors that are not kept still count. Belongs to one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rune/diagnostic.h"
#include "text/codes.h"
#include "text/source.h"

namespace rune::text {

class Diagnostics {
 public:
  static constexpr std::size_t kMost = 200;

  // Requires: `sources` outlives this object and holds every span that is pushed.
  explicit Diagnostics(const SourceMap& sources) : sources_(sources) {}

  // Adds details to the diagnostic just pushed; valid until the next one is.
  class Builder {
   public:
    Builder(Diagnostics& owner, Diagnostic* diagnostic, Severity severity)
        : owner_(owner), diagnostic_(diagnostic), severity_(severity) {}
    Builder& Label(std::string text);             // under the primary span
    Builder& Other(Span span, std::string text);  // a further place
    Builder& Note(std::string text);
    Builder& Help(std::string text);
    Builder& As(Severity severity);  // warnings that an option turns into errors

   private:
    Diagnostics& owner_;
    Diagnostic* diagnostic_;  // null once there are too many
    Severity severity_;
  };

  Builder Add(Code code, Span span, std::string message);
  // For a file as a whole, or what has no file (`name` may be empty).
  Builder AddWhole(Code code, std::string name, std::string message);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  // By file in order of loading, line, column; errors before warnings at one place; equal ones
  // once.
  std::vector<Diagnostic> Sorted() const;
  const SourceMap& sources() const { return sources_; }

 private:
  // Counts one more; false when it is one too many to be kept.
  bool Keep(Severity severity);
  Builder Store(Code code, Place place, std::string message);
  void ReportOverflow(Place place);

  const SourceMap& sources_;
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;       // pushed, also those that were not kept
  std::size_t kept_errors_ = 0;  // by the severity of the registry
  std::size_t kept_others_ = 0;
  bool overflowed_ = false;
};

}  // namespace rune::text
