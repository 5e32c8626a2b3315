// The last stages of a load: facts from data and run time, and every check that looks at several
// sections.
#include <xxhash.h>

#include <array>
#include <functional>

#include "base/format.h"
#include "config/loader.h"
#include "config/runtime_facts.h"
#include "config/schema_section.h"
#include "config/surprises.h"
#include "config/type_check.h"
#include "value/canonical.h"

namespace rune::config {

using text::Code;

namespace {

using PathVisitor = std::function<void(const std::string& path, const Value& leaf)>;

// A key as a part of a relation's name, as store::AddLeafFacts writes it.
std::string Escaped(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '.' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// Leaves by the dotted names of their relations.
void VisitLeaves(const Value& value, const std::string& path, const PathVisitor& visit) {
  for (const auto& [key, inner] : value.fields()) {
    const std::string name = path.empty() ? Escaped(key) : path + "." + Escaped(key);
    if (inner.is(ValueKind::kRecord)) {
      VisitLeaves(inner, name, visit);
    } else {
      visit(name, inner);
    }
  }
}

bool HoldsRows(const Type& type) {
  return type.kind != Type::Kind::kRecord && type.kind != Type::Kind::kMap;
}

std::set<std::string> Roots(const Declarations& declarations) {
  std::set<std::string> roots;
  for (const Declaration& declaration : declarations.all()) roots.insert(declaration.path[0]);
  return roots;
}

}  // namespace

// An empty list, or a declaration, defines a relation that holds nothing: of the widths that rules
// use it with.
void Loader::DefineEmptyRelations() {
  store::Facts& facts = out_->facts;
  const auto define = [&](const std::string& name) {
    const auto first = facts.relations.lower_bound({name, 0});
    if (first != facts.relations.end() && first->first.name == name) return;
    const auto used = mentions_.relations.find(name);
    if (used == mentions_.relations.end()) {
      facts.relations.try_emplace({name, 1});
      return;
    }
    for (const std::size_t arity : used->second) facts.relations.try_emplace({name, arity});
  };
  VisitLeaves(facts.tree, "", [&](const std::string& path, const Value& leaf) {
    const bool list = leaf.is(ValueKind::kList) || leaf.is(ValueKind::kSet);
    if (list && leaf.elements().empty()) define(path);
  });
  for (const Declaration& declaration : data_.declarations.all()) {
    if (HoldsRows(declaration.type)) define(DottedPath(declaration.path));
  }
}

void Loader::RefuseReservedData() {
  for (const auto& [name, rows] : out_->facts.relations) {
    if (!datalog::FindBuiltin(name)) continue;
    const std::string root = name.name.substr(0, name.name.find('.'));
    text::Span span = data_.root.span;
    for (const Member& member : data_.root.members) {
      if (member.key == root) span = member.key_span;
    }
    diagnostics_
        .Add(Code::kReservedData, span,
             Format("`{}` with {} column{} is a relation of the request", name.name, name.arity,
                    name.arity == 1 ? "" : "s"))
        .Help("give this data another name");
  }
}

Result<void> Loader::MakeFacts() {
  mentions_ = CollectMentions(rules_);
  const std::set<std::string> roots = Roots(data_.declarations);
  const std::set<std::string> asked = PolicyRelations(out_->policies);
  const RuntimeTarget target{rules_, mentions_, roots, asked, out_->options, data_.declarations};
  Value tree = value::Canonical(tree_);
  ApplyMaps(input_.maps, target, tree, *sources_, diagnostics_);
  store::Facts& facts = out_->facts;
  store::AddLeafFacts(tree, facts);
  facts.tree = std::move(tree);
  DefineEmptyRelations();
  RefuseReservedData();
  ApplyFacts(input_.facts, target, facts, *sources_, diagnostics_);
  if (input_.facts_folder) {
    RUNE_TRY(ApplyFactsFolder(*input_.facts_folder, target, facts, *sources_, diagnostics_));
  }
  return {};
}

void Loader::CheckTogether() {
  actions_.insert(mentions_.actions.begin(), mentions_.actions.end());
  AddPolicyActions(out_->policies, actions_);
  datalog::CheckInput check;
  check.facts = &out_->facts;
  for (const Declaration& declaration : data_.declarations.all()) {
    const bool list =
        declaration.type.kind == Type::Kind::kList || declaration.type.kind == Type::Kind::kSet;
    check.declared_paths.emplace(
        DottedPath(declaration.path),
        list ? datalog::ColumnType::kUnknown : ColumnTypeOf(declaration.type));
    check.data_roots.insert(declaration.path[0]);
  }
  for (const auto& [key, value] : out_->facts.tree.fields()) check.data_roots.insert(key);
  check.used_by_policies =
      ResolveUses(out_->policies, mentions_, out_->facts, rules_.complete, diagnostics_);
  check.actions.assign(actions_.begin(), actions_.end());
  check.undefined_is_error = out_->options.undefined_is_error;
  check.fold_paths = out_->options.fold_paths;
  out_->has_rules =
      !rules_.clauses.empty() || !rules_.checks.empty() || !rules_.declarations.empty();
  out_->program = datalog::CheckRules(std::move(rules_), check, diagnostics_);
  CheckParameters(out_->policies, out_->program, diagnostics_);
  WarnTextsOfTwoTypes(out_->policies, out_->program, diagnostics_);
  if (out_->schema) ValidatePolicies(out_->policies, *out_->schema, out_->options, diagnostics_);
  CheckDeclaredTypes(out_->policies, data_.declarations, diagnostics_);
  out_->declarations = std::move(data_.declarations);
  WarnVotes(*out_, actions_, diagnostics_);
  WarnLookalikes(*out_, mentions_, diagnostics_);
  WarnUnlinked(out_->policies, diagnostics_);
  WarnPlainStars(out_->policies, out_->options, diagnostics_);
  NoteForms(out_->policies, diagnostics_);
}

std::string Loader::Digest() const {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  const auto add = [&](std::string_view text) {
    const std::uint64_t size = text.size();
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<unsigned char>(size >> (8 * i));
    }
    XXH3_128bits_update(&state, length.data(), length.size());
    XXH3_128bits_update(&state, text.data(), text.size());
  };
  for (const Source& source : files_) {
    add(std::string_view("RPSE").substr(static_cast<std::size_t>(source.kind), 1));
    add(sources_->content(source.file));
  }
  for (const auto& [name, value] : used_variables_) {
    add(name);
    add(value);
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return Format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace rune::config
