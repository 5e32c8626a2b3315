#include "cedar/syntax/print.h"
#include "cli/cedar/policies.h"
#include "cli/cedar/run.h"
#include "cli/write_file.h"

namespace rune::cli {

namespace {

Reported<void> AppendLink(const CedarLink& command, LinkEntry entry) {
  const std::string& path = *command.policies.links;
  RUNE_ASSIGN_OR_RETURN(std::vector<LinkEntry> entries, ReadLinks(path, MissingLinks::kAreNone));
  entries.push_back(std::move(entry));
  if (const auto written = WriteFile(path, WriteLinks(entries)); !written) {
    return std::unexpected(ToReport(written.error(), nullptr));
  }
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
  // Cedar's own command tells of the link first, also where it then fails to write it.
  if (command.policies.links) {
    if (const auto written = AppendLink(command, std::move(entry)); !written) {
      return run.Fail(written.error());
    }
  }
  run.out << "Template-linked policy added: " << *text << '\n';
  return kCedarSuccess;
}

}  // namespace rune::cli
