// What of a set-up is known where something is not: the same for both sides, and for a part of the
// set-up whatever else is left out of it, so that differences can be made small.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cedar/tpe/partial_response.h"
#include "comparison.h"
#include "store/entities.h"

namespace rune::diff {

struct Knowledge {
  bool principal = false;
  bool resource = false;
  bool context = false;
};
Knowledge KnowledgeOf(const RequestModel& request);

// As many requests as the comparisons of this kind look at.
std::size_t PartialRequests(const Setup& setup);

// JSON: a list in which entities are missing, or parts of them.
std::string PartialEntitiesText(const Setup& setup);
std::string UidOrTypeJson(const EntityUid& uid, bool known);
std::string Quoted(const std::string& text);
// The same on every machine.
std::uint64_t TextHash(std::string_view text);

// The entities of a set-up, read by its schema. Empty where they do not fit it.
class WholeWorld {
 public:
  WholeWorld(const Setup& setup, const Ours& ours);
  bool good() const { return view_ != nullptr; }
  const store::EntitySource& entities() const { return *view_; }

 private:
  store::Entities entities_;
  std::unique_ptr<store::EntityView> view_;
};

// None where it cannot be read by the schema.
std::optional<Value::Fields> TypedContext(const Ours& ours, const RequestModel& request);
// Whether the context can be sent as it stands: both sides treat double keys differently there.
bool PlainContext(const RequestModel& request);

// Why the schema refuses a request: the kind. The oracle checks that before anything else.
std::optional<std::string> RequestProblem(const Ours& ours, const cedar::ConcreteRequest& request);

// An error's kind by Cedar's name, the last part of the path that the oracle gives.
std::string KindOf(const value::Json& error);

WorkMeter WideMeter();

}  // namespace rune::diff
