#include <array>
#include <utility>

#include "base/format.h"
#include "datalog/syntax/parser.h"
#include "text/suggest.h"
#include "value/name.h"

namespace rune::datalog {
namespace {

using text::Code;

struct TypeWord {
  std::string_view word;
  ColumnType type;
};

constexpr std::array<TypeWord, 16> kTypeWords = {{
    {"Bool", ColumnType::kBool},
    {"Long", ColumnType::kLong},
    {"Int", ColumnType::kLong},
    {"Decimal", ColumnType::kDecimal},
    {"Number", ColumnType::kDecimal},
    {"String", ColumnType::kString},
    {"Datetime", ColumnType::kDatetime},
    {"datetime", ColumnType::kDatetime},
    {"Duration", ColumnType::kDuration},
    {"duration", ColumnType::kDuration},
    {"Ip", ColumnType::kIp},
    {"ipaddr", ColumnType::kIp},
    {"decimal", ColumnType::kDecimal},
    {"Any", ColumnType::kAny},
    {"Entity", ColumnType::kEntity},
    {"List", ColumnType::kAny},
}};

struct StorageWord {
  std::string_view word;
  Representation representation;
  Storage storage;
};

constexpr std::array<StorageWord, 6> kStorageWords = {{
    {"btree", Representation::kBtree, Storage::kDefault},
    {"hash", Representation::kHash, Storage::kDefault},
    {"trie", Representation::kTrie, Storage::kDefault},
    {"eqrel", Representation::kEqrel, Storage::kDefault},
    {"materialized", Representation::kDefault, Storage::kMaterialized},
    {"virtual", Representation::kDefault, Storage::kVirtual},
}};

}  // namespace

bool Parser::ReadDeclaration(Rules& rules) {
  const std::size_t first = next_ - 2;
  Declaration declaration;
  auto name = ReadRelationName();
  if (!name) return false;
  declaration.relation = *std::move(name);
  if (Accept(TokenKind::kOpenParen) && !Accept(TokenKind::kCloseParen)) {
    do {
      if (!ReadColumn(declaration)) return false;
    } while (Accept(TokenKind::kComma));
    if (!Expect(TokenKind::kCloseParen, "`,` or `)`")) return false;
  }
  ReadStorageWords(declaration);
  declaration.span = SpanFrom(first);
  if (declaration.representation == Representation::kEqrel && declaration.columns.size() != 2) {
    Fail(Code::kRuleDirective, declaration.span, "an equivalence (`eqrel`) relates two columns",
         Format("this relation has {}", declaration.columns.size()));
    return false;
  }
  // The declaration ends by itself; a `.` is taken where one stands.
  if (!Accept(TokenKind::kEnd) && !AtTheEnd() && !At(TokenKind::kDot) && !Peek().line_start) {
    Unexpected(
        "a word for its storage (btree, hash, trie, eqrel, materialized, virtual), or a new line");
    return false;
  }
  rules.declarations.push_back(std::move(declaration));
  return true;
}

bool Parser::ReadColumn(Declaration& declaration) {
  if (!At(TokenKind::kName) && !At(TokenKind::kVariable)) {
    Unexpected("the name of a column");
    return false;
  }
  declaration.columns.emplace_back(Text(Take()), ColumnType::kUnknown);
  if (!Expect(TokenKind::kColon, "`:` and the type of the column")) return false;
  return ReadColumnType(declaration);
}

bool Parser::ReadColumnType(Declaration& declaration) {
  if (!At(TokenKind::kName) && !At(TokenKind::kVariable)) {
    Unexpected("a type");
    return false;
  }
  const std::size_t first = next_;
  std::string name(Text(Take()));
  while (At(TokenKind::kDoubleColon)) {
    Take();
    if (!At(TokenKind::kName) && !At(TokenKind::kVariable)) {
      Unexpected("the next part of the name of an entity type");
      return false;
    }
    name += "::";
    name += Text(Take());
  }
  auto& type = declaration.columns.back().second;
  declaration.entity_types.emplace_back();
  if (Accept(TokenKind::kLess)) {  // List<T>, Set<T>, Map<T>: values of any kind here
    type = ColumnType::kAny;
    for (int open = 1; open > 0;) {
      if (At(TokenKind::kEnd) || At(TokenKind::kEof)) {
        Unexpected("`>`");
        return false;
      }
      const TokenKind kind = Take().kind;
      if (kind == TokenKind::kLess) ++open;
      if (kind == TokenKind::kGreater) --open;
    }
    return true;
  }
  for (const TypeWord& word : kTypeWords) {
    if (word.word != name) continue;
    type = word.type;
    return true;
  }
  if (!value::IsTypeName(name) ||
      (name[0] >= 'a' && name[0] <= 'z' && name.find(':') == std::string::npos)) {
    std::vector<std::string> known;
    for (const TypeWord& word : kTypeWords) known.emplace_back(word.word);
    const auto close = text::Suggest(name, known);
    Fail(Code::kRuleDirective, SpanFrom(first), Format("`{}` is no type", name),
         close ? Format("did you mean `{}`?", *close)
               : "types are Bool, Long, Decimal, String, Datetime, Duration, Ip, Any, and names of "
                 "entity types");
    return false;
  }
  type = ColumnType::kEntity;
  declaration.entity_types.back() = std::move(name);
  return true;
}

void Parser::ReadStorageWords(Declaration& declaration) {
  while (At(TokenKind::kName) && Peek(1).kind != TokenKind::kOpenParen &&
         Peek(1).kind != TokenKind::kArrow) {
    bool known = false;
    for (const StorageWord& word : kStorageWords) {
      if (word.word != Text(Peek())) continue;
      known = true;
      if (word.representation != Representation::kDefault) {
        declaration.representation = word.representation;
      }
      if (word.storage != Storage::kDefault) declaration.storage = word.storage;
    }
    if (!known) return;
    Take();
  }
}

}  // namespace rune::datalog
