// reference_queues.hpp -- who stands where in which queue, and who is let in.
//
// Owns      pools_of, Crowd, serve_queues, pool_records.
// Promises  lines are sorted afresh at every sync point, use is summed up afresh for every grant.
#pragma once

#include <deque>
#include <vector>

#include "engine/reference.hpp"
#include "engine/reference_life.hpp"

namespace txpath::plain {

/// By resource, then category.
[[nodiscard]] std::vector<Pool> pools_of(const Scenario& scenario);

/// The people of a scenario, by number; some may not have entered yet.
struct Crowd {
    const Scenario& scenario;  ///< with the numbers that hold now
    std::deque<Life> lives;
};

/// How much a person counts, in people; in whole 1024ths.
[[nodiscard]] double weight_of(const Scenario& scenario, std::uint64_t person);

/// Free capacity goes to those who wait.
[[nodiscard]] std::vector<Grant> serve_queues(Crowd& crowd, double moment);

[[nodiscard]] std::vector<PoolRecord> pool_records(const Crowd& crowd);

}  // namespace txpath::plain
