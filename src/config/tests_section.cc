#include "config/tests_section.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/format.h"
#include "config/entities_section.h"
#include "config/request_text.h"
#include "config/tree_value.h"
#include "text/suggest.h"
#include "value/canonical.h"
#include "value/print.h"

namespace rune::config {
namespace {

using text::Code;
using Keys = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kCaseKeys = {"name",     "vars",    "facts",   "set",
                                                       "entities", "request", "queries", "expect"};
constexpr std::array<std::string_view, 7> kRequestKeys = {
    "principal",       "action",       "resource",      "context",
    "principal_attrs", "principal_in", "resource_attrs"};
constexpr std::array<std::string_view, 5> kExpectKeys = {"outcome", "verdicts", "reasons", "errors",
                                                         "answers"};
constexpr std::array<std::string_view, 2> kVerdictKeys = {"cedar", "datalog"};
constexpr std::array<std::string_view, 4> kLinkKeys = {"template", "id", "principal", "resource"};

// Shared by links and tests: tables whose keys are all known.
class TableReader {
 public:
  TableReader(Code code, const Options& options, text::Diagnostics& diagnostics)
      : options_(options), diagnostics_(diagnostics), code_(code) {}

 protected:
  void Complain(text::Span span, std::string message, std::string help = "") {
    auto builder = diagnostics_.Add(code_, span, std::move(message));
    if (!help.empty()) builder.Help(std::move(help));
  }

  // True when it is a table; unknown keys are reported.
  bool KnownKeys(const Node& node, std::string_view what, Keys keys) {
    if (!node.is_table()) {
      Complain(node.span, Format("`{}` is a table", what));
      return false;
    }
    const std::vector<std::string> names(keys.begin(), keys.end());
    for (const Member& member : node.members) {
      if (std::ranges::find(keys, member.key) != keys.end()) continue;
      std::string help = "keys are";
      for (const std::string& name : names) help += Format(" `{}`", name);
      if (const auto close = text::Suggest(member.key, names)) {
        help = Format("did you mean `{}`?", *close);
      }
      Complain(member.key_span, Format("`{}` has no key `{}`", what, member.key), help);
    }
    return true;
  }

  std::optional<std::string> Text(const Node& node, std::string_view what) {
    if (node.is_string()) return node.scalar.as_string();
    Complain(node.span, Format("`{}` is a text", what));
    return std::nullopt;
  }

  std::vector<std::string> Texts(const Node& node, std::string_view what) {
    std::vector<std::string> out;
    if (!node.is_array()) Complain(node.span, Format("`{}` is an array of texts", what));
    for (const Node& element : node.elements) {
      if (auto text = Text(element, what)) out.push_back(*std::move(text));
    }
    return out;
  }

  const Options& options_;
  text::Diagnostics& diagnostics_;

 private:
  Code code_;
};

class CaseReader : TableReader {
 public:
  CaseReader(const Options& options, text::Diagnostics& diagnostics)
      : TableReader(Code::kTestShape, options, diagnostics) {}

  std::vector<TestCase> Read(const Node& root) {
    std::vector<TestCase> cases;
    for (const Member& member : root.members) {
      if (member.key != "case" || !member.node.is_array()) {
        Complain(member.key_span, "`[tests]` holds cases alone", "write `[[tests.case]]`");
        continue;
      }
      for (const Node& node : member.node.elements) {
        const std::size_t errors = diagnostics_.error_count();
        TestCase test = Case(node);
        if (test.name.empty()) test.name = Format("case {}", cases.size() + 1);
        if (diagnostics_.error_count() == errors) cases.push_back(std::move(test));
      }
    }
    return cases;
  }

 private:
  TestCase Case(const Node& node) {
    TestCase test;
    test.span = node.span;
    if (!KnownKeys(node, "case", kCaseKeys)) return test;
    if (const Node* name = node.Find("name")) {
      test.name = Text(*name, "name").value_or("");
      test.span = name->span;
    }
    if (const Node* vars = node.Find("vars")) Variables(*vars, test);
    if (const Node* facts = node.Find("facts")) test.facts = Texts(*facts, "facts");
    if (const Node* set = node.Find("set")) Maps(*set, test);
    const Node* entities = node.Find("entities");
    if (entities != nullptr && !entities->is_table()) {
      Complain(entities->span, "`entities` is a table, written as in `[entities]`",
               "write `entities = { Agent = { ann = { level = 1 } } }`");
    } else if (entities != nullptr) {
      for (auto& placed : ReadEntityTable(*entities, options_, diagnostics_)) {
        test.request.entities.push_back(std::move(placed.entity));
      }
    }
    if (const Node* request = node.Find("request")) ReadRequest(*request, test.request);
    if (const Node* queries = node.Find("queries")) {
      test.request.queries = Texts(*queries, "queries");
    }
    if (const Node* expect = node.Find("expect")) {
      Expect(*expect, test.expect);
    } else {
      Complain(node.span, "this case expects nothing", "add `expect = { outcome = \"PERMIT\" }`");
    }
    return test;
  }

  void Variables(const Node& node, TestCase& test) {
    if (!node.is_table()) return Complain(node.span, "`vars` is a table of texts");
    for (const Member& member : node.members) {
      if (auto text = Text(member.node, member.key)) test.vars.emplace(member.key, *text);
    }
  }

  void Maps(const Node& node, TestCase& test) {
    if (!node.is_table()) return Complain(node.span, "`set` is a table of data");
    for (const Member& member : node.members) {
      const ValueReading reading{value::Arrays::kLists, value::Escapes::kInterpret, &options_};
      if (const auto value = ToValue(member.node, reading, diagnostics_)) {
        test.maps.push_back({member.key, value::ToJson(*value)});
      }
    }
  }

  void ReadRequest(const Node& node, Request& request) {
    if (!KnownKeys(node, "request", kRequestKeys)) return;
    Name(node, "principal", "Agent", request.principal);
    Name(node, "action", "Action", request.action);
    Name(node, "resource", "File", request.resource);
    if (const Node* context = node.Find("context")) Context(*context, request);
    if (const Node* attributes = node.Find("principal_attrs")) {
      Attributes(*attributes, request.principal, request);
    }
    if (const Node* attributes = node.Find("resource_attrs")) {
      Attributes(*attributes, request.resource, request);
    }
    const Node* parents = node.Find("principal_in");
    if (parents == nullptr) return;
    if (!parents->is_array()) Complain(parents->span, "`principal_in` is an array of references");
    for (const Node& parent : parents->elements) {
      if (auto uid = ToReference(parent, "Group", options_, diagnostics_)) {
        AddParent(request, request.principal, *std::move(uid));
      }
    }
  }

  void Name(const Node& node, std::string_view key, std::string_view type, EntityUid& out) {
    const Node* name = node.Find(key);
    if (name == nullptr) {
      return Complain(node.span, Format("the request has no `{}`", key),
                      Format("write `{} = '{}::\"..\"'`", key, type));
    }
    const auto text = Text(*name, key);
    if (!text) return;
    auto uid = ReadUid(*text, type, options_);
    if (!uid) return Complain(name->span, uid.error().message);
    if (const auto looks = LooksLike(*text)) {
      diagnostics_
          .Add(Code::kPlainId, name->span,
               Format("`{}` is a bare id here: the {} is {}", *text, key, value::ToText(*uid)))
          .Help(Format("write `'{}'` for that entity", value::ToText(*looks)));
    }
    out = *std::move(uid);
  }

  void Context(const Node& node, Request& request) {
    if (!node.is_table()) return Complain(node.span, "`context` is a table");
    for (const Member& member : node.members) {
      const auto escapes =
          member.key == "args" ? value::Escapes::kPlain : value::Escapes::kInterpret;
      if (auto value =
              ToValue(member.node, {value::Arrays::kSets, escapes, &options_}, diagnostics_)) {
        request.context.emplace(member.key, *std::move(value));
      }
    }
  }

  void Attributes(const Node& node, const EntityUid& uid, Request& request) {
    if (!node.is_table()) return Complain(node.span, "attributes are a table");
    const ValueReading reading{value::Arrays::kSets, value::Escapes::kInterpret, &options_};
    for (const Member& member : node.members) {
      if (auto value = ToValue(member.node, reading, diagnostics_)) {
        AddAttribute(request, uid, member.key, *std::move(value));
      }
    }
  }

  void Expect(const Node& node, TestCase::Expectation& expect) {
    if (!KnownKeys(node, "expect", kExpectKeys)) return;
    if (node.members.empty()) {
      return Complain(node.span, "this case expects nothing",
                      "add `expect = { outcome = \"PERMIT\" }`");
    }
    if (const Node* outcome = node.Find("outcome")) {
      constexpr std::array all = {Outcome::kPermit, Outcome::kDeny, Outcome::kForbid};
      expect.outcome = OneOf(*outcome, all, OutcomeName);
    }
    if (const Node* verdicts = node.Find("verdicts");
        verdicts && KnownKeys(*verdicts, "verdicts", kVerdictKeys)) {
      constexpr std::array all = {Verdict::kPermit, Verdict::kDeny, Verdict::kForbid,
                                  Verdict::kAbstain};
      if (const Node* cedar = verdicts->Find("cedar")) {
        expect.cedar = OneOf(*cedar, all, VerdictName);
      }
      if (const Node* datalog = verdicts->Find("datalog")) {
        expect.datalog = OneOf(*datalog, all, VerdictName);
      }
    }
    if (const Node* reasons = node.Find("reasons")) expect.reasons = TextSet(*reasons, "reasons");
    if (const Node* errors = node.Find("errors")) expect.errors = TextSet(*errors, "errors");
    if (const Node* answers = node.Find("answers")) Answers(*answers, expect);
  }

  template <typename Enum, std::size_t N>
  std::optional<Enum> OneOf(const Node& node, const std::array<Enum, N>& all,
                            std::string_view (*name)(Enum)) {
    std::string help = "write one of";
    for (const Enum value : all) {
      if (node.is_string() && node.scalar.as_string() == name(value)) return value;
      help += Format(" `\"{}\"`", name(value));
    }
    Complain(node.span, "nothing is ever answered so", help);
    return std::nullopt;
  }

  std::set<std::string> TextSet(const Node& node, std::string_view what) {
    const std::vector<std::string> texts = Texts(node, what);
    return {texts.begin(), texts.end()};
  }

  void Answers(const Node& node, TestCase::Expectation& expect) {
    if (!node.is_table()) return Complain(node.span, "`answers` is a table of goals");
    const ValueReading reading{value::Arrays::kLists, value::Escapes::kInterpret, &options_};
    for (const Member& goal : node.members) {
      const auto rows = ToValue(goal.node, reading, diagnostics_);
      if (!rows) continue;
      if (!rows->is(ValueKind::kList)) {
        Complain(goal.node.span, "the rows of a goal are an array",
                 "write `\"p(X)\" = [[\"a\"], [\"b\"]]`");
        continue;
      }
      std::set<Tuple> tuples;
      for (const Value& row : rows->elements()) {
        const Value canonical = value::Canonical(row);
        tuples.insert(canonical.is(ValueKind::kList) ? canonical.elements() : Tuple{canonical});
      }
      expect.answers.emplace_back(goal.key, std::move(tuples));
    }
  }
};

class LinkReader : TableReader {
 public:
  LinkReader(const Options& options, text::Diagnostics& diagnostics)
      : TableReader(Code::kLinkShape, options, diagnostics) {}

  std::vector<cedar::Link> Read(const Node& root) {
    std::vector<cedar::Link> links;
    for (const Member& member : root.members) {
      if (member.key != "link" || !member.node.is_array()) {
        Complain(member.key_span, "`[links]` holds links alone", "write `[[links.link]]`");
        continue;
      }
      for (const Node& node : member.node.elements) {
        const std::size_t errors = diagnostics_.error_count();
        cedar::Link link = One(node);
        if (diagnostics_.error_count() == errors) links.push_back(std::move(link));
      }
    }
    return links;
  }

 private:
  cedar::Link One(const Node& node) {
    cedar::Link link;
    link.span = node.span;
    if (!KnownKeys(node, "link", kLinkKeys)) return link;
    link.template_id = Required(node, "template");
    link.id = Required(node, "id");
    link.values.principal = Slot(node, "principal");
    link.values.resource = Slot(node, "resource");
    if (const Node* id = node.Find("id")) link.span = id->span;
    return link;
  }

  std::string Required(const Node& node, std::string_view key) {
    if (const Node* value = node.Find(key)) return Text(*value, key).value_or("");
    Complain(node.span, Format("this link has no `{}`", key));
    return "";
  }

  std::optional<EntityUid> Slot(const Node& node, std::string_view key) {
    const Node* value = node.Find(key);
    if (value == nullptr) return std::nullopt;
    return ToReference(*value, "", options_, diagnostics_);
  }
};

}  // namespace

std::vector<TestCase> ReadTests(const Node& root, const Options& options,
                                text::Diagnostics& diagnostics) {
  return CaseReader(options, diagnostics).Read(root);
}

std::vector<cedar::Link> ReadLinks(const Node& root, const Options& options,
                                   text::Diagnostics& diagnostics) {
  return LinkReader(options, diagnostics).Read(root);
}

}  // namespace rune::config
