#include "session.h"

#include "base/json_writer.h"

namespace rune::diff {

std::vector<const Comparison*> Session::Asked(const Setup& setup,
                                              std::vector<std::string>& ops) const {
  std::vector<const Comparison*> asked;
  for (const Comparison* comparison : comparisons_) {
    std::string op = comparison->ask(setup);
    if (op.empty()) continue;
    ops.push_back(std::move(op));
    asked.push_back(comparison);
  }
  return asked;
}

std::string Session::Line(const Setup& setup) const {
  std::vector<std::string> ops;
  Asked(setup, ops);
  JsonWriter json;
  json.BeginObject();
  json.Key("policies");
  json.BeginObject();
  json.Member("text", setup.PolicyText());
  json.Key("links");
  json.Raw(setup.LinksJson());
  json.End();
  json.Member("schema", setup.schema);
  json.Key("entities");
  json.Raw(setup.EntitiesText());
  json.Key("ops");
  json.BeginArray();
  for (const std::string& op : ops) json.Raw(op);
  json.End();
  json.End();
  return json.Take();
}

std::vector<Difference> Session::Judge(const Setup& setup, const std::string& reply,
                                       Counts& counts) const {
  const value::Json json = ParseJsonText(reply);
  const value::Json* results = json.Find("results");
  if (results == nullptr) {
    ++crashes_;
    return {};
  }
  std::vector<std::string> ops;
  const std::vector<const Comparison*> asked = Asked(setup, ops);
  const Ours ours(setup);
  ++counts.setups;
  std::vector<Difference> differences;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto difference = asked[i]->judge(setup, ours, results->array.at(i), counts);
    if (difference) differences.push_back(*std::move(difference));
  }
  return differences;
}

std::vector<Difference> Session::Run(const Setup& setup, Oracle& oracle) const {
  Counts unused;
  return Judge(setup, oracle.Ask(Line(setup)), unused);
}

}  // namespace rune::diff
