// first_scenario.hpp -- the scenario that `txpath init` writes.
#pragma once

#include <string_view>

namespace txpath::app {

/// A commented scenario that runs as it stands, with a schema line for editors.
[[nodiscard]] std::string_view first_scenario() noexcept;

/// The schema file that its first line names, beside it.
inline constexpr std::string_view schema_file_name = "txpath.schema.json";

}  // namespace txpath::app
