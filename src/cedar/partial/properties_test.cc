// What must hold of untyped partial evaluation: whatever was left open, a decision that is reached
// is the decision, and what is left decides as the policies do once values are filled in.
#include <rapidcheck.h>

#include "cedar/partial/open_response.h"
#include "cedar/tpe/setting_for_test.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

ExprId AddUnknown(ExprPool& pool, const std::string& name) {
  const ExprId call = pool.Add(ExprKind::kExtension, {}, {pool.AddLiteral(Value(name), {})});
  pool.at(call).extension = ExtensionFunction::kUnknown;
  return call;
}

// A setting of which parts are open, and what fills them.
struct Opened {
  explicit Opened(Setting& setting) {
    Generator& random = setting.random;
    const ConcreteRequest& from = setting.request;
    OpenUid(request.principal, from.principal, "principal", random);
    OpenUid(request.action, from.action, "action", random);
    OpenUid(request.resource, from.resource, "resource", random);
    OpenContextOf(from, random);
    std::vector<Entity> known = setting.entities;
    if (random.Chance(2)) {
      for (Entity& entity : known) OpenEntityOf(entity, random);
    }
    for (Entity& action : ActionEntities(setting.world.schema()))
      known.push_back(std::move(action));
    source = &setting.world.Entities(std::move(known));
  }

  void OpenUid(std::optional<EntityUid>& part, const EntityUid& uid, const std::string& name,
               Generator& random) {
    if (random.Chance(2)) {
      part = uid;
    } else {
      bindings.emplace(name, Value(uid));
    }
  }

  void OpenContextOf(const ConcreteRequest& from, Generator& random) {
    switch (random.Below(3)) {
      case 0: bindings.emplace("context", Value::Record(from.context)); return;
      case 1: request.context = from.context; return;
      default: break;
    }
    ParsedExpr record;
    std::vector<std::string> keys;
    std::vector<ExprId> fields;
    for (const auto& [key, value] : from.context) {
      const bool unknown = random.Chance(2) || value.is(ValueKind::kRecord);
      const std::string name = "context " + key;
      if (unknown) bindings.emplace(name, value);
      keys.push_back(key);
      fields.push_back(unknown ? AddUnknown(record.pool, name) : record.pool.AddLiteral(value, {}));
    }
    record.root = record.pool.Add(ExprKind::kRecord, {}, fields, record.pool.Names(keys));
    request.context = std::move(record);
  }

  void OpenEntityOf(Entity& entity, Generator& random) {
    const auto move = [&](Value::Fields& from, std::map<std::string, ParsedExpr>& to) {
      for (auto field = from.begin(); field != from.end();) {
        if (random.Chance(2)) {
          ++field;
          continue;
        }
        const std::string name = value::ToText(entity.uid) + " " + field->first;
        bindings.emplace(name, field->second);
        ParsedExpr value;
        value.root = AddUnknown(value.pool, name);
        to.emplace(field->first, std::move(value));
        field = from.erase(field);
      }
    };
    OpenEntity& parts = open[entity.uid];
    move(entity.attributes, parts.attributes);
    // Names of tags may be those of attributes.
    if (parts.attributes.empty()) move(entity.tags, parts.tags);
  }

  OpenRequest request;
  Bindings bindings;
  OpenEntities open;
  const store::EntitySource* source = nullptr;
};

TEST(OpenEvaluation, OpenThenFilledInIsConcrete) {
  std::size_t decided = 0;
  std::size_t left = 0;
  rc::check([&](std::uint32_t seed) {
    Setting setting(seed);
    const Opened opened(setting);
    WorkMeter& meter = setting.world.meter;
    const auto response =
        AuthorizeOpen(setting.set, opened.request, *opened.source, opened.open, meter);
    RC_ASSERT(response.has_value());
    const Authorization concrete = setting.Concretely();
    if (response->allow()) {
      ++decided;
      RC_ASSERT(*response->allow() == concrete.allow);
    }
    left += response->Undecided().empty() ? 0 : 1;
    const auto again =
        response->Reauthorize(opened.request, opened.bindings, *opened.source, opened.open, meter);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->allow() == concrete.allow);
    RC_ASSERT(again->MustDetermine() == concrete.reasons);
    RC_ASSERT(again->Errored() == concrete.errors);
    RC_ASSERT(again->Undecided().empty());
  });
  EXPECT_GT(decided, 5);
  EXPECT_GT(left, 20);
}

}  // namespace
}  // namespace rune::cedar
