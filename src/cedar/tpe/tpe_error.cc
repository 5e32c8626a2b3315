#include "cedar/tpe/tpe_error.h"

#include <array>

namespace rune::cedar {

std::string_view TpeErrorName(const TpeError& error) {
  constexpr std::array kNames = {
#define RUNE_TPE_ERROR(name) std::string_view(#name),
#include "cedar/tpe/tpe_errors.inc"
#undef RUNE_TPE_ERROR
  };
  if (error.kind == TpeErrorKind::kData) return DataKindName(error.data[0].kind);
  return kNames[static_cast<std::size_t>(error.kind)];
}

std::unexpected<TpeError> TpeFail(DataFinding finding) {
  TpeError error{TpeErrorKind::kData, finding.message, {}, {}};
  error.data.push_back(std::move(finding));
  return std::unexpected(std::move(error));
}

}  // namespace rune::cedar
