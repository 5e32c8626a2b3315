#include <gtest/gtest.h>

#include "cedar/schema/read.h"
#include "cedar/validate/entity_check.h"
#include "cedar/validate/request_check.h"
#include "cedar/validate/typed_json.h"
#include "cedar/validate/unicode_security.h"
#include "cedar/validate/value_check.h"

namespace rune::cedar {
namespace {

constexpr std::string_view kSchema = R"(
entity Team;
entity User in [Team] = {name: String, boss?: User, quota?: decimal, from?: ipaddr,
                         at?: Set<datetime>, home?: {city: String, owner?: User}} tags Long;
entity Color enum ["red"];
external entity Other;
action all;
action view in [all] appliesTo {principal: [User], resource: [Team],
                                context: {ip: ipaddr, who?: User, color?: Color}};
external action far;
)";

class DataTest : public testing::Test {
 protected:
  DataTest() : diagnostics_(map_) {
    const std::uint32_t file = map_.Add("schema", std::string(kSchema));
    std::optional<Schema> read =
        ReadSchema(map_.Whole(file), SchemaFormat::kCedar, Bounds{}, diagnostics_);
    EXPECT_TRUE(read.has_value());
    if (read) schema_ = *std::move(read);
  }

  value::Json Json(std::string text) {
    const std::uint32_t file = map_.Add("json", std::move(text));
    return value::ParseJson(map_.Whole(file), Bounds{}, diagnostics_).value();
  }

  // The first kind that is found; empty if the entities are fine.
  std::string Entities(const std::string& text) {
    DataFindings findings;
    read_ = ReadTypedEntities(Json(text), schema_, findings);
    EXPECT_EQ(read_.has_value(), findings.empty());
    return findings.empty() ? "" : std::string(DataKindName(findings[0].kind));
  }
  // One user `a` with these attributes and what is said behind them.
  std::string User(const std::string& attributes, const std::string& more = R"("parents": [])") {
    return Entities(R"([{"uid": {"type": "User", "id": "a"}, "attrs": {)" + attributes + "}, " +
                    more + "}]");
  }

  std::string Context(const std::string& text) {
    DataFindings findings;
    const EntityUid action{"Action", "view"};
    const auto context = ReadTypedContext(Json(text), action, schema_, findings);
    if (!context) return std::string(DataKindName(findings.at(0).kind));
    const auto problem = CheckRequest({nullptr, &action, nullptr, &*context}, schema_);
    return problem ? std::string(DataKindName(problem->kind)) : "";
  }

  std::string Request(const EntityUid& principal, const std::string& action,
                      const EntityUid& resource) {
    const EntityUid uid{"Action", action};
    const auto problem = CheckRequest({&principal, &uid, &resource, nullptr}, schema_);
    return problem ? std::string(DataKindName(problem->kind)) : "";
  }

  text::SourceMap map_;
  text::Diagnostics diagnostics_;
  Schema schema_;
  std::optional<std::vector<Entity>> read_;
};

TEST_F(DataTest, EntitiesNeedNoEscapesWhereTheSchemaSpeaks) {
  EXPECT_EQ(User(R"("name": "n", "boss": {"type": "User", "id": "b"}, "quota": "1.5",
                    "from": {"fn": "ip", "arg": "10.0.0.1"}, "at": ["2024-01-01"],
                    "home": {"city": "x", "owner": {"__entity": {"type": "User", "id": "c"}}})"),
            "");
  ASSERT_TRUE(read_.has_value());
  ASSERT_EQ(read_->size(), 4u);  // and three actions
  const Entity& user = read_->front();
  EXPECT_EQ(user.attributes.at("boss"), Value(EntityUid{"User", "b"}));
  EXPECT_TRUE(user.attributes.at("quota").is(ValueKind::kDecimal));
  EXPECT_TRUE(user.attributes.at("from").is(ValueKind::kIp));
  EXPECT_TRUE(user.attributes.at("at").elements()[0].is(ValueKind::kDatetime));
}

TEST_F(DataTest, TheActionsOfTheSchemaAreAdded) {
  EXPECT_EQ(Entities("[]"), "");
  ASSERT_EQ(read_->size(), 3u);
  EXPECT_EQ(Entities(R"([{"uid": {"type": "Action", "id": "view"}, "attrs": {},
                          "parents": [{"type": "Action", "id": "all"}]}])"),
            "");
  EXPECT_EQ(read_->size(), 3u);
  EXPECT_EQ(Entities(R"([{"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": []}])"),
            "ActionDeclarationMismatch");
  EXPECT_EQ(Entities(R"([{"uid": {"type": "Action", "id": "x"}, "attrs": {}, "parents": []}])"),
            "UndeclaredAction");
  EXPECT_EQ(Entities(R"([{"uid": {"type": "Action", "id": "x"}, "attrs": {},
                          "parents": [{"type": "Team", "id": "t"}]}])"),
            "ActionParentIsNotAction");
}

TEST_F(DataTest, EntitiesMustFit) {
  EXPECT_EQ(User(""), "MissingRequiredEntityAttr");
  EXPECT_EQ(User(R"("name": 1)"), "TypeMismatch");
  EXPECT_EQ(User(R"("name": "n", "nope": 1)"), "UnexpectedEntityAttr");
  EXPECT_EQ(User(R"("name": "n", "boss": {"type": "Team", "id": "b"})"), "TypeMismatch");
  EXPECT_EQ(User(R"("name": "n", "boss": 3)"), "ExpectedLiteralEntityRef");
  EXPECT_EQ(User(R"("name": "n", "quota": "x")"), "EntityAttributeEvaluation");
  EXPECT_EQ(User(R"("name": "n", "quota": {"fn": "ip", "arg": "::1"})"), "TypeMismatch");
  EXPECT_EQ(User(R"("name": "n", "quota": {"fn": "no", "arg": "1"})"),
            "FailedExtensionFunctionLookup");
  EXPECT_EQ(User(R"("name": "n", "at": "2024-01-01")"), "TypeMismatch");
  EXPECT_EQ(User(R"("name": "n", "home": {})"), "MissingRequiredRecordAttr");
  EXPECT_EQ(User(R"("name": "n", "home": {"city": "x", "no": 1})"), "UnexpectedRecordAttr");
  EXPECT_EQ(User(R"("name": null)"), "Null");
  EXPECT_EQ(User(R"("name": {"__expr": "1"})"), "ExprTag");
  EXPECT_EQ(User(R"("name": "n")", R"("parents": [{"type": "User", "id": "b"}])"),
            "InvalidAncestorType");
  EXPECT_EQ(User(R"("name": "n")", R"("parents": [], "tags": {"t": "x"})"), "TypeMismatch");
  EXPECT_EQ(User(R"("name": "n")", R"("parents": [], "tags": {"t": 1})"), "");
  EXPECT_EQ(User(R"("name": "n")", R"("tags": {})"), "Serde");
}

TEST_F(DataTest, EntitiesAsAWhole) {
  const auto plain = [](const std::string& type, const std::string& id,
                        const std::string& parents) {
    return R"({"uid": {"type": ")" + type + R"(", "id": ")" + id +
           R"("}, "attrs": {}, "parents": [)" + parents + "]}";
  };
  EXPECT_EQ(Entities("[" + plain("Nope", "a", "") + "]"), "UnexpectedEntityType");
  EXPECT_EQ(Entities("[" + plain("Other", "a", "") + "]"), "ExternalEntityType");
  EXPECT_EQ(Entities("[" + plain("Color", "blue", "") + "]"), "InvalidEnumEntity");
  EXPECT_EQ(Entities("[" + plain("Team", "a", "") + "," + plain("Team", "a", "") + "]"), "");
  EXPECT_EQ(Entities("[" + plain("Team", "a", "") + "," +
                     plain("Team", "a", R"({"type": "Team", "id": "b"})") + "]"),
            "Duplicate");
  EXPECT_TRUE(UidBefore({"B::A", "x"}, {"A::M", "a"}));
  EXPECT_TRUE(UidBefore({"A::M", "x"}, {"Z", "a"}));
}

TEST_F(DataTest, Requests) {
  const EntityUid user{"User", "a"};
  const EntityUid team{"Team", "t"};
  EXPECT_EQ(Request(user, "view", team), "");
  EXPECT_EQ(Request(team, "view", team), "InvalidPrincipalType");
  EXPECT_EQ(Request(user, "view", user), "InvalidResourceType");
  EXPECT_EQ(Request({"Nope", "a"}, "view", team), "UndeclaredPrincipalType");
  EXPECT_EQ(Request(user, "view", {"Action", "view"}), "UndeclaredResourceType");
  EXPECT_EQ(Request({"Color", "blue"}, "view", team), "InvalidEnumEntity");
  EXPECT_EQ(Request(user, "nope", team), "UndeclaredAction");
  EXPECT_EQ(Request(user, "far", team), "ExternalAction");
  EXPECT_EQ(Context(R"({"ip": "10.0.0.1"})"), "");
  EXPECT_EQ(Context(R"({"ip": "10.0.0.1", "color": {"type": "Color", "id": "blue"}})"),
            "InvalidEnumEntity");
  EXPECT_EQ(Context(R"({"ip": "10.0.0.1", "who": {"type": "Team", "id": "t"}})"), "InvalidContext");
  EXPECT_EQ(Context("{}"), "MissingRequiredRecordAttr");
  EXPECT_EQ(Context("[]"), "TypeMismatch");
}

// A host could build the stand-in of an unknown itself; nothing concrete takes it for a value.
TEST_F(DataTest, AnUnknownFitsNoTypeWhereAllIsKnown) {
  const EntityUid view{"Action", "view"};
  const Value unknown = UnknownValue("x");
  const auto context = [&](Value::Fields fields) {
    fields.try_emplace("ip", value::MakeExtension("ip", "10.0.0.1").value());
    const auto problem = CheckRequest({nullptr, &view, nullptr, &fields}, schema_);
    return problem ? std::string(DataKindName(problem->kind)) : "";
  };
  EXPECT_EQ(context({}), "");
  EXPECT_EQ(context({{"ip", unknown}}), "InvalidContext");
  EXPECT_EQ(context({{"who", unknown}}), "InvalidContext");
  EXPECT_EQ(Request(unknown.as_entity(), "view", {"Team", "t"}), "UndeclaredPrincipalType");

  const Entity plain{{"User", "a"}, {{"name", Value(std::string("n"))}}, {}, {}};
  EXPECT_FALSE(CheckEntity(plain, schema_).has_value());
  Entity attribute = plain;
  attribute.attributes["name"] = unknown;
  Entity element = plain;
  element.attributes["at"] = Value::Set({unknown});
  Entity field = plain;
  field.attributes["home"] = Value::Record({{"city", unknown}});
  Entity tag = plain;
  tag.tags["t"] = unknown;
  for (const Entity& entity : {attribute, element, field, tag}) {
    const DataFindings found = CheckEntities(std::span(&entity, 1), schema_);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, DataKind::kTypeMismatch);
    EXPECT_TRUE(CheckEntities(std::span(&entity, 1), schema_, Unknowns::kAllowed).empty());
  }
}

TEST_F(DataTest, OfManyTypesThatFitAFewAreNamed) {
  const EntityUid action{"Action", "view"};
  Schema schema = schema_;
  std::set<std::string>& types = schema.actions.at(action).principals;
  for (const char letter : std::string("abcdefghi")) types.insert(std::string("Type_") + letter);
  const auto help = [&](const char* type) {
    return CheckApplies(RequestSide::kPrincipal, type, {action, schema.actions.at(action)})
        .value()
        .help;
  };
  EXPECT_EQ(help("Nope"),
            "it applies to `Type_a`, `Type_b`, `Type_c`, `Type_d`, `Type_e`, `Type_f`, `Type_g`, "
            "`Type_h` and 2 more");
  EXPECT_EQ(help("Type_z"), "did you mean `Type_a`?");
  types.clear();
  EXPECT_EQ(help("Nope"), "it applies to nothing");
}

TEST_F(DataTest, TheActionThatWasMeant) {
  Schema schema = schema_;
  schema.actions.emplace(EntityUid{"Files::Action", "purge"}, Action());
  const auto help = [&](const EntityUid& uid) {
    const auto problem = CheckRequest({nullptr, &uid, nullptr, nullptr}, schema);
    EXPECT_EQ(problem.value().kind, DataKind::kUndeclaredAction);
    EXPECT_EQ(UidProblem(uid, schema).value().help, problem->help);
    return problem->help;
  };
  EXPECT_EQ(help({"Action", "veiw"}), R"(did you mean `Action::"view"`?)");
  EXPECT_EQ(help({"Action", "purge"}), R"(did you mean `Files::Action::"purge"`?)");
  EXPECT_EQ(help({"Files::Action", "view"}), R"(did you mean `Action::"view"`?)");
  EXPECT_EQ(help({"Action", "nothing"}), "");
  for (int i = 0; i < 100; ++i) {
    schema.actions.emplace(EntityUid{"Action", "other" + std::to_string(i)}, Action());
  }
  EXPECT_EQ(help({"Action", "veiw"}), "") << "of so many nothing is told";
}

TEST(UnicodeSecurityTest, Scripts) {
  EXPECT_TRUE(IsSingleScript("plain ascii, 1-2"));
  EXPECT_TRUE(IsSingleScript("\u65e5\u672c\u8a9e\u3072\u30ab"));  // Han, Hiragana, Katakana
  EXPECT_TRUE(IsSingleScript("\u4e2d\ud55c"));                    // Han, Hangul
  EXPECT_FALSE(IsSingleScript("\u3072\ud55c"));                   // Hiragana, Hangul
  EXPECT_FALSE(IsSingleScript("p\u0430ypal"));                    // a Cyrillic a
  EXPECT_FALSE(IsSingleScript("\u0378"));                         // nothing stands there
  EXPECT_TRUE(IsSingleScript(""));
  EXPECT_TRUE(IsAllowedInIdentifiers(U'a'));
  EXPECT_TRUE(IsAllowedInIdentifiers(U'\u0436'));
  EXPECT_FALSE(IsAllowedInIdentifiers(U'\u200b'));
  EXPECT_FALSE(IsAllowedInIdentifiers(U'\U0001F34C'));
  EXPECT_TRUE(IsBidiControl(U'\u202e'));
  EXPECT_FALSE(IsBidiControl(U'\u200f'));
}

}  // namespace
}  // namespace rune::cedar
