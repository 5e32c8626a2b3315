// Annotations, effect, scope and conditions of one policy.
#include <algorithm>
#include <charconv>

#include "base/format.h"
#include "cedar/syntax/parser.h"

namespace rune::cedar {
namespace {

using text::Code;

constexpr std::array<std::string_view, 3> kParts = {"principal", "action", "resource"};
constexpr std::string_view kScopeHelp = "a scope is `principal, action, resource`, in this order";
constexpr std::string_view kEntityHelp =
    "a scope compares with an entity, such as `User::\"alice\"`; other tests stand in a `when`";

}  // namespace

bool Parser::OnePolicy(Policy& policy, std::size_t number) {
  const std::uint32_t begin = Peek().begin;
  policy.extended = options_.extended;
  if ((At(TokenKind::kAt) && !Annotations(policy)) || !EffectOf(policy)) return false;
  if (!ScopeOf(policy) || !Conditions(policy) || !SemicolonOf()) return false;
  if (!starred_.empty()) ReadPlainStars();
  policy.span = Since(begin);
  if (orphans_ && !Failed()) policy.conditions = pool_.Prune(policy.conditions);
  pool_.TakeInto(policy.pool);
  GiveId(policy, number);
  return true;
}

void Parser::GiveId(Policy& policy, std::size_t number) const {
  static constexpr std::string_view kNamed = "policy";
  constexpr std::size_t kShort = 15;  // what a string holds without memory of its own
  constexpr std::size_t kMostShort = 999'999'999;
  if (options_.id_prefix.empty() && number <= kMostShort) [[likely]] {
    policy.id.resize_and_overwrite(kShort, [number](char* text, std::size_t size) {
      char* const digits = std::ranges::copy(kNamed, text).out;
      return static_cast<std::size_t>(std::to_chars(digits, text + size, number).ptr - text);
    });
  } else {
    policy.id = Format("{}{}{}", options_.id_prefix, kNamed, number);
  }
  if (!options_.id_annotations) return;
  for (const Annotation& annotation : policy.annotations) {
    if (annotation.key != "id") continue;
    const std::string_view id = annotation.value ? std::string_view(*annotation.value) : "";
    // To Cedar's own tools an empty text is an id like any other.
    if (id.empty() && options_.extended) continue;
    policy.id = id;
    policy.id_span = annotation.span;
  }
}

bool Parser::Annotations(Policy& policy) {
  std::map<std::string, text::Span> known;
  while (At(TokenKind::kAt)) {
    if (!OneAnnotation(policy, known)) return false;
  }
  return true;
}

bool Parser::OneAnnotation(Policy& policy, std::map<std::string, text::Span>& known) {
  const Token at = Take();
  if (!IsWord(Peek().kind)) {
    Broken("the name of an annotation", "an annotation is `@name(\"text\")` or `@name`");
    return false;
  }
  Annotation annotation;
  annotation.key = Spelling(Take());
  if (At(TokenKind::kLeftParen)) {
    const Token open = Take();
    if (!At(TokenKind::kString)) {
      Broken("a string", "an annotation is `@name(\"text\")` or `@name`");
      return false;
    }
    annotation.value = String();
    if (!Close(TokenKind::kRightParen, open)) return false;
  }
  annotation.span = Since(at.begin);
  const auto [first, added] = known.emplace(annotation.key, annotation.span);
  if (added) {
    policy.annotations.push_back(std::move(annotation));
    return true;
  }
  Wrong(Code::kPolicyAnnotation, annotation.span, Format("`@{}` is given twice", annotation.key))
      .Other(first->second, "the first one")
      .Help("keep one of them");
  return true;
}

bool Parser::EffectOf(Policy& policy) {
  const Token token = Peek();
  if (!IsWord(token.kind)) {
    Broken("a policy", "a policy begins with `permit (` or `forbid (`");
    return false;
  }
  policy.effect = token.keyword == Keyword::kForbid ? Effect::kForbid : Effect::kPermit;
  policy.id_span = SpanOf(token);
  if (token.keyword == Keyword::kPermit || token.keyword == Keyword::kForbid) {
    Take();
    return true;
  }
  return WrongEffect(token);
}

bool Parser::WrongEffect(Token token) {
  Wrong(Code::kPolicyEffect, SpanOf(token),
        Format("a policy begins with `permit` or `forbid`, not with {}", Describe(token)))
      .Help(SuggestHelp(Spelling(token), {"permit", "forbid"}, "write `permit` or `forbid`"));
  Take();
  return At(TokenKind::kLeftParen);
}

// --- scope

bool Parser::ScopeOf(Policy& policy) {
  const Token open = Peek();
  if (!Expect(TokenKind::kLeftParen, "`(` and the scope")) return false;
  if (At(TokenKind::kEllipsis)) {
    Ellipsis();
    return Close(TokenKind::kRightParen, open);
  }
  const ScopeParts parts = {&policy.principal, &policy.action, &policy.resource};
  std::array<bool, 3> seen{};
  bool reported = false;
  for (std::size_t count = 0; !At(TokenKind::kRightParen); ++count) {
    if (!ScopePart(parts, seen, count, reported)) return false;
    if (!Accept(TokenKind::kComma)) break;
  }
  if (!At(TokenKind::kRightParen)) return NoScopeEnd();
  const text::Span end = SpanOf(Take());
  if (!reported) CheckScope(parts, seen, end);
  return true;
}

void Parser::Ellipsis() {
  const text::Span span = SpanOf(Take());
  if (options_.extended) {
    diagnostics_.Add(Code::kPolicyEllipsis, span, "`...` stands for `principal, action, resource`")
        .Help("write the scope out, as other Cedar tools need it");
  } else {
    Wrong(Code::kPolicyExtension, span, "Cedar has no `...`")
        .Help("write `principal, action, resource`");
  }
}

bool Parser::NoScopeEnd() {
  Broken("`,` or `)`", kEntityHelp);
  return false;
}

// One of the three parts; which one its name says, so that a part that is missing is reported as
// missing.
bool Parser::ScopePart(const ScopeParts& parts, std::array<bool, 3>& seen, std::size_t count,
                       bool& reported) {
  const Token name = Peek();
  if (!IsWord(name.kind)) return NoScopePart();
  Take();
  const std::optional<Variable> variable = VariableOf(name);
  const auto known = static_cast<std::size_t>(variable.value_or(Variable::kContext));
  const std::size_t index =
      known < seen.size() && !seen[known] ? known : WrongScopePart(name, count, reported);
  Scope& scope = *parts[index];
  if (seen[index]) scope = Scope();  // reported
  seen[index] = true;
  if (!Constraint(scope, static_cast<Variable>(index))) return false;
  scope.span = Since(name.begin);
  return true;
}

bool Parser::NoScopePart() {
  Broken("`principal`, `action` or `resource`", kScopeHelp);
  return false;
}

// Returns: the part that stands there in spite of its name.
std::size_t Parser::WrongScopePart(Token name, std::size_t count, bool& reported) {
  const std::string_view word = Spelling(name);
  const auto known = std::ranges::find(kParts, word);
  const auto index = static_cast<std::size_t>(known - kParts.begin());
  const std::size_t stand_in = std::min(known == kParts.end() ? count : index, kParts.size() - 1);
  if (reported) return stand_in;
  reported = true;
  if (count >= kParts.size()) {
    Wrong(Code::kPolicyScopeExtra, SpanOf(name), "a scope has three parts; this is a fourth")
        .Help("put other tests into a `when { .. }` behind the scope");
  } else if (known != kParts.end()) {
    Wrong(Code::kPolicyScopeVariable, SpanOf(name), Format("`{}` stands twice in this scope", word))
        .Help(std::string(kScopeHelp));
  } else {
    Wrong(Code::kPolicyScopeVariable, SpanOf(name),
          Format("expected `{}`, found {}", kParts[count], Describe(name)))
        .Help(SuggestHelp(word, {std::string(kParts[count])}, std::string(kScopeHelp)));
  }
  return stand_in;
}

void Parser::CheckScope(const ScopeParts& parts, const std::array<bool, 3>& seen,
                        text::Span close) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (seen[i]) continue;
    Wrong(Code::kPolicyScopeMissing, close, Format("this scope lacks `{}`", kParts[i]))
        .Help(std::string(kScopeHelp));
    return;
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i - 1]->span.begin < parts[i]->span.begin) continue;
    Wrong(Code::kPolicyScopeVariable, parts[i]->span,
          Format("`{}` stands before `{}`", kParts[i], kParts[i - 1]))
        .Help(std::string(kScopeHelp));
    return;
  }
}

bool Parser::Constraint(Scope& scope, Variable variable) {
  const Token token = Peek();
  switch (token.kind) {
    case TokenKind::kComma:
    case TokenKind::kRightParen: return true;
    case TokenKind::kIs: return IsConstraint(scope, variable);
    case TokenKind::kEqual:
    case TokenKind::kIn: return EntityConstraint(scope, variable);
    default: return WrongConstraint(scope, variable);
  }
}

bool Parser::WrongConstraint(Scope& scope, Variable variable) {
  const Token token = Peek();
  switch (token.kind) {
    case TokenKind::kColon:
      Wrong(Code::kPolicyScopeOperator, SpanOf(token), "a type does not follow a colon here")
          .Help(Format("write `{} is ..`", VariableName(variable)));
      Take();
      return TypeBehindIs(scope.type);
    case TokenKind::kAssign:
      Wrong(Code::kPolicyOperator, SpanOf(token), "Cedar has no operator `=`")
          .Help("compare with `==`");
      return EntityConstraint(scope, variable);
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kHas:
    case TokenKind::kLike:
      Wrong(Code::kPolicyScopeOperator, SpanOf(token),
            Format("a scope cannot hold `{}`", Spelling(token)))
          .Help(variable == Variable::kAction
                    ? "a scope tests with `==` or `in`; other tests stand in a `when`"
                    : "a scope tests with `==`, `in` or `is`; other tests stand in a `when`");
      return false;
    default: return NoScopeEnd();
  }
}

bool Parser::IsConstraint(Scope& scope, Variable variable) {
  const Token is = Take();
  if (variable == Variable::kAction) {
    Wrong(Code::kPolicyScopeOperator, SpanOf(is), "an action's scope cannot hold `is`")
        .Help("name the actions: `action == Action::\"..\"` or `action in [..]`");
  }
  if (!TypeBehindIs(scope.type)) return false;
  scope.kind = ScopeKind::kIs;
  if (At(TokenKind::kIn)) {
    Take();
    scope.kind = ScopeKind::kIsIn;
    return ScopeEntities(scope, variable, true);
  }
  if (!At(TokenKind::kEqual)) return true;
  Wrong(Code::kPolicyScopeOperator, SpanOf(Take()), "`==` cannot follow `is` in a scope")
      .Help("an entity has one type: leave `is ..` out");
  return ScopeEntities(scope, variable, false);
}

bool Parser::EntityConstraint(Scope& scope, Variable variable) {
  const bool in = Take().kind == TokenKind::kIn;
  scope.kind = in ? ScopeKind::kIn : ScopeKind::kEq;
  if (!ScopeEntities(scope, variable, in)) return false;
  if (!At(TokenKind::kIs)) return true;
  Wrong(Code::kPolicyScopeOperator, SpanOf(Peek()), "`is` cannot follow the entity")
      .Help(Format("write `{} is .. in ..`", VariableName(variable)));
  return false;
}

bool Parser::ScopeEntities(Scope& scope, Variable variable, bool after_in) {
  if (AtSimpleEntity() && !MayBePattern(Peek(2), after_in)) {
    const ScopeEntity entity = SimpleEntity(variable);
    scope.entities = memory_.List(std::span(&entity, 1));
    return true;
  }
  EntityPile entities(open_entities_);
  const bool read = IsWord(Peek().kind) ? EntityInto(entities, variable, after_in)
                                        : EntitiesInto(entities, scope, variable, after_in);
  scope.entities = memory_.List(entities.items());
  return read;
}

// An entity, a slot or (behind `action in`) a list, in any number of parentheses.
bool Parser::EntitiesInto(EntityPile& entities, Scope& scope, Variable variable, bool after_in) {
  std::vector<Token> parens;
  const std::size_t depth = depth_;
  while (At(TokenKind::kLeftParen)) {
    parens.push_back(Take());
    ++depth_;
    if (DeepEnough()) return false;
  }
  if (At(TokenKind::kLeftBracket) && variable == Variable::kAction && after_in) {
    const Token open = Take();
    scope.list = true;
    while (!At(TokenKind::kRightBracket)) {
      if (At(TokenKind::kLeftBracket)) {
        Broken("an action", "lists of actions do not nest");
        return false;
      }
      const bool read = IsWord(Peek().kind) ? EntityInto(entities, variable, after_in)
                                            : EntitiesInto(entities, scope, variable, after_in);
      if (!read) return false;
      if (!Accept(TokenKind::kComma)) break;
    }
    if (!Close(TokenKind::kRightBracket, open)) return false;
  } else if (!EntityInto(entities, variable, after_in)) {
    return false;
  }
  depth_ = depth;
  for (auto paren = parens.rbegin(); paren != parens.rend(); ++paren) {
    if (!Close(TokenKind::kRightParen, *paren)) return false;
  }
  return true;
}

bool Parser::EntityInto(EntityPile& entities, Variable variable, bool after_in) {
  if (AtSimpleEntity() && !MayBePattern(Peek(2), after_in)) {
    entities.Push(SimpleEntity(variable));
    return true;
  }
  const Token token = Peek();
  if (token.kind == TokenKind::kSlot) {
    entities.Push(ScopeSlot(variable));
    return true;
  }
  if (!IsWord(token.kind)) return NoEntity(token);
  Name name;
  if (!TypeOrEntity(name)) return false;
  if (!name.has_id()) {
    Wrong(Code::kPolicyScopeEntity, name.span, Format("`{}` is not an entity", name.text))
        .Help(std::string(kEntityHelp));
    return true;
  }
  ScopeEntity entity;
  if (MayBePattern(name.id, after_in)) {
    entity = Pattern(name);
  } else {
    entity.literal = &Entity(name.text, name.id);
  }
  entity.span = name.span;
  if (variable == Variable::kAction) CheckActionType(entity);
  entities.Push(entity);
  return true;
}

bool Parser::NoEntity(Token token) {
  if (token.kind == TokenKind::kBroken) {
    ReportBrokenToken(token);
    return false;
  }
  Wrong(Code::kPolicyScopeEntity, SpanOf(token),
        Format("expected an entity, found {}", Describe(token)))
      .Help(std::string(token.kind == TokenKind::kLeftBracket
                            ? "only `action in` takes a list; write one policy for each"
                            : kEntityHelp));
  return false;
}

ScopeEntity Parser::ScopeSlot(Variable variable) {
  const Token slot = Take();
  const std::string_view name = Spelling(slot).substr(1);
  if (variable == Variable::kAction) {
    Wrong(Code::kPolicySlot, SpanOf(slot), "an action's scope cannot hold a slot")
        .Help("only `?principal` and `?resource` can be left open");
  } else if (name != VariableName(variable)) {
    Wrong(Code::kPolicySlot, SpanOf(slot), Format("{} cannot stand here", Describe(slot)))
        .Help(Format("the slot of this part is `?{}`", VariableName(variable)));
  }
  ScopeEntity entity;
  entity.slot = true;
  entity.span = SpanOf(slot);
  return entity;
}

void Parser::CheckActionType(const ScopeEntity& entity) {
  const std::string& type = entity.uid().type;
  if (type == "Action" || type.ends_with("::Action")) return;
  Wrong(Code::kPolicyActionType, entity.span, Format("`{}` is not a type of actions", type))
      .Help(Format("the type of an action is `Action`, or ends in it: `{}::Action::\"..\"`", type));
}

// --- conditions

bool Parser::Conditions(Policy& policy) {
  Pile<Condition> conditions(open_conditions_);
  while (AtCondition()) {
    if (!OneCondition(conditions, policy.effect)) return false;
  }
  policy.conditions = memory_.List(conditions.items());
  return true;
}

bool Parser::OneCondition(Pile<Condition>& conditions, Effect effect) {
  const Token keyword = Peek();
  Condition condition;
  condition.when = keyword.keyword != Keyword::kUnless;
  const bool known = keyword.keyword == Keyword::kWhen || !condition.when;
  if (!known && !WrongCondition(keyword)) return false;
  Take();
  const Token open = Peek();
  if (!Expect(TokenKind::kLeftBrace, "`{` and the condition")) return false;
  if (At(TokenKind::kRightBrace)) {
    Take();
    EmptyCondition(keyword, effect);
  } else {
    condition.body = Expression0();
    if (*condition.body == kNone || !Close(TokenKind::kRightBrace, open)) return false;
  }
  condition.span = Since(keyword.begin);
  conditions.Push(condition);
  return true;
}

// Returns: whether it is read as one in spite of its name.
bool Parser::WrongCondition(Token keyword) {
  Wrong(Code::kPolicyCondition, SpanOf(keyword),
        Format("a condition begins with `when` or `unless`, not with {}", Describe(keyword)))
      .Help(SuggestHelp(Spelling(keyword), {"when", "unless"},
                        "end the policy with `;` or write `when`"));
  return Peek(1).kind == TokenKind::kLeftBrace;
}

void Parser::EmptyCondition(Token keyword, Effect effect) {
  const text::Span span = Since(keyword.begin);
  if (options_.extended && keyword.keyword != Keyword::kUnless) {
    diagnostics_.Add(Code::kPolicyEmptyWhen, span, "this `when` is empty")
        .Note(effect == Effect::kPermit ? "a permit with an empty `when` never matches"
                                        : "a forbid with an empty `when` always matches")
        .Help("say `when { true }` or `when { false }`");
  } else {
    Wrong(Code::kPolicyEmptyCondition, span, Format("this `{}` is empty", Spelling(keyword)))
        .Help("write a condition between the braces, or leave it out");
  }
}

bool Parser::SemicolonOf() { return Accept(TokenKind::kSemicolon) || NoSemicolon(); }

bool Parser::NoSemicolon() {
  if (At(TokenKind::kBroken)) {
    ReportBrokenToken(Peek());
    return false;
  }
  Wrong(Code::kPolicySemicolon, lexer_.At(last_end() - 1, last_end()),
        Format("a `;` is missing before {}", Describe(Peek())))
      .Help("end the policy with `;`");
  return At(TokenKind::kEnd) || AtPolicyStart();
}

}  // namespace rune::cedar
