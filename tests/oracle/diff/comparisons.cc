#include <algorithm>

#include "compare_authorize.h"
#include "compare_data.h"
#include "compare_format.h"
#include "compare_link.h"
#include "compare_partial_eval.h"
#include "compare_policy_json.h"
#include "compare_schema.h"
#include "compare_tpe.h"
#include "compare_validate.h"
#include "comparison.h"

namespace rune::diff {
namespace {

constexpr Comparison kAll[] = {
    {"authorize", AskAuthorize, JudgeAuthorize},
    {"policy_json", AskPolicyJson, JudgePolicyJson},
    {"format", AskFormat, JudgeFormat},
    {"widths", AskWidths, JudgeWidths},
    {"schema", AskSchema, JudgeSchema},
    {"link", AskLink, JudgeLink},
    {"schema_json", AskSchemaJson, JudgeSchemaJson},
    {"strict", AskStrict, JudgeStrict},
    {"permissive", AskPermissive, JudgePermissive},
    {"level", AskLevel, JudgeLevel},
    {"entities", AskEntities, JudgeEntities},
    {"requests", AskRequests, JudgeRequests},
    {"tpe", AskTpe, JudgeTpe},
    {"query_principal", AskQueryPrincipal, JudgeQueryPrincipal},
    {"query_resource", AskQueryResource, JudgeQueryResource},
    {"query_action", AskQueryAction, JudgeQueryAction},
    {"batched", AskBatched, JudgeBatched},
    {"partial_eval", AskPartialEval, JudgePartialEval},
};

}  // namespace

std::span<const Comparison> AllComparisons() { return kAll; }

std::string TextAt(const value::Json& json, std::initializer_list<std::string_view> path) {
  const value::Json* at = &json;
  for (const std::string_view key : path) {
    at = at->Find(key);
    if (at == nullptr) return {};
  }
  return at->string;
}

std::string InOrder(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : " ") + text;
  return out;
}

std::string InOrder(const value::Json* list) {
  std::vector<std::string> texts;
  if (list != nullptr) {
    for (const value::Json& element : list->array) texts.push_back(element.string);
  }
  return InOrder(std::move(texts));
}

std::string Stage(const value::Json& result) { return TextAt(result, {"error", "stage"}); }

}  // namespace rune::diff
