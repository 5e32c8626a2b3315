#include "text/diagnostics.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/format.h"

namespace rune::text {
namespace {

auto PlaceKey(const Place& p) {
  return std::tie(p.file, p.line, p.column, p.end_line, p.end_column, p.offset, p.length);
}

bool SameFinding(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.severity == b.severity && a.message == b.message &&
         PlaceKey(a.place) == PlaceKey(b.place) && a.label == b.label && a.notes == b.notes &&
         a.help == b.help &&
         std::ranges::equal(a.others, b.others, [](const auto& x, const auto& y) {
           return x.message == y.message && PlaceKey(x.place) == PlaceKey(y.place);
         });
}

}  // namespace

Diagnostics::Builder& Diagnostics::Builder::Label(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->label = std::move(text);
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::Other(Span span, std::string text) {
  if (diagnostic_ != nullptr) {
    diagnostic_->others.push_back({owner_.sources_.Resolve(span), std::move(text)});
  }
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::Note(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->notes.push_back(std::move(text));
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::Help(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->help = std::move(text);
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::As(Severity severity) {
  if (severity_ == Severity::kError) --owner_.errors_;
  if (severity == Severity::kError) ++owner_.errors_;
  severity_ = severity;
  if (diagnostic_ != nullptr) diagnostic_->severity = severity;
  return *this;
}

Diagnostics::Builder Diagnostics::Add(Code code, Span span, std::string message) {
  const Severity severity = Info(code).severity;
  if (!Keep(severity)) {
    // A flood may be millions long: nothing is resolved or stored for what is not kept.
    if (!overflowed_) ReportOverflow(sources_.Resolve(span));
    return Builder(*this, nullptr, severity);
  }
  return Store(code, sources_.Resolve(span), std::move(message));
}

Diagnostics::Builder Diagnostics::AddWhole(Code code, std::string name, std::string message) {
  const Severity severity = Info(code).severity;
  Place place;
  place.file = std::move(name);
  if (!Keep(severity)) {
    if (!overflowed_) ReportOverflow(std::move(place));
    return Builder(*this, nullptr, severity);
  }
  return Store(code, std::move(place), std::move(message));
}

bool Diagnostics::Keep(Severity severity) {
  const bool is_error = severity == Severity::kError;
  if (is_error) ++errors_;
  // Errors and the rest are counted apart: a flood of warnings hides no error.
  std::size_t& kept = is_error ? kept_errors_ : kept_others_;
  if (kept == kMost) return false;
  ++kept;
  return true;
}

Diagnostics::Builder Diagnostics::Store(Code code, Place place, std::string message) {
  const CodeInfo& info = Info(code);
  Diagnostic diagnostic;
  diagnostic.code = info.code;
  diagnostic.severity = info.severity;
  diagnostic.message = std::move(message);
  diagnostic.place = std::move(place);
  all_.push_back(std::move(diagnostic));
  return Builder(*this, &all_.back(), info.severity);
}

void Diagnostics::ReportOverflow(Place place) {
  overflowed_ = true;
  Store(Code::kTooManyDiagnostics, std::move(place),
        Format("more than {} findings; the others are not shown", kMost))
      .Help("repair the first ones and look again");
}

std::vector<Diagnostic> Diagnostics::Sorted() const {
  std::map<std::string_view, std::size_t> order;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    order.emplace(sources_.name(static_cast<std::uint32_t>(i)), i + 1);
  }
  // What belongs to no loaded file comes first.
  const auto key = [&order](const Diagnostic* d) {
    const auto it = order.find(d->place.file);
    const std::size_t file = it == order.end() ? 0 : it->second;
    // Addresses in one vector keep the order of discovery. The word that some were left out stands
    // last.
    const bool last = d->code == Info(Code::kTooManyDiagnostics).code;
    return std::tuple(last, file, std::string_view(d->place.file), d->place.line, d->place.column,
                      d->severity, d);
  };
  std::vector<const Diagnostic*> pointers;
  for (const Diagnostic& d : all_) pointers.push_back(&d);
  std::ranges::sort(pointers, {}, key);

  std::vector<Diagnostic> sorted;
  for (const Diagnostic* d : pointers) {
    if (std::ranges::none_of(sorted, [d](const Diagnostic& s) { return SameFinding(s, *d); })) {
      sorted.push_back(*d);
    }
  }
  return sorted;
}

}  // namespace rune::text
