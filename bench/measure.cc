#include "measure.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>

#include "base/format.h"

namespace rune::bench {
namespace {

constexpr std::size_t kMostShown = 200;

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// One side with its inputs loaded.
struct Runner {
  std::unique_ptr<Process> process;
  Measured result;
  std::size_t repeats = 1;
  std::vector<double> times;  // of one pass, by round

  bool healthy() const { return result.trouble.empty(); }

  // Seconds of one pass.
  double Pass() {
    const auto answer = process->Ask(Format("run {}", repeats));
    if (!answer) {
      result.trouble = answer.error();
      return 0;
    }
    std::int64_t nanoseconds = 0;
    std::from_chars(answer->data(), answer->data() + answer->size(), nanoseconds);
    return static_cast<double>(nanoseconds) * 1e-9 / static_cast<double>(repeats);
  }

  // Also warms up.
  void Calibrate(double seconds) {
    double pass = Pass();
    while (healthy() && pass * static_cast<double>(repeats) < seconds) {
      const double wanted = std::clamp(seconds / std::max(pass, 1e-9), 1.0, 1e6);
      repeats = std::max(repeats * 2, static_cast<std::size_t>(wanted) + 1);
      pass = Pass();
    }
  }
};

Runner Start(const Side& side, const std::string& benchmark, const std::string& folder,
             std::string& facts) {
  Runner runner;
  runner.result.side = side.name;
  runner.process = std::make_unique<Process>(side.command);
  const auto loaded = runner.process->Ask(Format("load {} {}", benchmark, folder));
  if (!loaded) {
    runner.result.trouble = loaded.error();
  } else if (facts.empty()) {
    facts = *loaded;
  } else if (*loaded != facts) {
    runner.result.trouble = Format("answers differ: {}", loaded->substr(0, kMostShown));
  }
  return runner;
}

}  // namespace

double ControlKernel() {
  constexpr std::size_t kSteps = 1 << 21;
  std::array<std::uint64_t, 4096> table{};
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t x = 1;
  for (std::size_t i = 0; i < kSteps; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    table[x % table.size()] += x;
  }
  asm volatile("" : : "g"(table.data()) : "memory");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<Measured> Compare(const std::vector<Side>& sides, const std::string& benchmark,
                              const std::string& folder, const Rounds& rounds, std::string& facts) {
  std::vector<Runner> runners;
  for (const Side& side : sides) {
    runners.push_back(Start(side, benchmark, folder, facts));
    if (runners.back().healthy()) runners.back().Calibrate(rounds.seconds);
  }
  for (std::size_t round = 0; round < rounds.count; ++round) {
    for (Runner& runner : runners) {
      if (runner.healthy()) runner.times.push_back(runner.Pass());
    }
  }
  std::vector<Measured> results;
  for (Runner& runner : runners) {
    if (runner.healthy()) {
      runner.result.seconds = Median(runner.times);
      std::vector<double> ratios;
      for (std::size_t i = 0; i < std::min(runner.times.size(), runners[0].times.size()); ++i) {
        ratios.push_back(runner.times[i] / runners[0].times[i]);
      }
      if (!ratios.empty()) runner.result.ratio = Median(std::move(ratios));
    }
    results.push_back(std::move(runner.result));
  }
  return results;
}

std::vector<Measured> CompareMemory(const std::vector<Side>& sides, const std::string& what,
                                    const std::string& folder, std::size_t& items) {
  std::vector<Measured> results;
  for (const Side& side : sides) {
    Measured& result = results.emplace_back();
    result.side = side.name;
    Process process(side.command);
    const auto answer = process.Ask(Format("memory {} {}", what, folder));
    if (!answer) {
      result.trouble = answer.error();
      continue;
    }
    const std::size_t count = NumberIn(*answer, "count");
    if (items == 0) items = count;
    if (count != items || count == 0) {
      result.trouble = "answers differ: " + *answer;
      continue;
    }
    result.bytes_each =
        static_cast<double>(NumberIn(*answer, "bytes")) / static_cast<double>(count);
    if (results[0].bytes_each > 0) result.ratio = result.bytes_each / results[0].bytes_each;
  }
  return results;
}

std::size_t NumberIn(const std::string& facts, const std::string& key) {
  const std::size_t at = facts.find(key);
  std::size_t number = 0;
  if (at == std::string::npos) return number;
  const char* begin = facts.data() + at + key.size() + 1;
  std::from_chars(begin, facts.data() + facts.size(), number);
  return number;
}

}  // namespace rune::bench
