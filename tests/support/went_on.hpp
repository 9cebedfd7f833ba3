// went_on.hpp -- runs that were written down at a moment and went on.
//
// Owns      written_at, run_on.
#pragma once

#include <memory>
#include <string>

#include "support/oracle.hpp"
#include "txpath/checkpoint.hpp"

namespace txpath::oracle {

/// A checkpoint of a scenario, through a file.
[[nodiscard]] std::shared_ptr<const Checkpoint> written_at(const Scenario& scenario, double moment,
                                                           int threads);

/// The scenario goes on from it to its horizon; the test fails when it may not.
[[nodiscard]] Experiment run_on(const std::shared_ptr<const Checkpoint>& checkpoint, Scenario scenario,
                                int threads);

/// Moments at which a checkpoint of the scenario can be, so many between its start and its horizon.
[[nodiscard]] std::vector<double> some_moments(const Scenario& scenario, std::uint64_t luck,
                                               std::size_t count);

}  // namespace txpath::oracle
