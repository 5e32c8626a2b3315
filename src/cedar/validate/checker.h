// The type checker's own class, shared by the files of this folder; everybody else includes
// validate.h.
//
// Idea: one policy is checked in one request environment after another: an action with a principal
// and a resource type that it applies to. Each node gets a static type. An expression that has a
// fault still gets a type where that is certain (`1 < x` is a Bool), so that one fault is told
// once and what stands behind it is checked too; it gets none where it is not.
//
// A branch whose guard is certainly false is not looked at: `false && (1 + true == 1)` is fine.
// What a true expression makes known travels with its answer: `e has a` knows the shape of `e.a`
// (shapes.h), `&&` hands what its left side knows to its right side.
//
// `Run` walks from a node down its first children with a loop and folds the answer up again, so
// chains of `&& || + - * .` need no stack; only second and further children recurse. Each node is
// looked at once an environment. One checker belongs to one thread.
//
// Source of the rules: the Cedar language's definition of its validator (language version 4.6).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cedar/syntax/ast.h"
#include "cedar/validate/finding.h"
#include "cedar/validate/schema_index.h"
#include "cedar/validate/shapes.h"
#include "cedar/validate/static_type.h"

namespace rune::cedar {

struct RequestEnvironment {
  EntityTypeId principal = 0;
  std::size_t action = 0;  // number in the index
  EntityTypeId resource = 0;
};

struct Answer {
  const StaticType* type = nullptr;  // null: not known, because of a fault
  bool ok = true;                    // without a fault
  // Shapes that exist if the expression is true; may repeat. Empty unless ok.
  std::vector<Shape> known;
};

class Checker {
 public:
  // Requires: all outlive the checker. Faults go to `findings`.
  Checker(const Policy& policy, const SchemaIndex& index, ValidationMode mode, Findings& findings);

  // The type of the whole policy: never null, a boolean.
  Answer Check(const RequestEnvironment& environment);

  // Of the environment checked last. The part of a policy that was looked at: the conditions and
  // scopes behind a false one were not.
  const RequestEnvironment& environment() const { return environment_; }
  const StaticType* type(ExprId id) const { return types_[id]; }
  // How many of principal, action and resource scope, in this order, and then of the conditions.
  std::size_t scopes_seen() const { return scopes_seen_; }
  std::size_t conditions_seen() const { return conditions_seen_; }
  // An attribute, if it has one: of a record, or of an entity. Null otherwise. Lives until the next
  // environment.
  const StaticAttribute* Attribute(const StaticType& type, const std::string& name);

  const Policy& policy() const { return policy_; }
  const SchemaIndex& index() const { return index_; }
  const Shapes& shapes() const { return shapes_; }

 private:
  using Help = std::string_view (*)(const StaticType& actual);

  // checker.cc
  Answer Run(ExprId root);
  Answer Leaf(ExprId id);
  Answer Apply(ExprId id, Answer first);
  Answer If(const Expr& node, Answer test);
  Answer AndChain(ExprId id, Answer left, std::size_t bottom);
  Answer Or(const Expr& node, Answer left);
  Answer Unary(const Expr& node, Answer operand);
  Answer Conditions();
  // Holds an answer against types that are wanted. What fits none of them has no type any more.
  void Expect(ExprId id, Answer& answer, std::span<const StaticType* const> wanted,
              Help help = nullptr);
  void Expect(ExprId id, Answer& answer, const StaticType* wanted, Help help = nullptr);
  void WrongType(text::Span span, std::span<const StaticType* const> wanted,
                 const StaticType& actual, std::string_view help);
  void Learn(std::span<const Shape> shapes);
  void Forget(std::span<const Shape> shapes);
  bool Knows(Shape shape) const { return known_[shape] > 0; }

  // check_scope.cc
  // The types that the scope of principal or resource names, as far as the schema knows them.
  struct ScopeTarget {
    std::optional<EntityTypeId> is;
    std::optional<EntityTypeId> entity;
  };
  ScopeTarget TargetOf(const Scope& scope) const;
  Answer ScopeOf(const Scope& scope, const ScopeTarget& target, EntityTypeId variable);
  Answer ActionScope();
  // What the actions of a scope stand for, the same in all environments.
  struct ActionList {
    bool right = false;                // all known; a list has elements, of one type
    bool patterns = false;             // some, so that nothing is certain
    std::vector<std::size_t> actions;  // the ones that it names
  };
  ActionList ReadActionList();

  // check_literal.cc
  Answer Literal(const Expr& node);
  Answer VariableType(const Expr& node);
  Answer SetLiteral(const Expr& node);
  Answer RecordLiteral(const Expr& node);
  // The type of an entity's name; null if the schema knows neither it nor its type.
  const StaticType* OfUid(const EntityUid& uid) const;
  // The entity that an expression names: a literal, or `action`. Null otherwise.
  const EntityUid* NamedEntity(ExprId id) const;

  // check_attributes.cc
  Answer GetAttribute(ExprId id, Answer base);
  Answer Has(ExprId id, Answer base);
  Answer HasChain(ExprId id, Answer base);
  struct Step {
    const StaticType* type = nullptr;  // of the presence test
    std::vector<Shape> known;
  };
  std::optional<Step> HasStep(ExprId id, std::size_t place, std::span<const StaticType*> types);
  const StaticType* GetStep(ExprId id, std::size_t place, std::span<const StaticType*> types);
  bool MayHave(const StaticType& type, const std::string& name) const;
  const StaticType& RecordOf(EntityTypeId id) const;
  // An attribute and where it was looked for, as messages show it.
  struct Access {
    std::string text;   // "`a.b` of User"
    std::string guard;  // `context.a has b`
  };
  // `name` of what `names` led to from `base`; types[i] is the type that names[i] is taken from.
  Access AccessTo(ExprId base, std::span<const StaticType* const> types, NameList names,
                  const std::string& name) const;
  void MissingAttribute(text::Span span, const StaticType& type, const std::string& name,
                        const Access& access);
  void OptionalAttribute(text::Span span, const Access& access);
  Answer GetTag(ExprId id, Answer base);
  Answer HasTag(ExprId id, Answer base);
  // Of the entity types in `type` that have tags.
  std::vector<const StaticType*> TagTypes(const StaticType& type) const;

  // check_operators.cc
  Answer Binary(ExprId id, Answer left);
  Answer Equal(const Expr& node, Answer left);
  Answer Order(const Expr& node, Answer left);
  Answer Arithmetic(const Expr& node, Answer left);
  Answer Contains(const Expr& node, Answer left);
  Answer ContainsMany(const Expr& node, Answer left);
  Answer Like(const Expr& node, Answer text);
  const StaticType* TypeOfEqual(const Expr& node, const StaticType* left,
                                const StaticType* right) const;
  // Strict mode compares only what can be equal. Returns: whether that holds.
  bool Comparable(text::Span span, const StaticType* left, const StaticType* right,
                  std::string_view where);
  const StaticType* LubOrReport(text::Span span, std::span<const StaticType* const> types,
                                std::string_view where);
  void Incompatible(text::Span span, std::span<const StaticType* const> types, LubProblem problem,
                    std::string_view where);

  // check_membership.cc
  Answer In(const Expr& node, Answer left);
  Answer InWith(text::Span span, ExprId left_id, Answer left, ExprId right_id);
  Answer Is(const Expr& node, Answer left);
  const StaticType* TypeOfIn(ExprId left_id, const StaticType* left, ExprId right_id,
                             const StaticType* right, bool& ok) const;
  bool NamedEntities(ExprId id, std::vector<const EntityUid*>& entities) const;
  // `action in [..]`, decided. Null: an action that the schema does not know.
  const StaticType* ActionIn(const EntityUid& action,
                             std::span<const EntityUid* const> entities) const;
  bool MayBeIn(const StaticType& left, const StaticType& right) const;

  // check_calls.cc
  Answer Extension(ExprId id, Answer first);
  Answer Predicate(const Expr& node);
  bool CheckArguments(const Expr& node);

  const Policy& policy_;
  const ExprPool& pool_;
  const SchemaIndex& index_;
  const ValidationMode mode_;
  Findings& findings_;
  TypePool types_made_;
  const Shapes shapes_;
  const ScopeTarget principal_;
  const ScopeTarget resource_;

  RequestEnvironment environment_;
  std::vector<const StaticType*> types_;  // by node
  std::vector<std::uint32_t> known_;      // by shape: how often it is known here
  std::vector<ExprId> spine_;             // of all runs under way
  std::vector<const StaticType*> condition_types_;
  std::size_t scopes_seen_ = 0;
  std::size_t conditions_seen_ = 0;
  std::optional<ActionList> action_list_;  // once it was looked at
};

// What `left && right` is by the types of both, where left is not false. Null types: a fault.
const StaticType* TypeOfAnd(const StaticType* left, const StaticType* right);

}  // namespace rune::cedar
