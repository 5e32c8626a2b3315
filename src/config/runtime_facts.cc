#include "config/runtime_facts.h"

#include <algorithm>

#include "base/format.h"
#include "config/path_ids.h"
#include "datalog/syntax/parse.h"
#include "text/suggest.h"
#include "value/canonical.h"
#include "value/json.h"
#include "value/print.h"

namespace rune::config {
namespace {

using store::RelationName;
using text::Code;

bool Votes(const RelationName& name, const Mentions& mentions) {
  const std::string& n = name.name;
  const bool named = n == "deny" || n == "forbid" || n.starts_with("deny_") ||
                     n.starts_with("forbid_") || n.starts_with("allow_");
  const auto it = mentions.defined.find(n);
  return named && it != mentions.defined.end() && it->second.contains(name.arity);
}

// The value at a dotted name, as leaf facts are named; null if there is none.
const Value* FindPath(const Value& tree, std::string_view dotted) {
  const Value* value = &tree;
  while (value != nullptr && value->is(ValueKind::kRecord)) {
    const std::size_t dot = dotted.find('.');
    value = value->Find(std::string(dotted.substr(0, dot)));
    if (dot == std::string_view::npos) return value;
    dotted.remove_prefix(dot + 1);
  }
  return nullptr;
}

bool Mentioned(const RelationName& name, const RuntimeTarget& target, const store::Facts& facts) {
  const auto it = target.mentions.relations.find(name.name);
  if (it != target.mentions.relations.end() && it->second.contains(name.arity)) return true;
  if (facts.relations.contains(name)) return true;
  if (it != target.mentions.relations.end()) return false;
  return target.policy_relations.contains(name.name) || FindPath(facts.tree, name.name) != nullptr;
}

std::vector<std::string> KnownNames(const RuntimeTarget& target, const store::Facts& facts) {
  std::vector<std::string> names;
  for (const auto& [name, arities] : target.mentions.relations) names.push_back(name);
  for (const auto& [name, rows] : facts.relations) names.push_back(name.name);
  return names;
}

void AddUsage(const datalog::GroundFact& fact, store::Facts& out, text::Diagnostics& diagnostics) {
  if (!fact.tuple[1].is(ValueKind::kLong) || fact.tuple[1].as_long() < 0) {
    diagnostics.Add(Code::kRuntimeUsage, fact.span, "usage is a number of calls")
        .Help("write `current_usage(github, 49)`");
    return;
  }
  const Value key = value::Canonical(fact.tuple[0]);
  const auto rows = out.relations.find({fact.relation, 2});
  if (rows != out.relations.end()) {
    for (const Tuple& row : rows->second) {
      if (row[0] != key || row[1] == fact.tuple[1]) continue;
      diagnostics
          .Add(Code::kRuntimeUsage, fact.span,
               Format("the usage of {} is stated twice", value::ToText(key)))
          .Note(Format("it was {} before", value::ToText(row[1])));
      return;
    }
  }
  out.Add(fact.relation, fact.tuple);
}

// `{"a": {"b": patch}}` for the path `a.b`.
value::Json Wrap(const std::vector<std::string>& path, value::Json patch) {
  for (std::size_t i = path.size(); i-- > 1;) {
    value::Json outer;
    outer.kind = value::Json::Kind::kObject;
    outer.span = patch.span;
    outer.object.push_back({path[i], std::move(patch)});
    patch = std::move(outer);
  }
  return patch;
}

std::vector<std::string> SplitPath(std::string_view dotted) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t dot = dotted.find('.');
    parts.emplace_back(dotted.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    dotted.remove_prefix(dot + 1);
  }
}

void ApplyMap(const RuntimeMap& map, const RuntimeTarget& target, Value& tree,
              text::SourceMap& sources, text::Diagnostics& diagnostics) {
  const text::Slice slice = sources.Whole(sources.Add("<set " + map.path + ">", map.json));
  const std::vector<std::string> path = SplitPath(map.path);
  const text::Span whole = slice.At(0, slice.text.size());
  if (path.size() > target.options.bounds.json_depth || std::ranges::find(path, "") != path.end()) {
    diagnostics.Add(Code::kRuntimeMap, whole, Format("`{}` is no path into data", map.path));
    return;
  }
  const bool known = tree.Find(path[0]) != nullptr || target.declared_roots.contains(path[0]) ||
                     target.mentions.data_roots.contains(path[0]) ||
                     target.mentions.relations.contains(map.path);
  if (!known) {
    std::vector<std::string> names(target.declared_roots.begin(), target.declared_roots.end());
    for (const auto& [key, value] : tree.fields()) names.push_back(key);
    for (const std::string& root : target.mentions.data_roots) names.push_back(root);
    auto builder = diagnostics.Add(Code::kRuntimeMap, whole,
                                   Format("the configuration mentions no data `{}`", path[0]));
    const auto close = text::Suggest(path[0], names);
    builder.Help(close ? Format("did you mean `{}`?", *close)
                       : Format("add `{} = {{}}` to `[data]`", path[0]));
    return;
  }
  auto json = value::ParseJson(slice, target.options.bounds, diagnostics);
  if (!json) return;
  value::Json patch;
  patch.kind = value::Json::Kind::kObject;
  patch.span = whole;
  patch.object.push_back({path[0], Wrap(path, *std::move(json))});
  auto merged = store::MergeJson(tree, patch, diagnostics);
  if (!merged) return;
  target.declarations.FitData(*merged,
                              [&](const Declaration& declaration, const std::string& reason) {
                                diagnostics
                                    .Add(Code::kDeclarationValue, whole,
                                         Format("`{}`: {}", DottedPath(declaration.path), reason))
                                    .Other(declaration.span, "declared here");
                              });
  const auto normal = NormalizeUids(value::Canonical(*merged), target.options);
  if (normal) {
    tree = *normal;
  } else {
    diagnostics.Add(Code::kPathId, whole, normal.error());
  }
}

}  // namespace

bool TakesFacts(const RelationName& name, const RuntimeTarget& target, const store::Facts& facts,
                text::Span span, text::Diagnostics& diagnostics) {
  const auto refuse = [&](std::string message, std::string help) {
    auto builder = diagnostics.Add(Code::kRuntimeRelation, span, std::move(message));
    if (!help.empty()) builder.Help(std::move(help));
    return false;
  };
  const std::string shown = Format("{}/{}", name.name, name.arity);
  if (datalog::FindBuiltin(name)) {
    return refuse(Format("`{}` is filled by the request alone", shown), "");
  }
  if (Votes(name, target.mentions)) {
    return refuse(Format("`{}` votes, so only its clauses can say what is in it", shown),
                  "state a fact that its clauses read");
  }
  if (Mentioned(name, target, facts)) return true;
  const auto other = target.mentions.relations.find(name.name);
  if (other != target.mentions.relations.end()) {
    return refuse(Format("`{}` has {} columns here, and {} in the configuration", name.name,
                         name.arity, *other->second.begin()),
                  "");
  }
  const auto close = text::Suggest(name.name, KnownNames(target, facts));
  return refuse(Format("the configuration nowhere mentions `{}`", shown),
                close ? Format("did you mean `{}`?", *close) : "");
}

void ApplyMaps(const std::vector<RuntimeMap>& maps, const RuntimeTarget& target, Value& tree,
               text::SourceMap& sources, text::Diagnostics& diagnostics) {
  for (const RuntimeMap& map : maps) ApplyMap(map, target, tree, sources, diagnostics);
}

void ApplyFacts(const std::vector<std::string>& facts, const RuntimeTarget& target,
                store::Facts& out, text::SourceMap& sources, text::Diagnostics& diagnostics) {
  const datalog::ParseOptions options{target.options.bounds, target.options.path_types,
                                      target.options.fold_paths};
  std::size_t number = 0;
  for (const std::string& text : facts) {
    // A name of its own for each, so that the right text is shown.
    const std::string name_of_text = ++number == 1 ? "<fact>" : Format("<fact {}>", number);
    const text::Slice slice = sources.Whole(sources.Add(name_of_text, text));
    const auto fact = datalog::ParseFact(slice, options, diagnostics);
    if (!fact) continue;
    const RelationName name{fact->relation, fact->tuple.size()};
    if (datalog::FindBuiltin(name) == datalog::BuiltinRelation::kCurrentUsage) {
      AddUsage(*fact, out, diagnostics);
    } else if (TakesFacts(name, target, out, fact->span, diagnostics)) {
      out.Add(fact->relation, fact->tuple);
    }
  }
}

}  // namespace rune::config
