// generate.hpp -- random scenarios that are valid, small and full of everything the language has.
//
// Owns      Generated and generate.
// Promises  the same number gives the same scenario; its states are all reachable, no circle takes
//           no time, hazards stay bounded, and thresholds of gates are so odd that no event hangs
//           on the last bit of a number.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath::tests {

struct Generated {
    std::string yaml;
    std::vector<std::pair<std::string, std::string>> files;  ///< name and text of the tables it names
    std::set<std::string> features;                          ///< what of the language it uses
};

/// Every feature that generate can use.
[[nodiscard]] std::set<std::string> all_features();

[[nodiscard]] Generated generate(std::uint64_t number);

/// The same for scenarios whose people share something; their features come on top.
[[nodiscard]] std::set<std::string> all_features_together();

[[nodiscard]] Generated generate_together(std::uint64_t number);

/// Write a scenario into a folder of its own below the system's temporary one, load it and remove the folder.
[[nodiscard]] Checked<Scenario> load(const Generated& generated);

}  // namespace txpath::tests
