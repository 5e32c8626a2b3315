#include "cedar/evaluate/seen.h"

#include <algorithm>

#include "base/format.h"
#include "base/utf8.h"
#include "cedar/syntax/print.h"
#include "value/escape.h"
#include "value/print.h"

namespace rune::cedar {
namespace {

// How many bytes the part of a text that is shown has.
std::size_t ShownBytes(std::string_view text) {
  std::size_t pos = 0;
  for (std::size_t n = 0; n < kLongestShown && pos < text.size(); ++n) DecodeUtf8(text, pos);
  return pos;
}

// Prints members until the text is long, then counts the rest: so it nests no deeper than that.
class Shower {
 public:
  void Show(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kString: return ShowText(value.as_string());
      case ValueKind::kEntity:
        out_ += value.as_entity().type + "::";
        return ShowText(value.as_entity().id);
      case ValueKind::kList:
      case ValueKind::kSet: return ShowElements(value.elements());
      case ValueKind::kRecord: return ShowFields(value.fields());
      default: out_ += value::ToText(value);
    }
  }
  std::string Take() { return std::move(out_); }

 private:
  void ShowText(std::string_view text) {
    const std::size_t shown = ShownBytes(text);
    out_ += value::Quote(text.substr(0, shown));
    if (shown < text.size()) out_ += "...";
  }

  void ShowElements(const Value::Elements& elements) {
    out_ += '[';
    for (std::size_t i = 0; i < elements.size() && Begin(i, elements.size()); ++i) {
      Show(elements[i]);
    }
    out_ += ']';
  }

  void ShowFields(const Value::Fields& fields) {
    out_ += '{';
    std::size_t i = 0;
    for (const auto& [key, field] : fields) {
      if (!Begin(i++, fields.size())) break;
      ShowText(key);
      out_ += ": ";
      Show(field);
    }
    out_ += '}';
  }

  // False: no room for member `i`; the number of those left is written instead.
  bool Begin(std::size_t i, std::size_t count) {
    if (i > 0) out_ += ", ";
    if (out_.size() < kLongestShown) return true;
    out_ += Format(".. {} more", count - i);
    return false;
  }

  std::string out_;
};

// Whether the expression leads from a variable to a value.
bool IsAccess(const ExprPool& pool, ExprId id) {
  while (true) {
    const Expr& node = pool[id];
    if (node.kind == ExprKind::kVariable) return true;
    const bool tag = node.kind == ExprKind::kBinary && node.binary == BinaryOp::kGetTag;
    if (node.kind != ExprKind::kGetAttr && !tag) return false;
    if (tag && pool[node.children()[1]].kind != ExprKind::kLiteral) return false;
    id = node.children()[0];
  }
}

// The longest accesses below `root` that were reached, in the order of the text.
std::vector<ExprId> AccessesReached(const ExprPool& pool, ExprId root, const Trace& trace) {
  std::vector<ExprId> found;
  std::vector<ExprId> todo{root};
  while (!todo.empty() && found.size() < 4 * kMostSeenValues) {
    const ExprId id = todo.back();
    todo.pop_back();
    if (IsAccess(pool, id)) {
      if (trace.Reached(id)) found.push_back(id);
      continue;
    }
    const std::vector<ExprId>& children = pool[id].children();
    todo.insert(todo.end(), children.rbegin(), children.rend());
  }
  return found;
}

}  // namespace

void Trace::Note(ExprId id, const EvalResult& result) {
  values_.emplace(id, result ? std::optional<Value>(*result) : std::nullopt);
  if (!result && !error_) error_ = result.error();
}

const Value* Trace::Find(ExprId id) const {
  const auto it = values_.find(id);
  return it != values_.end() && it->second ? &*it->second : nullptr;
}

const Value* ValueOf(const ExprPool& pool, const Trace& trace, ExprId id) {
  const Expr& node = pool[id];
  return node.kind == ExprKind::kLiteral ? &node.literal() : trace.Find(id);
}

std::optional<bool> BoolOf(const ExprPool& pool, const Trace& trace, ExprId id) {
  const Value* value = ValueOf(pool, trace, id);
  if (value == nullptr || !value->is(ValueKind::kBool)) return std::nullopt;
  return value->as_bool();
}

std::vector<ExprId> ChainOperands(const ExprPool& pool, ExprId root, BinaryOp op) {
  std::vector<ExprId> reversed;
  ExprId id = root;
  while (pool[id].kind == ExprKind::kBinary && pool[id].binary == op) {
    reversed.push_back(pool[id].children()[1]);
    id = pool[id].children()[0];
  }
  reversed.push_back(id);
  return {reversed.rbegin(), reversed.rend()};
}

SeenValues AccessesSeen(const Policy& policy, ExprId root, const Trace& trace) {
  SeenValues seen;
  for (const ExprId id : AccessesReached(policy.pool, root, trace)) {
    if (seen.size() >= kMostSeenValues) break;
    std::string name = Cut(PrintExpr(policy.pool, id, policy.extended));
    const bool known = std::ranges::any_of(seen, [&](const auto& s) { return s.first == name; });
    if (known) continue;
    const Value* value = trace.Find(id);
    seen.emplace_back(std::move(name), value != nullptr
                                           ? Shown(*value)
                                           : Cut(Format("error: {}", trace.error()->message)));
  }
  return seen;
}

std::string Shown(const Value& value) {
  Shower shower;
  shower.Show(value);
  return shower.Take();
}

std::string Cut(std::string_view text) {
  const std::size_t shown = ShownBytes(text);
  std::string out(text.substr(0, shown));
  if (shown < text.size()) out += "...";
  return out;
}

}  // namespace rune::cedar
