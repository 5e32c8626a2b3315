// RUNE as a side of a benchmark: one command a line, one answer a line.
//
//   load BENCHMARK FOLDER   reads the inputs   -> `ok FACTS`, which all sides must agree on
//   run N                   does the work N times -> `ok NANOSECONDS` (what is made is dropped
//                           behind the clock)
//   memory WHAT FOLDER      `policies` or `entities`, loaded once -> `ok bytes B count N`
//   version                 -> `ok NAME VERSION`
// Anything else, and what goes wrong: `error TEXT`. The peers speak the same.
//
// BENCHMARK is `policy-text` (policies.cedar to a policy set), `entity-json` (entities.json to a
// store with its hierarchy closed), `validate` (policies.cedar against schema.cedarschema, both
// read before) or `schema-json` and `schema-cedar` (schema.json, schema.cedarschema to a schema
// that policies can be held against).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rune::bench {

class OwnSide {
 public:
  OwnSide();
  ~OwnSide();
  OwnSide(const OwnSide&) = delete;
  OwnSide& operator=(const OwnSide&) = delete;

  std::string Answer(std::string_view line);

  struct Job;  // inputs, and the work on them

 private:
  std::unique_ptr<Job> job_;
};

}  // namespace rune::bench
