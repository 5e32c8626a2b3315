#include "cedar/validate/validate.h"

#include <gtest/gtest.h>

#include <set>

#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"

namespace rune::cedar {
namespace {

using Kinds = std::set<std::string>;

constexpr std::string_view kSchema = R"(
entity Team in [Org];
entity Org;
entity User in [Team] = {
  name: String, age: Long, nick?: String, manager?: User, home: {city: String, zip?: String},
  roles: Set<String>, joined: datetime, quota: decimal, address?: ipaddr, box?: {o?: Long}
} tags String;
entity Photo in [Album] = {owner: User, private: Bool, size: Long};
entity Album in [Album] = {owner: User};
entity Color enum ["red", "green"];
action readers;
action view in [readers] appliesTo {
  principal: [User], resource: [Photo, Album],
  context: {ip?: ipaddr, n: Long, deep?: {a?: {b: Long}, team?: Team}, s: String, c?: Color}
};
action edit in [readers] appliesTo {principal: [User, Team], resource: [Photo]};
action lone appliesTo {principal: [Org], resource: [Org]};
)";

struct Subject {
  Subject(std::string_view schema_text, std::string_view text, bool extended = false)
      : diagnostics(map) {
    const std::uint32_t schema_file = map.Add("schema", std::string(schema_text));
    const std::uint32_t file = map.Add("policies", std::string(text));
    std::optional<Schema> read =
        ReadSchema(map.Whole(schema_file), SchemaFormat::kCedar, Bounds{}, diagnostics);
    EXPECT_TRUE(read.has_value());
    if (read) schema = *std::move(read);
    ParseOptions options;
    options.id_annotations = false;
    options.extended = extended;
    for (Policy& policy : ParsePolicies(map.Whole(file), options, diagnostics)) {
      policies.Add(std::move(policy), diagnostics);
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      if (diagnostic.severity == Severity::kError) ADD_FAILURE() << diagnostic.message << text;
    }
  }

  Kinds KindsFound(const ValidateOptions& options = {}) const {
    Kinds kinds;
    for (const Finding& finding : Validate(policies, schema, options).findings) {
      kinds.insert(std::string(FindingName(finding.kind)));
    }
    return kinds;
  }

  text::SourceMap map;
  text::Diagnostics diagnostics;
  Schema schema;
  PolicySet policies;
};

Kinds Strict(const std::string& policy) { return Subject(kSchema, policy).KindsFound(); }
Kinds Permissive(const std::string& policy) {
  return Subject(kSchema, policy).KindsFound({.mode = ValidationMode::kPermissive, .level = {}});
}
// A condition where a User views a Photo.
std::string View(const std::string& condition) {
  return "permit(principal, action == Action::\"view\", resource is Photo) when {" + condition +
         "};";
}
Kinds When(const std::string& condition) { return Strict(View(condition)); }

const Kinds kFine = {};
const Kinds kNever = {"ImpossiblePolicy"};

TEST(ValidateTest, SaysNothingOfWhatIsRight) {
  EXPECT_EQ(Strict("permit(principal, action, resource);"), kFine);
  EXPECT_EQ(When("principal.age > 3 && resource.owner == principal"), kFine);
  EXPECT_EQ(When("principal in Team::\"a\" || principal in Org::\"o\""), kFine);
  EXPECT_EQ(When("principal.joined < datetime(\"2024-01-01\")"), kFine);
  EXPECT_EQ(When("principal.roles.contains(\"admin\") && !principal.roles.isEmpty()"), kFine);
  EXPECT_EQ(When("context.c == Color::\"red\""), Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("context has c && context.c == Color::\"red\""), kFine);
}

TEST(ValidateTest, NamesMustExist) {
  EXPECT_EQ(Strict("permit(principal is Usr, action, resource);"),
            (Kinds{"UnrecognizedEntityType", "ImpossiblePolicy", "InvalidActionApplication"}));
  EXPECT_EQ(Strict("permit(principal, action == Action::\"viw\", resource);"),
            (Kinds{"UnrecognizedActionId", "InvalidActionApplication", "ImpossiblePolicy"}));
  EXPECT_EQ(When("principal == Usr::\"a\""), Kinds{"UnrecognizedEntityType"});
  EXPECT_EQ(When("context has c && context.c == Color::\"blue\""), Kinds{"InvalidEnumEntity"});
}

TEST(ValidateTest, AnActionMustApply) {
  EXPECT_EQ(Strict("permit(principal is Org, action == Action::\"view\", resource);"),
            (Kinds{"InvalidActionApplication", "ImpossiblePolicy"}));
  const Subject subject(kSchema,
                        "permit(principal == Team::\"t\", action == Action::\"view\", resource);");
  const Validation validation = Validate(subject.policies, subject.schema);
  ASSERT_FALSE(validation.findings.empty());
  EXPECT_EQ(validation.findings[0].help, "try `in` for `==` with the principal");
  EXPECT_TRUE(validation.passed());
}

TEST(ValidateTest, TypesOfOperands) {
  EXPECT_EQ(When("1"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.name + 1 > 0"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.name < \"a\""), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.quota < principal.quota"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.joined < principal.age"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal like \"a*\""), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.name in Team::\"a\""), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal in principal.roles"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.roles.containsAll(\"a\")"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("-true == 1"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.age.name == 1"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.name has a"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal.name is User"), Kinds{"UnexpectedType"});
}

TEST(ValidateTest, WhatIsComparedMustFit) {
  EXPECT_EQ(When("principal.age == \"1\""), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("principal.age != \"1\""), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("[1, true].contains(1)"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("principal.roles.contains(1)"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("principal.roles.containsAny([1])"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("principal in [Team::\"a\", Org::\"b\"]"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("(if principal.age > 1 then 1 else \"a\") == 1"), Kinds{"IncompatibleTypes"});
  // Records must have the same attributes, each required or optional in both.
  EXPECT_EQ(When("principal.home == {city: \"x\"}"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(When("principal.home == {city: \"x\", zip: \"y\"}"), Kinds{"IncompatibleTypes"});
  // Two entity types are told apart, which is no error.
  EXPECT_EQ(When("principal == resource"), kNever);
  EXPECT_EQ(When("principal != resource"), kFine);
  // Two literals are compared at once.
  EXPECT_EQ(When("1 == \"a\""), kNever);
  EXPECT_EQ(When("(true && false) == false"), kFine);
}

TEST(ValidateTest, PermissiveModeLetsTypesMeet) {
  EXPECT_EQ(Permissive(View("principal in [Team::\"a\", Org::\"b\"]")), kFine);
  EXPECT_EQ(Permissive(View("principal.age == \"1\"")), kFine);
  EXPECT_EQ(Permissive(View("principal in []")), kFine);
  EXPECT_EQ(
      Permissive(View("(if principal.age > 1 then principal else resource).owner == principal")),
      Kinds{"UnsafeAttributeAccess"});
  EXPECT_EQ(Permissive(View("(if principal.age > 1 then {a: 1, b: 2} else {a: 3}).a == 1")), kFine);
  EXPECT_EQ(Permissive(View("(if principal.age > 1 then {a: 1, b: 2} else {a: 3}).b == 1")),
            Kinds{"UnsafeAttributeAccess"});
}

TEST(ValidateTest, DeadBranchesAreNotLookedAt) {
  EXPECT_EQ(When("false && (1 + true == 1)"), kNever);
  EXPECT_EQ(When("true || (1 + true == 1)"), kFine);
  EXPECT_EQ(When("if resource is Album then 1 + true == 1 else true"), kFine);
  // What erred before a false is told, and the policy is impossible all the same.
  EXPECT_EQ(When("1 + true == 2 && false"), (Kinds{"UnexpectedType", "ImpossiblePolicy"}));
  EXPECT_EQ(When("!(principal is User)"), kNever);
}

TEST(ValidateTest, OptionalAttributesAreTestedFirst) {
  EXPECT_EQ(When("principal.nick == \"a\""), Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("principal has nick && principal.nick == \"a\""), kFine);
  EXPECT_EQ(When("principal[\"nick\"] == \"a\" && principal has nick"),
            Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("principal has \"nick\" && principal[\"nick\"] == \"a\""), kFine);
  EXPECT_EQ(When("principal has nick || principal.nick == \"a\""),
            Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("(principal has nick || principal has nick) && principal.nick == \"a\""), kFine);
  EXPECT_EQ(When("!(principal has nick) || principal.nick == \"a\""),
            Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("(principal has nick) == true && principal.nick == \"a\""),
            Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("if principal has nick then principal.nick == \"a\" else false"), kFine);
  EXPECT_EQ(When("(if principal.age > 1 then principal has nick else false) && "
                 "principal.nick == \"a\""),
            Kinds{"UnsafeOptionalAttributeAccess"});
  EXPECT_EQ(When("(if principal.age > 1 then principal has nick else principal has nick) && "
                 "principal.nick == \"a\""),
            kFine);
  // From one condition to the next.
  EXPECT_EQ(Strict("permit(principal is User, action == Action::\"view\", resource) "
                   "when {principal has nick} when {principal.nick == \"a\"};"),
            kFine);
  EXPECT_EQ(Strict("permit(principal is User, action == Action::\"view\", resource) "
                   "unless {principal has nick} when {principal.nick == \"a\"};"),
            Kinds{"UnsafeOptionalAttributeAccess"});
}

TEST(ValidateTest, MissingAttributes) {
  EXPECT_EQ(When("principal.nme == \"a\""), Kinds{"UnsafeAttributeAccess"});
  EXPECT_EQ(When("context.n.x == 1"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("action.name == \"a\""), Kinds{"UnsafeAttributeAccess"});
  EXPECT_EQ(When("principal has nme"), kNever);
  // An entity need not exist, a record does.
  EXPECT_EQ(When("!(principal has name)"), kFine);
  EXPECT_EQ(When("!(principal.home has city)"), kNever);
  const Subject subject(kSchema, View("principal.home.citty == \"a\""));
  const Validation validation = Validate(subject.policies, subject.schema);
  ASSERT_EQ(validation.findings.size(), 1u);
  EXPECT_EQ(validation.findings[0].message, "there is no attribute `home.citty` of User");
  EXPECT_EQ(validation.findings[0].help, "did you mean `city`?");
}

TEST(ValidateTest, ChainsOfHas) {
  EXPECT_EQ(When("context has deep.a.b && context.deep.a.b > 1"), kFine);
  EXPECT_EQ(When("context has deep.a && context.deep.a.b > 1"), kFine);
  EXPECT_EQ(When("context has deep.x.y"), kNever);
  EXPECT_EQ(When("context has n.x"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("principal has manager.nick && principal.manager.nick == \"a\""), kFine);
  EXPECT_EQ(When("principal has box.o && principal.box.o > 1"), kFine);
  // `has a.b` is an expression of its own.
  EXPECT_EQ(When("(if principal has box.o then principal else principal) has box && "
                 "(if principal has box && principal.box has o then principal else principal)"
                 ".box == principal.box"),
            Kinds{"UnsafeOptionalAttributeAccess"});
}

TEST(ValidateTest, Tags) {
  EXPECT_EQ(When("principal.getTag(\"a\") == \"b\""), Kinds{"UnsafeTagAccess"});
  EXPECT_EQ(When("principal.hasTag(\"a\") && principal.getTag(\"a\") == \"b\""), kFine);
  EXPECT_EQ(When("principal.hasTag(\"a\") && principal.getTag(\"b\") == \"b\""),
            Kinds{"UnsafeTagAccess"});
  EXPECT_EQ(When("principal.hasTag(context.s) && principal.getTag(context.s) == \"b\""), kFine);
  EXPECT_EQ(When("resource.hasTag(\"a\")"), kNever);
  EXPECT_EQ(When("resource.getTag(\"a\") == \"b\""), Kinds{"UnsafeTagAccess"});
  EXPECT_EQ(When("(resource.hasTag(\"a\") || principal.age > 1) && resource.getTag(\"a\") == 1"),
            Kinds{"UnsafeTagAccess"});
  EXPECT_EQ(When("principal.hasTag(1)"), Kinds{"UnexpectedType"});
}

TEST(ValidateTest, ExtensionFunctions) {
  EXPECT_EQ(When("ip(\"10.0.0.1\").isLoopback()"), kFine);
  EXPECT_EQ(When("ip(\"10.0.0\").isLoopback()"), Kinds{"FunctionArgumentValidation"});
  EXPECT_EQ(When("ip(context.s).isLoopback()"), Kinds{"NonLitExtConstructor"});
  EXPECT_EQ(Permissive(View("ip(context.s).isLoopback()")), kFine);
  EXPECT_EQ(When("ip(1).isLoopback()"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("ip(\"::1\", \"::2\").isLoopback()"), Kinds{"WrongNumberArguments"});
  EXPECT_EQ(When("principal.quota.isLoopback()"), Kinds{"UnexpectedType"});
  EXPECT_EQ(When("[] == [1]"), Kinds{"EmptySetForbidden"});
}

TEST(ValidateTest, ActionsAreDecided) {
  EXPECT_EQ(Strict("permit(principal, action in Action::\"readers\", resource);"), kFine);
  EXPECT_EQ(When("action in Action::\"readers\""), kFine);
  EXPECT_EQ(When("action in Action::\"edit\" && 1 + true == 2"), kNever);
  EXPECT_EQ(When("action in [Action::\"edit\", Action::\"view\"] || 1 + true == 2"), kFine);
  EXPECT_EQ(When("action == Action::\"edit\""), kNever);
  EXPECT_EQ(When("principal in action"), kNever);
  EXPECT_EQ(Strict("permit(principal, action in [], resource);"),
            (Kinds{"EmptySetForbidden", "InvalidActionApplication"}));
}

TEST(ValidateTest, HierarchiesAreDecided) {
  EXPECT_EQ(When("resource in Team::\"a\""), kNever);
  EXPECT_EQ(When("principal in Org::\"a\""), kFine);
  EXPECT_EQ(When("Team::\"a\" in principal"), kNever);
  EXPECT_EQ(When("principal is User in Team::\"a\""), kFine);
  EXPECT_EQ(When("principal is Team in 1"), kNever);
  EXPECT_EQ(When("principal is User in 1"), Kinds{"UnexpectedType"});
}

TEST(ValidateTest, TemplatesAndLinks) {
  Subject subject(kSchema,
                  "permit(principal in ?principal, action == Action::\"view\", resource == "
                  "?resource) when {resource has owner};");
  EXPECT_EQ(subject.KindsFound(), kFine);
  const std::string id = subject.policies.policies()[0].id;
  subject.policies.AddLink({"fine", id, {EntityUid{"Org", "o"}, EntityUid{"Photo", "p"}}, {}},
                           subject.diagnostics);
  EXPECT_EQ(subject.KindsFound(), kFine);
  subject.policies.AddLink({"bad", id, {EntityUid{"Nobody", "o"}, EntityUid{"Org", "p"}}, {}},
                           subject.diagnostics);
  EXPECT_EQ(subject.KindsFound(), (Kinds{"UnrecognizedEntityType", "InvalidActionApplication"}));
  EXPECT_EQ(Validate(subject.policies, subject.schema).findings[0].policy_id, "bad");
}

TEST(ValidateTest, AnIncompleteSchemaSaysJustThat) {
  const Subject subject("external entity A, B; external action c;",
                        "permit(principal is X, action, resource); forbid(principal, action, "
                        "resource) when {1};");
  EXPECT_EQ(subject.KindsFound(), Kinds{"IncompleteSchema"});
  const Validation validation = Validate(subject.policies, subject.schema);
  ASSERT_EQ(validation.findings.size(), 2u);
  EXPECT_EQ(
      validation.findings[0].message,
      "the schema declares `A`, `Action::\"c\"`, and `B` as external and does not define them");
}

TEST(ValidateTest, Levels) {
  const auto level = [](const std::string& condition, std::uint32_t most) {
    const ValidateOptions options{.mode = ValidationMode::kStrict, .level = most};
    return !Subject(kSchema, View(condition)).KindsFound(options).empty();
  };
  EXPECT_TRUE(level("principal.age > 1", 0));
  EXPECT_FALSE(level("principal.age > 1", 1));
  EXPECT_TRUE(level("resource.owner.age > 1", 1));
  EXPECT_FALSE(level("resource.owner.age > 1", 2));
  EXPECT_FALSE(level("{a: principal}.a.age > 1", 1));
  EXPECT_TRUE(level("principal in Team::\"a\"", 0));
  EXPECT_FALSE(level("principal in Team::\"a\"", 1));
  EXPECT_FALSE(level("principal == resource.owner", 1));
  EXPECT_TRUE(level("User::\"a\".age > 1", 9));
  EXPECT_FALSE(level("false && resource.owner.manager.age > 1", 9) &&
               !level("false && resource.owner.age > 1", 0));
  EXPECT_FALSE(level("context has deep.a.b", 0));
  EXPECT_TRUE(level("principal has manager.manager.nick", 2));
  EXPECT_FALSE(level("principal has manager.manager.nick", 3));
  EXPECT_TRUE(level("principal.hasTag(\"a\")", 0));
}

TEST(ValidateTest, TextsThatDeceive) {
  EXPECT_EQ(When("principal.name == \"say_\u04bbello\""), Kinds{"MixedScriptString"});
  EXPECT_EQ(When("principal.name == \"a\u202eb\""), Kinds{"BidiCharsInString"});
  EXPECT_EQ(When("principal in Team::\"say_\u04bbello\""), Kinds{"MixedScriptIdentifier"});
  EXPECT_EQ(When("principal in Team::\"a\u202eb\""), Kinds{"BidiCharsInIdentifier"});
  EXPECT_EQ(When("principal in Team::\"is\u200bAdmin\""), Kinds{"ConfusableIdentifier"});
  EXPECT_EQ(When("principal in Team::\"new\\nline\""), Kinds{"ConfusableIdentifier"});
  EXPECT_EQ(When("principal in Team::\"get /pets/{petId}\""), kFine);
  EXPECT_EQ(When("principal.name like \"\u65e5\u672c\u3054*\""), kFine);
}

TEST(ValidateTest, LongChainsAndDeepNests) {
  std::string ands = "principal.age > 0";
  std::string sums = "1";
  for (int i = 0; i < 9000; ++i) ands += " && principal has nick";
  for (int i = 0; i < 9000; ++i) sums += " + 1";
  EXPECT_EQ(When(ands + " && principal.nick == \"a\""), kFine);
  EXPECT_EQ(When(sums + " == principal.age"), kFine);
  std::string dots = "{a: 1}";
  for (int i = 0; i < 9000; ++i) dots += ".a";
  EXPECT_EQ(When(dots + " == 1"), Kinds{"UnexpectedType"});
  std::string nest = "principal";
  for (int i = 0; i < 200; ++i) nest = "(" + nest + " is User in Team::\"a\")";
  EXPECT_EQ(When(nest), Kinds{"UnexpectedType"});
}

TEST(ValidateTest, FormsOfRuneAreTyped) {
  const auto extended = [](const std::string& condition) {
    return Subject(kSchema, View(condition), true).KindsFound();
  };
  EXPECT_EQ(extended("\"admin\" in principal.roles"), kFine);
  EXPECT_EQ(extended("1 in principal.roles"), Kinds{"IncompatibleTypes"});
  EXPECT_EQ(extended("resource in Photo::\"a*\""), kFine);
  EXPECT_EQ(extended("resource in Foto::\"a*\""), Kinds{"UnrecognizedEntityType"});
  EXPECT_EQ(extended("allowed(principal.age)"), kFine);
  EXPECT_EQ(extended("allowed(principal.agee)"), Kinds{"UnsafeAttributeAccess"});
}

TEST(Validate, WorkIsBoundedByOperatorsInEnvironments) {
  const Subject subject(kSchema, R"(
      permit(principal is User, action in [Action::"view", Action::"edit"], resource)
          when { principal.age > 3 };
      permit(principal, action == Action::"view", resource) when { principal.agee };)");
  ValidateOptions options;
  options.steps = 10;
  const Validation bounded = Validate(subject.policies, subject.schema, options);
  ASSERT_NE(bounded.given_up, nullptr);
  EXPECT_EQ(bounded.given_up->id, "policy0");
  EXPECT_FALSE(bounded.passed());
  // Environments: 2 of view, 2 of edit, 1 of lone; in 3 of them the first policy has 2 operators.
  options.steps = 5 + 3 * 2;
  const Validation one = Validate(subject.policies, subject.schema, options);
  ASSERT_NE(one.given_up, nullptr);
  EXPECT_EQ(one.given_up->id, "policy1");
  options.steps = 5 + 3 * 2 + 5 + 2 * 1;
  const Validation both = Validate(subject.policies, subject.schema, options);
  EXPECT_EQ(both.given_up, nullptr);
  EXPECT_FALSE(both.findings.empty());
}

}  // namespace
}  // namespace rune::cedar
