#include "cedar/schema/scan_json.h"

#include <algorithm>

#include "cedar/schema/json_words.h"
#include "value/json_scan.h"

namespace rune::cedar {
namespace {

// More than ParseJson ever takes for a byte of text: it would refuse no text this scan takes.
constexpr std::uint64_t kMostOfByte = 128;
constexpr std::size_t kFew = 4;

// The fields that an object had so far.
class Seen {
 public:
  // Whether it is there for the first time.
  bool Once(std::uint32_t field) {
    const bool fresh = (fields_ & field) == 0;
    fields_ |= field;
    return fresh;
  }
  bool Has(std::uint32_t field) const { return (fields_ & field) != 0; }

 private:
  std::uint32_t fields_ = 0;
};

// Room for a few at once: most lists are short.
template <typename T>
T& Append(std::vector<T>& list) {
  if (list.empty()) list.reserve(kFew);
  return list.emplace_back();
}

template <typename T>
bool HoldsTwice(const std::vector<T>& sorted) {
  const auto same = [](const T& a, const T& b) { return a.name.text == b.name.text; };
  return std::ranges::adjacent_find(sorted, same) != sorted.end();
}

// Requires: arranged.
bool HoldsTwice(const Fragment& fragment) {
  return HoldsTwice(fragment.namespaces) ||
         std::ranges::any_of(fragment.namespaces, [](const NamespaceDecl& space) {
           return HoldsTwice(space.common_types) || HoldsTwice(space.entity_types) ||
                  HoldsTwice(space.actions);
         });
}

// Every function returns whether it took what it is called after.
class SchemaScan {
 public:
  SchemaScan(text::Slice slice, const Bounds& bounds)
      : slice_(slice), scanner_(slice.text, bounds.json_depth) {}

  bool Read(Fragment& fragment);

 private:
  enum TypeField : std::uint32_t {
    kForm = 1,
    kName = 2,
    kElement = 4,
    kAttributes = 8,
    kAdditional = 16,
    kRequired = 32,
    kAnnotations = 64,
  };

  // Only what stands in the text as it is stays where it is.
  bool InText(std::string_view string) const {
    const char* begin = slice_.text.data();
    return string.data() >= begin && string.data() <= begin + slice_.text.size();
  }
  // A key or string that was taken, with its quotes.
  text::Span PlaceOf(std::string_view string) const {
    const auto at = static_cast<std::size_t>(string.data() - slice_.text.data());
    return slice_.At(at - 1, at + string.size() + 1);
  }

  bool String(std::string_view& out) { return scanner_.TakeString(out) && InText(out); }
  bool Null() { return scanner_.Peek() == 'n' && scanner_.TakeWord("null"); }
  bool Flag(bool& out);
  bool Key(std::string_view key, SchemaName& name);
  bool TypeName(SchemaName& name);
  bool TypeNames(std::vector<SchemaName>& names);
  bool Annotations(SchemaAnnotations& annotations);

  bool Namespace(NamespaceDecl& space);
  bool CommonTypes(std::vector<CommonTypeDecl>& types);
  bool EntityTypes(std::vector<EntityDecl>& types);
  bool EntityType(EntityBody& body);
  bool Choices(std::vector<std::string>& choices);
  bool Actions(std::vector<ActionDecl>& actions);
  bool Action(ActionBody& body);
  bool AppliesToOf(AppliesTo& applies);
  bool Parents(std::vector<ActionParent>& parents);
  bool Parent(ActionParent& parent);

  // What may lie beside the fields of a type; null where it may not.
  bool Type(TypeExpr& type, SchemaAnnotations* annotations = nullptr, bool* required = nullptr);
  bool TypeOf(std::string_view form, std::string_view name, Seen seen, TypeExpr& type);
  bool Attributes(std::vector<AttributeDecl>& attributes);

  text::Slice slice_;
  value::JsonScanner scanner_;
};

// --- parts

bool SchemaScan::Flag(bool& out) {
  out = scanner_.Peek() == 't';
  return scanner_.TakeWord(out ? "true" : "false");
}

bool SchemaScan::Key(std::string_view key, SchemaName& name) {
  if (!InText(key)) return false;
  name.text = key;
  name.span = PlaceOf(key);
  return true;
}

bool SchemaScan::TypeName(SchemaName& name) {
  std::string_view text;
  return String(text) && IsTypeReference(text) && Key(text, name);
}

bool SchemaScan::TypeNames(std::vector<SchemaName>& names) {
  return scanner_.TakeArray([&] { return TypeName(Append(names)); });
}

bool SchemaScan::Annotations(SchemaAnnotations& annotations) {
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (!value::IsIdentifier(key)) return false;
    SchemaAnnotation& annotation = annotations.emplace_back();
    annotation.key = key;
    if (Null()) return true;
    std::string_view text;
    if (!scanner_.TakeString(text)) return false;
    annotation.value = text;
    return true;
  });
  std::ranges::sort(annotations, {}, &SchemaAnnotation::key);
  const auto twice = std::ranges::adjacent_find(annotations, {}, &SchemaAnnotation::key);
  return taken && twice == annotations.end();
}

// --- declarations

bool SchemaScan::Read(Fragment& fragment) {
  return scanner_.TakeObject([&](std::string_view key) {
    NamespaceDecl& space = fragment.namespaces.emplace_back();
    return (key.empty() || value::IsTypeName(key)) && Key(key, space.name) && Namespace(space);
  }) && scanner_.AtEnd();
}

bool SchemaScan::Namespace(NamespaceDecl& space) {
  enum : std::uint32_t { kCommonTypes = 1, kEntityTypes = 2, kActions = 4, kNotes = 8 };
  Seen seen;
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "commonTypes") return seen.Once(kCommonTypes) && CommonTypes(space.common_types);
    if (key == "entityTypes") return seen.Once(kEntityTypes) && EntityTypes(space.entity_types);
    if (key == "actions") return seen.Once(kActions) && Actions(space.actions);
    return key == "annotations" && seen.Once(kNotes) && Annotations(space.annotations);
  });
  return taken && seen.Has(kEntityTypes) && seen.Has(kActions) &&
         (!space.name.text.empty() || space.annotations.empty());
}

bool SchemaScan::CommonTypes(std::vector<CommonTypeDecl>& types) {
  return scanner_.TakeObject([&](std::string_view key) {
    CommonTypeDecl& type = Append(types);
    return IsPlainIdentifier(key) && !IsTypeKeyword(key) && Key(key, type.name) &&
           Type(type.type, &type.annotations);
  });
}

bool SchemaScan::EntityTypes(std::vector<EntityDecl>& types) {
  return scanner_.TakeObject([&](std::string_view key) {
    auto body = std::make_shared<EntityBody>();
    EntityDecl& type = Append(types);
    if (!IsPlainIdentifier(key) || !Key(key, type.name) || !EntityType(*body)) return false;
    type.body = std::move(body);
    return true;
  });
}

bool SchemaScan::EntityType(EntityBody& body) {
  enum : std::uint32_t {
    kParents = 1,
    kShape = 2,
    kTags = 4,
    kChoices = 8,
    kFlag = 16,
    kNotes = 32
  };
  Seen seen;
  bool external = false;
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "memberOfTypes") return seen.Once(kParents) && TypeNames(body.parents);
    if (key == "shape") return seen.Once(kShape) && Type(body.shape);
    if (key == "tags") return seen.Once(kTags) && Type(body.tags.emplace());
    if (key == "enum") return seen.Once(kChoices) && Choices(body.choices);
    if (key == "external") return seen.Once(kFlag) && Flag(external);
    return key == "annotations" && seen.Once(kNotes) && Annotations(body.annotations);
  });
  if (!taken) return false;
  if (external) {
    body.form = EntityBody::Form::kExternal;
    return !seen.Has(kShape | kTags | kChoices);
  }
  if (!seen.Has(kChoices)) return true;
  body.form = EntityBody::Form::kEnumerated;
  return !seen.Has(kParents | kShape | kTags);
}

bool SchemaScan::Choices(std::vector<std::string>& choices) {
  const bool taken = scanner_.TakeArray([&] {
    std::string_view text;
    if (!scanner_.TakeString(text)) return false;
    choices.emplace_back(text);
    return true;
  });
  return taken && !choices.empty();
}

bool SchemaScan::Actions(std::vector<ActionDecl>& actions) {
  return scanner_.TakeObject([&](std::string_view key) {
    auto body = std::make_shared<ActionBody>();
    ActionDecl& action = Append(actions);
    if (!Key(key, action.name) || !Action(*body)) return false;
    action.body = std::move(body);
    return true;
  });
}

bool SchemaScan::Action(ActionBody& body) {
  enum : std::uint32_t { kApplies = 1, kParents = 2, kFlag = 4, kNotes = 8 };
  Seen seen;
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "appliesTo") {
      return seen.Once(kApplies) && (Null() || AppliesToOf(body.applies_to.emplace()));
    }
    if (key == "memberOf")
      return seen.Once(kParents) && (Null() || Parents(body.parents.emplace()));
    if (key == "external") return seen.Once(kFlag) && (Null() || Flag(body.external));
    return key == "annotations" && seen.Once(kNotes) && Annotations(body.annotations);
  });
  return taken && !(body.external && body.applies_to);
}

bool SchemaScan::AppliesToOf(AppliesTo& applies) {
  enum : std::uint32_t { kPrincipals = 1, kResources = 2, kContext = 4 };
  Seen seen;
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "principalTypes") return seen.Once(kPrincipals) && TypeNames(applies.principals);
    if (key == "resourceTypes") return seen.Once(kResources) && TypeNames(applies.resources);
    return key == "context" && seen.Once(kContext) && Type(applies.context);
  });
  return taken && seen.Has(kPrincipals) && seen.Has(kResources);
}

bool SchemaScan::Parents(std::vector<ActionParent>& parents) {
  return scanner_.TakeArray([&] { return Parent(parents.emplace_back()); });
}

bool SchemaScan::Parent(ActionParent& parent) {
  enum : std::uint32_t { kId = 1, kType = 2 };
  Seen seen;
  const std::size_t begin = scanner_.Place();
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "type") return seen.Once(kType) && (Null() || TypeName(parent.type.emplace()));
    std::string_view id;
    if (key != "id" || !seen.Once(kId) || !scanner_.TakeString(id)) return false;
    parent.id = id;
    return true;
  });
  parent.span = slice_.At(begin, scanner_.end_of_last());
  return taken && seen.Has(kId);
}

// --- types

bool SchemaScan::Type(TypeExpr& type, SchemaAnnotations* annotations, bool* required) {
  Seen seen;
  std::string_view form;
  std::string_view name;
  const std::size_t begin = scanner_.Place();
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (key == "type") return seen.Once(kForm) && String(form);
    if (key == "name") return seen.Once(kName) && String(name);
    if (key == "element") return seen.Once(kElement) && Type(type.element.emplace_back());
    if (key == "attributes") return seen.Once(kAttributes) && Attributes(type.attributes);
    if (key == "additionalAttributes") return seen.Once(kAdditional) && Flag(type.additional);
    if (key == "required") {
      return required != nullptr && seen.Once(kRequired) && Flag(*required);
    }
    return key == "annotations" && annotations != nullptr && seen.Once(kAnnotations) &&
           Annotations(*annotations);
  });
  type.span = slice_.At(begin, scanner_.end_of_last());
  return taken && seen.Has(kForm) && TypeOf(form, name, seen, type);
}

bool SchemaScan::TypeOf(std::string_view form, std::string_view name, Seen seen, TypeExpr& type) {
  type.form = form == "String"           ? TypeForm::kString
              : form == "Long"           ? TypeForm::kLong
              : form == "Boolean"        ? TypeForm::kBool
              : form == "Set"            ? TypeForm::kSet
              : form == "Record"         ? TypeForm::kRecord
              : form == "Entity"         ? TypeForm::kEntity
              : form == "EntityOrCommon" ? TypeForm::kEntityOrCommon
              : form == "Extension"      ? TypeForm::kExtension
                                         : TypeForm::kCommon;
  const bool set = type.form == TypeForm::kSet;
  const bool record = type.form == TypeForm::kRecord;
  const bool named = type.form == TypeForm::kEntity || type.form == TypeForm::kEntityOrCommon ||
                     type.form == TypeForm::kExtension;
  if (seen.Has(kElement) != set || seen.Has(kAttributes) != record || seen.Has(kName) != named) {
    return false;
  }
  if (seen.Has(kAdditional) && !record) return false;
  if (!named && type.form != TypeForm::kCommon) return true;
  type.name = named ? name : form;
  return type.form == TypeForm::kExtension ? IsPlainIdentifier(type.name)
                                           : IsTypeReference(type.name);
}

bool SchemaScan::Attributes(std::vector<AttributeDecl>& attributes) {
  const bool taken = scanner_.TakeObject([&](std::string_view key) {
    if (!InText(key)) return false;
    AttributeDecl& attribute = Append(attributes);
    attribute.name = key;
    attribute.span = PlaceOf(key);
    return Type(attribute.type, &attribute.annotations, &attribute.required);
  });
  const std::size_t count = attributes.size();
  ArrangeAttributes(attributes);
  return taken && attributes.size() == count;
}

}  // namespace

std::optional<Fragment> ScanJsonSchema(text::Slice slice, const Bounds& bounds) {
  if (slice.text.size() > bounds.bytes / 4 / kMostOfByte) return std::nullopt;
  std::optional<Fragment> fragment(std::in_place);
  if (!SchemaScan(slice, bounds).Read(*fragment)) return std::nullopt;
  Arrange(*fragment);
  if (HoldsTwice(*fragment)) return std::nullopt;
  return fragment;
}

}  // namespace rune::cedar
