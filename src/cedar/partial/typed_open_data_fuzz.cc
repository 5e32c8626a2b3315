// Any bytes, as the JSON of entities and of a context beside a schema, and as the choices of one
// who writes such JSON, mostly well: no crash; nothing stands for an unknown in what is known; what
// is open is what the typed reader saw there; a context with unknowns is a record or refused.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "cedar/partial/open_response.h"
#include "cedar/partial/typed_open_data.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/value_check.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kSchema = R"(
entity Team;
entity User in [Team] {flag?: Bool, age?: Long, name?: String, boss?: User, quota?: decimal,
                       from?: ipaddr, at?: datetime, every?: duration, names?: Set<String>,
                       days?: Set<datetime>, home?: {city: String, owner?: User, at?: datetime}}
  tags decimal;
action read appliesTo {principal: [User], resource: [Team], context: {at?: datetime, who?: User}};
)";
constexpr std::string_view kPolicies = R"(
permit (principal is User, action, resource) when {principal.flag || principal.age > 3};
permit (principal, action, resource) when {principal.names.contains(principal.name)};
permit (principal, action, resource) when {principal.home.owner == principal.boss};
forbid (principal, action, resource) when {context has at && principal.at < context.at};
forbid (principal, action, resource) when {principal.quota.lessThan(principal.getTag("t"))};
forbid (principal, action, resource)
  unless {principal.days.contains(principal.at.offset(principal.every))};
)";

void Require(bool good) {
  if (!good) std::abort();
}

const Schema& TheSchema() {
  static const Schema schema = [] {
    text::SourceMap map;
    text::Diagnostics diagnostics(map);
    const std::uint32_t file = map.Add("schema", std::string(kSchema));
    return ReadSchema(map.Whole(file), SchemaFormat::kCedar, Bounds{}, diagnostics).value();
  }();
  return schema;
}

const PolicySet& ThePolicies() {
  static text::SourceMap map;
  static const PolicySet policies = [] {
    text::Diagnostics diagnostics(map);
    const std::uint32_t file = map.Add("policies", std::string(kPolicies));
    PolicySet set;
    for (Policy& policy : ParsePolicies(map.Whole(file), {}, diagnostics)) {
      set.Add(std::move(policy), diagnostics);
    }
    Require(!diagnostics.has_errors());
    return set;
  }();
  return policies;
}

// --- JSON out of choices

class Writer {
 public:
  explicit Writer(std::span<const std::uint8_t> choices) : choices_(choices) {}

  std::string Entities() {
    std::string out;
    const std::size_t last = Below(2);
    for (std::size_t i = 0; i <= last; ++i) {
      out += (i == 0 ? "" : ",") + std::string(R"({"uid":)") + Uid() + R"(,"parents":[],"attrs":)" +
             Attributes(TheSchema().Find("User")->attributes) + R"(,"tags":{)" +
             (Below(2) == 0 ? "" : R"("t":)" + Of(*TheSchema().Find("User")->tags)) + "}}";
    }
    return "[" + out + "]";
  }

 private:
  using Members = std::vector<std::pair<std::string, std::string>>;

  // The choices end in zeros, which lead to what ends.
  std::size_t Below(std::size_t end) {
    if (choices_.empty()) return 0;
    const std::uint8_t choice = choices_.front();
    choices_ = choices_.subspan(1);
    return choice % end;
  }
  static std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
  std::string Among(std::span<const std::string_view> texts) {
    return std::string(texts[Below(texts.size())]);
  }

  std::string Object(Members members) {
    constexpr std::string_view kKeys[] = {"__entity", "__extn", "type", "id",
                                          "fn",       "arg",    "args", "x"};
    if (Below(6) == 1) members.emplace_back(Among(kKeys), Anything());
    if (Below(12) == 1) std::swap(members.front(), members.back());
    std::string out;
    for (const auto& [key, member] : members) {
      out += (out.empty() ? "\"" : ",\"") + key + "\":" + member;
    }
    return "{" + out + "}";
  }
  std::string Anything() {
    constexpr std::string_view kPlain[] = {"1", "true", "\"x\"", "[]", "{}", "null", "[1]"};
    switch (Below(8)) {
      case 0: return Uid();
      case 1: return Unknown();
      case 2: return "[" + Unknown() + "]";
      case 3: return Escaped("decimal", 1);
      default: return Among(kPlain);
    }
  }
  std::string Unknown() {
    constexpr std::string_view kNames[] = {"\"x\"", "\"y\"", "1"};
    std::string name = Among(kNames);
    const bool one = Below(3) != 1;
    return Object({{"__extn", Object({{"fn", Quoted("unknown")},
                                      {one ? "arg" : "args", one ? name : "[" + name + "]"}})}});
  }
  std::string Uid() {
    constexpr std::string_view kIds[] = {"\"a\"", "\"b\""};
    std::string name = Object({{"type", Quoted("User")}, {"id", Among(kIds)}});
    return Below(2) == 0 ? name : Object({{"__entity", std::move(name)}});
  }
  std::string Escaped(std::string_view type, std::size_t depth) {
    return Object({{"__extn", Call(type, depth)}});
  }
  std::string Method(std::string_view name, std::string_view type) {
    const std::string argument = Below(4) == 1 ? Unknown() : Escaped(type, 1);
    return Object({{"__extn", Object({{"fn", Quoted(name)}, {"arg", argument}})}});
  }
  // A value of an extension type, in one of the forms that need no schema or do.
  std::string Extension(std::string_view type, std::size_t depth) {
    switch (Below(4)) {
      case 0: return Text(type);
      case 1: return Call(type, depth);
      default: return Escaped(type, depth);
    }
  }
  std::string Text(std::string_view type) {
    if (type == "decimal") return "\"1.5\"";
    if (type == "ipaddr") return "\"::1\"";
    return type == "datetime" ? "\"2024-01-02\"" : "\"1d\"";
  }
  std::string Call(std::string_view type, std::size_t depth) {
    if (type == "datetime" && depth < 4 && Below(3) == 1) {
      return Object({{"fn", Quoted("offset")},
                     {"args", "[" + Extension("datetime", depth + 1) + "," +
                                  Extension("duration", depth + 1) + "]"}});
    }
    if (type == "duration" && depth < 4 && Below(3) == 1) {
      return Object({{"fn", Quoted("toTime")}, {"arg", Extension("datetime", depth + 1)}});
    }
    if (Below(8) == 1) return Object({{"fn", Quoted("unknown")}, {"arg", Quoted("x")}});
    const std::string argument = Below(4) == 1 ? Anything() : Text(type);
    const bool one = Below(2) == 0;
    return Object({{"fn", Quoted(type == "ipaddr" ? "ip" : type)},
                   {one ? "arg" : "args", one ? argument : "[" + argument + "]"}});
  }
  std::string Attributes(const cedar::Attributes& attributes) {
    Members members;
    for (const auto& [name, attribute] : attributes) {
      if (attribute.required || Below(4) == 1) members.emplace_back(name, Of(*attribute.type));
    }
    return members.empty() ? "{}" : Object(std::move(members));
  }
  std::string Of(const Type& type) {
    const std::size_t kind = Below(8);
    if (kind == 1) return Unknown();
    if (kind == 2) return Anything();
    switch (type.kind) {
      case TypeKind::kBool: return kind == 3 ? Method("isIpv4", "ipaddr") : "true";
      case TypeKind::kLong: return kind == 3 ? Method("toDays", "duration") : "4";
      case TypeKind::kString: return "\"x\"";
      case TypeKind::kEntity: return Uid();
      case TypeKind::kExtension: return Extension(type.name, 0);
      case TypeKind::kRecord: return Attributes(type.attributes);
      case TypeKind::kSet: break;
    }
    std::string out;
    const std::size_t count = Below(3);
    for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + Of(*type.element);
    return "[" + out + "]";
  }

  std::span<const std::uint8_t> choices_;
};

// --- what must hold

// With the stand-in of an unknown in the place of each, as the typed reader has it. None where a
// call has one as an argument.
std::optional<Value> WithStandIns(const ParsedExpr& open) {
  ExprPool pool = open.pool;
  for (ExprId id = 0; id < pool.size(); ++id) {
    Expr& node = pool.at(id);
    if (node.kind != ExprKind::kExtension || node.extension != ExtensionFunction::kUnknown)
      continue;
    if (node.children().size() != 1) return std::nullopt;
    const Value& name = pool[node.children()[0]].literal();
    if (!name.is(ValueKind::kString)) return std::nullopt;
    const Value& stand_in = pool.memory().Keep(UnknownValue(name.as_string()));
    node = Expr();
    node.SetLiteral(stand_in);
  }
  const store::Entities none;
  const auto view = store::EntityView::Make(none, {});
  const Value context = Value::Record({});
  WorkMeter meter(Bounds{}.request_steps, Bounds{}.request_facts);
  const EvalResult result =
      Evaluate(pool, open.root, false, {{}, {}, {}, context, *view, {}, meter});
  return result ? std::optional(*result) : std::nullopt;
}

void RequireSame(const std::map<std::string, ParsedExpr>& open, const Value::Fields& known,
                 const Value::Fields& typed) {
  Require(open.size() + known.size() == typed.size());
  for (const auto& [name, value] : known) {
    Require(!HoldsUnknown(value) && typed.at(name) == value);
  }
  for (const auto& [name, expr] : open) {
    const auto value = WithStandIns(expr);
    Require(typed.contains(name) && (!value || *value == typed.at(name)));
  }
}

void RequireDecidable(std::vector<Entity> entities, const OpenEntities& open) {
  const auto built = store::Entities::Build(std::move(entities));
  Require(built.has_value());
  const auto view = store::EntityView::Make(*built, {});
  Require(view.has_value());
  OpenRequest request;
  request.principal = EntityUid{"User", "a"};
  request.action = EntityUid{"Action", "read"};
  WorkMeter meter(Bounds{}.request_steps, Bounds{}.request_facts);
  Require(AuthorizeOpen(ThePolicies(), request, *view, open, meter).has_value());
}

void CheckEntitiesText(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("entities", text);
  const auto json = value::ParseJson(sources.Whole(file), Bounds{}, diagnostics);
  if (!json) return;
  DataFindings findings;
  const auto typed = ReadTypedEntities(*json, TheSchema(), findings, Unknowns::kAllowed);
  DataFindings open_findings;
  auto read = ReadTypedOpenEntities(*json, TheSchema(), open_findings, diagnostics);
  Require(read.has_value() == (open_findings.empty() && !diagnostics.has_errors()));
  Require(typed || !read);
  if (typed && !read) Require(diagnostics.all()[0].code == "RUNE-C0029");  // stated twice
  if (!read) return;
  Require(read->entities.size() == typed->size());
  for (std::size_t i = 0; i < typed->size(); ++i) {
    const Entity& known = read->entities[i];
    Require(known.uid == (*typed)[i].uid && known.parents == (*typed)[i].parents);
    const auto found = read->open.find(known.uid);
    const OpenEntity open = found == read->open.end() ? OpenEntity() : found->second;
    RequireSame(open.attributes, known.attributes, (*typed)[i].attributes);
    RequireSame(open.tags, known.tags, (*typed)[i].tags);
  }
  RequireDecidable(std::move(read->entities), read->open);
}

void CheckContextText(const std::string& text) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("context", text);
  const auto json = value::ParseJson(sources.Whole(file), Bounds{}, diagnostics);
  if (!json) return;
  DataFindings findings;
  const EntityUid action{"Action", "read"};
  if (const auto known = ReadTypedContext(*json, action, TheSchema(), findings)) {
    for (const auto& [name, value] : *known) Require(!HoldsUnknown(value));
    CheckRequest({nullptr, &action, nullptr, &*known}, TheSchema());
  }
  const auto open = ReadOpenContext(*json, diagnostics);
  Require(open.has_value() != diagnostics.has_errors());
  if (open) Require(open->pool[open->root].kind == ExprKind::kRecord);
}

}  // namespace
}  // namespace rune::cedar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  rune::cedar::CheckEntitiesText(text);
  rune::cedar::CheckContextText(text);
  rune::cedar::CheckEntitiesText(rune::cedar::Writer({data, size}).Entities());
  return 0;
}
