#include <algorithm>
#include <charconv>
#include <numeric>

#include "base/format.h"
#include "base/utf8.h"
#include "config/file.h"
#include "config/runtime_facts.h"
#include "datalog/syntax/walk.h"

namespace rune::config {
namespace {

using datalog::ColumnType;
using store::RelationName;
using text::Code;

// `0`, `-7`: the way an integer prints; `007`, `+7` and `-0` are texts.
std::optional<std::int64_t> CanonicalInteger(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || std::to_string(n) != text) {
    return std::nullopt;
  }
  return n;
}

struct Row {
  std::vector<std::string_view> cells;
  text::Span span;
};

struct Table {
  RelationName name;
  std::vector<Row> rows;
};

// Columns that hold the same values because rules hand them on; each group is read in one way.
class ColumnGroups {
 public:
  using Column = std::pair<RelationName, std::size_t>;

  explicit ColumnGroups(const RuntimeTarget& target, const store::Facts& facts) {
    for (const datalog::Clause& clause : target.rules.clauses) AddClause(clause);
    for (const datalog::Declaration& declaration : target.rules.declarations) {
      const RelationName name{declaration.relation, declaration.columns.size()};
      for (std::size_t i = 0; i < declaration.columns.size(); ++i) {
        const ColumnType type = declaration.columns[i].second;
        if (type == ColumnType::kString) MakeText({name, i});
        if (type == ColumnType::kLong) declared_long_.insert({name, i});
      }
    }
    for (const auto& [name, rows] : facts.relations) {
      for (const Tuple& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
          if (row[i].is(ValueKind::kString)) MakeText({name, i});
        }
      }
    }
  }

  void MakeText(const Column& column) { text_[Root(Number(column))] = true; }
  bool IsText(const Column& column) { return text_[Root(Number(column))]; }
  bool DeclaredLong(const Column& column) const { return declared_long_.contains(column); }

 private:
  // A clause's variables are nodes of their own while it is read.
  void AddClause(const datalog::Clause& clause) {
    const std::size_t first = parent_.size();
    for (std::size_t i = 0; i < clause.variables.size(); ++i) NewNode();
    const auto node = [&](datalog::VariableId v) { return first + v; };
    AddAtom(clause.relation_name(), clause.head, node);
    VisitLiterals(clause.bodies, [&](const datalog::Literal& literal) {
      if (literal.kind == datalog::LiteralKind::kAtom) {
        AddAtom({literal.relation, literal.arguments.size()}, literal.arguments, node);
      } else if (literal.kind == datalog::LiteralKind::kIn && !literal.relation.empty()) {
        AddAtom({literal.relation, 1}, literal.arguments, node);
      } else {
        AddOther(literal, node);
      }
    });
  }

  template <typename Node>
  void AddAtom(const RelationName& name, const std::vector<datalog::Term>& terms,
               const Node& node) {
    const auto builtin = datalog::FindBuiltin(name);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const std::size_t column = Number({name, i});
      if (builtin) text_[Root(column)] = true;
      if (terms[i].kind == datalog::TermKind::kVariable) {
        Join(column, node(terms[i].variable));
      } else if (terms[i].kind == datalog::TermKind::kConstant &&
                 terms[i].constant.is(ValueKind::kString)) {
        text_[Root(column)] = true;
      }
    }
  }

  // `X = Y` connects; a text beside a variable makes it one, and so does a test on texts.
  template <typename Node>
  void AddOther(const datalog::Literal& literal, const Node& node) {
    bool text = literal.kind == datalog::LiteralKind::kTest;
    std::optional<std::size_t> first;
    if (literal.kind == datalog::LiteralKind::kAggregate) return;
    for (const datalog::Term& term : literal.arguments) {
      if (term.kind == datalog::TermKind::kConstant && term.constant.is(ValueKind::kString)) {
        text = true;
      }
      if (term.kind != datalog::TermKind::kVariable) continue;
      const std::size_t variable = node(term.variable);
      if (first) Join(*first, variable);
      first = variable;
    }
    if (text && first) text_[Root(*first)] = true;
  }

  std::size_t NewNode() {
    parent_.push_back(parent_.size());
    text_.push_back(false);
    return parent_.size() - 1;
  }
  std::size_t Number(const Column& column) {
    const auto [it, added] = numbers_.try_emplace(column, parent_.size());
    if (added) NewNode();
    return it->second;
  }
  std::size_t Root(std::size_t node) {
    while (parent_[node] != node) {
      parent_[node] = parent_[parent_[node]];
      node = parent_[node];
    }
    return node;
  }
  void Join(std::size_t a, std::size_t b) {
    a = Root(a);
    b = Root(b);
    parent_[a] = b;
    text_[b] = text_[a] || text_[b];
  }

  std::map<Column, std::size_t> numbers_;
  std::set<Column> declared_long_;
  std::vector<std::size_t> parent_;
  std::vector<bool> text_;
};

std::optional<Table> ReadTable(const std::string& relation, text::Slice slice,
                               text::Diagnostics& diagnostics) {
  if (const std::size_t bad = FindInvalidUtf8(slice.text); bad != std::string_view::npos) {
    diagnostics.Add(Code::kBrokenUtf8, slice.At(bad, bad + 1), "this is not UTF-8");
    return std::nullopt;
  }
  Table table{{relation, 0}, {}};
  for (std::size_t pos = 0; pos < slice.text.size();) {
    const std::size_t end = std::min(slice.text.find('\n', pos), slice.text.size());
    std::string_view line = slice.text.substr(pos, end - pos);
    if (line.ends_with('\r')) line.remove_suffix(1);
    Row row{{}, slice.At(pos, pos + line.size())};
    pos = end + 1;
    for (std::size_t begin = 0;;) {
      const std::size_t tab = line.find('\t', begin);
      row.cells.push_back(line.substr(begin, tab - begin));
      if (tab == std::string_view::npos) break;
      begin = tab + 1;
    }
    if (table.rows.empty()) table.name.arity = row.cells.size();
    if (row.cells.size() != table.name.arity) {
      diagnostics
          .Add(Code::kFactsFile, row.span,
               Format("this row has {} columns, and the first has {}", row.cells.size(),
                      table.name.arity))
          .Help("one row a line, columns separated by tabs");
      return std::nullopt;
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// A column with anything but integers makes its group texts.
void FindTexts(const Table& table, ColumnGroups& groups) {
  for (std::size_t i = 0; i < table.name.arity; ++i) {
    const bool integers = std::ranges::all_of(
        table.rows, [&](const Row& row) { return CanonicalInteger(row.cells[i]).has_value(); });
    if (!integers) groups.MakeText({table.name, i});
  }
}

void AddTable(const Table& table, ColumnGroups& groups, store::Facts& out,
              text::Diagnostics& diagnostics) {
  std::vector<bool> declared;
  std::vector<bool> as_text;
  for (std::size_t i = 0; i < table.name.arity; ++i) {
    declared.push_back(groups.DeclaredLong({table.name, i}));
    as_text.push_back(!declared[i] && groups.IsText({table.name, i}));
  }
  for (const Row& row : table.rows) {
    Tuple tuple;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const auto integer = as_text[i] ? std::nullopt : CanonicalInteger(row.cells[i]);
      if (declared[i] && !integer) {
        diagnostics.Add(Code::kFactsFile, row.span,
                        Format("column {} of `{}` is declared an integer", i + 1, table.name.name));
        return;
      }
      tuple.push_back(integer ? Value(*integer) : Value(row.cells[i]));
    }
    out.Add(table.name.name, std::move(tuple));
  }
}

}  // namespace

Result<void> ApplyFactsFolder(const std::string& folder, const RuntimeTarget& target,
                              store::Facts& out, text::SourceMap& sources,
                              text::Diagnostics& diagnostics) {
  constexpr std::string_view kSuffix = ".facts";
  RUNE_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListFolder(folder));
  std::vector<Table> tables;
  for (const std::string& name : names) {
    if (!name.ends_with(kSuffix) || name.size() == kSuffix.size()) continue;
    const std::string path = Format("{}/{}", folder, name);
    RUNE_ASSIGN_OR_RETURN(std::string content, ReadFile(path, target.options.bounds.file_bytes));
    const text::Slice slice = sources.Whole(sources.Add(path, std::move(content)));
    auto table = ReadTable(name.substr(0, name.size() - kSuffix.size()), slice, diagnostics);
    if (!table || table->rows.empty()) continue;
    if (!TakesFacts(table->name, target, out, table->rows[0].span, diagnostics)) continue;
    tables.push_back(*std::move(table));
  }
  ColumnGroups groups(target, out);
  for (const Table& table : tables) FindTexts(table, groups);
  for (const Table& table : tables) AddTable(table, groups, out, diagnostics);
  return {};
}

}  // namespace rune::config
