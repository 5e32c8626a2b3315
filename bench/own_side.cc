#include "own_side.h"

#include <malloc.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "base/format.h"
#include "cedar/policy_set.h"
#include "cedar/schema/read.h"
#include "cedar/syntax/parse.h"
#include "cedar/validate/validate.h"
#include "store/entities.h"
#include "store/entity_json.h"

namespace rune::bench {
namespace {

using Nanoseconds = std::chrono::nanoseconds;

std::string Read(std::string_view folder, std::string_view name) {
  std::ifstream in(Format("{}/{}", folder, name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Keeps the work that made `value` from being optimised away.
template <typename T>
void Keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

// Time on the processor, which does not count what other programs get meanwhile.
Nanoseconds ProcessorTime() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + Nanoseconds(now.tv_nsec);
}

// The time of `work`; what it returns is dropped behind the clock.
template <typename Work>
Nanoseconds Timed(const Work& work) {
  const Nanoseconds start = ProcessorTime();
  const auto made = work();
  Keep(made);
  return ProcessorTime() - start;
}

// The same for `read`, which is given a text and where to keep it. The text is in memory when the
// clock starts, and given away, as by a program that has just read it from a file.
template <typename Reading>
Nanoseconds TimedReading(std::string text, const Reading& read) {
  text::SourceMap sources;
  return Timed([&] { return read(std::move(text), sources); });
}

// What `read` makes of a text that is not wanted behind it.
template <typename Reading>
auto Once(std::string text, const Reading& read) {
  text::SourceMap sources;
  return read(std::move(text), sources);
}

// Policies go by their position here, as in Cedar itself.
std::optional<cedar::PolicySet> Policies(std::string text, text::SourceMap& sources) {
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("policies", std::move(text));
  cedar::ParseOptions options;
  options.id_annotations = false;
  cedar::PolicySet set;
  set.AddAll(cedar::ParsePolicies(sources.Whole(file), options, diagnostics), diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return set;
}

std::optional<store::Entities> Entities(std::string text, text::SourceMap& sources) {
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("entities", std::move(text));
  auto loaded = store::LoadEntities(sources.Whole(file), Bounds(), diagnostics);
  return loaded ? std::optional(*std::move(loaded)) : std::nullopt;
}

// A schema, ready for questions.
struct ReadySchema {
  explicit ReadySchema(cedar::Schema read) : schema(std::move(read)), index(schema) {}

  cedar::Schema schema;
  cedar::SchemaIndex index;
};

std::unique_ptr<ReadySchema> Schema(std::string text, text::SourceMap& sources,
                                    cedar::SchemaFormat format) {
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("schema", std::move(text));
  auto schema = cedar::ReadSchema(sources.Whole(file), format, Bounds(), diagnostics);
  return schema ? std::make_unique<ReadySchema>(*std::move(schema)) : nullptr;
}

auto SchemaReader(cedar::SchemaFormat format) {
  return [format](std::string text, text::SourceMap& sources) {
    return Schema(std::move(text), sources, format);
  };
}

// The policies of a set that the validator finds an error in.
std::string Wrong(const cedar::PolicySet& set, const cedar::SchemaIndex& index) {
  std::set<std::string> ids;
  for (const cedar::Finding& finding : cedar::Validate(set, index).findings) {
    if (!cedar::IsWarning(finding.kind)) ids.insert(finding.policy_id);
  }
  std::string all;
  for (const std::string& id : ids) all += (all.empty() ? "" : ",") + id;
  return all;
}

std::size_t Resident() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  std::size_t whole = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::string Error(std::string_view text) { return Format("error {}", text); }

// What `load` makes of a text takes, beside what there was.
template <typename Load, typename Count>
std::string Memory(const std::string& text, const Load& load, const Count& count) {
  const std::size_t before = Resident();
  const auto loaded = Once(text, load);
  const std::size_t after = Resident();
  if (!loaded) return Error("the text cannot be read");
  return Format("ok bytes {} count {}", after > before ? after - before : 0, count(*loaded));
}

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

}  // namespace

struct OwnSide::Job {
  std::string facts;
  std::function<Nanoseconds()> once;
};

namespace {

using Job = OwnSide::Job;

std::optional<Job> PolicyText(std::string_view folder) {
  std::string text = Read(folder, "policies.cedar");
  const auto set = Once(text, Policies);
  if (!set) return std::nullopt;
  return Job{Format("policies={}", set->policies().size()),
             [text = std::move(text)] { return TimedReading(text, Policies); }};
}

std::optional<Job> EntityJson(std::string_view folder) {
  std::string text = Read(folder, "entities.json");
  const auto entities = Once(text, Entities);
  if (!entities) return std::nullopt;
  return Job{Format("entities={}", entities->all().size()),
             [text = std::move(text)] { return TimedReading(text, Entities); }};
}

std::optional<Job> ValidateJob(std::string_view folder) {
  const std::shared_ptr<ReadySchema> schema =
      Once(Read(folder, "schema.cedarschema"), SchemaReader(cedar::SchemaFormat::kCedar));
  auto set = Once(Read(folder, "policies.cedar"), Policies);
  const auto faulty = Once(Read(folder, "faulty.cedar"), Policies);
  if (!schema || !set || !faulty) return std::nullopt;
  std::string facts = Format("policies={} wrong={} faulty={}", set->policies().size(),
                             Wrong(*set, schema->index), Wrong(*faulty, schema->index));
  return Job{std::move(facts), [schema, set = *std::move(set)] {
               return Timed([&] { return cedar::Validate(set, schema->index); });
             }};
}

std::optional<Job> SchemaLoad(std::string_view folder, cedar::SchemaFormat format) {
  std::string text =
      Read(folder, format == cedar::SchemaFormat::kCedar ? "schema.cedarschema" : "schema.json");
  const auto ready = Once(text, SchemaReader(format));
  if (!ready) return std::nullopt;
  return Job{Format("types={} actions={}", ready->schema.entity_types.size(),
                    ready->schema.actions.size()),
             [text = std::move(text), format] { return TimedReading(text, SchemaReader(format)); }};
}

std::optional<Job> Load(std::string_view benchmark, std::string_view folder) {
  if (benchmark == "policy-text") return PolicyText(folder);
  if (benchmark == "entity-json") return EntityJson(folder);
  if (benchmark == "validate") return ValidateJob(folder);
  if (benchmark == "schema-json") return SchemaLoad(folder, cedar::SchemaFormat::kJson);
  if (benchmark == "schema-cedar") return SchemaLoad(folder, cedar::SchemaFormat::kCedar);
  return std::nullopt;
}

std::string Run(const Job& job, std::string_view word) {
  std::size_t times = 0;
  std::from_chars(word.data(), word.data() + word.size(), times);
  Nanoseconds total{};
  for (std::size_t i = 0; i < times; ++i) total += job.once();
  return Format("ok {}", total.count());
}

}  // namespace

OwnSide::OwnSide() = default;
OwnSide::~OwnSide() = default;

std::string OwnSide::Answer(std::string_view line) {
  const std::vector<std::string_view> words = Words(line);
  if (words.size() == 3 && words[0] == "load") {
    job_.reset();
    std::optional<Job> job = Load(words[1], words[2]);
    if (!job) return Error("the inputs cannot be read");
    job_ = std::make_unique<Job>(*std::move(job));
    return "ok " + job_->facts;
  }
  if (words.size() == 2 && words[0] == "run" && job_) return Run(*job_, words[1]);
  if (words.size() == 3 && words[0] == "memory" && words[1] == "policies") {
    return Memory(Read(words[2], "policies.cedar"), Policies,
                  [](const cedar::PolicySet& set) { return set.policies().size(); });
  }
  if (words.size() == 3 && words[0] == "memory" && words[1] == "entities") {
    return Memory(Read(words[2], "entities.json"), Entities,
                  [](const store::Entities& all) { return all.all().size(); });
  }
  if (words.size() == 1 && words[0] == "version") return "ok rune " RUNE_VERSION;
  return Error(Format("not understood: {}", line));
}

}  // namespace rune::bench
