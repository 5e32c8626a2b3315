#include "engine/request_fit.h"

#include "base/format.h"
#include "config/schema_section.h"

namespace rune::engine {

Result<Value> FittingContext(const config::Configuration& configuration, const Request& request,
                             const store::EntityView& entities) {
  if (!configuration.schema) return Value::Record(request.context);
  Value::Fields context = config::DeclaredContext(request, *configuration.schema);
  if (const auto misfit = config::Misfit(request, context, entities, *configuration.schema)) {
    return MakeFault(FaultCode::kInvalidRequest,
                     Format("the request does not fit the schema: {}", *misfit));
  }
  return Value::Record(std::move(context));
}

}  // namespace rune::engine
