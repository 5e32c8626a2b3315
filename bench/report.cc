#include "report.h"

#include <fstream>

#include "base/format.h"
#include "base/json_writer.h"

namespace rune::bench {
namespace {

constexpr std::string_view kLine = "{:<19}{:<13}";

// What a line of /proc/cpuinfo says of `key`.
std::string Processor(std::string_view key) {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with(key) && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "?";
}

// In the unit of the benchmark.
std::string Figure(const Row& row, const Measured& side) {
  if (side.bytes_each > 0) return Format("{:.0f} B each", side.bytes_each);
  if (row.bytes > 0)
    return Format("{:.1f} MB/s", static_cast<double>(row.bytes) / side.seconds / 1e6);
  if (row.items > 0) {
    return Format("{:.2f} us each", side.seconds * 1e6 / static_cast<double>(row.items));
  }
  return Format("{:.1f} us", side.seconds * 1e6);
}

void Member(JsonWriter& w, std::string_view key, double number) {
  w.Key(key);
  w.Raw(Format("{:.9g}", number));
}

void WriteRow(JsonWriter& w, const Row& row) {
  w.BeginObject();
  w.Member("benchmark", row.benchmark);
  w.Member("workload", row.workload);
  w.Key("bytes");
  w.Integer(row.bytes);
  w.Key("items");
  w.Integer(row.items);
  w.Key("sides");
  w.BeginArray();
  for (const Measured& side : row.sides) {
    w.BeginObject();
    w.Member("side", side.side);
    if (!side.trouble.empty()) {
      w.Member("trouble", side.trouble);
    } else {
      if (side.bytes_each > 0) Member(w, "bytes_each", side.bytes_each);
      if (side.seconds > 0) Member(w, "seconds", side.seconds);
      Member(w, "ratio", side.ratio);
    }
    w.End();
  }
  w.End();
  w.End();
}

}  // namespace

Machine ThisMachine() {
  Machine machine;
  machine.processor = Format("{}, family {}, model {}", Processor("model name"),
                             Processor("cpu family"), Processor("model\t"));
  std::ifstream load("/proc/loadavg");
  std::string word;
  for (int i = 0; i < 3 && load >> word; ++i) machine.load += (i == 0 ? "" : " ") + word;
  return machine;
}

std::string Head(const Machine& machine, const std::vector<std::string>& notes) {
  std::string out = Format("processor       {}\nload average    {}\ncontrol kernel  {:.2f} ms\n",
                           machine.processor, machine.load, machine.control * 1e3);
  for (const std::string& note : notes) out += Format("note            {}\n", note);
  return out + "\n";
}

std::string TableHead(const std::vector<Side>& sides) {
  std::string out = Format(fmt::runtime(kLine), "benchmark", "workload");
  for (std::size_t i = 0; i < sides.size(); ++i) {
    out += i == 0 ? Format("{:<18}", sides[i].name) : Format("{:<30}", sides[i].name);
  }
  return out + "\n";
}

std::string TableLine(const Row& row) {
  std::string out = Format(fmt::runtime(kLine), row.benchmark, row.workload);
  for (std::size_t i = 0; i < row.sides.size(); ++i) {
    const Measured& side = row.sides[i];
    if (!side.trouble.empty()) {
      out += Format("{:<30}", side.trouble);
    } else if (i == 0) {
      out += Format("{:<18}", Figure(row, side));
    } else {
      out += Format("{:<30}", Format("{} ({:.1f}x)", Figure(row, side), side.ratio));
    }
  }
  return out + "\n";
}

std::string Json(const Machine& machine, const std::vector<Row>& rows) {
  JsonWriter w;
  w.BeginObject();
  w.Member("processor", machine.processor);
  w.Member("load", machine.load);
  Member(w, "control_seconds", machine.control);
  Member(w, "control_lowest", machine.control_low);
  Member(w, "control_highest", machine.control_high);
  w.Key("rows");
  w.BeginArray();
  for (const Row& row : rows) WriteRow(w, row);
  w.End();
  w.End();
  return w.Take() + "\n";
}

}  // namespace rune::bench
