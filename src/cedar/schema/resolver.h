// The steps behind `Resolve`, each of which finds all of its errors before the next one is taken.
//
//   1. what must not be declared at all                     resolve.cc
//   2. which names are defined, and whether they hide others
//   3. which definition every name means
//   4. common types, each after the ones it names           resolve_types.cc
//   5. entity types and actions
//   6. hierarchies, closed                                  resolve_hierarchy.cc
//
// A name without `::` means what its namespace declares, else what no namespace declares; in
// either, a common type before an entity type. The built-in types are common types of the
// namespace `__cedar`, and of no namespace where the author has not declared that name.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"
#include "cedar/schema/name_table.h"
#include "cedar/schema/schema.h"

namespace rune::cedar {

// The types that are always there: `Bool`, `Long`, `String`, then the extension types by name.
struct BuiltinType {
  std::string_view name;
  TypeRef type;
};
std::span<const BuiltinType> BuiltinTypes();

class Resolver {
 public:
  Resolver(std::span<const Fragment> fragments, const Bounds& bounds, SchemaFindings& findings);

  std::optional<Schema> Run();
  // Steps 1 to 3, without what hides what. Requires: one fragment.
  std::optional<Fragment> Names();

 private:
  // A resolved type, and how large it is written out.
  struct Sized {
    TypeRef type;
    std::uint32_t depth = 1;
    std::uint64_t size = 1;
  };
  // What a full name is defined as; perhaps both.
  struct Definition {
    std::string_view space;
    std::string_view name;
    const CommonTypeDecl* common = nullptr;
    const EntityDecl* entity = nullptr;
    std::size_t node = 0;      // of the entity type, in `entities_`
    bool action_type = false;  // an entity type without a declaration
    std::uint8_t state = 0;    // of the walk over common types
    Sized type;                // of the common type, once it is resolved; of built-in ones always
    TypeRef reference;         // to the entity type, once there is one

    bool is_common() const { return common != nullptr || type.type != nullptr; }
    bool is_entity() const { return entity != nullptr || action_type; }
    std::string full() const { return Qualified(space, name); }
    text::Span place() const { return entity != nullptr ? entity->name.span : common->name.span; }
  };
  // Numbers of nodes, a part of `links_`.
  struct Links {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  struct EntityNode {
    const EntityDecl* declaration;
    std::string_view space;
    const std::string* name = nullptr;  // full; null until it is resolved, like `out`
    EntityType* out = nullptr;
    Links parents = {};
  };
  struct ActionNode {
    std::string_view space;
    std::string_view name;
    const ActionDecl* declaration = nullptr;
    const EntityUid* uid = nullptr;  // null until it is resolved, like `out`
    Action* out = nullptr;
    Links parents = {};

    EntityUid Uid() const { return {Qualified(space, "Action"), std::string(name)}; }
  };
  enum class Reference : std::uint8_t { kCommon, kEntity, kEither };

  bool Failed() const { return findings_.errors() > errors_before_; }
  void Reserve();
  void Define();
  void DefineEntity(const NamespaceDecl& space, const EntityDecl& declaration);
  void DefineCommon(const NamespaceDecl& space, const CommonTypeDecl& declaration);
  void DefineAction(const NamespaceDecl& space, const ActionDecl& declaration);
  void DefineActionTypes();
  void CheckShadowing();
  void ReportTwice();

  // Null: not defined. `Look` takes a name apart from its namespace, `Find` one as it was written.
  Definition* Look(std::string_view space, std::string_view name);
  Definition* Find(std::string_view space, std::string_view name, Reference reference);
  ActionNode* FindAction(std::string_view space, const ActionParent& parent);
  void CheckNames();
  void CheckNames(const TypeExpr& type, std::string_view space);
  void CheckNames(const std::vector<SchemaName>& names, std::string_view space);
  void CheckNames(const ActionDecl& action, std::string_view space);
  void FillIn(TypeExpr& type, std::string_view space);
  void FillIn(std::vector<SchemaName>& names, std::string_view space);
  void FillIn(ActionBody& body, std::string_view space);
  void ReportUnknown(std::string_view name, text::Span span, std::string_view space,
                     Reference reference);

  void ResolveCommonTypes();
  void ReferencesOf(const TypeExpr& type, std::string_view space, std::vector<Definition*>& out);
  void WalkCommon(Definition& start);
  void ReportCommonCycle(const Definition& start, std::string_view path);
  Sized Convert(const TypeExpr& type, std::string_view space);
  Sized ConvertNamed(const TypeExpr& type, std::string_view space);
  Sized ConvertExtension(const TypeExpr& type);
  // Fills `out`. Returns: how large the record is, without a type.
  Sized ConvertRecord(const TypeExpr& type, std::string_view space, Attributes& out);
  // The attributes of a type that must be a record; `what` says whose. False: an error was pushed.
  bool ConvertAttributes(const TypeExpr& type, std::string_view space, text::Span place,
                         Attributes& out, const std::function<std::string()>& what);
  bool TooLarge(const Sized& sized, text::Span span);
  void ResolveEntityTypes();
  void ResolveShape(const EntityBody& body, EntityNode& node);
  void ResolveActions();
  void ResolveAppliesTo(const AppliesTo& applies, ActionNode& node);
  void ApplyTypes(const std::vector<SchemaName>& names, const ActionNode& node,
                  std::set<std::string>& out);
  void ReportNotRecord(text::Span span, std::string_view what);
  bool Charge(std::uint64_t nodes, text::Span span);

  void LinkEntityParents();
  void LinkActionParents();
  void CheckActionCycles();
  void CloseEntityTypes();
  void CloseActions();
  void CheckEnumerated();
  std::span<const std::size_t> All(const Links& links) const {
    return std::span(links_).subspan(links.begin, links.end - links.begin);
  }
  // Everything above `start`.
  template <typename Node>
  void Above(const std::vector<Node>& nodes, std::size_t start);

  std::span<const Fragment> fragments_;
  const Bounds& bounds_;
  SchemaFindings& findings_;
  std::size_t errors_before_;
  std::size_t suggestions_ = 0;
  std::size_t cycles_ = 0;
  std::uint64_t nodes_ = 0;
  bool too_large_ = false;
  NameTable<Definition> definitions_;
  NameTable<ActionNode> actions_;
  std::vector<EntityNode> entities_;
  std::vector<std::size_t> links_;
  std::vector<std::size_t> above_;
  std::vector<std::size_t> stamp_;
  std::vector<std::function<void()>> twice_;  // reports that wait for their step
  Schema schema_;
};

}  // namespace rune::cedar
