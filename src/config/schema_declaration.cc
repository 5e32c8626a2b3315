#include "config/schema_declaration.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/format.h"
#include "value/decimal.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::config {
namespace {

using datalog::ColumnType;
using text::Code;

struct Word {
  std::string_view name;
  Type::Kind kind;
};

constexpr std::array kWords = {
    Word{"Bool", Type::Kind::kBool},      Word{"Long", Type::Kind::kLong},
    Word{"Int", Type::Kind::kLong},       Word{"Decimal", Type::Kind::kDecimal},
    Word{"Number", Type::Kind::kDecimal}, Word{"String", Type::Kind::kString},
    Word{"List", Type::Kind::kList},      Word{"Set", Type::Kind::kSet},
    Word{"Map", Type::Kind::kMap},
};

bool TakesElement(Type::Kind kind) {
  return kind == Type::Kind::kList || kind == Type::Kind::kSet || kind == Type::Kind::kMap;
}

class TypeParser {
 public:
  TypeParser(text::Slice slice, text::Diagnostics& diagnostics)
      : slice_(slice), text_(slice.text), diagnostics_(diagnostics) {}

  std::optional<Type> Parse() {
    auto type = ReadType(0);
    if (type && !At('\0')) return Fail("the type ends before this");
    return type;
  }

 private:
  static constexpr int kDepth = 32;

  std::optional<Type> ReadType(int depth) {
    if (depth > kDepth) return Fail("this type is nested too deeply");
    if (At('{')) return ReadRecord(depth);
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && (IsWordByte(text_[pos_]) || text_.substr(pos_, 2) == "::")) {
      pos_ += text_[pos_] == ':' ? 2 : 1;
    }
    const std::string name(text_.substr(begin, pos_ - begin));
    const auto word = std::ranges::find(kWords, name, &Word::name);
    Type type;
    if (word == kWords.end()) {
      if (!value::IsTypeName(name)) {
        pos_ = begin;
        return Fail(name.empty() ? "a type is missing here" : "this is no type");
      }
      type.kind = Type::Kind::kEntity;
      type.entity = name;
      return type;
    }
    type.kind = word->kind;
    if (!TakesElement(type.kind)) return type;
    if (!At('<')) return Fail(Format("`{}` needs the type of its elements", name));
    ++pos_;
    auto element = ReadType(depth + 1);
    if (!element) return std::nullopt;
    if (!At('>')) return Fail("`>` is missing here");
    ++pos_;
    type.element.push_back(*std::move(element));
    return type;
  }

  std::optional<Type> ReadRecord(int depth) {
    Type type;
    type.kind = Type::Kind::kRecord;
    std::set<std::string> names;
    ++pos_;
    while (!At('}')) {
      const std::size_t begin = pos_;
      while (pos_ < text_.size() && IsWordByte(text_[pos_])) ++pos_;
      TypeField field;
      field.name = text_.substr(begin, pos_ - begin);
      if (field.name.empty()) return Fail("the name of a key is missing here");
      field.optional = At('?');
      if (field.optional) ++pos_;
      if (!At(':')) return Fail("`:` and a type are missing here");
      ++pos_;
      auto inner = ReadType(depth + 1);
      if (!inner) return std::nullopt;
      field.type = *std::move(inner);
      if (!names.insert(field.name).second) {
        return Fail(Format("`{}` is declared twice", field.name));
      }
      type.fields.push_back(std::move(field));
      if (At(',')) {
        ++pos_;
      } else if (!At('}')) {
        return Fail("`,` or `}` is missing here");
      }
    }
    ++pos_;
    return type;
  }

  static bool IsWordByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  // Steps over blanks; `\0` asks for the end.
  bool At(char c) {
    while (pos_ < text_.size() && (text_[pos_] == ' ' || text_[pos_] == '\t')) ++pos_;
    return pos_ == text_.size() ? c == '\0' : text_[pos_] == c;
  }

  std::nullopt_t Fail(std::string message) {
    const std::size_t end = std::min(pos_ + 1, text_.size());
    diagnostics_
        .Add(Code::kDeclarationSyntax, slice_.At(std::min(pos_, end), end), std::move(message))
        .Help(
            "types are Bool, Long, Decimal, String, List<T>, Set<T>, Map<T>, {a: T, b?: T} and "
            "entity types; a value is written with `=`");
    return std::nullopt;
  }

  text::Slice slice_;
  std::string_view text_;
  text::Diagnostics& diagnostics_;
  std::size_t pos_ = 0;
};

std::unexpected<std::string> Misfit(const Value& value, const Type& type) {
  return std::unexpected(
      Format("a {} does not fit `{}`", value::KindName(value.kind()), TypeText(type)));
}

std::expected<Value, std::string> FitElements(const Value& value, const Type& type) {
  if (!value.is(ValueKind::kList) && !value.is(ValueKind::kSet)) return Misfit(value, type);
  Value::Elements out;
  for (const Value& element : value.elements()) {
    auto fitted = Fit(element, type.element[0]);
    if (!fitted) return std::unexpected("an element: " + fitted.error());
    out.push_back(*std::move(fitted));
  }
  return value.is(ValueKind::kList) ? Value::List(std::move(out)) : Value::Set(std::move(out));
}

std::expected<Value, std::string> FitRecordValue(const Value& value, const Type& type) {
  if (!value.is(ValueKind::kRecord)) return Misfit(value, type);
  Value::Fields out;
  std::map<std::string_view, const TypeField*> fields;
  for (const TypeField& field : type.fields) {
    fields.emplace(field.name, &field);
    if (!field.optional && value.Find(field.name) == nullptr) {
      return std::unexpected(Format("`{}` is missing", field.name));
    }
  }
  for (const auto& [key, inner] : value.fields()) {
    const Type* wanted = nullptr;
    if (type.kind == Type::Kind::kMap) {
      wanted = &type.element[0];
    } else {
      const auto field = fields.find(key);
      if (field == fields.end()) return std::unexpected(Format("`{}` is not declared", key));
      wanted = &field->second->type;
    }
    auto fitted = Fit(inner, *wanted);
    if (!fitted) return std::unexpected(Format("`{}`: {}", key, fitted.error()));
    out.emplace(key, *std::move(fitted));
  }
  return Value::Record(std::move(out));
}

}  // namespace

bool operator==(const Type& a, const Type& b) {
  return a.kind == b.kind && a.entity == b.entity && a.element == b.element && a.fields == b.fields;
}

std::string TypeText(const Type& type) {
  if (type.kind == Type::Kind::kEntity) return type.entity;
  if (type.kind == Type::Kind::kRecord) {
    std::string out = "{";
    for (const TypeField& field : type.fields) {
      if (out.size() > 1) out += ", ";
      out += field.name + (field.optional ? "?: " : ": ") + TypeText(field.type);
    }
    return out + "}";
  }
  const std::string name(std::ranges::find(kWords, type.kind, &Word::kind)->name);
  return type.element.empty() ? name : name + "<" + TypeText(type.element[0]) + ">";
}

ColumnType ColumnTypeOf(const Type& type) {
  switch (type.kind) {
    case Type::Kind::kBool: return ColumnType::kBool;
    case Type::Kind::kLong: return ColumnType::kLong;
    case Type::Kind::kDecimal: return ColumnType::kDecimal;
    case Type::Kind::kString: return ColumnType::kString;
    case Type::Kind::kEntity: return ColumnType::kEntity;
    case Type::Kind::kList:
    case Type::Kind::kSet: return ColumnTypeOf(type.element[0]);
    default: return ColumnType::kUnknown;
  }
}

std::optional<Type> ParseType(text::Slice slice, text::Diagnostics& diagnostics) {
  return TypeParser(slice, diagnostics).Parse();
}

std::expected<Value, std::string> Fit(const Value& value, const Type& type) {
  switch (type.kind) {
    case Type::Kind::kBool:
      if (value.is(ValueKind::kBool)) return value;
      break;
    case Type::Kind::kLong:
      if (value.is(ValueKind::kLong)) return value;
      break;
    case Type::Kind::kDecimal:
      if (value.is(ValueKind::kDecimal)) return value;
      if (value.is(ValueKind::kLong)) return Value(value::FromLong(value.as_long()));
      break;
    case Type::Kind::kString:
      if (value.is(ValueKind::kString)) return value;
      break;
    case Type::Kind::kEntity:
      if (value.is(ValueKind::kString)) {
        const auto uid = value::ParseEntityReference(value.as_string());
        if (uid && uid->type == type.entity) return Value(*uid);
      }
      if (value.is(ValueKind::kEntity) && value.as_entity().type == type.entity) return value;
      break;
    case Type::Kind::kList:
    case Type::Kind::kSet: return FitElements(value, type);
    case Type::Kind::kMap:
    case Type::Kind::kRecord: return FitRecordValue(value, type);
  }
  return Misfit(value, type);
}

// The step at the end of a path, made where it is missing.
std::size_t Declarations::StepTo(std::span<const std::string> path) {
  std::size_t step = 0;
  for (const std::string& key : path) {
    const auto [it, added] = steps_[step].below.try_emplace(key, steps_.size());
    step = it->second;
    if (added) steps_.emplace_back();
  }
  return step;
}

void Declarations::Add(const DeclarationText& text, text::Diagnostics& diagnostics) {
  auto type = ParseType(text.type, diagnostics);
  if (!type) return;
  Step& step = steps_[StepTo(text.path)];
  if (!step.declared) {
    step.declared = all_.size();
    all_.push_back({text.path, text.path_span, *std::move(type)});
    return;
  }
  const Declaration& first = all_[*step.declared];
  if (first.type == *type) return;
  diagnostics
      .Add(Code::kDeclarationTwice, text.path_span,
           Format("`{}` is declared as `{}`", DottedPath(text.path), TypeText(*type)))
      .Other(first.span, Format("and here as `{}`", TypeText(first.type)))
      .Help("keep one of them");
}

Declarations::Found Declarations::FindAgentAttribute(std::span<const std::string> names) const {
  const auto agent = steps_[0].below.find("agent");
  if (agent == steps_[0].below.end()) return {};
  // The first in the text of those that are declared on the way.
  std::optional<std::size_t> found;
  std::size_t step = agent->second;
  for (const std::string& name : names) {
    const auto next = steps_[step].below.find(name);
    if (next == steps_[step].below.end()) break;
    step = next->second;
    const std::optional<std::size_t> declared = steps_[step].declared;
    if (declared && (!found || *declared < *found)) found = declared;
  }
  if (!found) return {};
  const Declaration& declaration = all_[*found];
  const Type* type = &declaration.type;
  for (const std::string& name : names.subspan(declaration.path.size() - 1)) {
    if (type->kind == Type::Kind::kMap) {
      type = &type->element[0];
      continue;
    }
    if (type->kind != Type::Kind::kRecord) return {};
    const auto field = std::ranges::find(type->fields, name, &TypeField::name);
    if (field == type->fields.end()) return {};
    type = &field->type;
  }
  return {type, &declaration};
}

void Declarations::FitAgent(Value& attributes, const Report& report) const {
  const auto agent = steps_[0].below.find("agent");
  if (agent != steps_[0].below.end()) FitKeys(attributes, agent->second, report);
}

void Declarations::FitBelow(Value& value, std::size_t step, const Report& report) const {
  FitKeys(value, step, report);
  if (!steps_[step].declared) return;
  const Declaration& declaration = all_[*steps_[step].declared];
  if (auto fitted = Fit(value, declaration.type)) {
    value = *std::move(fitted);
  } else {
    report(declaration, fitted.error());
  }
}

void Declarations::FitKeys(Value& value, std::size_t step, const Report& report) const {
  const std::map<std::string, std::size_t>& declared = steps_[step].below;
  if (declared.empty()) return;
  if (!value.is(ValueKind::kRecord)) {
    for (const auto& [key, below] : declared) ReportBelow(value, below, key, report);
    return;
  }
  std::optional<Value::Fields> changed;
  for (const auto& [key, inner] : value.fields()) {
    const auto below = declared.find(key);
    if (below == declared.end()) continue;
    Value fitted = inner;
    FitBelow(fitted, below->second, report);
    if (fitted == inner) continue;
    if (!changed) changed = value.fields();
    changed->insert_or_assign(key, std::move(fitted));
  }
  if (changed) value = Value::Record(*std::move(changed));
}

// Nothing can stand below a value that is no table.
void Declarations::ReportBelow(const Value& value, std::size_t step, const std::string& key,
                               const Report& report) const {
  if (steps_[step].declared) {
    report(all_[*steps_[step].declared],
           Format("a {} has no `{}`", value::KindName(value.kind()), key));
  }
  for (const auto& [name, below] : steps_[step].below) ReportBelow(value, below, key, report);
}

std::string DottedPath(std::span<const std::string> path) {
  std::string out;
  for (const std::string& part : path) out += (out.empty() ? "" : ".") + part;
  return out;
}

}  // namespace rune::config
