#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/format.h"
#include "cli/cedar/input.h"
#include "cli/cedar/run.h"

namespace rune::cli {

namespace {

struct StarterFile {
  std::string_view name;
  std::string_view text;
};

// The three files that scripts find in a new project of Cedar's own command: their names, types and
// the one request that is allowed are the same.
constexpr std::array<StarterFile, 3> kStarter = {
    {{"schema.cedarschema.json",
      "{\n"
      "  \"\": {\n"
      "    \"actions\": {\n"
      "      \"action\": {\n"
      "        \"appliesTo\": {\n"
      "          \"principalTypes\": [\n            \"A\",\n            \"B\"\n          ],\n"
      "          \"resourceTypes\": [\n            \"C\"\n          ]\n"
      "        }\n"
      "      }\n"
      "    },\n"
      "    \"entityTypes\": {\n"
      "      \"A\": {\n        \"memberOfTypes\": [\n          \"B\"\n        ]\n      },\n"
      "      \"B\": {\n        \"memberOfTypes\": []\n      },\n"
      "      \"C\": {\n        \"memberOfTypes\": []\n      }\n"
      "    }\n"
      "  }\n"
      "}"},
     {"policy.cedar",
      "permit (\n"
      "  principal in A::\"a\",\n"
      "  action == Action::\"action\",\n"
      "  resource == C::\"c\"\n"
      ") when { true };\n"},
     {"entities.json",
      "[\n"
      "  {\n"
      "    \"attrs\": {},\n"
      "    \"parents\": [\n"
      "      {\n        \"id\": \"b\",\n        \"type\": \"B\"\n      }\n"
      "    ],\n"
      "    \"uid\": {\n      \"id\": \"a\",\n      \"type\": \"A\"\n    }\n"
      "  },\n"
      "  {\n"
      "    \"attrs\": {},\n"
      "    \"parents\": [],\n"
      "    \"uid\": {\n      \"id\": \"b\",\n      \"type\": \"B\"\n    }\n"
      "  },\n"
      "  {\n"
      "    \"attrs\": {},\n"
      "    \"parents\": [],\n"
      "    \"uid\": {\n      \"id\": \"c\",\n      \"type\": \"C\"\n    }\n"
      "  }\n"
      "]"}}};

Reported<void> Begin(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::create_directory(folder, error)) {
    return std::unexpected(Wrap(Report{.message = error ? error.message() : "it is there already"},
                                Format("cannot make the folder {}", folder.string())));
  }
  for (const StarterFile& starter : kStarter) {
    const std::filesystem::path path = folder / starter.name;
    std::ofstream file(path, std::ios::binary);
    file << starter.text;
    file.flush();
    if (!file) return std::unexpected(Report{.message = Format("cannot write {}", path.string())});
  }
  return {};
}

}  // namespace

int RunCedar(const CedarNew& command, const CedarRun& run) {
  const auto begun = Begin(command.name);
  return begun ? kCedarSuccess : run.Fail(begun.error());
}

}  // namespace rune::cli
