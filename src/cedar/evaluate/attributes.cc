// `.`, `has`, tags, and the pseudo-attributes `id` and `type` of extended files.
#include "base/format.h"
#include "base/result.h"
#include "cedar/evaluate/evaluator.h"
#include "value/escape.h"
#include "value/name.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

std::string NameText(const std::string& name) {
  return value::IsIdentifier(name) ? Format("`{}`", name) : value::Quote(name);
}

std::unexpected<EvalError> UnknownEntity(text::Span span, const EntityUid& uid,
                                         std::string_view what, const std::string& name) {
  return Fail(
      EvalErrorKind::kEntityDoesNotExist, span,
      Format("{} does not exist, so it has no {} {}", value::ToText(uid), what, NameText(name)));
}

}  // namespace

std::optional<Value> Evaluator::AttributeOf(const EntityUid& uid, const std::string& name) const {
  if (const Value* found = env_.entities.Attribute(uid, name)) return *found;
  if (extended_ && name == "id") return Value(uid.id);
  if (extended_ && name == "type") return Value(uid.type);
  return std::nullopt;
}

EvalResult Evaluator::GetAttribute(const Expr& node, const Value& from) {
  const std::string& name = node.names()[0];
  if (from.is(ValueKind::kRecord)) {
    if (const Value* found = from.Find(name)) return *found;
    return Fail(EvalErrorKind::kRecordAttrDoesNotExist, node.span,
                Format("the record has no attribute {}", NameText(name)));
  }
  if (!from.is(ValueKind::kEntity)) {
    return WrongKind(pool_[node.children()[0]].span,
                     Format("an entity or a record before {}", NameText(name)), from);
  }
  const EntityUid& uid = from.as_entity();
  if (std::optional<Value> found = AttributeOf(uid, name)) return *std::move(found);
  if (!env_.entities.Exists(uid)) return UnknownEntity(node.span, uid, "attribute", name);
  return Fail(EvalErrorKind::kEntityAttrDoesNotExist, node.span,
              Format("{} has no attribute {}", value::ToText(uid), NameText(name)));
}

EvalResult Evaluator::Has(const Expr& node, Value from) {
  for (const std::string& name : node.names()) {
    std::optional<Value> next;
    if (from.is(ValueKind::kRecord)) {
      if (const Value* found = from.Find(name)) next = *found;
    } else if (from.is(ValueKind::kEntity)) {
      next = AttributeOf(from.as_entity(), name);
    } else {
      return WrongKind(pool_[node.children()[0]].span,
                       Format("an entity or a record to have {}", NameText(name)), from);
    }
    if (!next) return Value(false);
    from = *std::move(next);
  }
  return Value(true);
}

EvalResult Evaluator::GetTag(const Expr& node, const Value& from, const Value& tag) {
  RUNE_ASSIGN_OR_RETURN(const Value present, HasTag(node, from, tag));
  const EntityUid& uid = from.as_entity();
  if (present.as_bool()) return *env_.entities.Tag(uid, tag.as_string());
  if (!env_.entities.Exists(uid)) return UnknownEntity(node.span, uid, "tag", tag.as_string());
  return Fail(EvalErrorKind::kEntityAttrDoesNotExist, node.span,
              Format("{} has no tag {}", value::ToText(uid), NameText(tag.as_string())));
}

EvalResult Evaluator::HasTag(const Expr& node, const Value& from, const Value& tag) {
  if (!from.is(ValueKind::kEntity)) {
    return WrongKind(pool_[node.children()[0]].span, "an entity, since only entities have tags",
                     from);
  }
  if (!tag.is(ValueKind::kString)) {
    return WrongKind(pool_[node.children()[1]].span, "a string as name of a tag", tag);
  }
  return Value(env_.entities.Tag(from.as_entity(), tag.as_string()) != nullptr);
}

}  // namespace rune::cedar
