// Terms of a wanted type that are no tests.
#include "expression_maker.h"
#include "words.h"

namespace rune::diff {

Term ExpressionMaker::Make(const Type& type, int depth) {
  Guards guards;
  return Of(type, depth, guards);
}

Term ExpressionMaker::Of(const Type& type, int depth, Guards& guards) {
  if (random_.Chance(wrong_)) return Literal(*SomeType(), depth - 1, guards);
  if (random_.Chance(0.6)) {
    std::vector<const Path*> fitting;
    for (const Path& path : paths_) {
      if (SameType(*path.type, type)) fitting.push_back(&path);
    }
    if (!fitting.empty()) {
      const Path& path = *random_.Pick(fitting);
      guards.insert(guards.end(), path.guards.begin(), path.guards.end());
      return path.term;
    }
  }
  if (depth > 0 && random_.Chance(0.4)) return Compound(type, depth, guards);
  return Literal(type, depth, guards);
}

Term ExpressionMaker::Compound(const Type& type, int depth, Guards& guards) {
  if (random_.Chance(0.15)) {
    Term condition = Bool(depth - 1);
    Term yes = Of(type, depth - 1, guards);
    return Term::Of({"(if ", " then ", " else ", ")"},
                    {std::move(condition), std::move(yes), Of(type, depth - 1, guards)});
  }
  if (random_.Chance(0.1)) {
    Term inside = Of(type, depth - 1, guards);
    return Term::Of({"{k: ", ", \"j\": 1}.k"}, {std::move(inside)});
  }
  switch (type.kind) {
    case Kind::kBool: return Bool(depth - 1);
    case Kind::kLong: return LongTerm(depth, guards);
    case Kind::kExtension: return ExtensionTerm(type, depth, guards);
    default: return Literal(type, depth, guards);
  }
}

Term ExpressionMaker::LongTerm(int depth, Guards& guards) {
  static const Type long_type{Kind::kLong, {}, nullptr, {}, {}};
  static const Type duration{Kind::kExtension, "duration", nullptr, {}, {}};
  static const std::vector<std::string> units = {"toMilliseconds", "toSeconds", "toMinutes",
                                                 "toHours", "toDays"};
  static const std::vector<std::string> ops = {"+", "+", "-", "*"};
  switch (random_.Below(6)) {
    case 0: return Term::Of({"-", ""}, {Of(long_type, depth - 1, guards)});
    case 1: return Term::Call(Of(duration, depth - 1, guards), random_.Pick(units), {});
    default: {
      Term left = Of(long_type, depth - 1, guards);
      return Term::Binary(std::move(left), random_.Pick(ops), Of(long_type, depth - 1, guards));
    }
  }
}

Term ExpressionMaker::ExtensionTerm(const Type& type, int depth, Guards& guards) {
  static const Type datetime{Kind::kExtension, "datetime", nullptr, {}, {}};
  static const Type duration{Kind::kExtension, "duration", nullptr, {}, {}};
  if (type.name == "datetime") {
    Term left = Of(datetime, depth - 1, guards);
    if (random_.Chance(0.4)) return Term::Call(std::move(left), "toDate", {});
    return Term::Call(std::move(left), "offset", {Of(duration, depth - 1, guards)});
  }
  if (type.name == "duration") {
    Term left = Of(datetime, depth - 1, guards);
    if (random_.Chance(0.5)) return Term::Call(std::move(left), "toTime", {});
    return Term::Call(std::move(left), "durationSince", {Of(datetime, depth - 1, guards)});
  }
  return Literal(type, depth, guards);
}

Term ExpressionMaker::EntityTerm(const std::string& type) {
  if (type == "Action" || type.ends_with("::Action")) {
    const EntityUid uid =
        random_.Chance(0.5) ? env_.action->Uid() : random_.Pick(schema_.actions).Uid();
    return UidText(random_.Chance(0.03) ? EntityUid{type, "nosuch"} : uid, random_);
  }
  return UidText(data_.Uid(type), random_);
}

Term ExpressionMaker::Literal(const Type& type, int depth, Guards& guards) {
  switch (type.kind) {
    case Kind::kBool: return random_.Chance(0.5) ? "true" : "false";
    case Kind::kLong: {
      std::string number = Integer(random_);
      return number[0] == '-' && random_.Chance(0.5) ? Term("(" + number + ")") : Term(number);
    }
    case Kind::kString: return Quoted(AnyText(random_), random_);
    case Kind::kEntity: return EntityTerm(type.name);
    case Kind::kExtension: {
      const std::string text = Quoted(ExtensionText(type.name, true, random_), random_);
      if (random_.Chance(0.02)) {
        static const Type string{Kind::kString, {}, nullptr, {}, {}};
        return Term::Of({ConstructorOf(type.name) + "(", ")"}, {Of(string, depth - 1, guards)});
      }
      return Term(ConstructorOf(type.name) + "(" + text + ")");
    }
    case Kind::kSet: return SetLiteral(*type.element, depth, guards);
    case Kind::kRecord: break;
  }
  std::vector<std::string> parts = {"{"};
  std::vector<Term> kids;
  for (const Field& field : type.fields) {
    if (!field.required && random_.Chance(0.5)) continue;
    if (!kids.empty()) parts.back() += ", ";
    const bool plain = IsIdentifier(field.name) && random_.Chance(0.7);
    parts.back() += (plain ? field.name : Quoted(field.name, random_)) + ": ";
    kids.push_back(Of(*field.type, depth - 1, guards));
    parts.emplace_back();
  }
  parts.back() += "}";
  return Term::Of(std::move(parts), std::move(kids));
}

Term ExpressionMaker::SetLiteral(const Type& element, int depth, Guards& guards) {
  std::vector<std::string> parts = {"["};
  std::vector<Term> kids;
  const int count = random_.Chance(0.05) ? 0 : random_.Between(1, 3);
  for (int i = 0; i < count; ++i) {
    kids.push_back(Of(element, depth - 1, guards));
    parts.emplace_back(i + 1 < count ? ", " : "]");
  }
  if (count == 0) parts.back() += "]";
  return Term::Of(std::move(parts), std::move(kids));
}

Term ExpressionMaker::Pattern() {
  std::string text = Quoted(AnyText(random_), random_);
  std::string out;
  for (const char c : text) {
    if (c == '*') {
      out += random_.Chance(0.5) ? "\\*" : "*";
    } else {
      out += c;
    }
    if (out.size() == 1 && random_.Chance(0.4)) out += "*";
  }
  if (random_.Chance(0.4)) out.insert(out.size() - 1, "*");
  return out;
}

}  // namespace rune::diff
