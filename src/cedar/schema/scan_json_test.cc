#include "cedar/schema/scan_json.h"

#include <gtest/gtest.h>

#include "cedar/schema/print.h"
#include "cedar/schema/read_json.h"

namespace rune::cedar {
namespace {

// A fragment and every place in it.
class Showing {
 public:
  static std::string Of(const Fragment& fragment) {
    Showing showing;
    for (const NamespaceDecl& space : fragment.namespaces) {
      showing.Name(space.name);
      for (const CommonTypeDecl& type : space.common_types) {
        showing.Name(type.name);
        showing.Type(type.type);
      }
      for (const EntityDecl& entity : space.entity_types) showing.Entity(entity);
      for (const ActionDecl& action : space.actions) showing.Action(action);
    }
    return ToJson(fragment) + showing.places_;
  }

 private:
  void Place(text::Span span) {
    places_ += " " + std::to_string(span.begin) + "-" + std::to_string(span.end);
  }
  void Name(const SchemaName& name) { Place(name.span); }
  void Type(const TypeExpr& type) {
    Place(type.span);
    for (const TypeExpr& element : type.element) Type(element);
    for (const AttributeDecl& attribute : type.attributes) {
      Place(attribute.span);
      Type(attribute.type);
    }
  }
  void Entity(const EntityDecl& entity) {
    Name(entity.name);
    for (const SchemaName& parent : entity.body->parents) Name(parent);
    Type(entity.body->shape);
    if (entity.body->tags) Type(*entity.body->tags);
  }
  void Action(const ActionDecl& action) {
    Name(action.name);
    if (action.body->parents) {
      for (const ActionParent& parent : *action.body->parents) {
        Place(parent.span);
        if (parent.type) Name(*parent.type);
      }
    }
    if (!action.body->applies_to) return;
    for (const SchemaName& name : action.body->applies_to->principals) Name(name);
    for (const SchemaName& name : action.body->applies_to->resources) Name(name);
    Type(action.body->applies_to->context);
  }

  std::string places_;
};

struct Both {
  explicit Both(const std::string& text, const Bounds& bounds = {}) {
    const text::Slice slice = sources.Whole(sources.Add("schema", text));
    scanned = ScanJsonSchema(slice, bounds);
    judged = JudgeJsonSchema(slice, bounds, findings);
  }

  text::SourceMap sources;
  text::Diagnostics diagnostics{sources};
  SchemaFindings findings{diagnostics};
  std::optional<Fragment> scanned;
  std::optional<Fragment> judged;
};

std::string Actions(const std::string& actions) {
  return R"({"A": {"actions": )" + actions + R"(, "entityTypes": {}}})";
}
std::string Entities(const std::string& entities) {
  return R"({"A": {"entityTypes": )" + entities + R"(, "actions": {}}})";
}

TEST(ScanJsonTest, TakesWhatTheJudgeTakes) {
  for (const std::string& text : {
           std::string("{}"),
           Entities(
               R"({"Z": {}, "B": {"memberOfTypes": [], "annotations": {"b": "\n", "a": null}}})"),
           Entities(R"({"E": {"enum": ["x", "\u0041"]}, "F": {"external": true,
                        "memberOfTypes": ["E", "__cedar::F"]}, "G": {"external": false}})"),
           Entities(R"({"S": {"tags": {"type": "Set", "element": {"element": {"type": "Long"},
                        "type": "Set"}}, "shape": {"attributes": {"z": {"type": "Boolean",
                        "required": false}, "a": {"type": "String", "annotations": {"k": "v"}},
                        "n": {"name": "decimal", "type": "Extension"}, "": {"type": "C"},
                        "e": {"type": "Entity", "name": "A::B"}, "o": {"required": true, "type":
                        "EntityOrCommon", "name": "__cedar::Long"}}, "type": "Record",
                        "additionalAttributes": true}}})"),
           Actions(R"({"b": {"memberOf": null, "appliesTo": null, "external": null}, "a":
                       {"memberOf": [{"id": "\"", "type": null}, {"type": "Action", "id": "b"}],
                       "annotations": {}, "appliesTo": {"resourceTypes": ["R"], "principalTypes":
                       ["P", "Q"], "context": {"type": "Record", "attributes": {}}}},
                       "c": {"external": true}})"),
           std::string(R"({"": {"actions": {}, "entityTypes": {}, "commonTypes":
                           {"T": {"type": "Long", "annotations": {"x": ""}}, "R": {"type": "T"}}},
                           "A::B": {"annotations": {"doc": null}, "entityTypes": {},
                            "actions": {}}})"),
       }) {
    const Both both(text);
    ASSERT_TRUE(both.scanned) << text;
    ASSERT_TRUE(both.judged) << text;
    EXPECT_EQ(Showing::Of(*both.scanned), Showing::Of(*both.judged));
  }
}

TEST(ScanJsonTest, LeavesWhatIsRareToTheJudge) {
  for (const std::string& text : {
           Entities(R"({"\u0042": {}})"),                  // an escape in a name
           std::string(R"({"A": [{}, {}, {}]})"),          // an array for an object
           Actions(R"({"a": {"attributes": {"x": 1}}})"),  // not supported, but read
           Actions(R"({"a": {"appliesTo": [[], ["P"]]}})"),
       }) {
    const Both both(text);
    EXPECT_FALSE(both.scanned) << text;
    EXPECT_TRUE(both.judged) << text;
  }
}

TEST(ScanJsonTest, TakesNothingThatIsWrong) {
  for (const std::string& text : {
           std::string("{} {}"),
           std::string("[]"),
           std::string(R"({"A": {"actions": {}}})"),
           std::string(R"({"A": {"entityTypes": {}}})"),
           std::string(R"({"if": {"entityTypes": {}, "actions": {}}})"),
           std::string(R"({"": {"entityTypes": {}, "actions": {}, "annotations": {"a": ""}}})"),
           std::string(R"({"A": {"entityTypes": {}, "actions": {}},
                           "A": {"entityTypes": {}, "actions": {}}})"),
           std::string(R"({"A": {"entityTypes": {}, "actions": {}, "commonTypes":
                           {"Long": {"type": "String"}}}})"),
           Entities(R"({"A::B": {}})"),
           Entities(R"({"B": {}, "C": {}, "B": {}})"),
           Entities(R"({"B": {"unknown": {}}})"),
           Entities(R"({"B": {"enum": []}})"),
           Entities(R"({"B": {"enum": ["x"], "memberOfTypes": []}})"),
           Entities(R"({"B": {"external": true, "shape": {"type": "Long"}}})"),
           Entities(R"({"B": {"memberOfTypes": ["C::"]}})"),
           Entities(R"({"B": {"shape": null}})"),
           Entities(R"({"B": {"annotations": {"a": "", "a": ""}}})"),
           Entities(R"({"B": {"tags": {"type": "Set"}}})"),
           Entities(R"({"B": {"tags": {"type": "Record"}}})"),
           Entities(R"({"B": {"tags": {"type": "Entity"}}})"),
           Entities(R"({"B": {"tags": {"type": "Long", "name": "B"}}})"),
           Entities(R"({"B": {"tags": {"type": "Long", "attributes": {}}}})"),
           Entities(R"({"B": {"tags": {"type": "B", "additionalAttributes": false}}})"),
           Entities(R"({"B": {"tags": {"type": "Extension", "name": "A::decimal"}}})"),
           Entities(R"({"B": {"tags": {"type": "Long", "required": true}}})"),
           Entities(R"({"B": {"tags": {"type": "Long", "type": "Long"}}})"),
           Entities(R"({"B": {"shape": {"type": "Record", "attributes":
                        {"a": {"type": "Long"}, "a": {"type": "Long"}}}}})"),
           Actions(R"({"a": {"appliesTo": {"principalTypes": []}}})"),
           Actions(R"({"a": {"external": true, "appliesTo":
                       {"principalTypes": [], "resourceTypes": []}}})"),
           Actions(R"({"a": {"memberOf": [{"type": "Action"}]}})"),
           Actions(R"({"a": {"memberOf": [{"id": 1}]}})"),
           Actions(R"({"a": null})"),
       }) {
    const Both both(text);
    EXPECT_FALSE(both.scanned) << text;
    EXPECT_FALSE(both.judged) << text;
    EXPECT_GT(both.findings.errors(), 0U);
  }
}

TEST(ScanJsonTest, KeepsToTheBounds) {
  const std::string text =
      Entities(R"({"B": {"tags": {"type": "Set", "element": {"type": "Long"}}}})");
  EXPECT_TRUE(Both(text).scanned);
  Bounds shallow;
  shallow.json_depth = 5;
  EXPECT_FALSE(Both(text, shallow).scanned);
  EXPECT_FALSE(Both(text, shallow).judged);
  Bounds narrow;
  narrow.bytes = 32 * 1024;  // too little for the scan to be sure
  EXPECT_FALSE(Both(text, narrow).scanned);
}

}  // namespace
}  // namespace rune::cedar
