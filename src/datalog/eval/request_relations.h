// The relations that a request, the entity store and the usage counters fill (language clauses 4.3
// and 4.4).
//
// Each is made when it is first read and kept for the request; of the relations over the store,
// only the rows of the entity asked for where it is known. Usage is asked for once per key. Values
// are canonical. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "datalog/eval/evaluate.h"
#include "datalog/eval/table.h"

namespace rune::datalog {

class RequestRelations {
 public:
  // `context` is the request's, canonical, or null. `facts` may hold `current_usage/2` where
  // nothing else counts.
  RequestRelations(const RequestInput& input, const Value* context, const store::Facts& facts);

  // A table that has at least the rows which agree with the pattern.
  const Table& Rows(BuiltinRelation relation, const PartialTuple& pattern);

 private:
  void Fill(BuiltinRelation relation, Table& table) const;
  void FillOne(const EntityUid& uid, BuiltinRelation uid_relation, BuiltinRelation relation,
               Table& table) const;
  void FillStore(BuiltinRelation relation, const EntityUid& uid, Table& table) const;
  void FillContext(bool params, Table& table) const;
  const Table& Usage(const Value& key);

  const RequestInput& input_;
  const Value* context_;
  const store::Facts& facts_;
  std::map<BuiltinRelation, Table> tables_;
  std::map<std::pair<BuiltinRelation, EntityUid>, Table> by_entity_;
  std::map<Value, Table> usage_;
};

}  // namespace rune::datalog
