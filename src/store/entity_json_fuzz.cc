// Any bytes as entity JSON: the fast reader says what the slow one says, in entities, places and
// findings; what is read can be built, or is refused, and is the same when written and read again.
#include <algorithm>
#include <cstdlib>

#include "store/entity_json.h"

namespace {

using namespace rune;
using namespace rune::store;

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireSame(const std::vector<PlacedEntity>& a, const std::vector<PlacedEntity>& b) {
  Require(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    Require(a[i].entity == b[i].entity);
    Require(a[i].span.begin == b[i].span.begin && a[i].span.end == b[i].span.end);
  }
}

void RequireSame(const text::Diagnostics& a, const text::Diagnostics& b) {
  Require(a.all().size() == b.all().size());
  for (std::size_t i = 0; i < a.all().size(); ++i) {
    Require(a.all()[i].code == b.all()[i].code && a.all()[i].message == b.all()[i].message);
    Require(a.all()[i].place.offset == b.all()[i].place.offset);
  }
}

void RequireRereadable(const Entities& entities) {
  text::SourceMap sources;
  sources.Add("again.json", WriteEntities(entities.all()));
  text::Diagnostics diagnostics(sources);
  Bounds deeper;  // a datetime without a text is written as a call, a level deeper
  deeper.json_depth += 8;
  const auto again = LoadEntities(sources.Whole(0), deeper, diagnostics);
  Require(again.has_value());
  Require(std::ranges::equal(again->Sorted(), entities.Sorted(),
                             [](const Entity* a, const Entity* b) { return *a == *b; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  text::SourceMap sources;
  sources.Add("entities.json", std::string(reinterpret_cast<const char*>(data), size));
  text::Diagnostics slow_findings(sources);
  std::optional<std::vector<PlacedEntity>> slow;
  if (const auto json =
          value::ParseJson(sources.Whole(0), kEntitiesShape, Bounds{}, slow_findings)) {
    slow = ReadEntities(*json, slow_findings);
  }
  text::Diagnostics findings(sources);
  const auto read = ReadEntities(sources.Whole(0), Bounds{}, findings);
  RequireSame(findings, slow_findings);
  Require(read.has_value() == slow.has_value());
  if (read) RequireSame(*read, *slow);

  text::Diagnostics load_findings(sources);
  const auto loaded = LoadEntities(sources.Whole(0), Bounds{}, load_findings);
  RequireSame(load_findings, slow_findings);
  if (loaded) RequireRereadable(*loaded);
  return 0;
}
