// A generated expression that can be made smaller without knowing what it means: pieces of text
// with smaller terms between them.
//
//   parts[0] kids[0] parts[1] kids[1] .. parts[n]
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace rune::diff {

struct Term {
  std::vector<std::string> parts;
  std::vector<Term> kids;

  Term() : parts{""} {}
  Term(std::string text) : parts{std::move(text)} {}  // NOLINT(google-explicit-constructor)
  Term(const char* text) : parts{text} {}             // NOLINT(google-explicit-constructor)

  // Requires: one part more than kids.
  static Term Of(std::vector<std::string> parts, std::vector<Term> kids) {
    Term term;
    term.parts = std::move(parts);
    term.kids = std::move(kids);
    return term;
  }
  static Term Binary(Term left, const std::string& op, Term right) {
    return Of({"(", " " + op + " ", ")"}, {std::move(left), std::move(right)});
  }
  static Term Call(Term object, const std::string& method, std::vector<Term> arguments);

  void Print(std::string& out) const {
    for (std::size_t i = 0; i < kids.size(); ++i) {
      out += parts[i];
      kids[i].Print(out);
    }
    out += parts.back();
  }
  std::string Text() const {
    std::string out;
    Print(out);
    return out;
  }
};

inline Term Term::Call(Term object, const std::string& method, std::vector<Term> arguments) {
  Term term;
  term.parts = {"", "." + method + "("};
  term.kids.push_back(std::move(object));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) term.parts.emplace_back(", ");
    term.kids.push_back(std::move(arguments[i]));
  }
  if (arguments.empty()) {
    term.parts.back() += ")";
  } else {
    term.parts.emplace_back(")");
  }
  return term;
}

}  // namespace rune::diff
