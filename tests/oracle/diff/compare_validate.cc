#include "compare_validate.h"

#include <set>

#include "cedar/validate/validate.h"

namespace rune::diff {
namespace {

using Names = std::set<std::string>;  // `policy0:UnexpectedType`

std::string Joined(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

Names Theirs(const value::Json& list) {
  Names names;
  for (const value::Json& finding : list.array) {
    names.insert(TextAt(finding, {"policy"}) + ":" + TextAt(finding, {"kind"}));
  }
  return names;
}

std::uint32_t LevelOf(const Setup& setup) { return static_cast<std::uint32_t>(setup.seed % 4); }

std::optional<Difference> Judge(const std::string& what, const Ours& ours,
                                const cedar::ValidateOptions& options, const value::Json& result,
                                Counts& counts) {
  if (!Stage(result).empty() || !ours.index || !ours.policies_good || !ours.links_good) {
    return std::nullopt;
  }
  Names errors;
  Names warnings;
  std::string details;
  for (const cedar::Finding& finding : cedar::Validate(ours.set, *ours.index, options).findings) {
    const std::string name =
        finding.policy_id + ":" + std::string(cedar::FindingName(finding.kind));
    (cedar::IsWarning(finding.kind) ? warnings : errors).insert(name);
    details += "\n  " + name + " " + finding.message;
  }
  ++counts.other;
  const Names their_errors = Theirs(*result.Find("errors"));
  const Names their_warnings = Theirs(*result.Find("warnings"));
  const char* kind = errors.empty() != their_errors.empty() ? ".verdict"
                     : errors != their_errors               ? ".errors"
                     : warnings != their_warnings           ? ".warnings"
                                                            : nullptr;
  if (kind == nullptr) {
    counts.invalid += errors.empty() || what != "strict" ? 0 : 1;
    return std::nullopt;
  }
  return Difference{what + kind, std::nullopt,
                    "errors: " + Joined(errors) + "; warnings: " + Joined(warnings) + details,
                    "errors: " + Joined(their_errors) + "; warnings: " + Joined(their_warnings) +
                        "\n" + JsonText(result)};
}

}  // namespace

std::string AskStrict(const Setup& /*setup*/) { return R"({"op":"validate","mode":"strict"})"; }

std::optional<Difference> JudgeStrict(const Setup& /*setup*/, const Ours& ours,
                                      const value::Json& result, Counts& counts) {
  return Judge("strict", ours, {}, result, counts);
}

std::string AskPermissive(const Setup& /*setup*/) {
  return R"({"op":"validate","mode":"permissive"})";
}

std::optional<Difference> JudgePermissive(const Setup& /*setup*/, const Ours& ours,
                                          const value::Json& result, Counts& counts) {
  return Judge("permissive", ours, {cedar::ValidationMode::kPermissive, std::nullopt}, result,
               counts);
}

std::string AskLevel(const Setup& setup) {
  return R"({"op":"validate","level":)" + std::to_string(LevelOf(setup)) + "}";
}

std::optional<Difference> JudgeLevel(const Setup& setup, const Ours& ours,
                                     const value::Json& result, Counts& counts) {
  return Judge("level", ours, {cedar::ValidationMode::kStrict, LevelOf(setup)}, result, counts);
}

}  // namespace rune::diff
