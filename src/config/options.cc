#include "config/options.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/format.h"
#include "text/suggest.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::config {
namespace {

using text::Code;

enum class Shape : std::uint8_t { kWord, kTexts, kCount };

struct Known {
  std::string_view name;
  Shape shape;
  std::array<std::string_view, 2> words;  // kWord
  std::uint64_t most = 0;                 // kCount
  void (*apply)(Options&, const Value&);
};

std::uint64_t Count(const Value& v) { return static_cast<std::uint64_t>(v.as_long()); }

constexpr std::uint64_t kMany = 1ull << 62;
// Deeper texts than this would not fit the stack of every build.
constexpr std::uint64_t kDepth = 256;

constexpr std::array kOptions = {
    Known{"cedar",
          Shape::kWord,
          {"extended", "strict"},
          0,
          [](Options& o, const Value& v) { o.extended = v.as_string() == "extended"; }},
    Known{"on_error",
          Shape::kWord,
          {"deny", "skip"},
          0,
          [](Options& o, const Value& v) {
            o.on_error = v.as_string() == "deny" ? OnError::kDeny : OnError::kSkip;
          }},
    Known{"merge",
          Shape::kWord,
          {"vote", "all"},
          0,
          [](Options& o, const Value& v) {
            o.merge = v.as_string() == "vote" ? Merge::kVote : Merge::kAll;
          }},
    Known{"mode",
          Shape::kWord,
          {"enforce", "observe"},
          0,
          [](Options& o, const Value& v) {
            o.mode = v.as_string() == "enforce" ? Mode::kEnforce : Mode::kObserve;
          }},
    Known{"path_types",
          Shape::kTexts,
          {},
          0,
          [](Options& o, const Value& v) {
            o.path_types.clear();
            for (const Value& type : v.elements()) o.path_types.insert(type.as_string());
          }},
    Known{"paths.case",
          Shape::kWord,
          {"exact", "fold"},
          0,
          [](Options& o, const Value& v) { o.fold_paths = v.as_string() == "fold"; }},
    Known{"paths.relative",
          Shape::kWord,
          {"refuse", "allow"},
          0,
          [](Options& o, const Value& v) { o.relative_paths = v.as_string() == "allow"; }},
    Known{"env",
          Shape::kTexts,
          {},
          0,
          [](Options& o, const Value& v) {
            for (const Value& name : v.elements()) o.env.push_back(name.as_string());
          }},
    Known{"undefined",
          Shape::kWord,
          {"warn", "error"},
          0,
          [](Options& o, const Value& v) { o.undefined_is_error = v.as_string() == "error"; }},
    Known{"bounds.depth",
          Shape::kCount,
          {},
          kDepth,
          [](Options& o, const Value& v) {
            o.bounds.depth = static_cast<std::uint32_t>(Count(v));
            o.bounds.json_depth = std::min(o.bounds.json_depth, o.bounds.depth);
          }},
    Known{"bounds.facts",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.facts = Count(v); }},
    Known{"bounds.request_facts",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.request_facts = Count(v); }},
    Known{"bounds.steps",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.steps = Count(v); }},
    Known{"bounds.request_steps",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.request_steps = Count(v); }},
    Known{"bounds.validation_steps",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.validation_steps = Count(v); }},
    Known{"bounds.bytes",
          Shape::kCount,
          {},
          kMany,
          [](Options& o, const Value& v) { o.bounds.bytes = Count(v); }},
};

class HeadReader {
 public:
  HeadReader(text::Slice head, text::Diagnostics& diagnostics)
      : slice_(head), diagnostics_(diagnostics) {}

  Head Read() {
    const TomlSection section = ParseToml(slice_, {}, diagnostics_);
    Version(section.root);
    for (const Member& member : section.root.members) {
      if (member.key == "version") continue;
      const bool group = member.key == "paths" || member.key == "bounds";
      if (!group) {
        Option(member.key, member.key_span, member.node);
      } else if (!member.node.is_table()) {
        Unknown(member.key, member.key_span);
      } else {
        for (const Member& inner : member.node.members) {
          Option(member.key + "." + inner.key, inner.key_span, inner.node);
        }
      }
    }
    return std::move(head_);
  }

 private:
  void Version(const Node& root) {
    const auto version = std::ranges::find(root.members, "version", &Member::key);
    if (version == root.members.end()) {
      diagnostics_.Add(Code::kVersion, slice_.At(0, 0), "the file does not say its version")
          .Help("begin it with `version = \"rune/1.0\"`");
      return;
    }
    for (const Member& member : root.members) {
      if (member.key_span.begin < version->key_span.begin) {
        diagnostics_.Add(Code::kVersion, version->key_span, "the version comes first")
            .Other(member.key_span, "this stands before it");
        break;
      }
    }
    constexpr std::string_view kPrefix = "rune/1.";
    const Node& node = version->node;
    const std::string text = node.is_string() ? node.scalar.as_string() : "";
    const std::string_view minor =
        std::string_view(text).substr(text.starts_with(kPrefix) ? kPrefix.size() : text.size());
    const bool digits = std::ranges::all_of(minor, [](char c) { return c >= '0' && c <= '9'; });
    if (minor.empty() || minor.size() > 9 || !digits) {
      diagnostics_.Add(Code::kVersion, node.span, "this version is not known")
          .Help("write `version = \"rune/1.0\"`");
    }
  }

  void Option(const std::string& name, text::Span key_span, const Node& node) {
    const auto known = std::ranges::find(kOptions, name, &Known::name);
    if (known == kOptions.end()) return Unknown(name, key_span);
    std::optional<Value> value;
    std::string wanted;
    switch (known->shape) {
      case Shape::kWord:
        value = Word(*known, node);
        wanted = Format("`\"{}\"` or `\"{}\"`", known->words[0], known->words[1]);
        break;
      case Shape::kTexts:
        value = Texts(known->name == "path_types", node);
        wanted = known->name == "path_types" ? "an array of entity types, `[\"File\"]`"
                                             : "an array of names, `[\"HOME\"]`";
        break;
      case Shape::kCount:
        value = CountOf(*known, node);
        wanted = Format("an integer from 1 to {}", known->most);
        break;
    }
    if (value) {
      head_.stated.insert_or_assign(name, Head::Stated{*std::move(value), node.span});
    } else {
      diagnostics_.Add(Code::kOptionValue, node.span, Format("`{}` cannot have this value", name))
          .Help("it takes " + wanted);
    }
  }

  static std::optional<Value> Word(const Known& known, const Node& node) {
    if (!node.is_string()) return std::nullopt;
    const std::string& text = node.scalar.as_string();
    if (text != known.words[0] && text != known.words[1]) return std::nullopt;
    return node.scalar;
  }

  static std::optional<Value> Texts(bool types, const Node& node) {
    if (!node.is_array()) return std::nullopt;
    Value::Elements texts;
    for (const Node& element : node.elements) {
      if (!element.is_string()) return std::nullopt;
      const std::string& text = element.scalar.as_string();
      if (types ? !value::IsTypeName(text) : text.empty()) return std::nullopt;
      texts.push_back(element.scalar);
    }
    return Value::Set(std::move(texts));
  }

  static std::optional<Value> CountOf(const Known& known, const Node& node) {
    if (node.kind != Node::Kind::kScalar || !node.scalar.is(ValueKind::kLong)) return std::nullopt;
    const std::int64_t n = node.scalar.as_long();
    if (n < 1 || static_cast<std::uint64_t>(n) > known.most) return std::nullopt;
    return node.scalar;
  }

  void Unknown(const std::string& name, text::Span span) {
    std::vector<std::string> names;
    for (const Known& known : kOptions) names.emplace_back(known.name);
    auto builder = diagnostics_.Add(Code::kUnknownOption, span, Format("no option `{}`", name));
    if (const auto close = text::Suggest(name, names)) {
      builder.Help(Format("did you mean `{}`?", *close));
    } else {
      builder.Help("data belongs below `[data]`");
    }
  }

  text::Slice slice_;
  text::Diagnostics& diagnostics_;
  Head head_;
};

}  // namespace

Head ReadHead(text::Slice head, text::Diagnostics& diagnostics) {
  return HeadReader(head, diagnostics).Read();
}

void MergeHead(Head& into, const Head& from, text::Diagnostics& diagnostics) {
  for (const auto& [name, stated] : from.stated) {
    const auto [it, added] = into.stated.emplace(name, stated);
    if (added || it->second.value == stated.value) continue;
    diagnostics
        .Add(Code::kFilesClash, stated.span, Format("`{}` is another one in this file", name))
        .Other(it->second.span, Format("here it is {}", value::ToText(it->second.value)))
        .Help("the files of a folder are one configuration: state an option once, or equally");
  }
}

Options OptionsOf(const Head& head) {
  Options options;
  for (const auto& [name, stated] : head.stated) {
    std::ranges::find(kOptions, name, &Known::name)->apply(options, stated.value);
  }
  return options;
}

}  // namespace rune::config
