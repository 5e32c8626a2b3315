// The inside of policy_json.h's reading: one object reads one policy.
//
// A function that returns kNone, false or nothing has reported why. Fields are checked first, so
// that an object of the wrong shape is one finding; parts that are well-formed are read on, so that
// a policy shows all its mistakes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cedar/syntax/ast.h"
#include "text/diagnostics.h"
#include "value/json.h"

namespace rune::cedar {

class JsonReader {
 public:
  static constexpr ExprId kNone = 0xFFFFFFFF;

  explicit JsonReader(text::Diagnostics& diagnostics, Unknowns unknowns = Unknowns::kRefused)
      : diagnostics_(diagnostics), unknowns_(unknowns) {}

  bool ReadPolicy(const value::Json& json, Policy& policy);
  ExprId Expression(const value::Json& json);
  // The body of `Value`.
  ExprId Literal(const value::Json& json);
  ExprPool TakePool() { return std::move(pool_); }

  // The objects of scopes, links and entity lists: `{"type", "id"}`, alone or as `__entity`.
  std::optional<EntityUid> Entity(const value::Json& json);
  // `?principal` or `?resource`.
  std::optional<Variable> Slot(const value::Json& json);
  // An object that has all of `required` and nothing that is in neither list.
  bool Shape(const value::Json& json, std::string_view what,
             std::initializer_list<std::string_view> required,
             std::initializer_list<std::string_view> optional = {}, bool open = false);
  bool Kind(const value::Json& json, value::Json::Kind kind, std::string_view what);

 private:
  // --- policies and scopes: read_policy.cc
  bool EffectOf(const value::Json& json, Policy& policy);
  bool ScopeOf(const value::Json& json, Variable variable, Scope& scope);
  bool IsScope(const value::Json& json, Variable variable, Scope& scope);
  bool ScopeOperand(const value::Json& json, Variable variable, bool list_allowed, Scope& scope);
  bool ScopeEntities(const value::Json& json, Variable variable, bool list_allowed, bool& list,
                     std::vector<ScopeEntity>& entities);
  bool ScopeEntityOf(const value::Json& json, Variable variable,
                     std::vector<ScopeEntity>& entities);
  bool Conditions(const value::Json& json, Policy& policy);
  bool Annotations(const value::Json& json, Policy& policy);
  std::optional<EntityUid> TypeAndId(const value::Json& json);
  std::optional<std::string> TypeName(const value::Json& json);

  // --- expressions: read_expr.cc
  ExprId Operator(std::string_view name, const value::Json& body, text::Span span);
  ExprId NamedOperator(std::string_view name, const value::Json& body, text::Span span);
  ExprId UnaryNode(UnaryOp op, const value::Json& body, text::Span span);
  ExprId BinaryNode(BinaryOp op, const value::Json& body, text::Span span);
  ExprId VariableNode(const value::Json& body, text::Span span);
  ExprId GetAttr(const value::Json& body, text::Span span);
  ExprId Has(const value::Json& body, text::Span span);
  ExprId Like(const value::Json& body, text::Span span);
  ExprId Is(const value::Json& body, text::Span span);
  ExprId If(const value::Json& body, text::Span span);
  ExprId Set(const value::Json& body, text::Span span);
  ExprId Record(const value::Json& body, text::Span span);
  ExprId Call(ExtensionFunction function, const value::Json& body, text::Span span);
  bool Each(const std::vector<value::Json>& items, std::vector<ExprId>& nodes);
  bool Pattern(const value::Json& json, std::vector<char32_t>& pattern);

  // --- values: read_value.cc
  ExprId ValueObject(const value::Json& json);
  ExprId ValueCall(const value::Json& body, text::Span span);
  bool EachValue(const std::vector<value::Json>& items, std::vector<ExprId>& nodes);

  // The function of that name, as far as it may be called here.
  std::optional<ExtensionFunction> FunctionOf(std::string_view name) const;

  text::Diagnostics& diagnostics_;
  Unknowns unknowns_;
  ExprPool pool_;
};

}  // namespace rune::cedar
