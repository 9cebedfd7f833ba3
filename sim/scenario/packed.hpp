// packed.hpp -- what loading from a package shares with loading from files.
#pragma once

#include <string>
#include <string_view>

#include "scenario/overlay.hpp"
#include "txpath/package.hpp"

namespace txpath {

/// The root folder of a packed scenario: its files are not on the disk, but among the sources already.
inline constexpr std::string_view packed_root = "packed:/scenario";

/// The scenario that a whole tree says; not tried are its barriers' removal and its trial's arms.
[[nodiscard]] Checked<Scenario> load_overlaid(Sources& sources, const Overlaid& whole, std::string name,
                                              Diagnostics found, OwnTexts texts);

}  // namespace txpath
