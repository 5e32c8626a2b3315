// A goal asked of a snapshot: `rune query`.
#include "engine/engine.h"
#include "engine/goal.h"
#include "engine/request_fit.h"
#include "engine/usage.h"
#include "store/derived.h"

namespace rune::engine {

Result<Answer> Query(const Snapshot& snapshot, const std::string& goal, const Request* request,
                     const Inputs& inputs) {
  const config::Configuration& configuration = *snapshot.configuration;
  const std::vector<Entity> none;
  RUNE_ASSIGN_OR_RETURN(
      const store::EntityView view,
      store::EntityView::Make(configuration.entities, request ? request->entities : none));
  if (request != nullptr) RUNE_TRY(FittingContext(configuration, *request, view));
  const store::DerivedEntities entities(view, configuration.options.path_types);
  WorkMeter meter(configuration.options.bounds.steps, configuration.options.bounds.facts);
  datalog::RequestEvaluation rules(configuration.program, snapshot.stored,
                                   {request, &entities, UsageSource(snapshot, inputs)}, meter,
                                   configuration.options.bounds.bytes);
  return AnswerGoal(configuration, rules, goal);
}

}  // namespace rune::engine
