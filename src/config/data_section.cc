#include "config/data_section.h"

#include <algorithm>

#include "base/format.h"
#include "config/path_ids.h"
#include "config/tree_value.h"

namespace rune::config {
namespace {

using text::Code;

void MergeNode(Node& into, Node from, const std::string& path, text::Diagnostics& diagnostics) {
  for (Member& member : from.members) {
    const std::string name = path.empty() ? member.key : path + "." + member.key;
    const auto known = std::ranges::find(into.members, member.key, &Member::key);
    if (known == into.members.end()) {
      into.members.push_back(std::move(member));
    } else if (known->node.is_table() && member.node.is_table()) {
      MergeNode(known->node, std::move(member.node), name, diagnostics);
    } else {
      diagnostics.Add(Code::kFilesClash, member.key_span, Format("`{}` has a value already", name))
          .Other(known->key_span, "in this file")
          .Help("the files of a folder are one configuration: state a value once");
    }
  }
}

// The place of the deepest node on a path.
text::Span SpanOfPath(const Node& root, const std::vector<std::string>& path) {
  const Node* node = &root;
  for (const std::string& key : path) {
    const Node* next = node->Find(key);
    if (next == nullptr) break;
    node = next;
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

void MergeData(Data& into, TomlSection from, text::Diagnostics& diagnostics) {
  for (const DeclarationText& declaration : from.declarations) {
    into.declarations.Add(declaration, diagnostics);
  }
  for (Member& member : from.root.members) {
    if (member.key != "data") continue;
    into.root.span = member.node.span;
    MergeNode(into.root, std::move(member.node), "", diagnostics);
  }
}

Value ReadData(const Data& data, const Options& options, text::Diagnostics& diagnostics) {
  const ValueReading reading{value::Arrays::kLists, value::Escapes::kInterpret, &options};
  Value::Fields fields;
  for (const Declaration& declaration : data.declarations.all()) {
    if (data.root.Find(declaration.path[0]) == nullptr) {
      IsReserved(declaration.path[0], declaration.span, diagnostics);
    }
  }
  for (const Member& member : data.root.members) {
    if (IsReserved(member.key, member.key_span, diagnostics)) continue;
    auto value = ToValue(member.node, reading, diagnostics);
    if (value) fields.emplace(member.key, *std::move(value));
  }
  Value tree = Value::Record(std::move(fields));
  data.declarations.FitRecord(
      tree, 0, [&](const Declaration& declaration, const std::string& reason) {
        diagnostics
            .Add(Code::kDeclarationValue, SpanOfPath(data.root, declaration.path),
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
