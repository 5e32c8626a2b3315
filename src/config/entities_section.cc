#include "config/entities_section.h"

#include <algorithm>

#include "base/format.h"
#include "cedar/validate/entity_check.h"
#include "config/path_ids.h"
#include "config/tree_value.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::config {
namespace {

using text::Code;

std::expected<Value::Fields, std::string> NormalFields(const Value::Fields& fields,
                                                       const Options& options) {
  RUNE_ASSIGN_OR_RETURN(const Value record, NormalizeUids(Value::Record(fields), options));
  return record.fields();
}

std::expected<Entity, std::string> NormalEntity(const Entity& entity, const Options& options) {
  Entity out;
  RUNE_ASSIGN_OR_RETURN(out.uid, NormalizeUid(entity.uid, options));
  RUNE_ASSIGN_OR_RETURN(out.attributes, NormalFields(entity.attributes, options));
  RUNE_ASSIGN_OR_RETURN(out.tags, NormalFields(entity.tags, options));
  for (const EntityUid& parent : entity.parents) {
    RUNE_ASSIGN_OR_RETURN(EntityUid normal, NormalizeUid(parent, options));
    out.parents.insert(std::move(normal));
  }
  return out;
}

class TableReader {
 public:
  TableReader(const Options& options, text::Diagnostics& diagnostics)
      : options_(options), diagnostics_(diagnostics) {}

  std::vector<store::PlacedEntity> Read(const Node& root) {
    for (const Member& type : root.members) {
      if (!value::IsTypeName(type.key)) {
        diagnostics_
            .Add(Code::kEntityShape, type.key_span, Format("`{}` is no entity type", type.key))
            .Help(
                "write `Agent.\"code-gen\".in = [\"Group::agents\"]`; a type with `::` is "
                "quoted");
      } else if (!type.node.is_table()) {
        NeedsTable(type.key_span, Format("the entities of type `{}` are", type.key));
      } else {
        for (const Member& id : type.node.members) One(type.key, id);
      }
    }
    return std::move(out_);
  }

 private:
  void NeedsTable(text::Span span, const std::string& subject) {
    diagnostics_.Add(Code::kEntityShape, span, subject + " a table")
        .Help("write `Agent.\"code-gen\".in = [\"Group::agents\"]`");
  }

  void One(const std::string& type, const Member& member) {
    store::PlacedEntity placed{{EntityUid{type, member.key}, {}, {}, {}}, member.key_span};
    if (!member.node.is_table()) return NeedsTable(member.key_span, "an entity is");
    const ValueReading reading{value::Arrays::kSets, value::Escapes::kInterpret, &options_};
    for (const Member& part : member.node.members) {
      if (part.key == "in") {
        Parents(part.node, placed.entity);
      } else if (part.key == "tags") {
        const auto tags = ToValue(part.node, reading, diagnostics_);
        if (tags && tags->is(ValueKind::kRecord)) {
          placed.entity.tags = tags->fields();
        } else if (tags) {
          NeedsTable(part.key_span, "tags are");
        }
      } else if (auto value = ToValue(part.node, reading, diagnostics_)) {
        placed.entity.attributes.emplace(part.key, *std::move(value));
      }
    }
    out_.push_back(std::move(placed));
  }

  void Parents(const Node& node, Entity& entity) {
    if (!node.is_array()) return Parent(node, entity);
    for (const Node& element : node.elements) Parent(element, entity);
  }

  void Parent(const Node& node, Entity& entity) {
    auto uid = ToReference(node, "", options_, diagnostics_);
    if (!uid) return;
    if (entity.uid.type == "Action" && uid->type != "Action") {
      diagnostics_.Add(Code::kEntityActionParent, node.span, "an action can be in actions alone")
          .Help("put it into `Action::\"..\"`");
      return;
    }
    entity.parents.insert(*std::move(uid));
  }

  const Options& options_;
  text::Diagnostics& diagnostics_;
  std::vector<store::PlacedEntity> out_;
};

}  // namespace

std::vector<store::PlacedEntity> ReadEntityTable(const Node& root, const Options& options,
                                                 text::Diagnostics& diagnostics) {
  return TableReader(options, diagnostics).Read(root);
}

std::optional<Entity> EntityCollector::Normal(const Entity& entity, text::Span span) {
  auto normal = NormalEntity(entity, options_);
  if (normal) return *std::move(normal);
  diagnostics_.Add(Code::kPathId, span, normal.error());
  return std::nullopt;
}

void EntityCollector::Contradiction(const Stated& first, const Entity& second, text::Span span,
                                    std::string message) {
  diagnostics_
      .Add(Code::kEntityContradiction, span, Format("{}: {}", value::ToText(second.uid), message))
      .Other(first.span, "the first statement")
      .Help("state it once, or the same in both places");
}

void EntityCollector::State(Entity entity, text::Span span) {
  auto normal = Normal(entity, span);
  if (!normal) return;
  const EntityUid uid = normal->uid;
  const auto [it, added] = stated_.try_emplace(uid, Stated{*normal, entity.uid, span});
  if (added) return;
  if (it->second.written != entity.uid) {
    Contradiction(it->second, entity, span, "another entity has the same path");
  } else if (!(it->second.entity == *normal)) {
    Contradiction(it->second, entity, span, "another text says something else about it");
  }
}

void EntityCollector::Extend(Entity entity, text::Span span) {
  if (auto normal = Normal(entity, span)) additions_.emplace_back(*std::move(normal), span);
}

void EntityCollector::HoldAgainst(const cedar::Schema& schema, std::vector<Entity>& all) {
  for (cedar::DataFinding& finding : cedar::CheckEntities(all, schema)) {
    // A cycle is told where the hierarchy is closed.
    const auto stated = stated_.find(finding.uid);
    if (stated == stated_.end() || finding.kind == cedar::DataKind::kTransitiveClosureError)
      continue;
    auto builder =
        diagnostics_.Add(Code::kValidationEntity, stated->second.span, std::move(finding.message));
    if (!finding.help.empty()) builder.Help(std::move(finding.help));
  }
  for (Entity& action : cedar::ActionEntities(schema)) {
    if (!stated_.contains(action.uid)) all.push_back(std::move(action));
  }
}

// Contradictions were found before, so what is left names a cycle, or is a bound.
void EntityCollector::RefuseHierarchy(const Fault& fault) {
  const bool cycle = fault.code != FaultCode::kLimit;
  const auto place = std::ranges::find_if(stated_, [&](const auto& entry) {
    return cycle ? fault.message.find(value::ToText(entry.first)) != std::string::npos
                 : !entry.second.entity.parents.empty();
  });
  auto builder = place == stated_.end()
                     ? diagnostics_.AddWhole(Code::kEntityCycle, "", fault.message)
                     : diagnostics_.Add(Code::kEntityCycle, place->second.span, fault.message);
  builder.Help(cycle
                   ? "nothing can be above itself: take one of these parents out"
                   : "each entity counts once for each that it is in: use fewer levels of groups");
}

store::Entities EntityCollector::Finish(const Declarations& declarations,
                                        const cedar::Schema* schema) {
  for (auto& [addition, span] : additions_) {
    const EntityUid uid = addition.uid;
    Stated& target =
        stated_.try_emplace(uid, Stated{Entity{uid, {}, {}, {}}, uid, span}).first->second;
    target.entity.parents.merge(addition.parents);
    for (auto& [name, value] : addition.attributes) {
      const auto [it, added] = target.entity.attributes.emplace(name, value);
      if (!added && it->second != value) {
        Contradiction(target, addition, span, Format("`{}` has another value elsewhere", name));
      }
    }
  }
  std::vector<Entity> all;
  for (auto& [uid, stated] : stated_) {
    if (uid.type == "Agent") {
      Value attributes = Value::Record(stated.entity.attributes);
      declarations.FitAgent(attributes,
                            [&](const Declaration& declaration, const std::string& reason) {
                              diagnostics_.Add(Code::kDeclarationValue, stated.span, reason)
                                  .Other(declaration.span, "declared here");
                            });
      stated.entity.attributes = attributes.fields();
      if (auto normal = Normal(stated.entity, stated.span)) stated.entity = *std::move(normal);
    }
    all.push_back(stated.entity);
  }
  if (schema != nullptr) HoldAgainst(*schema, all);
  auto built = store::Entities::Build(std::move(all));
  if (built) return *std::move(built);
  RefuseHierarchy(built.error());
  return {};
}

}  // namespace rune::config
