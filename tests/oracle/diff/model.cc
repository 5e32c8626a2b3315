#include "model.h"

#include "base/json_writer.h"

namespace rune::diff {

std::string PolicyModel::Text() const {
  std::string out = annotations + effect + " (principal" + principal + ", action" + action +
                    ", resource" + resource + ")";
  for (const auto& [word, body] : conditions) {
    out += "\n  " + word + " { ";
    body.Print(out);
    out += " }";
  }
  return out + ";\n";
}

std::string Setup::PolicyText() const {
  if (!broken.empty()) return broken;
  std::string out;
  for (const PolicyModel& policy : policies) out += policy.Text();
  return out;
}

std::string Setup::EntitiesText() const {
  std::string out = "[";
  for (std::size_t i = 0; i < entities.size(); ++i) out += (i == 0 ? "" : ",") + entities[i];
  return out + "]";
}

std::string Setup::LinksJson() const {
  JsonWriter json;
  json.BeginArray();
  for (const LinkModel& link : links) {
    json.BeginObject();
    json.Member("template_id", PolicyId(link.policy));
    json.Member("new_id", link.id);
    json.Key("values");
    json.BeginObject();
    if (link.principal) {
      json.Key("?principal");
      json.Raw(UidJson(*link.principal));
    }
    if (link.resource) {
      json.Key("?resource");
      json.Raw(UidJson(*link.resource));
    }
    json.End();
    json.End();
  }
  json.End();
  return json.Take();
}

std::string Setup::RequestJson(const RequestModel& request) {
  JsonWriter json;
  json.BeginObject();
  json.Key("principal");
  json.Raw(UidJson(request.principal));
  json.Key("action");
  json.Raw(UidJson(request.action));
  json.Key("resource");
  json.Raw(UidJson(request.resource));
  json.Key("context");
  json.Raw(request.context);
  json.End();
  return json.Take();
}

std::string PolicyId(std::size_t position) { return "policy" + std::to_string(position); }

std::string UidJson(const EntityUid& uid) {
  JsonWriter json;
  json.BeginObject();
  json.Member("type", uid.type);
  json.Member("id", uid.id);
  json.End();
  return json.Take();
}

}  // namespace rune::diff
