#include "world.h"

#include <limits>
#include <stdexcept>

#include "value/extension.h"

namespace rune::cases {
namespace {

EntityUid Uid(std::string type, std::string id) { return {std::move(type), std::move(id)}; }

Value Text(const char* text) { return Value(text); }
Value Long(std::int64_t n) { return Value(n); }

Entity Alice() {
  Entity alice{Uid("User", "alice"), {}, {}, {}};
  alice.attributes = {
      {"name", Text("alice")},
      {"age", Long(30)},
      {"verified", Value(true)},
      {"balance", Value(value::ParseCedarDecimal("12.5").value())},
      {"manager", Value(Uid("User", "bob"))},
      {"ghost", Value(Uid("User", "ghost"))},
      {"capabilities", Value::Set({Text("read"), Text("list")})},
      {"friends", Value::Set({Value(Uid("User", "bob"))})},
      {"address",
       Value::Record(
           {{"city", Text("Paris")}, {"zip", Long(75001)}, {"street name", Text("Rue")}})},
  };
  alice.tags = {{"team", Text("red")}, {"level", Long(3)}, {"", Text("")}};
  alice.parents = {Uid("Group", "staff"), Uid("Group", "dangling")};
  return alice;
}

std::vector<Entity> AllEntities() {
  std::vector<Entity> all{Alice()};
  all.push_back({Uid("User", "bob"), {}, {}, {Uid("Group", "admins")}});
  all.push_back({Uid("Group", "admins"), {}, {}, {Uid("Group", "staff")}});
  all.push_back({Uid("Group", "staff"), {}, {}, {Uid("Group", "all")}});
  all.push_back({Uid("Group", "all"), {}, {}, {}});
  all.push_back({Uid("Action", "read"), {}, {}, {Uid("Action", "any")}});
  all.push_back({Uid("Action", "any"), {}, {}, {}});
  all.push_back({Uid("File", "/tmp/a/b.txt"), {}, {}, {Uid("Folder", "tmp")}});
  all.push_back({Uid("Folder", "tmp"), {}, {}, {}});
  all.push_back({Uid("Doc", "named"), {{"id", Text("own")}, {"type", Text("User")}}, {}, {}});
  all.push_back({Uid("Doc", "plain"), {}, {}, {}});
  return all;
}

Value Context() {
  const Value c = Value::Record({{"c", Long(1)}});
  return Value::Record({
      {"n", Long(7)},
      {"ok", Value(true)},
      {"min", Long(std::numeric_limits<std::int64_t>::min())},
      {"max", Long(std::numeric_limits<std::int64_t>::max())},
      {"s", Text("h\xc3\xa9llo")},
      {"key", Text("team")},
      {"weird key", Long(1)},
      {"if", Text("reserved")},
      {"set", Value::Set({Long(1), Long(2), Long(3)})},
      {"nested", Value::Record({{"a", Value::Record({{"b", c}})}})},
      {"groups", Value::Set({Value(Uid("Group", "all"))})},
      {"pattern", Value(Uid("File", "/tmp/*"))},
      {"addr", Value(value::ParseIp("10.1.2.3").value())},
      {"when", Value(value::ParseDatetime("2024-06-15T12:00:00Z").value())},
  });
}

// Takes entities as their ids.
class Relations final : public expr::PredicateSource {
 public:
  expr::PredicateAnswer TestIn(const std::string& relation, const std::string& /*parameter*/,
                               const Value& tested) override {
    return TestCall(relation, {tested});
  }

  expr::PredicateAnswer TestCall(const std::string& relation,
                                 const std::vector<Value>& arguments) override {
    if (relation == "broken") return {expr::Truth::kError, "it always is"};
    std::vector<std::string> row{relation};
    for (const Value& argument : arguments) {
      if (argument.is(ValueKind::kEntity)) row.push_back(argument.as_entity().id);
      if (argument.is(ValueKind::kString)) row.push_back(argument.as_string());
    }
    using Row = std::vector<std::string>;
    const bool holds = row == Row{"trusted", "alice"} || row == Row{"knows", "alice", "bob"};
    return {holds ? expr::Truth::kTrue : expr::Truth::kFalse, ""};
  }
};

}  // namespace

World::World() : context_(Context()), predicates_(std::make_unique<Relations>()) {
  auto entities = store::Entities::Build(AllEntities());
  if (!entities) throw std::logic_error(entities.error().message);
  entities_ = *std::move(entities);
  auto view = store::EntityView::Make(entities_, {});
  if (!view) throw std::logic_error(view.error().message);
  view_ = std::make_unique<store::EntityView>(*std::move(view));
}

cedar::Environment World::Environment(WorkMeter& meter) const {
  return {.principal = Uid("User", "alice"),
          .action = Uid("Action", "read"),
          .resource = Uid("File", "/tmp/a/b.txt"),
          .context = context_,
          .entities = *view_,
          .predicates = predicates_.get(),
          .meter = meter};
}

}  // namespace rune::cases
