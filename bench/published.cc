// The published workloads, from their archive.
#include <array>

#include "../tests/corpus/archive.h"
#include "base/format.h"
#include "value/json.h"
#include "workload.h"

namespace rune::bench {
namespace {

constexpr std::string_view kArchive = "oopsla-workloads.tar.gz";
constexpr std::array<std::string_view, 3> kNames = {"gdrive", "github", "tinytodo"};

std::optional<Workload> Read(std::string_view name, const std::string& text, std::size_t policies) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const std::uint32_t file = sources.Add("workload", text);
  const auto json = value::ParseJson(sources.Whole(file), Bounds(), diagnostics);
  if (!json) return std::nullopt;
  const value::Json* policy_text = json->Find("policies");
  const value::Json* schema = json->Find("schema");
  const value::Json* entities = json->Find("entities");
  if (policy_text == nullptr || schema == nullptr || entities == nullptr) return std::nullopt;
  std::optional<Workload> workload =
      Complete(std::string(name), policy_text->string, std::string(sources.Text(schema->span)),
               true, policies);
  if (workload) workload->entities = sources.Text(entities->span);
  return workload;
}

}  // namespace

std::vector<Workload> Published(const Scale& scale) {
  const std::optional<corpus::Archive> archive =
      corpus::ReadArchive(corpus::DataFolder() / kArchive);
  if (!archive) return {};
  std::vector<Workload> all;
  for (const std::string_view name : kNames) {
    const auto file = archive->find(Format("workloads/{}-200.json", name));
    if (file == archive->end()) continue;
    if (auto workload = Read(name, file->second, scale.policies))
      all.push_back(*std::move(workload));
  }
  return all;
}

}  // namespace rune::bench
