// What a RequestEvaluation is made of. Internal to the room.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "datalog/eval/goals.h"
#include "datalog/eval/inputs.h"
#include "datalog/eval/root.h"

namespace rune::datalog {

struct RequestEvaluation::State {
  State(const Program& the_program, const Stored& the_stored, RequestInput the_input,
        WorkMeter& meter, std::uint64_t bytes);
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // Null if nothing knows the relation. Those that no rule mentions are made up here.
  const Relation* FindRelation(const RelationName& name);
  Result<const Relation*> Require(const RelationName& name);
  const Value* context_or_null() const { return context ? &*context : nullptr; }

  const Program& program;
  const Stored& stored;
  RequestInput input;
  std::optional<Value> context;  // canonical
  Goals goals;
  Inputs inputs;
  Roots roots;
  std::map<RelationName, std::unique_ptr<Relation>> unmentioned;
};

}  // namespace rune::datalog
