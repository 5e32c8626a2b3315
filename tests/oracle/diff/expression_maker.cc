#include "expression_maker.h"

#include <algorithm>

#include "words.h"

namespace rune::diff {
namespace {

const Type kBool{Kind::kBool, {}, nullptr, {}, {}};
const Type kLong{Kind::kLong, {}, nullptr, {}, {}};
const Type kString{Kind::kString, {}, nullptr, {}, {}};

Type Extension(const std::string& name) { return {Kind::kExtension, name, nullptr, {}, {}}; }
Type Entity(const std::string& name) { return {Kind::kEntity, name, nullptr, {}, {}}; }
TypeRef Share(Type type) { return std::make_shared<const Type>(std::move(type)); }

}  // namespace

bool SameType(const Type& a, const Type& b) {
  if (a.kind != b.kind || a.name != b.name) return false;
  if (a.kind == Kind::kSet) return SameType(*a.element, *b.element);
  if (a.kind != Kind::kRecord) return true;
  return std::ranges::equal(a.fields, b.fields, [](const Field& x, const Field& y) {
    return x.name == y.name && x.required == y.required && SameType(*x.type, *y.type);
  });
}

ExpressionMaker::ExpressionMaker(const SchemaModel& schema, const EnvironmentModel& env,
                                 DataMaker& data, Random& random)
    : schema_(schema), env_(env), data_(data), random_(random) {
  Explore({"principal", Share(Entity(env.principal)), {}}, 3);
  Explore({"resource", Share(Entity(env.resource)), {}}, 3);
  Explore({"action", Share(Entity(env.action->Uid().type)), {}}, 0);
  Type context{Kind::kRecord, {}, nullptr, env.action->context, {}};
  Explore({"context", Share(std::move(context)), {}}, 3);
}

void ExpressionMaker::Explore(const Path& path, int depth) {
  if (paths_.size() > 150) return;
  paths_.push_back(path);
  if (depth == 0) return;
  if (path.type->kind == Kind::kRecord) {
    ExploreFields(path, path.type->fields, depth - 1);
  } else if (path.type->kind == Kind::kEntity) {
    const EntityModel* entity = schema_.Find(path.type->name);
    if (entity == nullptr) return;
    ExploreFields(path, entity->fields, depth - 1);
    if (!entity->tags) return;
    const std::string tag = Quoted(AnyText(random_), random_);
    Path tagged{Term::Call(path.term, "getTag", {tag}), entity->tags, path.guards};
    tagged.guards.push_back(Term::Call(path.term, "hasTag", {tag}));
    Explore(tagged, depth - 1);
  }
}

void ExpressionMaker::ExploreFields(const Path& path, const std::vector<Field>& fields, int depth) {
  for (const Field& field : fields) {
    Path next{Access(path.term, field.name), field.type, path.guards};
    if (!field.required) next.guards.push_back(Has(path.term, field.name));
    Explore(next, depth);
  }
}

Term ExpressionMaker::Access(const Term& object, const std::string& name) {
  if (IsIdentifier(name) && random_.Chance(0.85)) return Term::Of({"", "." + name}, {object});
  return Term::Of({"", "[" + Quoted(name, random_) + "]"}, {object});
}

Term ExpressionMaker::Has(const Term& object, const std::string& name) {
  const bool plain = IsIdentifier(name) && random_.Chance(0.8);
  return Term::Of({"", " has " + (plain ? name : Quoted(name, random_))}, {object});
}

TypeRef ExpressionMaker::SomeType() {
  if (random_.Chance(0.8)) return random_.Pick(paths_).type;
  static const std::vector<Type> simple = {kBool, kLong, kString, Extension("decimal"),
                                           Extension("ipaddr")};
  return Share(random_.Pick(simple));
}

Term ExpressionMaker::Bool(int depth) {
  if (depth > 0 && random_.Chance(0.45)) return Connective(depth - 1);
  Guards guards;
  Term test;
  switch (random_.Below(12)) {
    case 0: test = Of(kBool, depth, guards); break;
    case 1:
    case 2:
    case 3: test = Comparison(depth, guards); break;
    case 4:
    case 5:
    case 6: test = EntityTest(depth, guards); break;
    case 7: test = SetTest(depth, guards); break;
    case 8: test = HasTest(guards); break;
    case 9: test = TagTest(guards); break;
    case 10:
      test = Term::Of({"", " like ", ""}, {Of(kString, depth - 1, guards), Pattern()});
      break;
    default: test = ExtensionTest(depth, guards);
  }
  return Guarded(guards, Term::Of({"(", ")"}, {std::move(test)}));
}

Term ExpressionMaker::Guarded(const Guards& guards, Term test) {
  if (random_.Chance(0.08)) return test;
  Term out = std::move(test);
  for (std::size_t i = guards.size(); i-- > 0;) {
    if (random_.Chance(0.04)) continue;
    out = random_.Chance(0.05)
              ? Term::Of({"(if ", " then ", " else false)"}, {guards[i], std::move(out)})
              : Term::Binary(guards[i], "&&", std::move(out));
  }
  return out;
}

Term ExpressionMaker::Connective(int depth) {
  switch (random_.Below(7)) {
    case 0:
    case 1: return Term::Binary(Bool(depth), "&&", Bool(depth));
    case 2:
    case 3: return Term::Binary(Bool(depth), "||", Bool(depth));
    case 4: return Term::Of({"!", ""}, {Bool(depth)});
    case 5:
      return Term::Of({"(if ", " then ", " else ", ")"}, {Bool(depth), Bool(depth), Bool(depth)});
    default: {
      std::vector<std::string> parts = {"("};
      std::vector<Term> kids;
      const std::string op = random_.Chance(0.5) ? " && " : " || ";
      for (int i = 0; i < 3; ++i) {
        kids.push_back(Bool(depth - 1));
        parts.push_back(i < 2 ? op : ")");
      }
      return Term::Of(std::move(parts), std::move(kids));
    }
  }
}

Term ExpressionMaker::Comparison(int depth, Guards& guards) {
  if (random_.Chance(0.5)) {
    static const std::vector<std::string> ops = {"<", "<=", ">", ">="};
    static const std::vector<Type> types = {kLong, kLong, Extension("datetime"),
                                            Extension("duration")};
    const Type& type = random_.Pick(types);
    Term left = Of(type, depth - 1, guards);
    return Term::Binary(std::move(left), random_.Pick(ops), Of(type, depth - 1, guards));
  }
  const TypeRef type = SomeType();
  Term left = Of(*type, depth - 1, guards);
  const TypeRef other = random_.Chance(0.06) ? SomeType() : type;
  return Term::Binary(std::move(left),
                      random_.Chance(0.7) ? "==" : "!=", Of(*other, depth - 1, guards));
}

Term ExpressionMaker::EntityTest(int depth, Guards& guards) {
  static const std::vector<std::string> variables = {"principal", "resource", "action"};
  Term left = random_.Pick(variables);
  if (random_.Chance(0.3)) left = Of(Entity(random_.Pick(schema_.entities).Full()), depth, guards);
  const std::string type =
      random_.Chance(0.2) ? env_.action->Uid().type : random_.Pick(schema_.entities).Full();
  switch (random_.Below(6)) {
    case 0: return Term::Binary(std::move(left), "==", Of(Entity(type), depth - 1, guards));
    case 1: return Term::Of({"", " is " + type}, {std::move(left)});
    case 2:
      return Term::Of({"", " is " + type + " in ", ""},
                      {std::move(left), Of(Entity(type), depth - 1, guards)});
    case 3: {
      std::vector<Term> kids = {std::move(left)};
      std::vector<std::string> parts = {"", " in ["};
      const int count = random_.Between(random_.Chance(0.1) ? 0 : 1, 3);
      for (int i = 0; i < count; ++i) {
        kids.push_back(Of(Entity(type), depth - 1, guards));
        parts.emplace_back(i + 1 < count ? ", " : "]");
      }
      if (count == 0) parts.back() += "]";
      return Term::Of(std::move(parts), std::move(kids));
    }
    case 4:
      return Term::Binary(std::move(left), "in",
                          Of({Kind::kSet, {}, Share(Entity(type)), {}, {}}, depth - 1, guards));
    default: return Term::Binary(std::move(left), "in", Of(Entity(type), depth - 1, guards));
  }
}

Term ExpressionMaker::SetTest(int depth, Guards& guards) {
  const TypeRef element = SomeType();
  const Type set{Kind::kSet, {}, element, {}, {}};
  Term left = Of(set, depth - 1, guards);
  switch (random_.Below(5)) {
    case 0: return Term::Call(std::move(left), "isEmpty", {});
    case 1: return Term::Call(std::move(left), "containsAll", {Of(set, depth - 1, guards)});
    case 2: return Term::Call(std::move(left), "containsAny", {Of(set, depth - 1, guards)});
    default: return Term::Call(std::move(left), "contains", {Of(*element, depth - 1, guards)});
  }
}

Term ExpressionMaker::HasTest(Guards& guards) {
  std::vector<const Path*> holders;
  for (const Path& path : paths_) {
    if (path.type->kind == Kind::kRecord || path.type->kind == Kind::kEntity) {
      holders.push_back(&path);
    }
  }
  const Path& holder = *random_.Pick(holders);
  guards.insert(guards.end(), holder.guards.begin(), holder.guards.end());
  if (random_.Chance(0.6)) return Has(holder.term, AttributeName(random_));
  std::string names;
  for (int i = random_.Between(2, 3); i > 0; --i) {
    std::string name = AttributeName(random_);
    if (!IsIdentifier(name)) name = "a";
    names += (names.empty() ? "" : ".") + name;
  }
  return Term::Of({"", " has " + names}, {holder.term});
}

Term ExpressionMaker::TagTest(Guards& guards) {
  static const std::vector<std::string> variables = {"principal", "resource"};
  Term object = random_.Pick(variables);
  Term tag = random_.Chance(0.8) ? Term(Quoted(AnyText(random_), random_)) : Of(kString, 0, guards);
  Term has = Term::Call(object, "hasTag", {tag});
  if (random_.Chance(0.5)) return has;
  const EntityModel* entity =
      schema_.Find(object.Text() == "principal" ? env_.principal : env_.resource);
  const TypeRef type = entity != nullptr && entity->tags ? entity->tags : SomeType();
  Term got = Term::Binary(Term::Call(std::move(object), "getTag", {std::move(tag)}),
                          "==", Of(*type, 0, guards));
  return random_.Chance(0.1) ? got : Term::Binary(std::move(has), "&&", std::move(got));
}

Term ExpressionMaker::ExtensionTest(int depth, Guards& guards) {
  static const std::vector<std::string> order = {"lessThan", "lessThanOrEqual", "greaterThan",
                                                 "greaterThanOrEqual"};
  static const std::vector<std::string> ip = {"isIpv4", "isIpv6", "isLoopback", "isMulticast"};
  if (random_.Chance(0.5)) {
    const Type decimal = Extension("decimal");
    Term left = Of(decimal, depth - 1, guards);
    return Term::Call(std::move(left), random_.Pick(order), {Of(decimal, depth - 1, guards)});
  }
  const Type address = Extension("ipaddr");
  Term left = Of(address, depth - 1, guards);
  if (random_.Chance(0.5)) return Term::Call(std::move(left), random_.Pick(ip), {});
  return Term::Call(std::move(left), "isInRange", {Of(address, depth - 1, guards)});
}

}  // namespace rune::diff
