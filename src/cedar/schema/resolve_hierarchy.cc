// Hierarchies, closed: step 6 of resolver.h.
#include "base/format.h"
#include "cedar/schema/resolver.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

}  // namespace

void Resolver::LinkEntityParents() {
  for (std::size_t i = 0; i < entities_.size(); ++i) {
    const EntityNode& node = entities_[i];
    const auto at = schema_.entity_types.find(Qualified(node.space, node.declaration->name.text));
    entity_index_.emplace(at->first, i);
  }
  for (EntityNode& node : entities_) {
    for (const SchemaName& name : node.declaration->body->parents) {
      const Found& found = *Find(node.space, name.text, Reference::kEntity);
      const auto at = entity_index_.find(found.first);
      if (at != entity_index_.end()) {
        node.parents.push_back(at->second);
        continue;
      }
      findings_
          .Add(SchemaKind::kUndeclaredEntityTypes, Code::kSchemaUnknownType, name.span,
               Format("an entity type cannot be in actions, such as `{}`", found.first))
          .Help("name entity types that are declared with `entity`");
    }
  }
}

void Resolver::LinkActionParents() {
  for (std::size_t i = 0; i < actions_.size(); ++i) action_index_.emplace(*actions_[i].uid, i);
  for (ActionNode& node : actions_) {
    if (!node.declaration->body->parents) continue;
    for (const ActionParent& parent : *node.declaration->body->parents) {
      node.parents.push_back(action_index_.at(*FindAction(node.space, parent)));
    }
  }
}

// Depth first, by a stack of our own.
void Resolver::CheckActionCycles() {
  enum : std::uint8_t { kNew, kOpen, kDone };
  std::vector<std::uint8_t> state(actions_.size(), kNew);
  std::vector<std::pair<std::size_t, std::size_t>> stack;  // action, next parent
  for (std::size_t start = 0; start < actions_.size(); ++start) {
    if (state[start] != kNew) continue;
    state[start] = kOpen;
    stack.emplace_back(start, 0);
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      if (next == actions_[at].parents.size()) {
        state[at] = kDone;
        stack.pop_back();
        continue;
      }
      const std::size_t parent = actions_[at].parents[next++];
      if (state[parent] == kNew) {
        state[parent] = kOpen;
        stack.emplace_back(parent, 0);
      } else if (state[parent] == kOpen) {
        findings_
            .Add(SchemaKind::kCycleInActionHierarchy, Code::kSchemaCycle,
                 actions_[parent].declaration->name.span,
                 Format("the action `{}` is in itself", value::ToText(*actions_[parent].uid)))
            .Other(actions_[at].declaration->name.span, "by way of this one")
            .Help("groups of actions form no circles: remove one of the `in`");
      }
    }
  }
}

template <typename Node>
void Resolver::Above(const std::vector<Node>& nodes, std::size_t start) {
  above_.clear();
  stamp_.resize(std::max(stamp_.size(), nodes.size()), 0);
  const std::size_t mark = start + 1;
  const auto visit = [&](std::size_t from) {
    for (const std::size_t parent : nodes[from].parents) {
      if (stamp_[parent] == mark) continue;
      stamp_[parent] = mark;
      above_.push_back(parent);
    }
  };
  visit(start);
  for (std::size_t i = 0; i < above_.size(); ++i) visit(above_[i]);
}

void Resolver::CloseHierarchies() {
  for (std::size_t i = 0; i < entities_.size(); ++i) {
    Above(entities_, i);
    if (!Charge(above_.size(), entities_[i].declaration->name.span)) return;
    for (const std::size_t parent : above_) {
      const EntityNode& node = entities_[parent];
      entities_[i].out->ancestors.insert(Qualified(node.space, node.declaration->name.text));
    }
  }
  stamp_.clear();
  for (std::size_t i = 0; i < actions_.size(); ++i) {
    Above(actions_, i);
    if (!Charge(above_.size(), actions_[i].declaration->name.span)) return;
    for (const std::size_t parent : above_) {
      actions_[i].out->ancestors.insert(*actions_[parent].uid);
    }
  }
}

void Resolver::CheckEnumerated() {
  for (const EntityNode& node : entities_) {
    if (!node.out->external) continue;
    for (const std::string& ancestor : node.out->ancestors) {
      if (schema_.entity_types.at(ancestor).choices.empty()) continue;
      findings_
          .Add(SchemaKind::kExternalWithEnumAncestor, Code::kSchemaEnumerated,
               node.declaration->name.span,
               Format("the external entity type `{}` is in the enumerated type `{}`",
                      Qualified(node.space, node.declaration->name.text), ancestor))
          .Help("only a type that is defined here may be in an enumerated one");
    }
  }
}

}  // namespace rune::cedar
