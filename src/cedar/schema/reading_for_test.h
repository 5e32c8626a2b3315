// For tests of this folder: a schema read once, with what was said about it in short. Test code
// only.
#pragma once

#include <optional>
#include <string>

#include "cedar/schema/read.h"

namespace rune::cedar {

struct SchemaReading {
  explicit SchemaReading(std::string text, SchemaFormat format = SchemaFormat::kCedar,
                         const Bounds& bounds = {}) {
    const std::uint32_t file = sources.Add("schema", std::move(text));
    fragment = ReadFragment(sources.Whole(file), format, bounds, findings);
    if (fragment) schema = Resolve(std::span(&*fragment, 1), bounds, findings);
  }

  // `TypeNotDefined TypeNotDefined`; `good` when there is nothing.
  std::string Kinds() const {
    std::string out;
    for (const SchemaKind kind : findings.kinds()) {
      out += (out.empty() ? "" : " ") + std::string(KindName(kind));
    }
    return out.empty() ? schema ? "good" : "nothing" : out;
  }

  text::SourceMap sources;
  text::Diagnostics diagnostics{sources};
  SchemaFindings findings{diagnostics};
  std::optional<Fragment> fragment;
  std::optional<Schema> schema;
};

inline std::string SchemaKinds(std::string text, SchemaFormat format = SchemaFormat::kCedar) {
  return SchemaReading(std::move(text), format).Kinds();
}

}  // namespace rune::cedar
