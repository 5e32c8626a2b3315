// Policy sets as the subcommands of `rune cedar` are given them: a text or JSON, and a file of
// links.
#pragma once

#include <string>
#include <vector>

#include "cedar/policy_set.h"
#include "cli/cedar/input.h"

namespace rune::cli {

struct LoadedPolicies {
  cedar::PolicySet set;
  SharedSources sources;
};

enum class MissingLinks : std::uint8_t { kRefused, kAreNone };

// Policies of a text go by their `@id`, else by their place; those of JSON by their key, a single
// one is `JSON policy`.
Reported<LoadedPolicies> LoadPolicies(const CedarPolicyFiles& files,
                                      MissingLinks missing = MissingLinks::kRefused,
                                      cedar::Unknowns unknowns = cedar::Unknowns::kRefused);

// A line of a file of links: which template is linked to what, under which id.
struct LinkEntry {
  std::string template_id;
  std::string link_id;
  std::vector<std::pair<std::string, std::string>> args;  // `?principal` and `User::"ann"`
};

// Why a link was refused.
Report LinkReport(const cedar::PolicySetError& error);

// No entries for an empty file.
Reported<std::vector<LinkEntry>> ReadLinks(const std::string& path, MissingLinks missing);
std::string WriteLinks(const std::vector<LinkEntry>& entries);

// The slots of a JSON object.
Reported<std::vector<std::pair<std::string, std::string>>> ReadArguments(const value::Json& json);
Reported<cedar::SlotValues> ReadSlots(const std::vector<std::pair<std::string, std::string>>& args);

}  // namespace rune::cli
