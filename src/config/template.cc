#include "config/template.h"

#include <algorithm>
#include <cstdlib>

#include "base/format.h"
#include "base/utf8.h"
#include "text/suggest.h"
#include "value/name.h"

namespace rune::config {

using text::Code;

void Templates::Apply(Node& node) {
  if (node.is_string()) {
    const std::string& text = node.scalar.as_string();
    if (text.find("{{") != std::string::npos) node.scalar = Value(Fill(text, node.span));
    return;
  }
  for (Node& element : node.elements) Apply(element);
  for (Member& member : node.members) Apply(member.node);
}

std::string Templates::Fill(const std::string& text, text::Span span) {
  std::string out;
  std::size_t pos = 0;
  for (;;) {
    const std::size_t open = text.find("{{", pos);
    const std::size_t close = open == std::string::npos ? open : text.find("}}", open + 2);
    if (close == std::string::npos) return out + text.substr(pos);
    std::string name = text.substr(open + 2, close - open - 2);
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    out += text.substr(pos, open - pos);
    if (const std::string* value = Lookup(name, span)) out += *value;
    pos = close + 2;
  }
}

const std::string* Templates::Lookup(const std::string& name, text::Span span) {
  if (!value::IsIdentifier(name)) {
    diagnostics_
        .Add(Code::kTemplateName, span, "between `{{` and `}}` stands no name of a variable")
        .Help("names are letters, digits and `_`: `{{REGION}}`");
    return nullptr;
  }
  if (const auto it = used_.find(name); it != used_.end()) return &it->second;
  const auto given = variables_.find(name);
  const char* from_process = nullptr;
  if (given == variables_.end() && std::ranges::find(env_, name) != env_.end()) {
    from_process = std::getenv(name.c_str());
  }
  if (given == variables_.end() && from_process == nullptr) {
    std::vector<std::string> known = env_;
    for (const auto& [variable, unused] : variables_) known.push_back(variable);
    auto builder = diagnostics_.Add(Code::kTemplateName, span, Format("`{}` has no value", name));
    const auto close = text::Suggest(name, known);
    if (close && *close != name) {
      builder.Help(Format("did you mean `{}`?", *close));
    } else {
      builder.Help(
          Format("give it with `--var {}=..`, or list it in the option `env` and set it "
                 "in the environment",
                 name));
    }
    return nullptr;
  }
  std::string value = from_process != nullptr ? from_process : given->second;
  if (FindInvalidUtf8(value) != std::string_view::npos) {
    diagnostics_.Add(Code::kTemplateName, span, Format("the value of `{}` is not UTF-8", name));
    return nullptr;
  }
  return &used_.emplace(name, std::move(value)).first->second;
}

}  // namespace rune::config
