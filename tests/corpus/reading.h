// Upstream's test files, read into our own terms.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cedar/policy_set.h"
#include "rune/request.h"
#include "store/entities.h"
#include "text/diagnostics.h"
#include "value/json.h"

namespace rune::corpus {

// A text, its places, and what was found wrong with it.
struct Source {
  Source(std::string name, std::string content);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  text::Slice Whole() const { return map.Whole(file); }
  // The first error as one line; empty when there is none.
  std::string Error() const;

  text::SourceMap map;
  text::Diagnostics diagnostics;
  std::uint32_t file = 0;
};

struct Expected {
  bool allow = false;
  std::set<std::string> reasons;
  std::set<std::string> errors;
};

struct Question {
  Request request;
  Expected expected;  // left empty where the answers lie in another file
};

// One file `<id>.json`.
struct TestFile {
  std::string name;
  std::string policies;  // names of files
  std::string entities;
  std::vector<Question> questions;
};

// Each of the following throws std::runtime_error with a message when the file is not as it should.
value::Json ReadJson(Source& source);
const value::Json& Member(const value::Json& json, std::string_view key);
EntityUid ReadUid(const value::Json& json);
std::vector<Question> ReadQuestions(const value::Json& list, bool with_answers,
                                    text::Diagnostics& diagnostics);
Expected ReadExpected(bool allow, const value::Json& reasons, const value::Json& errors);
TestFile ReadTest(const std::string& name, const std::string& content);
store::Entities ReadEntities(const value::Json& json, text::Diagnostics& diagnostics);

// Empty when the entities, written as JSON and read again, are the same.
std::string CheckWriting(const store::Entities& entities);

}  // namespace rune::corpus
