// man_page.hpp -- the man page, made from the tables of commands and flags.
#pragma once

#include <string>
#include <string_view>

namespace txpath::app {

/// txpath(1) in the man macros.
[[nodiscard]] std::string man_page(std::string_view version);

}  // namespace txpath::app
