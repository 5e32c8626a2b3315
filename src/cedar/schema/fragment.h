// A schema as it was written: what both syntaxes are read into and printed from.
//
// Names are kept as they stand (`Group`, `App::Group`); what they mean is found out by `Resolve`
// (resolve.h). Comments and the order of declarations are not kept.
//
// Invariants, once `Arrange` has run: namespaces, declarations, attributes and annotations stand in
// the order in which they are printed (namespaces by last component, then by the ones before it;
// all else bytewise), each name once. A TypeExpr nests at most Bounds::depth levels (JSON:
// Bounds::json_depth). Declarations of several names share one body.
//
// Plain data, safe to read from many threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.h"

namespace rune::cedar {

struct SchemaName {
  std::string text;  // `A::B::C`
  text::Span span;
};

struct SchemaAnnotation {
  std::string key;
  std::optional<std::string> value;  // none: `@key`, which means the same as `@key("")`
};
using SchemaAnnotations = std::vector<SchemaAnnotation>;

enum class TypeForm : std::uint8_t {
  kBool,  // kBool to kString, kEntity and kExtension are written in JSON only
  kLong,
  kString,
  kSet,
  kRecord,
  kEntity,          // `name` must be an entity type
  kExtension,       // `name` must be an extension type
  kCommon,          // `name` must be a common type
  kEntityOrCommon,  // what the Cedar syntax writes
};

struct AttributeDecl;

struct TypeExpr {
  TypeForm form = TypeForm::kRecord;
  std::string name;
  std::vector<TypeExpr> element;          // kSet: one
  std::vector<AttributeDecl> attributes;  // kRecord
  bool additional = false;                // kRecord: `additionalAttributes`, which is not supported
  text::Span span;

  bool IsEmptyRecord() const {
    return form == TypeForm::kRecord && attributes.empty() && !additional;
  }
};

struct AttributeDecl {
  std::string name;
  bool required = true;
  TypeExpr type;
  SchemaAnnotations annotations;
  text::Span span;  // of the name
};

struct CommonTypeDecl {
  SchemaName name;
  TypeExpr type;
  SchemaAnnotations annotations;
};

struct EntityBody {
  enum class Form : std::uint8_t { kStandard, kEnumerated, kExternal };
  Form form = Form::kStandard;
  std::vector<SchemaName> parents;   // none for kEnumerated
  TypeExpr shape;                    // kStandard: an empty record where none is given
  std::optional<TypeExpr> tags;      // kStandard
  std::vector<std::string> choices;  // kEnumerated: at least one
  SchemaAnnotations annotations;
};
struct EntityDecl {
  SchemaName name;
  std::shared_ptr<const EntityBody> body;
};

struct ActionParent {
  std::optional<SchemaName> type;  // none: `Action`
  std::string id;
  text::Span span;
};
struct AppliesTo {
  std::vector<SchemaName> principals;
  std::vector<SchemaName> resources;
  TypeExpr context;
};
struct ActionBody {
  bool external = false;
  bool attributes = false;  // JSON has `attributes`, which are not supported
  std::optional<std::vector<ActionParent>> parents;
  std::optional<AppliesTo> applies_to;
  SchemaAnnotations annotations;
};
struct ActionDecl {
  SchemaName name;  // the id, any text
  std::shared_ptr<const ActionBody> body;
};

struct NamespaceDecl {
  SchemaName name;  // empty: what stands in no namespace
  SchemaAnnotations annotations;
  std::vector<CommonTypeDecl> common_types;
  std::vector<EntityDecl> entity_types;
  std::vector<ActionDecl> actions;
};

struct Fragment {
  std::vector<NamespaceDecl> namespaces;
};

// Bounds a fragment and a schema, counted in types, attributes and names: declarations of many
// names with one large body, and common types that contain each other twice, grow far beyond
// their text.
inline constexpr std::uint64_t kMostSchemaNodes = 4'000'000;

// Sorts everything. Where attributes of one record bear the same name the last one stays, as in
// Cedar; other names must be different already.
void ArrangeAttributes(std::vector<AttributeDecl>& attributes);
void Arrange(Fragment& fragment);

// The order of names by last component, then by namespace: `B::A`, `A::M`, `Z`.
bool NameLess(std::string_view a, std::string_view b);
// `A::B` of `A::B::C`; empty where there is none.
std::string_view NamespaceOf(std::string_view name);
// `C` of `A::B::C`.
std::string_view LastComponent(std::string_view name);
// `A::B` + `C`.
std::string Qualified(std::string_view space, std::string_view name);

// Whether two fragments say the same, wherever it was written. `@a` is `@a("")`, the parent `"x"`
// of an action is `Action::"x"`.
bool SameFragment(const Fragment& a, const Fragment& b);

// How many types, attributes and names a body holds.
std::uint64_t CountNodes(const TypeExpr& type);
std::uint64_t CountNodes(const EntityBody& body);
std::uint64_t CountNodes(const ActionBody& body);

}  // namespace rune::cedar
