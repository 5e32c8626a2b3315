// The loop: make a set-up, send it ahead, judge the oldest reply; write down what differs.
#include <chrono>
#include <deque>
#include <fstream>
#include <iostream>
#include <set>

#include "minimise.h"
#include "options.h"
#include "random.h"
#include "session.h"
#include "setup_maker.h"

namespace rune::diff {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAhead = 6;  // set-ups under way

double Seconds(Clock::time_point since) {
  return std::chrono::duration<double>(Clock::now() - since).count();
}

std::string Shown(const Setup& setup) {
  std::string out = "--- seed of the set-up: " + std::to_string(setup.seed) + "\n--- schema\n" +
                    setup.schema + "\n--- policies\n" + setup.PolicyText() + "\n--- links\n" +
                    setup.LinksJson() + "\n--- entities\n";
  for (const std::string& entity : setup.entities) out += entity + "\n";
  for (const std::string& part : setup.parts) out += "--- a schema to link\n" + part;
  out += "--- requests\n";
  for (const RequestModel& request : setup.requests) out += Setup::RequestJson(request) + "\n";
  return out;
}

class Run {
 public:
  explicit Run(const Options& options)
      : options_(options), session_(options.comparisons), oracle_(options.oracle) {}

  int One() {
    const Setup setup = MakeSetup(options_.seed, options_.requests);
    std::cout << Shown(setup);
    const std::vector<Difference> differences = session_.Run(setup, oracle_);
    for (const Difference& difference : differences) Report(setup, difference);
    if (!differences.empty()) return 1;
    std::cout << "--- no difference, " << session_.crashes() << " crashes of the reference\n";
    return 0;
  }

  int Many() {
    Random seeds(options_.seed);
    while (!Done() || !under_way_.empty()) {
      if (!Done() && under_way_.size() < kAhead) {
        under_way_.push_back(MakeSetup(seeds.Next(), options_.requests));
        oracle_.Send(session_.Line(under_way_.back()));
        ++sent_;
      } else {
        JudgeOldest();
      }
      if (Seconds(told_) > 10) Tell();
    }
    Tell();
    Log();
    return found_.empty() ? 0 : 1;
  }

 private:
  bool Done() const {
    return (options_.setups != 0 && sent_ >= options_.setups) ||
           (options_.seconds != 0 && Seconds(start_) >= double(options_.seconds)) ||
           found_.size() >= options_.differences;
  }

  void JudgeOldest() {
    const Setup setup = std::move(under_way_.front());
    under_way_.pop_front();
    const std::vector<Difference> differences = session_.Judge(setup, oracle_.Receive(), counts_);
    differing_ += differences.empty() ? 0 : 1;
    for (const Difference& difference : differences) {
      if (found_.insert(difference.what).second) Report(setup, difference);
    }
  }

  // The small set-up is asked of another oracle, since this one has lines under way.
  void Report(const Setup& setup, const Difference& difference) {
    Oracle fresh(options_.oracle);
    std::vector<const Comparison*> only;
    for (const Comparison* comparison : options_.comparisons) {
      const std::string& what = difference.what;
      if (what.substr(0, what.find('.')) == comparison->name) {
        only.push_back(comparison);
      }
    }
    const Session session(std::move(only));
    const auto find = [&](const Setup& candidate) {
      std::optional<Difference> same;
      for (Difference& each : session.Run(candidate, fresh)) {
        if (each.what == difference.what) same = std::move(each);
      }
      return same;
    };
    const Setup small = Minimise(setup, [&](const Setup& s) { return find(s).has_value(); });
    const std::optional<Difference> again = find(small);
    const std::string text =
        "difference: " + difference.what + "\n" + Shown(small) +
        (again ? "--- ours\n" + again->ours + "\n--- reference\n" + again->theirs + "\n" : "") +
        "--- the line for the oracle\n" + session.Line(small) + "\n";
    const std::string path =
        options_.found + "/" + difference.what + "-" + std::to_string(setup.seed) + ".txt";
    std::ofstream(path) << text;
    std::cout << text.substr(0, 8000) << "written to " << path << std::endl;
  }

  std::string Summary() const {
    const double seconds = Seconds(start_);
    return std::to_string(counts_.setups) + " set-ups, " + std::to_string(counts_.pairs) +
           " pairs (" + std::to_string(counts_.allowed) + " allowed, " +
           std::to_string(counts_.errors) + " with errors), " + std::to_string(counts_.invalid) +
           " set-ups invalid, " + std::to_string(counts_.rejected) + " rejected by both, " +
           std::to_string(counts_.other) + " other answers, " + std::to_string(session_.crashes()) +
           " crashes of the reference, " + std::to_string(differing_) + " set-ups differ; " +
           std::to_string(static_cast<long>(double(counts_.pairs) / seconds)) + " pairs/s, " +
           std::to_string(static_cast<long>(seconds)) + " s";
  }

  void Tell() {
    told_ = Clock::now();
    std::cout << "seed " << options_.seed << ": " << Summary() << std::endl;
  }

  void Log() const {
    if (options_.log.empty()) return;
    std::ofstream log(options_.log, std::ios::app);
    log << "seed " << options_.seed << ":";
    for (const Comparison* comparison : options_.comparisons) log << ' ' << comparison->name;
    log << ": " << Summary() << '\n';
  }

  const Options& options_;
  Session session_;
  Oracle oracle_;
  std::deque<Setup> under_way_;
  Counts counts_;
  std::set<std::string> found_;
  std::uint64_t sent_ = 0;
  std::uint64_t differing_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point told_ = Clock::now();
};

}  // namespace
}  // namespace rune::diff

int main(int argc, char** argv) {
  rune::diff::Options options;
  if (!rune::diff::ReadOptions(argc, argv, options)) return 1;
  try {
    rune::diff::Run run(options);
    return options.one ? run.One() : run.Many();
  } catch (const std::exception& e) {
    std::cerr << "cedar_diff: " << e.what() << '\n';
    return 1;
  }
}
