// Why partial evaluation, or what goes into it, was refused. The kinds bear the names that Cedar's
// own library gives them.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "cedar/validate/data_finding.h"
#include "cedar/validate/finding.h"

namespace rune::cedar {

enum class TpeErrorKind : std::uint8_t {
#define RUNE_TPE_ERROR(name) k##name,
#include "cedar/tpe/tpe_errors.inc"
#undef RUNE_TPE_ERROR
};

struct TpeError {
  TpeErrorKind kind = TpeErrorKind::kUnsupported;
  std::string message;
  std::vector<Finding> findings;  // kValidation: what the type checker found, may be empty
  DataFindings data;              // kData: at least one
};

// `InconsistentContext`; for kData the name of the first finding's kind (`InvalidContext`).
std::string_view TpeErrorName(const TpeError& error);

template <typename T>
using TpeResult = std::expected<T, TpeError>;

inline std::unexpected<TpeError> TpeFail(TpeErrorKind kind, std::string message) {
  return std::unexpected(TpeError{kind, std::move(message), {}, {}});
}
std::unexpected<TpeError> TpeFail(DataFinding finding);

}  // namespace rune::cedar
