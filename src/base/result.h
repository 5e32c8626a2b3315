// The carrier of faults through the rooms, and the two macros that pass one on.
//
// `Result<T>` holds a value or a Fault. RUNE_TRY passes a failed `Result<void>` (or any Result
// whose value is not wanted) to the caller; RUNE_ASSIGN_OR_RETURN does the same and binds the
// value. libstdc++ 12 has no monadic members for std::expected, hence macros.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "rune/fault.h"

namespace rune {

template <typename T>
using Result = std::expected<T, Fault>;

inline std::unexpected<Fault> MakeFault(FaultCode code, std::string message) {
  return std::unexpected<Fault>(Fault{code, std::move(message), {}});
}

}  // namespace rune

#define RUNE_CONCAT_INNER(a, b) a##b
#define RUNE_CONCAT(a, b) RUNE_CONCAT_INNER(a, b)

#define RUNE_TRY(expression)                                      \
  do {                                                            \
    if (auto rune_try_result = (expression); !rune_try_result) {  \
      return std::unexpected(std::move(rune_try_result).error()); \
    }                                                             \
  } while (false)

#define RUNE_ASSIGN_OR_RETURN(declaration, expression) \
  RUNE_ASSIGN_OR_RETURN_AS(RUNE_CONCAT(rune_result_, __LINE__), declaration, expression)

#define RUNE_ASSIGN_OR_RETURN_AS(name, declaration, expression) \
  auto name = (expression);                                     \
  if (!name) return std::unexpected(std::move(name).error());   \
  declaration = *std::move(name)
