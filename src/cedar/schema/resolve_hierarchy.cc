// Hierarchies, closed: step 6 of resolver.h.
#include "base/format.h"
#include "cedar/schema/resolver.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

using text::Code;

}  // namespace

void Resolver::LinkEntityParents() {
  for (EntityNode& node : entities_) {
    node.parents.begin = links_.size();
    for (const SchemaName& name : node.declaration->body->parents) {
      const Definition& found = *Find(node.space, name.text, Reference::kEntity);
      if (found.entity != nullptr) {
        links_.push_back(found.node);
        continue;
      }
      findings_
          .Add(SchemaKind::kUndeclaredEntityTypes, Code::kSchemaUnknownType, name.span,
               Format("an entity type cannot be in actions, such as `{}`", found.full()))
          .Help("name entity types that are declared with `entity`");
    }
    node.parents.end = links_.size();
  }
}

void Resolver::LinkActionParents() {
  for (ActionNode& node : actions_.entries()) {
    node.parents.begin = links_.size();
    if (const auto& parents = node.declaration->body->parents) {
      for (const ActionParent& parent : *parents) {
        const ActionNode* first = actions_.entries().data();
        links_.push_back(static_cast<std::size_t>(FindAction(node.space, parent) - first));
      }
    }
    node.parents.end = links_.size();
  }
}

// Depth first, by a stack of our own.
void Resolver::CheckActionCycles() {
  enum : std::uint8_t { kNew, kOpen, kDone };
  const std::vector<ActionNode>& actions = actions_.entries();
  std::vector<std::uint8_t> state(actions.size(), kNew);
  std::vector<std::pair<std::size_t, std::size_t>> stack;  // action, next parent
  for (std::size_t start = 0; start < actions.size(); ++start) {
    if (state[start] != kNew) continue;
    state[start] = kOpen;
    stack.emplace_back(start, 0);
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      const std::span<const std::size_t> parents = All(actions[at].parents);
      if (next == parents.size()) {
        state[at] = kDone;
        stack.pop_back();
        continue;
      }
      const std::size_t parent = parents[next++];
      if (state[parent] == kNew) {
        state[parent] = kOpen;
        stack.emplace_back(parent, 0);
      } else if (state[parent] == kOpen) {
        findings_
            .Add(SchemaKind::kCycleInActionHierarchy, Code::kSchemaCycle,
                 actions[parent].declaration->name.span,
                 Format("the action `{}` is in itself", value::ToText(*actions[parent].uid)))
            .Other(actions[at].declaration->name.span, "by way of this one")
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
    for (const std::size_t parent : All(nodes[from].parents)) {
      if (stamp_[parent] == mark) continue;
      stamp_[parent] = mark;
      above_.push_back(parent);
    }
  };
  visit(start);
  for (std::size_t i = 0; i < above_.size(); ++i) visit(above_[i]);
}

void Resolver::CloseEntityTypes() {
  for (std::size_t i = 0; i < entities_.size(); ++i) {
    Above(entities_, i);
    if (!Charge(above_.size(), entities_[i].declaration->name.span)) return;
    for (const std::size_t parent : above_) {
      entities_[i].out->ancestors.insert(*entities_[parent].name);
    }
  }
}

void Resolver::CloseActions() {
  stamp_.clear();
  const std::vector<ActionNode>& actions = actions_.entries();
  for (std::size_t i = 0; i < actions.size(); ++i) {
    Above(actions, i);
    if (!Charge(above_.size(), actions[i].declaration->name.span)) return;
    for (const std::size_t parent : above_) {
      actions[i].out->ancestors.insert(*actions[parent].uid);
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
               Format("the external entity type `{}` is in the enumerated type `{}`", *node.name,
                      ancestor))
          .Help("only a type that is defined here may be in an enumerated one");
    }
  }
}

}  // namespace rune::cedar
