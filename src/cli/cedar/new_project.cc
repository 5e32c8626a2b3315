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
constexpr std::array<StarterFile, 3> kStarter = {{
    {"schema.cedarschema.json", R"({
  "": {
    "entityTypes": {
      "A": {
        "memberOfTypes": [
          "B"
        ]
      },
      "B": {
        "memberOfTypes": []
      },
      "C": {
        "memberOfTypes": []
      }
    },
    "actions": {
      "action": {
        "appliesTo": {
          "resourceTypes": [
            "C"
          ],
          "principalTypes": [
            "A",
            "B"
          ]
        }
      }
    }
  }
})"},
    {"policy.cedar", R"(permit (
  principal in A::"a",
  action == Action::"action",
  resource == C::"c"
) when { true };
)"},
    {"entities.json", R"([
  {
    "uid": {
      "type": "A",
      "id": "a"
    },
    "attrs": {},
    "parents": [
      {
        "type": "B",
        "id": "b"
      }
    ]
  },
  {
    "uid": {
      "type": "B",
      "id": "b"
    },
    "attrs": {},
    "parents": []
  },
  {
    "uid": {
      "type": "C",
      "id": "c"
    },
    "attrs": {},
    "parents": []
  }
])"},
}};

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
