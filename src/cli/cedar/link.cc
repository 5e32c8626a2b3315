#include <fstream>

#include "base/format.h"
#include "cedar/syntax/print.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"

namespace rune::cli {

namespace {

Reported<void> AppendLink(const CedarLink& command, LinkEntry entry) {
  const std::string& path = *command.policies.links;
  RUNE_ASSIGN_OR_RETURN(std::vector<LinkEntry> entries, ReadLinks(path, MissingLinks::kAreNone));
  entries.push_back(std::move(entry));
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << WriteLinks(entries);
  file.flush();
  if (!file) return std::unexpected(Report{.message = Format("cannot write {}", path)});
  return {};
}

Reported<std::string> Linked(const CedarLink& command, LinkEntry entry) {
  RUNE_ASSIGN_OR_RETURN(LoadedPolicies policies,
                        LoadPolicies(command.policies, MissingLinks::kAreNone));
  RUNE_ASSIGN_OR_RETURN(cedar::SlotValues slots, ReadSlots(entry.args));
  auto added = policies.set.AddLink({command.new_id, command.template_id, slots, {}});
  if (!added) return std::unexpected(LinkReport(added.error()));
  const cedar::Policy* policy = policies.set.Find(command.template_id);
  std::string text = cedar::PrintPolicyLine(*policy, slots.principal ? &*slots.principal : nullptr,
                                            slots.resource ? &*slots.resource : nullptr);
  return text;
}

}  // namespace

int RunCedar(const CedarLink& command, const CedarRun& run) {
  Document document("<arguments>", command.arguments);
  const auto json = document.Json();
  auto args = json ? ReadArguments(*json) : std::unexpected(document.Findings());
  if (!args) {
    // A value that no option can have is a wrong command line.
    run.err << Render(Wrap(args.error(), "invalid value for --arguments"), run.format);
    return 2;
  }
  LinkEntry entry{command.template_id, command.new_id, *std::move(args)};
  const auto text = Linked(command, entry);
  if (!text) return run.Fail(text.error());
  run.out << "Template-linked policy added: " << *text << '\n';
  if (command.policies.links) {
    if (const auto written = AppendLink(command, std::move(entry)); !written) {
      return run.Fail(written.error());
    }
  }
  return kCedarSuccess;
}

}  // namespace rune::cli
