// Makes what a schema speaks of: values, entities, contexts, requests, as JSON; and values as
// Cedar literals. Mostly right; wrong now and then, so that errors are compared too.
#pragma once

#include <string>
#include <vector>

#include "model.h"
#include "random.h"

namespace rune::diff {

class DataMaker {
 public:
  DataMaker(const SchemaModel& schema, Random& random) : schema_(schema), random_(random) {}

  // How often an attribute has a wrong type, is missing or is superfluous.
  void set_wrong(double p) { wrong_ = p; }
  // How often an entity or extension value is written as only a schema can read it.
  void set_implicit(double p) { implicit_ = p; }

  EntityUid Uid(const std::string& type);  // of a type in the schema; also ids nobody has
  std::string ValueJson(const Type& type, int depth);
  std::string RecordJson(const std::vector<Field>& fields, int depth);

  // JSON texts, one entity each. Remembers which there are.
  std::vector<std::string> Entities();
  RequestModel Request();

 private:
  std::string EntityJson(const EntityModel& model, std::size_t at, const EntityUid& uid);
  std::string ActionJson(const ActionModel& action);
  std::string ParentsJson(const EntityModel& model, std::size_t at, const EntityUid& uid);
  std::string AnyJson();
  bool Implicit() { return random_.Chance(implicit_); }
  std::string ReferenceJson(const EntityUid& uid);
  EntityUid SomeUid(const std::vector<std::size_t>& types);

  const SchemaModel& schema_;
  Random& random_;
  double wrong_ = 0.02;
  double implicit_ = 0.0;
  std::map<std::string, std::vector<EntityUid>> known_;  // by type
};

}  // namespace rune::diff
