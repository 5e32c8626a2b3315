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
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bounds.h"
#include "cedar/schema/finding.h"
#include "cedar/schema/fragment.h"
#include "cedar/schema/schema.h"

namespace rune::cedar {

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
    const CommonTypeDecl* common = nullptr;
    const EntityDecl* entity = nullptr;
    std::string_view space;    // of the common type
    bool action_type = false;  // an entity type without a declaration
    Sized type;                // of the common type, once it is resolved; of built-in ones always
    std::uint8_t state = 0;    // of the walk over common types

    bool is_common() const { return common != nullptr || type.type != nullptr; }
    bool is_entity() const { return entity != nullptr || action_type; }
  };
  struct EntityNode {
    const EntityDecl* declaration;
    std::string_view space;
    EntityType* out;
    std::vector<std::size_t> parents;
  };
  struct ActionNode {
    const ActionDecl* declaration;
    std::string_view space;
    const EntityUid* uid;
    Action* out;
    std::vector<std::size_t> parents;
  };
  enum class Reference : std::uint8_t { kCommon, kEntity, kEither };
  using Found = std::pair<const std::string, Definition>;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  bool Failed() const { return findings_.errors() > errors_before_; }
  void CheckRestrictions();
  void Define();
  void DefineEntity(const NamespaceDecl& space, const EntityDecl& declaration);
  void DefineCommon(const NamespaceDecl& space, const CommonTypeDecl& declaration);
  void DefineAction(const NamespaceDecl& space, const ActionDecl& declaration);
  void DefineBuiltins();
  void CheckShadowing();
  void ReportTwice();

  // Null: not defined.
  Found* Find(std::string_view space, std::string_view name, Reference reference);
  const EntityUid* FindAction(std::string_view space, const ActionParent& parent);
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
  void ReferencesOf(const TypeExpr& type, std::string_view space, std::vector<Found*>& out);
  void WalkCommon(Found& start);
  void ReportCommonCycle(const Found& start, std::string_view path);
  Sized Convert(const TypeExpr& type, std::string_view space);
  Sized ConvertRecord(const TypeExpr& type, std::string_view space);
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
  void CloseHierarchies();
  void CheckEnumerated();
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
  std::unordered_map<std::string, Definition, TextHash, std::equal_to<>> definitions_;
  std::map<EntityUid, ActionNode> action_definitions_;
  std::vector<EntityNode> entities_;
  std::vector<ActionNode> actions_;
  std::unordered_map<std::string_view, std::size_t> entity_index_;
  std::map<EntityUid, std::size_t> action_index_;
  std::vector<std::size_t> above_;
  std::vector<std::size_t> stamp_;
  TypeRef bool_, long_, string_;
  std::map<std::string, TypeRef> extensions_;
  std::vector<std::function<void()>> twice_;  // reports that wait for their step
  Schema schema_;
};

}  // namespace rune::cedar
