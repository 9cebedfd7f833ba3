// number.hpp -- why a text is not a decimal number, and where the number in a text ends.
//
// Owns      number_mistake and number_length; parse_number itself is public in quantity.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "scenario/quantity.hpp"

namespace txpath {

/// Why `parse_number` refuses the text, with advice; nothing when it accepts it.
[[nodiscard]] std::optional<QuantityError> number_mistake(std::string_view text);

/// Characters of the decimal number the text starts with; 0 when it starts with none.
[[nodiscard]] std::size_t number_length(std::string_view text) noexcept;

}  // namespace txpath
