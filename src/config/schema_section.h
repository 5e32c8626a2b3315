// The schema of a configuration, and what is held against it: policies, entities, requests.
//
// Idea: all schema texts of a configuration are fragments of one schema. Policies are validated in
// strict mode, as Cedar does; entities must conform; a request must fit, because what the validator
// promises holds only for requests that do. Attributes that RUNE itself gives to entities
// (`resource.path`) need not be declared, nor do the context keys that it fills (`args`, `params`,
// `now`); what the schema says of them holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cedar/schema/read.h"
#include "cedar/validate/schema_index.h"
#include "config/configuration.h"
#include "config/policy_rules.h"
#include "store/entities.h"

namespace rune::config {

// Collects the texts of one load.
class SchemaSection {
 public:
  // Requires: both outlive this.
  SchemaSection(const Options& options, text::Diagnostics& diagnostics)
      : options_(options), diagnostics_(diagnostics), findings_(diagnostics) {}

  // `extended`: a section of a file that is not strict.
  void Read(text::Slice slice, bool extended);
  // The schema of all texts; pushes an error for attributes of RUNE's own that it declares as
  // something else than they are. Nothing where there is no text, or a text cannot be read.
  std::optional<cedar::Schema> Finish();
  // The actions of the namespace without a name, with their places.
  void AddActions(KnownActions& actions) const;

 private:
  void HoldAgainstDerived(const cedar::Schema& schema);
  text::Span PlaceOf(const std::string& type, const std::string& attribute) const;

  const Options& options_;
  text::Diagnostics& diagnostics_;
  cedar::SchemaFindings findings_;
  std::vector<cedar::Fragment> fragments_;
};

// What entities have beside what a schema says of them.
cedar::ImpliedAttributes ImpliedBy(const Options& options);

// Validates the policies, templates and links; pushes what is found.
void ValidatePolicies(const cedar::PolicySet& policies, const cedar::Schema& schema,
                      const Options& options, text::Diagnostics& diagnostics);

// The context of a request as policies see it: without the keys of RUNE that the schema does not
// declare, which the validator took to be absent.
Value::Fields DeclaredContext(const Request& request, const cedar::Schema& schema);

// Why a request and the entities that it states do not fit; nothing if they do. `context` is its
// DeclaredContext, `entities` are those of the request laid over the configuration's.
std::optional<std::string> Misfit(const Request& request, const Value::Fields& context,
                                  const store::EntitySource& entities,
                                  const cedar::Schema& schema);

}  // namespace rune::config
