// The benchmarks as a command; README.md says how to use it and how to read what it prints.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/format.h"
#include "base/pages.h"
#include "measure.h"
#include "own_side.h"
#include "report.h"
#include "workload.h"

namespace rune::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUsage = R"(rune_bench [OPTION..] [BENCHMARK..]
  BENCHMARK        policy-text, entity-json, validate, schema-load, memory; all when none is named
  --peers FOLDER   where the peers lie (bench/peers/build makes them)
  --json FILE      also write the figures as JSON
  --inputs FOLDER  where inputs are written; a temporary folder without it
  --keep-pages     what a side frees stays with it: no side pays the kernel again in each round
  --tiny           small inputs and one round: does it still work?
  --side           be a side: read commands from the input (own_side.h)
)";
constexpr std::array<std::string_view, 5> kBenchmarks = {"policy-text", "entity-json", "validate",
                                                         "schema-load", "memory"};
constexpr std::array<std::string_view, 2> kPeers = {"cedar-policy", "cedar-go"};

// To glibc, whose allocator ours and the reference use.
constexpr const char* kKeepPages =
    "glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=1073741824";

struct Options {
  std::vector<std::string> benchmarks;
  std::string peers;
  std::string json;
  fs::path inputs;
  bool keep_pages = false;
  bool tiny = false;
  bool side = false;
};

std::optional<Options> Read(int argc, char** argv) {
  Options options;
  options.inputs = fs::temp_directory_path() / "rune-bench";
  const auto value = [&](int& i) { return i + 1 < argc ? argv[++i] : ""; };
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--peers") {
      options.peers = value(i);
    } else if (word == "--json") {
      options.json = value(i);
    } else if (word == "--inputs") {
      options.inputs = value(i);
    } else if (word == "--keep-pages") {
      options.keep_pages = true;
    } else if (word == "--tiny") {
      options.tiny = true;
    } else if (word == "--side") {
      options.side = true;
    } else if (std::ranges::find(kBenchmarks, word) != kBenchmarks.end()) {
      options.benchmarks.emplace_back(word);
    } else {
      return std::nullopt;
    }
  }
  return options;
}

void Write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string WriteInputs(const fs::path& folder, const Workload& workload) {
  const fs::path own = folder / workload.name;
  fs::create_directories(own);
  Write(own / "policies.cedar", workload.policies);
  Write(own / "faulty.cedar", workload.faulty);
  Write(own / "schema.cedarschema", workload.schema);
  Write(own / "schema.json", workload.schema_json);
  Write(own / "entities.json", workload.entities);
  return own.string();
}

class Run {
 public:
  Run(const Options& options, std::string self) : options_(options) {
    if (options.keep_pages) {
      setenv("GLIBC_TUNABLES", kKeepPages, 1);
      notes_.push_back("what a side frees stays with it");
    }
    AddSide("rune", {std::move(self), "--side"});
    for (const std::string_view peer : kPeers) {
      const fs::path path = fs::path(options.peers) / peer;
      if (!options.peers.empty() && fs::exists(path)) {
        AddSide(std::string(peer), {path.string()});
      } else {
        notes_.push_back(Format("{} is not built: the run goes on without it", peer));
      }
    }
    if (options.tiny) {
      scale_ = {2, 5, 20, 20};
      rounds_ = {1, 0};
    }
  }

  int Whole() {
    Machine machine = ThisMachine();
    machine.control = ControlKernel();
    std::cout << Head(machine, notes_) << TableHead(sides_) << std::flush;
    const std::vector<Workload> workloads = Workloads(scale_);
    for (const Workload& workload : workloads)
      folders_.push_back(WriteInputs(options_.inputs, workload));
    for (const std::string_view benchmark : kBenchmarks) {
      if (!Wanted(benchmark)) continue;
      if (benchmark == "memory") {
        Memory();
      } else {
        for (std::size_t i = 0; i < workloads.size(); ++i)
          One(benchmark, workloads[i], folders_[i]);
      }
    }
    Finish(machine);
    return failed_ ? 1 : 0;
  }

 private:
  void AddSide(std::string name, std::vector<std::string> command) {
    const auto version = Process(command).Ask("version");
    if (!version) {
      notes_.push_back(Format("{} does not run: {}", name, version.error()));
      return;
    }
    sides_.push_back({*version, std::move(command)});
  }

  bool Wanted(std::string_view benchmark) const {
    return options_.benchmarks.empty() ||
           std::ranges::find(options_.benchmarks, benchmark) != options_.benchmarks.end();
  }

  void One(std::string_view benchmark, const Workload& workload, const std::string& folder) {
    if (benchmark == "policy-text") {
      Time("policy-text", "policy-text", workload, folder, workload.policies.size());
    } else if (benchmark == "entity-json") {
      Time("entity-json", "entity-json", workload, folder, workload.entities.size());
    } else if (benchmark == "validate") {
      Time("validate", "validate", workload, folder, 0);
    } else {
      Time("schema-load json", "schema-json", workload, folder, 0);
      Time("schema-load cedar", "schema-cedar", workload, folder, 0);
    }
  }

  void Time(const std::string& benchmark, const std::string& job, const Workload& workload,
            const std::string& folder, std::size_t bytes) {
    controls_.push_back(ControlKernel());
    Row row;
    row.benchmark = benchmark;
    row.workload = workload.name;
    row.bytes = bytes;
    std::string facts;
    row.sides = Compare(sides_, job, folder, rounds_, facts);
    row.items = NumberIn(facts, "policies");
    Add(std::move(row));
  }

  void Memory() {
    const Workload workload = Hospital(options_.tiny ? 2 : 300, options_.tiny ? 20 : 33'300);
    const std::string folder = WriteInputs(options_.inputs / "memory", workload);
    for (const std::string what : {"policies", "entities"}) {
      Row row;
      row.benchmark = "memory";
      row.workload = what;
      row.sides = CompareMemory(sides_, what, folder, row.items);
      Add(std::move(row));
    }
  }

  void Add(Row row) {
    failed_ = failed_ || row.sides.empty() || !row.sides[0].trouble.empty();
    std::cout << TableLine(row) << std::flush;
    rows_.push_back(std::move(row));
  }

  void Finish(Machine& machine) {
    if (!controls_.empty()) {
      std::ranges::sort(controls_);
      machine.control = controls_[controls_.size() / 2];
      machine.control_low = controls_.front();
      machine.control_high = controls_.back();
      std::cout << Format("\ncontrol kernel over the run: {:.2f} ms ({:.2f} to {:.2f})\n",
                          machine.control * 1e3, machine.control_low * 1e3,
                          machine.control_high * 1e3);
    }
    if (!options_.json.empty()) Write(options_.json, Json(machine, rows_));
  }

  const Options& options_;
  Scale scale_;
  Rounds rounds_;
  std::vector<Side> sides_;
  std::vector<std::string> notes_;
  std::vector<std::string> folders_;  // of the workloads
  std::vector<Row> rows_;
  std::vector<double> controls_;
  bool failed_ = false;
};

void Serve() {
  KeepFreedPages();  // as the command does
  OwnSide side;
  for (std::string line; std::getline(std::cin, line);) std::cout << side.Answer(line) << std::endl;
}

}  // namespace
}  // namespace rune::bench

int main(int argc, char** argv) {
  const auto options = rune::bench::Read(argc, argv);
  if (!options) {
    std::cerr << rune::bench::kUsage;
    return 2;
  }
  if (options->side) {
    rune::bench::Serve();
    return 0;
  }
  return rune::bench::Run(*options, std::filesystem::canonical("/proc/self/exe").string()).Whole();
}
