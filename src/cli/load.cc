#include "cli/load.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/format.h"
#include "cli/progress.h"
#include "config/file.h"
#include "config/request_text.h"
#include "value/extension.h"
#include "value/print.h"

namespace rune::cli {

namespace {

struct Assignment {
  std::string name;
  std::string text;
};

Result<Assignment> SplitAssignment(const std::string& text, std::string_view option,
                                   std::string_view form) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return MakeFault(FaultCode::kUsage,
                     Format("`{}` after {} is not of the form {}", text, option, form));
  }
  return Assignment{text.substr(0, equals), text.substr(equals + 1)};
}

Result<void> AddToContext(Request& request, std::string key, Value value) {
  if (request.context.contains(key)) {
    return MakeFault(FaultCode::kInvalidRequest,
                     Format("the context states `{}` twice; state it once", key));
  }
  request.context.emplace(std::move(key), std::move(value));
  return {};
}

Result<void> ReadContextOption(const std::string& text, const Bounds& bounds, Request& request) {
  if (text.starts_with('@')) {
    RUNE_ASSIGN_OR_RETURN(const std::string content,
                          config::ReadFile(text.substr(1), bounds.file_bytes));
    RUNE_ASSIGN_OR_RETURN(const Value::Fields fields, config::ReadContext(content, bounds));
    for (const auto& [key, value] : fields) RUNE_TRY(AddToContext(request, key, value));
    return {};
  }
  RUNE_ASSIGN_OR_RETURN(auto assignment, config::ReadAssignment(text));
  return AddToContext(request, std::move(assignment.first), std::move(assignment.second));
}

Result<void> ReadAttributes(const std::vector<std::string>& texts, const EntityUid& uid,
                            Request& request) {
  std::set<std::string> stated;
  for (const std::string& text : texts) {
    RUNE_ASSIGN_OR_RETURN(const auto a, config::ReadAssignment(text));
    if (!stated.insert(a.first).second) {
      return MakeFault(FaultCode::kInvalidRequest,
                       Format("the attribute `{}` is stated twice; state it once", a.first));
    }
    config::AddAttribute(request, uid, a.first, a.second);
  }
  return {};
}

// A name of a request.
Result<EntityUid> ReadName(const std::string& text, std::string_view option, std::string_view type,
                           const config::Options& settings, Output& output) {
  RUNE_ASSIGN_OR_RETURN(EntityUid uid, config::ReadUid(text, type, settings));
  const auto looks = config::LooksLike(text);
  if (!looks) return uid;
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  diagnostics
      .AddWhole(text::Code::kPlainId, std::string(option),
                Format("`{}` is a bare id here: this asks about {}", text, value::ToText(uid)))
      .Help(Format("write `{} '{}'` for that entity", option, value::ToText(*looks)));
  ShowFindings(output, diagnostics.all(), &sources);
  return uid;
}

Result<void> ReadNow(const std::optional<std::string>& now, Request& request) {
  if (!now) return {};
  const auto time = value::ParseDatetime(*now);
  if (!time) {
    return MakeFault(FaultCode::kInvalidRequest,
                     Format("`{}` after --now is not a time such as 2026-01-31T09:30:00Z", *now));
  }
  return AddToContext(request, "now", Value(*time));
}

}  // namespace

Loading LoadSnapshot(const std::string& path, const config::LoadInput& input, Output& output) {
  const Progress progress(output, "loading " + path);
  Loading loading;
  loading.sources = std::make_shared<text::SourceMap>();
  text::Diagnostics diagnostics(*loading.sources);
  auto configuration = config::Load(path, input, loading.sources, diagnostics);
  if (!configuration) {
    loading.fault = std::move(configuration).error();
  } else if (*configuration != nullptr) {
    auto snapshot = engine::MakeSnapshot(*std::move(configuration), diagnostics);
    if (!snapshot) {
      loading.fault = std::move(snapshot).error();
    } else {
      loading.snapshot = *std::move(snapshot);
    }
  }
  loading.findings = diagnostics.Sorted();
  if (!loading.snapshot && !loading.fault) {
    const std::size_t errors = diagnostics.error_count();
    loading.fault =
        Fault{FaultCode::kInvalidConfig,
              Format("{} does not load: {} error{}", path, errors, errors == 1 ? "" : "s"),
              {}};
  }
  if (loading.fault && loading.fault->diagnostics.empty()) {
    loading.fault->diagnostics = loading.findings;
  }
  return loading;
}

Result<config::LoadInput> ReadLoadOptions(const LoadOptions& options) {
  config::LoadInput input;
  for (const std::string& text : options.variables) {
    RUNE_ASSIGN_OR_RETURN(const Assignment a, SplitAssignment(text, "--var", "NAME=value"));
    if (!input.variables.emplace(a.name, a.text).second) {
      return MakeFault(FaultCode::kUsage, Format("--var states `{}` twice", a.name));
    }
  }
  for (const std::string& text : options.sets) {
    RUNE_ASSIGN_OR_RETURN(const Assignment a, SplitAssignment(text, "--set", "path=JSON"));
    input.maps.push_back({a.name, a.text});
  }
  input.facts = options.facts;
  input.entity_files = options.entities;
  input.facts_folder = options.facts_folder;
  return input;
}

Result<Request> ReadRequest(const RequestOptions& options,
                            const config::Configuration& configuration, Output& output) {
  const config::Options& settings = configuration.options;
  if (!options.principal || !options.action || !options.resource) {
    return MakeFault(FaultCode::kUsage,
                     "a request needs all of --principal, --action and --resource");
  }
  Request request;
  RUNE_ASSIGN_OR_RETURN(request.principal,
                        ReadName(*options.principal, "--principal", "Agent", settings, output));
  RUNE_ASSIGN_OR_RETURN(request.action,
                        ReadName(*options.action, "--action", "Action", settings, output));
  RUNE_ASSIGN_OR_RETURN(request.resource,
                        ReadName(*options.resource, "--resource", "File", settings, output));
  for (const std::string& text : options.context) {
    RUNE_TRY(ReadContextOption(text, settings.bounds, request));
  }
  RUNE_TRY(ReadNow(options.now, request));
  RUNE_TRY(ReadAttributes(options.principal_attrs, request.principal, request));
  RUNE_TRY(ReadAttributes(options.resource_attrs, request.resource, request));
  for (const std::string& text : options.groups) {
    RUNE_ASSIGN_OR_RETURN(EntityUid group, ReadName(text, "--group", "Group", settings, output));
    config::AddParent(request, request.principal, std::move(group));
  }
  return config::Normalize(std::move(request), settings, configuration.declarations);
}

Result<std::string> FindConfiguration(Output& output) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::string found = "config.rune";
  if (!fs::exists(found, error)) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(".", error)) {
      if (entry.path().extension() == ".rune") files.push_back(entry.path().filename().string());
    }
    if (files.size() != 1) {
      std::ranges::sort(files);
      return MakeFault(FaultCode::kNotFound,
                       files.empty() ? "no *.rune file here; name one with -c FILE"
                                     : Format("{} *.rune files here and none is config.rune; name "
                                              "one with -c FILE",
                                              files.size()));
    }
    found = files.front();
  }
  output.err << "using " << found << '\n';
  return found;
}

}  // namespace rune::cli
