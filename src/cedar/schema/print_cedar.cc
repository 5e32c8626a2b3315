#include <set>

#include "base/format.h"
#include "cedar/schema/print.h"
#include "value/escape.h"
#include "value/name.h"

namespace rune::cedar {
namespace {

using text::Code;

class CedarPrinter {
 public:
  std::string Print(const Fragment& fragment) {
    bool first = true;
    for (const NamespaceDecl& space : fragment.namespaces) {
      if (!first) out_ += '\n';
      first = false;
      if (space.name.text.empty()) {
        Declarations(space, 0);
        continue;
      }
      Annotations(space.annotations, 0);
      out_ += "namespace " + space.name.text + " {\n";
      Declarations(space, kStep);
      out_ += "}\n";
    }
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kStep = 2;

  // An empty line between two declarations.
  void Declarations(const NamespaceDecl& space, std::size_t indent) {
    bool first = true;
    const auto begin = [&](const SchemaAnnotations& annotations, std::string_view external) {
      if (!first) out_ += '\n';
      first = false;
      Annotations(annotations, indent);
      out_.append(indent, ' ');
      out_ += external;
    };
    for (const CommonTypeDecl& type : space.common_types) {
      begin(type.annotations, "");
      out_ += "type " + type.name.text + " = ";
      Type(type.type, indent);
      out_ += ";\n";
    }
    for (const EntityDecl& entity : space.entity_types) {
      const bool external = entity.body->form == EntityBody::Form::kExternal;
      begin(entity.body->annotations, external ? "external " : "");
      out_ += "entity " + entity.name.text;
      Entity(*entity.body, indent);
      out_ += ";\n";
    }
    for (const ActionDecl& action : space.actions) {
      begin(action.body->annotations, action.body->external ? "external " : "");
      out_ += "action " + value::CedarQuote(action.name.text);
      Action(*action.body, indent);
      out_ += ";\n";
    }
  }

  void Annotations(const SchemaAnnotations& annotations, std::size_t indent) {
    for (const SchemaAnnotation& annotation : annotations) {
      out_.append(indent, ' ');
      out_ += "@" + annotation.key;
      if (annotation.value) out_ += "(" + value::CedarQuote(*annotation.value) + ")";
      out_ += '\n';
    }
  }

  void Names(const std::vector<SchemaName>& names) {
    out_ += '[';
    for (const SchemaName& name : names) {
      if (&name != &names[0]) out_ += ", ";
      out_ += name.text;
    }
    out_ += ']';
  }

  void Entity(const EntityBody& body, std::size_t indent) {
    if (body.form == EntityBody::Form::kEnumerated) {
      out_ += " enum [";
      for (const std::string& choice : body.choices) {
        if (&choice != &body.choices[0]) out_ += ", ";
        out_ += value::CedarQuote(choice);
      }
      out_ += ']';
      return;
    }
    if (!body.parents.empty()) {
      out_ += " in ";
      Names(body.parents);
    }
    if (!body.shape.IsEmptyRecord()) {
      out_ += " = ";
      Type(body.shape, indent);
    }
    if (body.tags) {
      out_ += " tags ";
      Type(*body.tags, 0);
    }
  }

  void Action(const ActionBody& body, std::size_t indent) {
    if (body.parents && !body.parents->empty()) {
      out_ += " in [";
      for (const ActionParent& parent : *body.parents) {
        if (&parent != &(*body.parents)[0]) out_ += ", ";
        out_ += (parent.type ? parent.type->text : "Action") + "::" + value::CedarQuote(parent.id);
      }
      out_ += ']';
    }
    // An action that applies to nothing is a group.
    if (!body.applies_to || body.applies_to->principals.empty() ||
        body.applies_to->resources.empty()) {
      return;
    }
    const std::string inner(indent + kStep, ' ');
    out_ += " appliesTo {\n" + inner + "principal: ";
    Names(body.applies_to->principals);
    out_ += ",\n" + inner + "resource: ";
    Names(body.applies_to->resources);
    out_ += ",\n" + inner + "context: ";
    if (body.applies_to->context.IsEmptyRecord()) {
      out_ += "{}";
    } else {
      Type(body.applies_to->context, indent + kStep);
    }
    out_ += '\n';
    out_.append(indent, ' ');
    out_ += '}';
  }

  void Type(const TypeExpr& type, std::size_t indent) {
    switch (type.form) {
      case TypeForm::kBool: out_ += "__cedar::Bool"; return;
      case TypeForm::kLong: out_ += "__cedar::Long"; return;
      case TypeForm::kString: out_ += "__cedar::String"; return;
      case TypeForm::kExtension: out_ += "__cedar::" + type.name; return;
      case TypeForm::kEntity:
      case TypeForm::kCommon:
      case TypeForm::kEntityOrCommon: out_ += type.name; return;
      case TypeForm::kSet:
        out_ += "Set<";
        Type(type.element[0], indent);
        out_ += '>';
        return;
      case TypeForm::kRecord: Record(type, indent); return;
    }
  }

  void Record(const TypeExpr& type, std::size_t indent) {
    out_ += '{';
    for (const AttributeDecl& attribute : type.attributes) {
      if (&attribute == &type.attributes[0]) out_ += '\n';
      Annotations(attribute.annotations, indent + kStep);
      out_.append(indent + kStep, ' ');
      const bool plain = value::IsIdentifier(attribute.name) && !value::IsReserved(attribute.name);
      out_ += plain ? attribute.name : value::CedarQuote(attribute.name);
      out_ += attribute.required ? ": " : "?: ";
      Type(attribute.type, indent + kStep);
      out_ += &attribute == &type.attributes.back() ? "\n" : ",\n";
    }
    out_.append(indent, ' ');
    out_ += '}';
  }

  std::string out_;
};

void CheckCollisions(const NamespaceDecl& space, SchemaFindings& findings) {
  std::set<std::string_view> entities;
  for (const EntityDecl& entity : space.entity_types) entities.insert(entity.name.text);
  for (const CommonTypeDecl& type : space.common_types) {
    if (space.name.text.empty() || !entities.contains(type.name.text)) continue;
    findings
        .Add(SchemaKind::kNameCollisions, Code::kSchemaNotCedar, type.name.span,
             Format("`{}` is both an entity type and a common type",
                    Qualified(space.name.text, type.name.text)))
        .Help("rename one of them: the Cedar syntax could name only the common type");
  }
}

}  // namespace

std::optional<std::string> ToCedarSchema(const Fragment& fragment, SchemaFindings& findings) {
  const std::size_t before = findings.errors();
  for (const NamespaceDecl& space : fragment.namespaces) CheckCollisions(space, findings);
  if (findings.errors() > before) return std::nullopt;
  for (const NamespaceDecl& space : fragment.namespaces) {
    for (const EntityDecl& entity : space.entity_types) {
      if (entity.body->form != EntityBody::Form::kStandard ||
          entity.body->shape.form == TypeForm::kRecord) {
        continue;
      }
      findings
          .Add(SchemaKind::kUnconvertibleEntityTypeShape, Code::kSchemaNotCedar, entity.name.span,
               Format("the shape of `{}` is not written out", entity.name.text))
          .Help("in the Cedar syntax it is a record: write its attributes here");
    }
  }
  if (findings.errors() > before) return std::nullopt;
  return CedarPrinter().Print(fragment);
}

}  // namespace rune::cedar
