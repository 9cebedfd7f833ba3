// stirling.hpp -- what Stirling's formula leaves over; shared by the two sources of special.hpp.
#pragma once

namespace txpath::portable {

/// log_gamma(x + 1) - ((x + 1/2) log x - x + log(2 pi) / 2).
///
///   Requires  x > 0
[[nodiscard]] double stirling_remainder(double x) noexcept;

}  // namespace txpath::portable
