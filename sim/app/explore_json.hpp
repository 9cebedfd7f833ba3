// explore_json.hpp -- the data of a page for a class, format txpath-explore/1.
//
// Owns      explore_json.
#pragma once

#include <string>

#include "txpath/explore.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// What is in the page besides the section `explore`.
struct ExploreEngine {
    std::string version;
    std::string engine, world, today;  ///< base64 of compressed bytes, as engine.ts unpacks them
};

/// The page's data as JSON; not escaped for HTML.
///   Requires  `explore` is the scenario's
[[nodiscard]] std::string explore_json(const Scenario& scenario, const Explore& explore,
                                       const ExploreEngine& with);

}  // namespace txpath::app
