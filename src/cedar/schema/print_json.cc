#include "base/json_writer.h"
#include "cedar/schema/print.h"

namespace rune::cedar {
namespace {

// The order of keys is that of Cedar's own output.
class JsonPrinter {
 public:
  std::string Print(const Fragment& fragment) {
    json_.BeginObject();
    for (const NamespaceDecl& space : fragment.namespaces) {
      json_.Key(space.name.text);
      Namespace(space);
    }
    json_.End();
    return json_.Take();
  }

 private:
  void Namespace(const NamespaceDecl& space) {
    json_.BeginObject();
    if (!space.common_types.empty()) {
      json_.Key("commonTypes");
      json_.BeginObject();
      for (const CommonTypeDecl& type : space.common_types) {
        json_.Key(type.name.text);
        json_.BeginObject();
        TypeFields(type.type);
        Annotations(type.annotations);
        json_.End();
      }
      json_.End();
    }
    json_.Key("entityTypes");
    json_.BeginObject();
    for (const EntityDecl& entity : space.entity_types) {
      json_.Key(entity.name.text);
      Entity(*entity.body);
    }
    json_.End();
    json_.Key("actions");
    json_.BeginObject();
    for (const ActionDecl& action : space.actions) {
      json_.Key(action.name.text);
      Action(*action.body);
    }
    json_.End();
    Annotations(space.annotations);
    json_.End();
  }

  void Entity(const EntityBody& body) {
    json_.BeginObject();
    if (!body.parents.empty()) {
      json_.Key("memberOfTypes");
      Names(body.parents);
    }
    if (body.form == EntityBody::Form::kStandard && !body.shape.IsEmptyRecord()) {
      json_.Key("shape");
      Type(body.shape);
    }
    if (body.tags) {
      json_.Key("tags");
      Type(*body.tags);
    }
    if (body.form == EntityBody::Form::kEnumerated) {
      json_.Key("enum");
      json_.BeginArray();
      for (const std::string& choice : body.choices) json_.String(choice);
      json_.End();
    }
    External(body.form == EntityBody::Form::kExternal);
    Annotations(body.annotations);
    json_.End();
  }

  void Action(const ActionBody& body) {
    json_.BeginObject();
    if (body.attributes) {
      json_.Key("attributes");
      json_.BeginObject();
      json_.End();
    }
    if (body.applies_to) {
      json_.Key("appliesTo");
      json_.BeginObject();
      json_.Key("resourceTypes");
      Names(body.applies_to->resources);
      json_.Key("principalTypes");
      Names(body.applies_to->principals);
      if (!body.applies_to->context.IsEmptyRecord()) {
        json_.Key("context");
        Type(body.applies_to->context);
      }
      json_.End();
    }
    if (body.parents) {
      json_.Key("memberOf");
      json_.BeginArray();
      for (const ActionParent& parent : *body.parents) {
        json_.BeginObject();
        json_.Member("id", parent.id);
        if (parent.type) json_.Member("type", parent.type->text);
        json_.End();
      }
      json_.End();
    }
    External(body.external);
    Annotations(body.annotations);
    json_.End();
  }

  void Names(const std::vector<SchemaName>& names) {
    json_.BeginArray();
    for (const SchemaName& name : names) json_.String(name.text);
    json_.End();
  }

  void External(bool external) {
    if (!external) return;
    json_.Key("external");
    json_.Bool(true);
  }

  void Annotations(const SchemaAnnotations& annotations) {
    if (annotations.empty()) return;
    json_.Key("annotations");
    json_.BeginObject();
    for (const SchemaAnnotation& annotation : annotations) {
      json_.Key(annotation.key);
      if (annotation.value) {
        json_.String(*annotation.value);
      } else {
        json_.Null();
      }
    }
    json_.End();
  }

  void Type(const TypeExpr& type) {
    json_.BeginObject();
    TypeFields(type);
    json_.End();
  }

  void Named(std::string_view form, const std::string& name) {
    json_.Member("type", form);
    json_.Member("name", name);
  }

  void TypeFields(const TypeExpr& type) {
    switch (type.form) {
      case TypeForm::kBool: json_.Member("type", "Boolean"); return;
      case TypeForm::kLong: json_.Member("type", "Long"); return;
      case TypeForm::kString: json_.Member("type", "String"); return;
      case TypeForm::kEntity: Named("Entity", type.name); return;
      case TypeForm::kExtension: Named("Extension", type.name); return;
      case TypeForm::kEntityOrCommon: Named("EntityOrCommon", type.name); return;
      case TypeForm::kCommon: json_.Member("type", type.name); return;
      case TypeForm::kSet:
        json_.Member("type", "Set");
        json_.Key("element");
        Type(type.element[0]);
        return;
      case TypeForm::kRecord: Record(type); return;
    }
  }

  void Record(const TypeExpr& type) {
    json_.Member("type", "Record");
    json_.Key("attributes");
    json_.BeginObject();
    for (const AttributeDecl& attribute : type.attributes) {
      json_.Key(attribute.name);
      json_.BeginObject();
      TypeFields(attribute.type);
      Annotations(attribute.annotations);
      if (!attribute.required) {
        json_.Key("required");
        json_.Bool(false);
      }
      json_.End();
    }
    json_.End();
    if (!type.additional) return;
    json_.Key("additionalAttributes");
    json_.Bool(true);
  }

  JsonWriter json_;
};

}  // namespace

std::string ToJson(const Fragment& fragment) { return JsonPrinter().Print(fragment); }

}  // namespace rune::cedar
