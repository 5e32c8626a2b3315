#include "cedar/schema/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "cedar/schema/link.h"
#include "cedar/schema/print.h"
#include "cedar/schema/reading_for_test.h"

namespace rune::cedar {
namespace {

std::string Repeat(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

const Attribute& At(const Attributes& attributes, const std::string& name) {
  return attributes.at(name);
}

// --- names

TEST(SchemaNames, MeanTheirNamespaceFirst) {
  const SchemaReading reading(
      "entity User; type Size = Long;"
      "namespace A { entity Group; type Name = String;"
      "  entity Device in [Group, User] { name: Name, size: Size, owner: User, plain: __cedar::Long"
      "  }; }");
  ASSERT_TRUE(reading.schema) << reading.Kinds();
  const EntityType& device = *reading.schema->Find("A::Device");
  EXPECT_EQ(device.ancestors, (std::set<std::string>{"A::Group", "User"}));
  EXPECT_EQ(At(device.attributes, "name").type->kind, TypeKind::kString);
  EXPECT_EQ(At(device.attributes, "size").type->kind, TypeKind::kLong);
  EXPECT_EQ(At(device.attributes, "plain").type->kind, TypeKind::kLong);
  EXPECT_EQ(At(device.attributes, "owner").type->name, "User");
}

TEST(SchemaNames, CommonTypesComeBeforeEntityTypes) {
  const SchemaReading reading("entity A; type A = Long; entity B { a: A };");
  ASSERT_TRUE(reading.schema);
  EXPECT_EQ(reading.Kinds(), "ShadowsEntity");
  EXPECT_EQ(At(reading.schema->Find("B")->attributes, "a").type->kind, TypeKind::kLong);
}

TEST(SchemaNames, ABuiltinCanBeHidden) {
  const SchemaReading reading("entity Long; entity B { a: Long, b: __cedar::Long, c: ipaddr };");
  ASSERT_TRUE(reading.schema);
  EXPECT_EQ(reading.Kinds(), "ShadowsBuiltin");
  const Attributes& attributes = reading.schema->Find("B")->attributes;
  EXPECT_EQ(At(attributes, "a").type->kind, TypeKind::kEntity);
  EXPECT_EQ(At(attributes, "b").type->kind, TypeKind::kLong);
  EXPECT_EQ(At(attributes, "c").type->name, "ipaddr");
}

TEST(SchemaNames, TheTypeOfActionsIsAnEntityTypeInAttributesOnly) {
  EXPECT_EQ(SchemaKinds("action x; entity A { last: Action };"), "good");
  EXPECT_EQ(SchemaKinds("entity A { last: Action };"), "TypeNotDefined");
  EXPECT_EQ(SchemaKinds("action x; entity A in Action;"), "UndeclaredEntityTypes");
}

TEST(SchemaNames, WordsOfDeclarationsAreNames) {
  EXPECT_EQ(SchemaKinds("entity entity, type, in1, tags, enum, external, Set;"
                        "action action, appliesTo, principal appliesTo { principal: entity, "
                        "resource: [type, tags], context: {} };"
                        "type namespace = { Set: Set, context: Set<Set> };"),
            "good");
}

// --- hierarchies

TEST(SchemaHierarchies, AreClosed) {
  const SchemaReading reading(
      "entity A in B; entity B in C; entity C in A; entity D in A;"
      "action x in y; action y in z; action z;");
  ASSERT_TRUE(reading.schema) << reading.Kinds();
  EXPECT_EQ(reading.schema->Find("A")->ancestors, (std::set<std::string>{"A", "B", "C"}));
  EXPECT_EQ(reading.schema->Find("D")->ancestors, (std::set<std::string>{"A", "B", "C"}));
  EXPECT_EQ(reading.schema->actions.at({"Action", "x"}).ancestors,
            (std::set<EntityUid>{{"Action", "y"}, {"Action", "z"}}));
}

TEST(SchemaHierarchies, ActionsAndTypesFormNoCircles) {
  EXPECT_EQ(SchemaKinds("action x in y; action y in x;"), "CycleInActionHierarchy");
  EXPECT_EQ(SchemaKinds("action x in x;"), "CycleInActionHierarchy");
  EXPECT_EQ(SchemaKinds("type A = Set<B>; type B = { a?: A };"), "CycleInCommonTypeReferences");
  // What is wrong with types is told before what is wrong with actions.
  EXPECT_EQ(SchemaKinds("entity T enum [\"a\"]; external entity X in T; action x in x;"),
            "ExternalWithEnumAncestor CycleInActionHierarchy");
}

// --- oddities

TEST(SchemaOddities, AreAcceptedAsTheReferenceDoes) {
  const SchemaReading twice("entity A { x: Long, x: String };");
  ASSERT_TRUE(twice.schema);
  EXPECT_EQ(At(twice.schema->Find("A")->attributes, "x").type->kind, TypeKind::kString);
  EXPECT_EQ(SchemaKinds("entity A in [];"), "good");
  EXPECT_EQ(SchemaKinds(""), "good");
  EXPECT_EQ(SchemaKinds("entity A { \"if\": Long, __cedar: Long, x: Long, };"), "good");
  EXPECT_EQ(
      SchemaKinds("action a appliesTo { context: {}, resource: A, principal: A, }; entity A;"),
      "good");
  EXPECT_EQ(SchemaKinds("action a attributes {};"), "good");
}

TEST(SchemaOddities, AreRefusedAsTheReferenceDoes) {
  for (const char* text :
       {"entity A { if: Long };", "entity A enum [\"a\",];", "entity A enum [];",
        "entity A in [B,];", "entity A = Long;", "external type A = Long;",
        "external entity A tags Long;", "action a in [];", "action a appliesTo {};",
        "namespace A { namespace B {} }", "entity A { x: Long,, };", "entity A; ;",
        "@a @a entity A;", "entity A { x: Set };;", "entity A { x?: Long y: Long };",
        "action a in A::b;", "entity \"A\";", "# no\nentity A;"}) {
    const SchemaReading reading(text);
    EXPECT_FALSE(reading.schema) << text;
    EXPECT_TRUE(reading.Kinds().starts_with("Syntax")) << text << " " << reading.Kinds();
  }
}

TEST(SchemaOddities, JsonIsAsLenientAsTheReference) {
  const auto json = [](const std::string& text) { return SchemaKinds(text, SchemaFormat::kJson); };
  EXPECT_EQ(json("{}"), "good");
  EXPECT_EQ(json(R"({"": {"entityTypes": {}, "actions": {}}})"), "good");
  EXPECT_EQ(json(R"({"": [{}, {}, {"a": []}]})"), "good");
  EXPECT_EQ(json(R"({"": [{}, {}]})"), "JsonDeserialization");
  EXPECT_EQ(json(R"({"": {"entityTypes": {"A": {"external": null}}, "actions": {}}})"),
            "JsonDeserialization");
  EXPECT_EQ(json(R"({"": {"entityTypes": {}, "actions": {"a": {"external": null}}}})"), "good");
  EXPECT_EQ(json(R"({"": {"entityTypes": {}, "actions": {"a": {"attributes": {}}}}})"),
            "UnsupportedFeature");
  EXPECT_EQ(json(R"({"__cedar": {"entityTypes": {}, "actions": {}}})"), "JsonDeserialization");
  EXPECT_EQ(json("{\"\": {\"entityTypes\": {}, \"actions\": {}}} x"), "JsonDeserialization");
}

// --- bounds

TEST(SchemaBounds, DepthIsADiagnostic) {
  EXPECT_EQ(SchemaKinds("type T = " + Repeat("Set<", 200) + "Long" + Repeat(">", 200) + ";"),
            "good");
  EXPECT_EQ(SchemaKinds("type T = " + Repeat("Set<", 100'000) + "Long;"), "TooDeep");
  EXPECT_EQ(SchemaKinds("type T = " + Repeat("{a:", 100'000) + "Long;"), "TooDeep");
  EXPECT_EQ(SchemaKinds("{\"\": " + Repeat("[", 100'000), SchemaFormat::kJson),
            "JsonDeserialization");
  std::string chain = "type A0 = Long;";
  for (int i = 1; i <= 20'000; ++i) {
    chain += "type A" + std::to_string(i) + " = Set<A" + std::to_string(i - 1) + ">;";
  }
  EXPECT_TRUE(SchemaKinds(chain).starts_with("TooDeep"));
}

TEST(SchemaBounds, GrowthIsADiagnostic) {
  std::string doubled = "type A0 = { x: Long, y: Long };";
  for (int i = 1; i <= 60; ++i) {
    const std::string below = "A" + std::to_string(i - 1);
    doubled += "type A" + std::to_string(i) + " = { x: " + below + ", y: " + below + " };";
  }
  EXPECT_TRUE(SchemaKinds(doubled).starts_with("TooLarge"));
  std::string names = "entity A";
  std::string body = "{";
  for (int i = 0; i < 20'000; ++i) {
    names += ", A" + std::to_string(i);
    body += "a" + std::to_string(i) + ": Long,";
  }
  EXPECT_EQ(SchemaKinds(names + body + "};"), "TooLarge");
}

TEST(SchemaBounds, LargeTextsAreRead) {
  std::string wide = "entity A {";
  for (int i = 0; i < 100'000; ++i) wide += "a" + std::to_string(i) + ": Long,";
  const SchemaReading reading(wide + "};");
  ASSERT_TRUE(reading.schema) << reading.Kinds();
  EXPECT_EQ(reading.schema->Find("A")->attributes.size(), 100'000u);
  EXPECT_EQ(SchemaKinds("entity A enum [\"" + Repeat("x", 10'000'000) + "\"];"), "good");
  EXPECT_TRUE(SchemaKinds(Repeat("entity A", 100'000)).starts_with("Syntax"));
  EXPECT_TRUE(SchemaKinds(Repeat("namespace A {", 10'000)).starts_with("Syntax"));
}

// --- several fragments, linking

TEST(SchemaFragments, NameEachOther) {
  const SchemaReading one("namespace A { entity X in B::Y; }");
  const SchemaReading two("namespace B { entity Y; }");
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  SchemaFindings findings(diagnostics);
  const std::vector<Fragment> both = {*one.fragment, *two.fragment};
  const auto schema = Resolve(both, Bounds(), findings);
  ASSERT_TRUE(schema);
  EXPECT_TRUE(schema->Find("A::X")->ancestors.contains("B::Y"));
}

TEST(SchemaLinks, DoNotDependOnTheOrder) {
  const std::vector<std::string> texts = {
      "entity A in B; external entity B in C; entity C; external action x in y; action y;",
      "entity B in C; external entity C; action x in y; external action y;",
      "external entity C; entity D { a: A }; external entity A;"};
  std::vector<std::size_t> order = {0, 1, 2};
  std::string first;
  do {
    std::vector<Schema> schemas;
    for (const std::size_t i : order) schemas.push_back(*SchemaReading(texts[i]).schema);
    text::SourceMap sources;
    text::Diagnostics diagnostics(sources);
    SchemaFindings findings(diagnostics);
    const auto linked = Link(std::move(schemas), findings);
    ASSERT_TRUE(linked) << diagnostics.all()[0].message;
    EXPECT_TRUE(linked->complete());
    const std::string json = ToJson(*ToFragment(*linked, findings));
    if (first.empty()) first = json;
    EXPECT_EQ(json, first);
  } while (std::ranges::next_permutation(order).found);
}

// --- printing and reading are inverse

class RandomSchema {
 public:
  explicit RandomSchema(std::uint32_t seed) : random_(seed) {}

  Fragment Make() {
    Fragment fragment;
    for (const char* name : {"", "N", "N::M", "Z", "A::M"}) {
      if (Below(2) != 0) continue;
      NamespaceDecl& space = fragment.namespaces.emplace_back();
      space.name.text = name;
      if (!space.name.text.empty()) space.annotations = Annotations();
      for (const char* type : {"T", "U", "ipaddr"}) {
        if (Below(2) == 0) space.common_types.push_back({{type, {}}, Type(3), Annotations()});
      }
      for (const char* entity : {"A", "B", "entity", "Long"}) {
        if (Below(2) == 0) space.entity_types.push_back({{entity, {}}, Entity()});
      }
      for (const char* action : {"", "a", "in", "\"\\\n\xE2\x82\xAC"}) {
        if (Below(2) == 0) space.actions.push_back({{action, {}}, Action()});
      }
      // An empty namespace without a name is not written in the Cedar syntax.
      if (*name == '\0') space.entity_types.push_back({{"E", {}}, Entity()});
    }
    Arrange(fragment);
    return fragment;
  }

 private:
  std::uint32_t Below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
  std::string Name() {
    static const char* const kNames[] = {"A", "N::A", "Long", "__cedar::Long", "type", "Set"};
    return kNames[Below(6)];
  }
  std::string Text() {
    static const char* const kTexts[] = {"a", "if", "", "a b", "\t\"", "__cedar", "principal"};
    return kTexts[Below(7)];
  }
  SchemaAnnotations Annotations() {
    SchemaAnnotations out;
    for (const char* key : {"doc", "if"}) {
      if (Below(4) == 0) out.push_back({key, Text()});
    }
    return out;
  }
  std::vector<SchemaName> Names(std::uint32_t least) {
    std::vector<SchemaName> out;
    for (std::uint32_t n = least + Below(3); n > 0; --n) out.push_back({Name(), {}});
    return out;
  }
  TypeExpr Record(std::uint32_t depth) {
    TypeExpr type;
    for (std::uint32_t n = Below(3); n > 0; --n) {
      AttributeDecl attribute{Text(), Below(2) == 0, Type(depth), Annotations(), {}};
      type.attributes.push_back(std::move(attribute));
    }
    ArrangeAttributes(type.attributes);
    return type;
  }
  TypeExpr Type(std::uint32_t depth) {
    const std::uint32_t form = depth == 0 ? 0 : Below(3);
    if (form == 1) return Record(depth - 1);
    TypeExpr type;
    if (form == 2) {
      type.form = TypeForm::kSet;
      type.element.push_back(Type(depth - 1));
    } else {
      type.form = TypeForm::kEntityOrCommon;
      type.name = Name();
    }
    return type;
  }
  std::shared_ptr<const EntityBody> Entity() {
    auto body = std::make_shared<EntityBody>();
    body->form = static_cast<EntityBody::Form>(Below(3));
    body->annotations = Annotations();
    if (body->form == EntityBody::Form::kEnumerated) {
      for (std::uint32_t n = 1 + Below(2); n > 0; --n) body->choices.push_back(Text());
      return body;
    }
    body->parents = Names(0);
    if (body->form == EntityBody::Form::kExternal) return body;
    body->shape = Record(2);
    if (Below(2) == 0) body->tags = Type(2);
    return body;
  }
  std::shared_ptr<const ActionBody> Action() {
    auto body = std::make_shared<ActionBody>();
    body->external = Below(3) == 0;
    body->annotations = Annotations();
    if (Below(2) == 0) {
      body->parents.emplace().push_back({std::nullopt, Text(), {}});
      body->parents->push_back({SchemaName{"N::Action", {}}, Text(), {}});
    }
    if (body->external) return body;
    body->applies_to.emplace();
    if (Below(2) == 0) return body;
    body->applies_to->principals = Names(1);
    body->applies_to->resources = Names(1);
    body->applies_to->context = Record(2);
    if (Below(3) == 0) {
      body->applies_to->context.form = TypeForm::kCommon;
      body->applies_to->context.name = "type";
      body->applies_to->context.attributes.clear();
    }
    return body;
  }

  std::mt19937 random_;
};

TEST(SchemaPrinting, ReadingUndoesIt) {
  for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
    const Fragment fragment = RandomSchema(seed).Make();
    text::SourceMap sources;
    text::Diagnostics diagnostics(sources);
    SchemaFindings findings(diagnostics);
    const std::string json = ToJson(fragment);
    const std::uint32_t json_file = sources.Add("json", json);
    const auto from_json =
        ReadFragment(sources.Whole(json_file), SchemaFormat::kJson, Bounds(), findings);
    ASSERT_TRUE(from_json) << json << diagnostics.all()[0].message;
    ASSERT_TRUE(SameFragment(fragment, *from_json)) << json;
    ASSERT_EQ(ToJson(*from_json), json);

    const auto cedar = ToCedarSchema(fragment, findings);
    ASSERT_TRUE(cedar);
    const std::uint32_t cedar_file = sources.Add("cedar", *cedar);
    const auto from_cedar =
        ReadFragment(sources.Whole(cedar_file), SchemaFormat::kCedar, Bounds(), findings);
    ASSERT_TRUE(from_cedar) << *cedar << diagnostics.all()[0].message;
    ASSERT_TRUE(SameFragment(fragment, *from_cedar)) << *cedar << ToJson(*from_cedar);
    ASSERT_EQ(ToCedarSchema(*from_cedar, findings), cedar);
  }
}

}  // namespace
}  // namespace rune::cedar
