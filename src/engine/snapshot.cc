#include "engine/engine.h"

namespace rune::engine {

bool Snapshot::no_policy() const {
  return configuration->policies.inert() && !configuration->has_rules;
}

Result<std::unique_ptr<Snapshot>> MakeSnapshot(std::unique_ptr<config::Configuration> configuration,
                                               text::Diagnostics& diagnostics) {
  auto snapshot = std::make_unique<Snapshot>();
  RUNE_ASSIGN_OR_RETURN(snapshot->stored,
                        datalog::Materialize(configuration->program, configuration->facts,
                                             configuration->options.bounds, diagnostics));
  if (diagnostics.has_errors()) return nullptr;
  snapshot->instances = configuration->policies.Instances();
  snapshot->configuration = std::move(configuration);
  return snapshot;
}

}  // namespace rune::engine
