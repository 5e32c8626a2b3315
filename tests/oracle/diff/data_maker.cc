#include "data_maker.h"

#include <algorithm>
#include <set>

#include "base/json_text.h"
#include "base/json_writer.h"
#include "words.h"

namespace rune::diff {
namespace {

std::string JsonString(const std::string& text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

}  // namespace

EntityUid DataMaker::Uid(const std::string& type) {
  const auto found = known_.find(type);
  if (found != known_.end() && !found->second.empty() && random_.Chance(0.85)) {
    return random_.Pick(found->second);
  }
  const EntityModel* model = schema_.Find(type);
  if (model != nullptr && !model->choices.empty() && random_.Chance(0.95)) {
    return {type, random_.Pick(model->choices)};
  }
  return {type, EntityId(random_)};
}

std::string DataMaker::ReferenceJson(const EntityUid& uid) {
  return "{\"__entity\":" + UidJson(uid) + "}";
}

// A value of no particular type.
std::string DataMaker::AnyJson() {
  switch (random_.Below(9)) {
    case 0: return Integer(random_);
    case 1: return JsonString(AnyText(random_));
    case 2: return "true";
    case 3: return "[]";
    case 4: return "{}";
    case 5: return "[1,\"a\",true]";
    case 6: return ReferenceJson(Uid(random_.Pick(schema_.entities).Full()));
    case 7: return "{\"__entity\":{\"type\":\"User\"}}";
    default: return "{\"a\":{\"b\":{\"c\":1}}}";
  }
}

std::string DataMaker::ValueJson(const Type& type, int depth) {
  if (random_.Chance(wrong_ / 2)) return AnyJson();
  switch (type.kind) {
    case Kind::kBool: return random_.Chance(0.5) ? "true" : "false";
    case Kind::kLong: return Integer(random_);
    case Kind::kString: return JsonString(AnyText(random_));
    case Kind::kEntity: return ReferenceJson(Uid(type.name));
    case Kind::kExtension:
      return "{\"__extn\":{\"fn\":\"" + ConstructorOf(type.name) +
             "\",\"arg\":" + JsonString(ExtensionText(type.name, false, random_)) + "}}";
    case Kind::kSet: {
      std::string out = "[";
      const int count = random_.Between(0, depth > 0 ? 3 : 1);
      for (int i = 0; i < count; ++i) {
        out += (i == 0 ? "" : ",") + ValueJson(*type.element, depth - 1);
      }
      return out + "]";
    }
    case Kind::kRecord: return RecordJson(type.fields, depth - 1);
  }
  return "null";
}

std::string DataMaker::RecordJson(const std::vector<Field>& fields, int depth) {
  JsonWriter json;
  json.BeginObject();
  std::set<std::string> taken;
  for (const Field& field : fields) {
    if (!field.required && random_.Chance(0.45)) continue;
    if (random_.Chance(wrong_)) continue;
    json.Key(field.name);
    json.Raw(ValueJson(*field.type, depth));
    taken.insert(field.name);
  }
  if (random_.Chance(wrong_)) {
    const std::string name = AttributeName(random_);
    if (!taken.contains(name)) {
      json.Key(name);
      json.Raw(AnyJson());
    }
  }
  json.End();
  return json.Take();
}

std::string DataMaker::ParentsJson(const EntityModel& model, std::size_t at, const EntityUid& uid) {
  std::set<EntityUid> parents;
  for (const std::size_t parent : model.parents) {
    // Up the list of types only, so that there is no cycle; within one type by id.
    for (int i = 0; i < 2; ++i) {
      if (!random_.Chance(0.6)) continue;
      const EntityUid candidate = Uid(schema_.entities[parent].Full());
      const bool up = parent > at || (parent == at && candidate.id > uid.id);
      if (up || random_.Chance(wrong_ / 20)) parents.insert(candidate);
    }
  }
  if (random_.Chance(wrong_ / 2)) {
    const std::size_t other = random_.Below(schema_.entities.size());
    if (other > at) parents.insert(Uid(schema_.entities[other].Full()));
  }
  JsonWriter json;
  json.BeginArray();
  for (const EntityUid& parent : parents) {
    json.Raw(random_.Chance(0.1) ? ReferenceJson(parent) : UidJson(parent));
  }
  json.End();
  return json.Take();
}

std::string DataMaker::EntityJson(const EntityModel& model, std::size_t at, const EntityUid& uid) {
  JsonWriter json;
  json.BeginObject();
  json.Key("uid");
  json.Raw(random_.Chance(0.05) ? ReferenceJson(uid) : UidJson(uid));
  json.Key("attrs");
  json.Raw(RecordJson(model.fields, 2));
  json.Key("parents");
  json.Raw(ParentsJson(model, at, uid));
  if (model.tags || random_.Chance(wrong_)) {
    json.Key("tags");
    json.BeginObject();
    std::set<std::string> names;
    const int tags = random_.Between(0, 3);
    for (int i = 0; i < tags; ++i) names.insert(AnyText(random_));
    for (const std::string& name : names) {
      json.Key(name);
      json.Raw(model.tags ? ValueJson(*model.tags, 1) : AnyJson());
    }
    json.End();
  }
  json.End();
  return json.Take();
}

std::string DataMaker::ActionJson(const ActionModel& action) {
  // All ancestors, which the schema's closure has too.
  std::set<std::size_t> all;
  std::vector<std::size_t> open = action.groups;
  while (!open.empty()) {
    const std::size_t next = open.back();
    open.pop_back();
    if (!all.insert(next).second) continue;
    const std::vector<std::size_t>& more = schema_.actions[next].groups;
    open.insert(open.end(), more.begin(), more.end());
  }
  std::string parents;
  for (const std::size_t group : all) {
    parents += (parents.empty() ? "" : ",") + UidJson(schema_.actions[group].Uid());
  }
  return "{\"uid\":" + UidJson(action.Uid()) + ",\"attrs\":{},\"parents\":[" + parents + "]}";
}

std::vector<std::string> DataMaker::Entities() {
  for (const EntityModel& model : schema_.entities) {
    std::vector<EntityUid>& uids = known_[model.Full()];
    if (!model.choices.empty()) {
      for (const std::string& id : model.choices) uids.push_back({model.Full(), id});
      continue;
    }
    std::set<std::string> ids;
    const int count = random_.Between(0, 4);
    for (int i = 0; i < count; ++i) ids.insert(EntityId(random_));
    for (const std::string& id : ids) uids.push_back({model.Full(), id});
  }
  std::vector<std::string> entities;
  for (std::size_t at = 0; at < schema_.entities.size(); ++at) {
    const EntityModel& model = schema_.entities[at];
    for (const EntityUid& uid : known_[model.Full()]) {
      if (random_.Chance(0.08)) continue;  // named, but not there
      entities.push_back(EntityJson(model, at, uid));
      if (random_.Chance(wrong_ / 10)) entities.push_back(entities.back());
      if (random_.Chance(wrong_ / 20)) entities.push_back(EntityJson(model, at, uid));
    }
  }
  const bool actions = random_.Chance(0.8);
  for (const ActionModel& action : schema_.actions) {
    if (actions) entities.push_back(ActionJson(action));
  }
  return entities;
}

EntityUid DataMaker::SomeUid(const std::vector<std::size_t>& types) {
  if (types.empty() || random_.Chance(0.08)) {
    if (random_.Chance(0.1)) return {"Unknown", EntityId(random_)};
    return Uid(random_.Pick(schema_.entities).Full());
  }
  return Uid(schema_.entities[random_.Pick(types)].Full());
}

RequestModel DataMaker::Request() {
  RequestModel request;
  const ActionModel& action = random_.Pick(schema_.actions);
  request.action = random_.Chance(0.02) ? EntityUid{"Action", "no such"} : action.Uid();
  request.principal = SomeUid(action.principals);
  request.resource = SomeUid(action.resources);
  request.context = RecordJson(action.context, 2);
  return request;
}

}  // namespace rune::diff
