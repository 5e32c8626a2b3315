// The outline of a `.rune` file: a head (version and options), then sections.
//
// Idea: one pass over the bytes steps over texts and comments as the grammar of the running section
// has them, and looks at each line that begins outside of both; what holds only `[name]` there is a
// header. Nothing inside a section is judged here, so that each section can be read on its own, and
// offsets stay those of the file. Cost: linear, without recursion, also in a file of one line.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "config/lexical.h"
#include "text/diagnostics.h"

namespace rune::config {

enum class SectionKind : std::uint8_t {
  kData,
  kEntities,
  kSchema,
  kRules,
  kPolicies,
  kLinks,
  kLimits,
  kTests,
  kMetadata,
};

struct Section {
  SectionKind kind = SectionKind::kData;
  text::Span header;
  // TOML sections: from the header line on, so that TOML sees its own tables; others: behind the
  // header line.
  text::Slice body;
};

struct Document {
  text::Slice head;  // before the first header
  std::vector<Section> sections;

  const Section* Find(SectionKind kind) const;
};

Grammar GrammarOf(SectionKind kind);
std::string_view SectionName(SectionKind kind);  // `data`, ...

// Pushes: a byte-order mark, broken UTF-8, an unknown section, one that is there twice, `[limits]`.
// Returns: nothing when the text is not UTF-8, else all that could be found.
std::optional<Document> ReadOutline(text::Slice file, text::Diagnostics& diagnostics);

}  // namespace rune::config
