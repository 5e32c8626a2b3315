// What columns hold (4.1), inferred over all columns that rules connect, and kinds of values that
// meet where they cannot.
//
// Columns and variables are nodes, joined where one value stands in both. Each group collects
// evidence: declarations, the request's own columns, constants, the kinds of data. A group may mix
// numbers and texts as long as nothing declares it; texts and entities never mix, and a declared
// kind stands alone. Only what is certain is reported.
#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "base/format.h"
#include "datalog/check/checker.h"
#include "datalog/check/column_kind.h"
#include "datalog/syntax/walk.h"
#include "value/print.h"

namespace rune::datalog {
namespace {

using text::Code;

struct Evidence {
  ColumnKind kind = ColumnKind::kOther;
  bool declared = false;
  std::optional<text::Span> span;  // none: from data
  std::string what;
};

class TypeInference {
 public:
  explicit TypeInference(CheckContext& context) : context_(context) {}

  void Run() {
    for (auto& [name, relation] : context_.program.relations) AddRelation(name, relation);
    AddData();
    for (const Clause& clause : context_.program.rules.clauses) {
      first_variable_ = NewNodes(clause.variables.size());
      AddArguments(clause.relation_name(), clause.head);
      AddBodies(clause.bodies);
    }
    for (const Check& check : context_.program.rules.checks) {
      first_variable_ = NewNodes(check.variables.size());
      AddBodies(check.bodies);
    }
    Settle();
    for (const Use& use : uses_) CheckUse(use);
    for (const Comparison& comparison : comparisons_) CheckComparison(comparison);
    Publish();
  }

 private:
  struct Use {
    std::size_t node;
    ColumnKind kind;
    text::Span span;
    std::string what;
  };
  // One side of a comparison: a variable, or what is known of a term.
  struct Side {
    std::optional<std::size_t> node;
    std::optional<Evidence> evidence;
  };
  struct Comparison {
    Side left;
    Side right;
    bool ordered;
    text::Span span;
  };
  struct Group {
    std::array<const Evidence*, kColumnKinds> first{};     // by kind
    std::array<const Evidence*, kColumnKinds> declared{};  // by kind
    std::optional<text::Span> reader;                      // a variable in which its values meet
  };

  std::size_t NewNodes(std::size_t count) {
    const std::size_t first = parent_.size();
    parent_.resize(first + count);
    std::iota(parent_.begin() + static_cast<std::ptrdiff_t>(first), parent_.end(), first);
    return first;
  }

  std::size_t Root(std::size_t node) {
    while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
    return node;
  }

  void JoinNodes(std::size_t a, std::size_t b) { parent_[Root(a)] = Root(b); }

  // The first evidence of a kind is enough for a node.
  void AddEvidence(std::size_t node, Evidence evidence) {
    if (!seen_.insert({node, evidence.kind, evidence.declared}).second) return;
    evidence_.emplace_back(node, std::move(evidence));
  }

  std::size_t Column(const RelationName& name, std::size_t position) const {
    return columns_.at(name) + position;
  }

  void AddRelation(const RelationName& name, const Relation& relation) {
    const std::size_t first = NewNodes(name.arity);
    columns_.emplace(name, first);
    if (relation.eqrel) JoinNodes(first, first + 1);
    if (!relation.declaration) return;
    const Declaration& declaration = context_.program.rules.declarations[*relation.declaration];
    for (std::size_t i = 0; i < name.arity; ++i) {
      const auto kind = KindOf(declaration.columns[i].second);
      if (!kind) continue;
      AddEvidence(first + i, {*kind, true, declaration.span,
                              Format("`{}` declares its column `{}` as {}", Show(name),
                                     declaration.columns[i].first, Noun(*kind))});
    }
  }

  void AddData() {
    if (context_.input.facts == nullptr) return;
    for (const auto& [name, rows] : context_.input.facts->relations) {
      const std::size_t first = columns_.at(name);
      const Relation& relation = context_.At(name);
      for (const Tuple& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
          if (!HandsOn(relation, i)) continue;
          const ColumnKind kind = KindOf(row[i]);
          if (seen_.contains({first + i, kind, false})) continue;
          AddEvidence(first + i, {kind, false, std::nullopt,
                                  Format("data gives `{}` {} there: {}", Show(name), Noun(kind),
                                         value::ToText(row[i]))});
        }
      }
    }
  }

  std::optional<std::size_t> Node(const Term& term) const {
    if (term.kind != TermKind::kVariable) return std::nullopt;
    return first_variable_ + term.variable;
  }

  // A constant, or a path whose type is declared.
  std::optional<Evidence> EvidenceOf(const Term& term) const {
    if (term.kind == TermKind::kConstant) {
      const ColumnKind kind = KindOf(term.constant);
      return Evidence{kind, false, term.span, Format("this is {}", Noun(kind))};
    }
    if (term.kind != TermKind::kDataPath) return std::nullopt;
    std::string path;
    for (const PathStep& step : term.steps) {
      if (step.kind != PathStep::Kind::kKey) return std::nullopt;
      path += (path.empty() ? "" : ".") + step.key;
    }
    const auto it = context_.input.declared_paths.find(path);
    if (it == context_.input.declared_paths.end()) return std::nullopt;
    const auto kind = KindOf(it->second);
    if (!kind) return std::nullopt;
    return Evidence{*kind, true, term.span, Format("`{}` is declared as {}", path, Noun(*kind))};
  }

  // Where anything may stand, nothing is handed on: values of attributes, columns declared as
  // `Any`.
  bool HandsOn(const Relation& relation, std::size_t position) const {
    if (relation.builtin != BuiltinRelation::kNone) return false;
    if (!relation.declaration) return true;
    const Declaration& declaration = context_.program.rules.declarations[*relation.declaration];
    return declaration.columns[position].second != ColumnType::kAny;
  }

  void AddArguments(const RelationName& name, const std::vector<Term>& arguments) {
    const Relation& relation = context_.At(name);
    const std::vector<ColumnKind> kinds = BuiltinKinds(relation.builtin);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const auto node = Node(arguments[i]);
      if (node) readers_.emplace_back(*node, arguments[i].span);
      if (node && i < kinds.size() && kinds[i] != ColumnKind::kOther) {
        AddEvidence(*node, {kinds[i], false, arguments[i].span,
                            Format("`{}` holds {} here", Show(name), Noun(kinds[i]))});
      }
      if (!HandsOn(relation, i)) continue;
      if (node) {
        JoinNodes(*node, Column(name, i));
      } else if (auto evidence = EvidenceOf(arguments[i])) {
        AddEvidence(Column(name, i), *std::move(evidence));
      }
    }
  }

  void AddBodies(const std::vector<Body>& bodies) {
    VisitLiterals(bodies, [&](const Literal& literal, bool) {
      if (const auto name = RelationOf(literal)) {
        AddArguments(*name, literal.arguments);
      } else if (literal.kind == LiteralKind::kUnify && !literal.negated) {
        AddEquality(literal);
      } else if (literal.kind == LiteralKind::kUnify || literal.kind == LiteralKind::kCompare) {
        AddComparison(literal);
      } else if (literal.kind == LiteralKind::kIn && !literal.negated) {
        for (const Term& element : literal.arguments[1].operands) {
          if (literal.arguments[1].kind == TermKind::kList) Equate(literal.arguments[0], element);
        }
      } else if (literal.kind == LiteralKind::kTest && WantsTexts(literal.function)) {
        AddUses(literal.arguments, ColumnKind::kText, FunctionName(literal.function));
      } else if (literal.kind == LiteralKind::kAggregate &&
                 (literal.aggregate == AggregateOp::kSum ||
                  literal.aggregate == AggregateOp::kMean)) {
        AddUses({literal.arguments[1]}, ColumnKind::kNumber, AggregateName(literal.aggregate));
      }
      for (const Term& argument : literal.arguments) {
        VisitTerms(argument, [&](const Term& term) { AddTermUses(term); });
      }
    });
  }

  void AddEquality(const Literal& literal) {
    const Term& left = literal.arguments[0];
    const Term& right = literal.arguments[1];
    if (!Node(left) && !Node(right)) return AddComparison(literal);
    Equate(left, right);
  }

  void AddComparison(const Literal& literal) {
    const auto side = [&](const Term& term) { return Side{Node(term), EvidenceOf(term)}; };
    const bool ordered = literal.kind == LiteralKind::kCompare &&
                         literal.compare != CompareOp::kEq && literal.compare != CompareOp::kNotEq;
    comparisons_.push_back(
        {side(literal.arguments[0]), side(literal.arguments[1]), ordered, literal.span});
  }

  void Equate(const Term& a, const Term& b) {
    const auto left = Node(a);
    const auto right = Node(b);
    if (left && right) return JoinNodes(*left, *right);
    if (!left && !right) return;
    const std::size_t node = left ? *left : *right;
    if (auto evidence = EvidenceOf(left ? b : a)) AddEvidence(node, *std::move(evidence));
  }

  void AddTermUses(const Term& term) {
    if (term.kind == TermKind::kCall && WantsTexts(term.function)) {
      AddUses(term.operands, ColumnKind::kText, FunctionName(term.function));
    }
    if (term.kind != TermKind::kArithmetic) return;
    // `+` joins texts too.
    const bool numbers = std::ranges::any_of(term.operators, [](ArithmeticOp op) {
      return op != ArithmeticOp::kAdd && op != ArithmeticOp::kSub;
    });
    if (numbers) AddUses(term.operands, ColumnKind::kNumber, "arithmetic");
  }

  void AddUses(const std::vector<Term>& terms, ColumnKind kind, std::string_view what) {
    for (const Term& term : terms) {
      if (const auto node = Node(term)) {
        uses_.push_back({*node, kind, term.span, std::string(what)});
      } else if (const auto evidence = EvidenceOf(term); evidence && !Fits(evidence->kind, kind)) {
        context_.diagnostics
            .Add(Code::kRuleTypeConflict, term.span,
                 Format("{}, and `{}` wants {}", evidence->what, what, Noun(kind)))
            .Help("use a value of that kind, or convert it with `to_string` or `to_number`");
      }
    }
  }

  void Settle() {
    for (const auto& [node, evidence] : evidence_) {
      Group& group = groups_[Root(node)];
      auto& slot = (evidence.declared ? group.declared
                                      : group.first)[static_cast<std::size_t>(evidence.kind)];
      if (slot == nullptr || (!slot->span && evidence.span)) slot = &evidence;
    }
    for (const auto& [node, span] : readers_) {
      const auto it = groups_.find(Root(node));
      if (it != groups_.end() && !it->second.reader) it->second.reader = span;
    }
    for (const auto& [root, group] : groups_) CheckGroup(group);
  }

  void CheckGroup(const Group& group) {
    std::vector<const Evidence*> all;
    for (const auto* list : {&group.declared, &group.first}) {
      for (const Evidence* evidence : *list) {
        if (evidence != nullptr) all.push_back(evidence);
      }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        const Evidence& a = *all[i];
        const Evidence& b = *all[j];
        const bool text_and_entity =
            (a.kind == ColumnKind::kText && b.kind == ColumnKind::kEntity) ||
            (a.kind == ColumnKind::kEntity && b.kind == ColumnKind::kText);
        if (Agree(a.kind, b.kind)) continue;
        if (a.declared || (text_and_entity && group.reader)) return Report(a, b, group.reader);
      }
    }
  }

  void Report(const Evidence& a, const Evidence& b, std::optional<text::Span> reader) {
    // The primary place is one that the author wrote; the later of two.
    const bool a_first = a.span && (!b.span || b.span->begin < a.span->begin);
    const Evidence& here = a_first ? a : b;
    const Evidence& there = a_first ? b : a;
    const std::string message =
        Format("{} and {} meet in one place", Noun(here.kind), Noun(there.kind));
    const auto place = here.span ? here.span : reader;
    auto builder = place ? context_.diagnostics.Add(Code::kRuleTypeConflict, *place, message)
                         : context_.diagnostics.AddWhole(Code::kRuleTypeConflict, "", message);
    if (here.span) {
      builder.Label(here.what);
    } else {
      builder.Note(here.what);
    }
    if (there.span) {
      builder.Other(*there.span, there.what);
    } else {
      builder.Note(there.what);
    }
    const bool entity = a.kind == ColumnKind::kEntity || b.kind == ColumnKind::kEntity;
    builder.Help(entity
                     ? "an entity is never equal to a text: write `Type::\"id\"` on both sides, or "
                       "declare the column as `Any`"
                     : "let both be of one kind, or declare the column as `Any`");
  }

  void CheckUse(const Use& use) {
    const auto it = groups_.find(Root(use.node));
    if (it == groups_.end()) return;
    for (const Evidence* evidence : it->second.declared) {
      if (evidence == nullptr || Fits(evidence->kind, use.kind)) continue;
      context_.diagnostics
          .Add(Code::kRuleTypeConflict, use.span,
               Format("this is {}, and `{}` wants {}", Noun(evidence->kind), use.what,
                      Noun(use.kind)))
          .Other(*evidence->span, evidence->what)
          .Help("use a value of that kind, or declare the column otherwise");
      return;
    }
  }

  // What is certain of a side: its own evidence, or what its group declares.
  const Evidence* Certain(const Side& side) {
    if (side.evidence) return &*side.evidence;
    const auto it = side.node ? groups_.find(Root(*side.node)) : groups_.end();
    if (it == groups_.end()) return nullptr;
    const auto& declared = it->second.declared;
    const auto found = std::ranges::find_if(declared, [](const Evidence* e) { return e; });
    return found == declared.end() ? nullptr : *found;
  }

  static bool Comparable(ColumnKind a, ColumnKind b, bool ordered) {
    if (!ordered) return Agree(a, b);
    if (IsNumber(a) && IsNumber(b)) return true;
    return a == b &&
           (a == ColumnKind::kText || a == ColumnKind::kDatetime || a == ColumnKind::kDuration);
  }

  // Where a declared kind meets another one, `==` is false, `!=` true and an order in error,
  // whatever the values: nobody means that.
  void CheckComparison(const Comparison& comparison) {
    const Evidence* declared = Certain(comparison.left);
    const Evidence* other = Certain(comparison.right);
    if (declared == nullptr || !declared->declared) std::swap(declared, other);
    if (declared == nullptr || !declared->declared) return;
    const ColumnKind kind = other == nullptr ? declared->kind : other->kind;
    if (Comparable(declared->kind, kind, comparison.ordered)) return;
    auto builder = context_.diagnostics.Add(
        Code::kRuleTypeConflict, comparison.span,
        other == nullptr
            ? Format("{} has no order", Noun(declared->kind))
            : Format("{} is compared with {}", Noun(declared->kind), Noun(other->kind)));
    if (declared->span) builder.Other(*declared->span, declared->what);
    builder.Help(other == nullptr ? "compare by `==` or `!=`, or declare another type"
                                  : "compare values of one kind, or change the declaration");
  }

  void Publish() {
    for (auto& [name, relation] : context_.program.relations) {
      for (std::size_t i = 0; i < name.arity; ++i)
        relation.parameters[i].type = TypeAt(relation, i);
    }
  }

  ColumnType TypeAt(const Relation& relation, std::size_t position) {
    if (relation.declaration) {
      const auto& column =
          context_.program.rules.declarations[*relation.declaration].columns[position];
      if (column.second != ColumnType::kUnknown) return column.second;
    }
    const std::vector<ColumnKind> kinds = BuiltinKinds(relation.builtin);
    if (position < kinds.size()) return TypeOf(kinds[position]);
    const auto it = groups_.find(Root(Column(relation.name, position)));
    if (it == groups_.end()) return ColumnType::kUnknown;
    for (const Evidence* evidence : it->second.declared) {
      if (evidence != nullptr) return TypeOf(evidence->kind);
    }
    for (const ColumnKind kind : {ColumnKind::kEntity, ColumnKind::kText}) {
      if (it->second.first[static_cast<std::size_t>(kind)] != nullptr) return TypeOf(kind);
    }
    return ColumnType::kUnknown;
  }

  CheckContext& context_;
  std::vector<std::size_t> parent_;
  std::map<RelationName, std::size_t> columns_;
  std::size_t first_variable_ = 0;
  std::set<std::tuple<std::size_t, ColumnKind, bool>> seen_;
  std::vector<std::pair<std::size_t, Evidence>> evidence_;
  std::vector<Use> uses_;
  std::vector<Comparison> comparisons_;
  std::vector<std::pair<std::size_t, text::Span>> readers_;  // variables that stand in columns
  std::map<std::size_t, Group> groups_;                      // by root, after Settle
};

}  // namespace

void InferTypes(CheckContext& context) { TypeInference(context).Run(); }

}  // namespace rune::datalog
