#include "cedar/evaluate/evaluate.h"

#include <map>

#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "cedar/evaluate/seen.h"
#include "value/print.h"

namespace rune::cedar {

std::string_view EvalErrorName(EvalErrorKind kind) {
  switch (kind) {
    case EvalErrorKind::kEntityDoesNotExist: return "entity_does_not_exist";
    case EvalErrorKind::kEntityAttrDoesNotExist: return "entity_attr_does_not_exist";
    case EvalErrorKind::kRecordAttrDoesNotExist: return "record_attr_does_not_exist";
    case EvalErrorKind::kTypeError: return "type_error";
    case EvalErrorKind::kWrongNumArguments: return "wrong_num_arguments";
    case EvalErrorKind::kIntegerOverflow: return "integer_overflow";
    case EvalErrorKind::kFailedExtensionFunctionExecution:
      return "failed_extension_function_execution";
    case EvalErrorKind::kPredicateError: return "predicate_error";
    case EvalErrorKind::kGlobNoAnswer: return "glob_no_answer";
    case EvalErrorKind::kLimit: return "limit";
  }
  return "type_error";
}

std::unexpected<EvalError> Fail(EvalErrorKind kind, text::Span span, std::string message) {
  return std::unexpected(EvalError{kind, std::move(message), span});
}

std::string WithArticle(ValueKind kind) {
  const std::string_view name = value::KindName(kind);
  const bool vowel = kind == ValueKind::kEntity || kind == ValueKind::kIp;
  return Format("{} {}", vowel ? "an" : "a", name);
}

std::unexpected<EvalError> WrongKind(text::Span span, std::string_view wanted, const Value& found) {
  return Fail(EvalErrorKind::kTypeError, span,
              Format("expected {}, found {}", wanted, WithArticle(found.kind())));
}

EvalResult Evaluate(const ExprPool& pool, ExprId root, bool extended, const Environment& env) {
  return Evaluator(pool, extended, env).Run(root);
}

namespace {

bool IsLeaf(const Expr& node) {
  switch (node.kind) {
    case ExprKind::kLiteral:
    case ExprKind::kVariable:
    case ExprKind::kSet:
    case ExprKind::kRecord: return true;
    default: return node.children().empty();
  }
}

Value VariableValue(Variable variable, const Environment& env) {
  switch (variable) {
    case Variable::kPrincipal: return Value(env.principal);
    case Variable::kAction: return Value(env.action);
    case Variable::kResource: return Value(env.resource);
    case Variable::kContext: break;
  }
  return env.context;
}

}  // namespace

EvalResult Evaluator::Run(ExprId root) {
  std::vector<ExprId> spine;
  ExprId id = root;
  while (!IsLeaf(pool_[id])) {
    spine.push_back(id);
    id = pool_[id].children()[0];
  }
  EvalResult current = Leaf(pool_[id]);
  while (true) {
    if (trace_ != nullptr && pool_[id].kind != ExprKind::kLiteral) trace_->Note(id, current);
    if (spine.empty()) return current;
    id = spine.back();
    spine.pop_back();
    if (current) current = Apply(pool_[id], *std::move(current));
  }
}

EvalResult Evaluator::Leaf(const Expr& node) {
  RUNE_TRY(Charge(node));
  switch (node.kind) {
    case ExprKind::kLiteral: return node.literal();
    case ExprKind::kVariable: return VariableValue(node.variable, env_);
    case ExprKind::kSet: return SetLiteral(node);
    case ExprKind::kRecord: return RecordLiteral(node);
    case ExprKind::kPredicateCall: return PredicateCall(node, Value());
    default: return ExtensionCall(node, Value());  // called without arguments
  }
}

EvalResult Evaluator::SetLiteral(const Expr& node) {
  Value::Elements elements;
  for (const ExprId child : node.children()) {
    RUNE_ASSIGN_OR_RETURN(Value element, Run(child));
    elements.push_back(std::move(element));
  }
  return Value::Set(std::move(elements));
}

EvalResult Evaluator::RecordLiteral(const Expr& node) {
  // In the order of the keys, so that the first error does not depend on how the record was
  // written.
  std::map<std::string_view, ExprId> members;
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    members.emplace(node.names()[i], node.children()[i]);
  }
  Value::Fields fields;
  for (const auto& [key, child] : members) {
    RUNE_ASSIGN_OR_RETURN(Value member, Run(child));
    fields.emplace(key, std::move(member));
  }
  return Value::Record(std::move(fields));
}

EvalResult Evaluator::Apply(const Expr& node, Value first) {
  RUNE_TRY(Charge(node));
  switch (node.kind) {
    case ExprKind::kUnary: return Unary(node, first);
    case ExprKind::kBinary:
      if (node.binary == BinaryOp::kAnd || node.binary == BinaryOp::kOr)
        return Logical(node, first);
      if (node.binary == BinaryOp::kIn) return In(node, first, node.children()[1]);
      return Binary(node, first);
    case ExprKind::kIf: return If(node, first);
    case ExprKind::kGetAttr: return GetAttribute(node, first);
    case ExprKind::kHas: return Has(node, std::move(first));
    case ExprKind::kLike: return Like(node, first);
    case ExprKind::kIs: return Is(node, first);
    case ExprKind::kExtension: return ExtensionCall(node, std::move(first));
    case ExprKind::kPredicateIn: return PredicateIn(node, first);
    case ExprKind::kPredicateCall: return PredicateCall(node, std::move(first));
    case ExprKind::kLiteral:
    case ExprKind::kVariable:
    case ExprKind::kSet:
    case ExprKind::kRecord: break;  // leaves
  }
  return first;
}

Unit Evaluator::Charge(const Expr& node, std::uint64_t steps) {
  if (env_.meter.Charge(steps)) return {};
  return Fail(EvalErrorKind::kLimit, node.span, "the request's bound of steps is reached");
}

}  // namespace rune::cedar
