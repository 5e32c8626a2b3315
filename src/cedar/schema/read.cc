#include "cedar/schema/read.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/schema/parser.h"
#include "cedar/schema/read_json.h"

namespace rune::cedar {
namespace {

using text::Code;

// What JSON calls its own types.
constexpr std::string_view kKeywords[] = {"Bool", "Boolean", "Entity", "Extension",
                                          "Long", "Record",  "Set",    "String"};
constexpr std::string_view kBuiltins[] = {"Bool",    "Long",     "String", "datetime",
                                          "decimal", "duration", "ipaddr"};

bool HoldsCedar(std::string_view name) {
  while (true) {
    if (name.substr(0, name.find("::")) == "__cedar") return true;
    const std::size_t next = name.find("::");
    if (next == std::string_view::npos) return false;
    name.remove_prefix(next + 2);
  }
}

// What a text without a syntax error may still have wrong before its names are looked at.
class Checker {
 public:
  explicit Checker(SchemaFindings& findings) : findings_(findings) {}

  void Check(const Fragment& fragment) {
    std::map<std::string_view, text::Span> spaces;
    for (const NamespaceDecl& space : fragment.namespaces) {
      if (HoldsCedar(space.name.text)) ReportCedar(space.name);
      Once(spaces, space.name, SchemaKind::kDuplicateNamespaces, "the namespace");
      CheckTypes(space);
      std::map<std::string_view, text::Span> actions;
      for (const ActionDecl& action : space.actions) {
        Once(actions, action.name, SchemaKind::kDuplicateDeclarations, "the action");
      }
    }
  }

  void Warn(const Fragment& fragment) {
    for (const NamespaceDecl& space : fragment.namespaces) {
      std::map<std::string_view, text::Span> entities;
      for (const EntityDecl& entity : space.entity_types) {
        entities.emplace(entity.name.text, entity.name.span);
        WarnBuiltin(entity.name);
      }
      for (const CommonTypeDecl& type : space.common_types) {
        WarnBuiltin(type.name);
        const auto entity = entities.find(type.name.text);
        if (entity == entities.end()) continue;
        findings_
            .Add(SchemaKind::kShadowsEntity, Code::kSchemaShadowsEntity, type.name.span,
                 Format("the type `{}` hides the entity type of that name", type.name.text))
            .Other(entity->second, "this one")
            .Help("rename one of them: attributes can no longer hold the entity type");
      }
    }
  }

 private:
  void CheckTypes(const NamespaceDecl& space) {
    std::map<std::string_view, text::Span> entities;
    for (const EntityDecl& entity : space.entity_types) {
      if (entity.name.text == "__cedar") ReportCedar(entity.name);
      Once(entities, entity.name, SchemaKind::kDuplicateDeclarations, "the entity type");
    }
    std::map<std::string_view, text::Span> types;
    for (const CommonTypeDecl& type : space.common_types) {
      Once(types, type.name, SchemaKind::kDuplicateDeclarations, "the type");
      if (type.name.text == "__cedar") ReportCedar(type.name);
      for (const std::string_view keyword : kKeywords) {
        if (type.name.text != keyword) continue;
        findings_
            .Add(SchemaKind::kReservedSchemaKeyword, Code::kSchemaReserved, type.name.span,
                 Format("a type cannot be called `{}`", keyword))
            .Help("choose another name: this one has a meaning in JSON schemas");
      }
    }
  }

  void Once(std::map<std::string_view, text::Span>& seen, const SchemaName& name, SchemaKind kind,
            std::string_view what) {
    const auto [first, fresh] = seen.emplace(name.text, name.span);
    if (fresh) return;
    findings_
        .Add(kind, Code::kSchemaTwice, name.span,
             Format("{} `{}` is declared twice", what, name.text))
        .Other(first->second, "the first one")
        .Help(kind == SchemaKind::kDuplicateNamespaces ? "put everything into one of them"
                                                       : "give one of them another name");
  }

  void ReportCedar(const SchemaName& name) {
    findings_
        .Add(SchemaKind::kReservedName, Code::kSchemaReserved, name.span,
             Format("`{}` cannot be declared", name.text))
        .Help("names that hold `__cedar` belong to Cedar");
  }

  void WarnBuiltin(const SchemaName& name) {
    for (const std::string_view builtin : kBuiltins) {
      if (name.text != builtin) continue;
      findings_
          .Add(SchemaKind::kShadowsBuiltin, Code::kSchemaShadowsBuiltin, name.span,
               Format("`{}` hides the built-in type of that name", builtin))
          .Help(Format("rename it, or write `__cedar::{}` for the built-in one", builtin));
    }
  }

  SchemaFindings& findings_;
};

std::optional<Fragment> ReadCedar(text::Slice slice, bool extended, const Bounds& bounds,
                                  SchemaFindings& findings) {
  const std::size_t before = findings.errors();
  const std::size_t known = findings.kinds().size();
  const std::size_t pushed = findings.diagnostics().error_count();
  Fragment fragment = SchemaParser(slice, extended, bounds, findings).Read();
  if (findings.diagnostics().error_count() > pushed && findings.errors() == before) {
    findings.Note(SchemaKind::kSyntax);  // the lexer's
  }
  // What `appliesTo` has wrong is no error of the syntax: the rest is worth a look.
  const std::span kinds = std::span(findings.kinds()).subspan(known);
  const auto broken = [](SchemaKind kind) {
    return kind == SchemaKind::kSyntax || kind == SchemaKind::kTooDeep ||
           kind == SchemaKind::kTooLarge;
  };
  if (std::ranges::any_of(kinds, broken)) return std::nullopt;
  Checker checker(findings);
  checker.Check(fragment);
  if (findings.errors() > before) return std::nullopt;
  checker.Warn(fragment);
  Arrange(fragment);
  return fragment;
}

}  // namespace

std::optional<Fragment> ReadFragment(text::Slice slice, SchemaFormat format, const Bounds& bounds,
                                     SchemaFindings& findings) {
  const std::size_t broken = FindInvalidUtf8(slice.text);
  if (broken != std::string_view::npos) {
    findings
        .Add(SchemaKind::kSyntax, Code::kSchemaUnexpectedCharacter, slice.At(broken, broken + 1),
             "the text is not UTF-8 from here on")
        .Help("save the file as UTF-8");
    return std::nullopt;
  }
  if (format == SchemaFormat::kJson) return ReadJsonSchema(slice, bounds, findings);
  return ReadCedar(slice, format == SchemaFormat::kExtended, bounds, findings);
}

std::optional<Schema> ReadSchema(text::Slice slice, SchemaFormat format, const Bounds& bounds,
                                 text::Diagnostics& diagnostics) {
  SchemaFindings findings(diagnostics);
  const std::optional<Fragment> fragment = ReadFragment(slice, format, bounds, findings);
  if (!fragment) return std::nullopt;
  return Resolve(std::span(&*fragment, 1), bounds, findings);
}

}  // namespace rune::cedar
