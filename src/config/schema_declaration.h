// Schema declarations of `[data]`: `agent.capabilities: List<String>`.
//
// Types: Bool, Long (Int), Decimal (Number), String, List<T>, Set<T>, Map<T>, records `{a: T, b?:
// T}`, entity types. A declaration `agent.x: T` types the attribute `x` of entity type Agent too;
// every other one types its data path alone.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/toml_text.h"
#include "datalog/syntax/ast.h"
#include "rune/value.h"

namespace rune::config {

struct TypeField;

struct Type {
  enum class Kind : std::uint8_t {
    kBool,
    kLong,
    kDecimal,
    kString,
    kEntity,
    kList,
    kSet,
    kMap,
    kRecord,
  };
  Kind kind = Kind::kString;
  std::string entity;             // kEntity
  std::vector<Type> element;      // kList, kSet, kMap: one
  std::vector<TypeField> fields;  // kRecord

  friend bool operator==(const Type& a, const Type& b);
};

struct TypeField {
  std::string name;
  bool optional = false;
  Type type;
  friend bool operator==(const TypeField& a, const TypeField& b) = default;
};

std::string TypeText(const Type& type);
// What the rules know of the column that this path's leaf facts have.
datalog::ColumnType ColumnTypeOf(const Type& type);

// Pushes an error and returns nothing for what is no type.
std::optional<Type> ParseType(text::Slice slice, text::Diagnostics& diagnostics);

// The value as the type has it (names of entities not normalised): an integer where a decimal is
// declared becomes one, a reference where an entity is declared becomes its name. Lists and sets
// stand for each other. Returns: why it does not fit, in the author's words.
std::expected<Value, std::string> Fit(const Value& value, const Type& type);

struct Declaration {
  std::vector<std::string> path;
  text::Span span;
  Type type;
};

class Declarations {
 public:
  // Pushes an error for a type that cannot be read and for a second one of this path that differs.
  void Add(const DeclarationText& text, text::Diagnostics& diagnostics);

  const std::vector<Declaration>& all() const { return all_; }
  // The type of `principal.a.b` of an Agent, where it is declared, and its declaration.
  struct Found {
    const Type* type = nullptr;
    const Declaration* declaration = nullptr;
  };
  Found FindAgentAttribute(std::span<const std::string> names) const;

  // Called for each misfit.
  using Report = std::function<void(const Declaration& declaration, const std::string& reason)>;
  // Fits what the data has below each declared path. Where a path lies below another, the longer
  // one is fitted first. Cost: linear in data and declarations together.
  void FitData(Value& data, const Report& report) const { FitBelow(data, 0, report); }
  // Fits the attributes of an agent to what is declared below `agent`.
  void FitAgent(Value& attributes, const Report& report) const;

 private:
  // All paths as one tree; the first step is its root.
  struct Step {
    std::map<std::string, std::size_t> below;
    std::optional<std::size_t> declared;  // in all_
  };
  std::size_t StepTo(std::span<const std::string> path);
  void FitBelow(Value& value, std::size_t step, const Report& report) const;
  void FitKeys(Value& value, std::size_t step, const Report& report) const;
  void ReportBelow(const Value& value, std::size_t step, const std::string& key,
                   const Report& report) const;

  std::vector<Declaration> all_;
  std::vector<Step> steps_ = {Step{}};
};

std::string DottedPath(std::span<const std::string> path);

}  // namespace rune::config
