#include "config/data_section.h"

#include <map>
#include <span>
#include <string_view>
#include <unordered_map>

#include "base/format.h"
#include "config/path_ids.h"
#include "config/tree_value.h"

namespace rune::config {
namespace {

using text::Code;

// One table with the members of all, in their order.
// Requires: at least one.
Node MergeTables(std::vector<Node> tables, const std::string& path,
                 text::Diagnostics& diagnostics) {
  Node out = std::move(tables.front());
  if (tables.size() == 1) return out;
  const auto name = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  std::unordered_map<std::string, std::size_t> places;
  for (const Member& member : out.members) places.emplace(member.key, places.size());
  std::map<std::size_t, std::vector<Node>> again;  // further tables of one name
  for (Node& table : std::span(tables).subspan(1)) {
    for (Member& member : table.members) {
      const auto [place, added] = places.try_emplace(member.key, out.members.size());
      if (added) {
        out.members.push_back(std::move(member));
        continue;
      }
      const Member& known = out.members[place->second];
      if (known.node.is_table() && member.node.is_table()) {
        again[place->second].push_back(std::move(member.node));
        continue;
      }
      diagnostics
          .Add(Code::kFilesClash, member.key_span,
               Format("`{}` has a value already", name(member.key)))
          .Other(known.key_span, "in this file")
          .Help("the files of a folder are one configuration: state a value once");
    }
  }
  for (auto& [place, others] : again) {
    Member& member = out.members[place];
    others.insert(others.begin(), std::move(member.node));
    member.node = MergeTables(std::move(others), name(member.key), diagnostics);
  }
  return out;
}

// Answers for members of tables that may be large, each of which is walked once.
class MemberIndex {
 public:
  const Member* Find(const Node& table, const std::string& key) {
    const auto [index, added] = tables_.try_emplace(&table);
    if (added) {
      for (const Member& member : table.members) index->second.emplace(member.key, &member);
    }
    const auto found = index->second.find(key);
    return found == index->second.end() ? nullptr : found->second;
  }

 private:
  std::map<const Node*, std::unordered_map<std::string_view, const Member*>> tables_;
};

// The place of the deepest node on a path.
text::Span SpanOfPath(const Node& root, const std::vector<std::string>& path, MemberIndex& index) {
  const Node* node = &root;
  for (const std::string& key : path) {
    const Member* next = index.Find(*node, key);
    if (next == nullptr) break;
    node = &next->node;
  }
  return node->span;
}

// Top-level names that are none of data's: the request's context, and functions.
bool IsReserved(const std::string& key, text::Span span, text::Diagnostics& diagnostics) {
  if (key == "context") {
    diagnostics.Add(Code::kReservedData, span, "`context` is the request's own")
        .Help("give this data another name: `context.x` in a rule reads the request");
    return true;
  }
  if (!datalog::IsTakenName(key)) return false;
  diagnostics
      .Add(Code::kReservedData, span,
           Format("`{}` is the name of a function and cannot name data", key))
      .Help("give this data another name, or put it below a table: `settings." + key + "`");
  return true;
}

}  // namespace

void AddData(Data& into, TomlSection from, text::Diagnostics& diagnostics) {
  for (const DeclarationText& declaration : from.declarations) {
    into.declarations.Add(declaration, diagnostics);
  }
  for (Member& member : from.root.members) {
    if (member.key == "data") into.parts.push_back(std::move(member.node));
  }
}

void LayTogether(Data& data, text::Diagnostics& diagnostics) {
  if (!data.parts.empty()) data.root = MergeTables(std::move(data.parts), "", diagnostics);
}

Value ReadData(const Data& data, const Options& options, text::Diagnostics& diagnostics) {
  const ValueReading reading{value::Arrays::kLists, value::Escapes::kInterpret, &options};
  MemberIndex index;
  Value::Fields fields;
  for (const Declaration& declaration : data.declarations.all()) {
    if (index.Find(data.root, declaration.path[0]) == nullptr) {
      IsReserved(declaration.path[0], declaration.span, diagnostics);
    }
  }
  for (const Member& member : data.root.members) {
    if (IsReserved(member.key, member.key_span, diagnostics)) continue;
    auto value = ToValue(member.node, reading, diagnostics);
    if (value) fields.emplace(member.key, *std::move(value));
  }
  Value tree = Value::Record(std::move(fields));
  data.declarations.FitData(tree, [&](const Declaration& declaration, const std::string& reason) {
    diagnostics
        .Add(Code::kDeclarationValue, SpanOfPath(data.root, declaration.path, index),
             Format("`{}`: {}", DottedPath(declaration.path), reason))
        .Other(declaration.span, "declared here");
  });
  // Texts that a declaration made names of entities.
  const auto normal = NormalizeUids(tree, options);
  if (normal) return *normal;
  diagnostics.Add(Code::kPathId, data.root.span, normal.error());
  return tree;
}

void AddDataEntities(const Data& data, const Options& options, EntityCollector& entities,
                     text::Diagnostics& diagnostics) {
  if (const Node* groups = data.root.Find("groups"); groups != nullptr && groups->is_table()) {
    for (const Member& group : groups->members) {
      if (!group.node.is_array()) {
        diagnostics.Add(Code::kEntityShape, group.node.span, "the members of a group are an array")
            .Help(Format("write `groups.{} = [\"a\", \"b\"]`", group.key));
        continue;
      }
      for (const Node& element : group.node.elements) {
        if (auto uid = ToReference(element, "Agent", options, diagnostics)) {
          entities.Extend({*std::move(uid), {}, {}, {EntityUid{"Group", group.key}}}, element.span);
        }
      }
    }
  }
  const Node* agent = data.root.Find("agent");
  const Node* name = agent != nullptr && agent->is_table() ? agent->Find("name") : nullptr;
  if (name == nullptr || !name->is_string()) return;
  Entity entity{{"Agent", name->scalar.as_string()}, {}, {}, {}};
  const ValueReading reading{value::Arrays::kSets, value::Escapes::kInterpret, &options};
  for (const Member& member : agent->members) {
    if (member.key == "name") continue;
    if (auto value = ToValue(member.node, reading, diagnostics)) {
      entity.attributes.emplace(member.key, *std::move(value));
    }
  }
  entities.Extend(std::move(entity), name->span);
}

}  // namespace rune::config
