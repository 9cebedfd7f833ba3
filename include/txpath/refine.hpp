// refine.hpp -- how much results depend on how often people meet.
//
// Owns      Refinement and refine: a scenario with sync_every as written and halved, on the same luck.
// Promises  differences are taken within a replicate first, so that what both runs share does not blur them.
#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

struct RefineSpec {
    int threads = 0;                          ///< 0: all the machine has
    std::function<void(double)> progress;     ///< share of the work done, 0 to 1; called from any thread
    const std::atomic<bool>* stop = nullptr;  ///< once true, it ends early: is_complete false
};

/// A result with both; means over replicates. Not a number where there is none.
struct RefinedFigure {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::string name, unit;
    double written = none, halved = none;  ///< sync_every as written; half of it
    double moved = none;                   ///< halved less written, in the replicates that have both
    double error = none;                   ///< standard error of `moved`; none with fewer than two replicates
    double bound = none;                   ///< the most it can move, where theory gives one
};

struct Refinement {
    double sync_every = 0.0;             ///< days, as written
    bool has_sync_points = false;        ///< without them nothing was run
    std::vector<RefinedFigure> figures;  ///< of everybody: outcomes, states at the end, what is shared
    bool is_complete = true;
};

/// Run a scenario twice, with its own seed and replicates.
///   Requires  check_pathways(scenario) has no errors
///   Method    bounds: "What sync_every does" in sim/README.md
///   Errors    the scenario does not compile
[[nodiscard]] Checked<Refinement> refine(const Scenario& scenario, const RefineSpec& spec);

/// True where the move is within its bound and four of its standard errors, or has none.
[[nodiscard]] bool is_within_bound(const RefinedFigure& figure) noexcept;

}  // namespace txpath
