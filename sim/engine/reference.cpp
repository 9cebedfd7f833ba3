// reference.cpp -- the plain engine's doors.
//
// Owns      simulate_plainly, observe_plainly.
// Assumes   the scenario was checked.
// Promises  people who share nothing are lived one after another; who share something, together.
// Not here  speed.
#include "engine/reference.hpp"

#include "engine/reference_life.hpp"
#include "txpath/lives.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

std::vector<HistoryRow> simulate_plainly(const Scenario& scenario, const RunSpec& spec, std::uint64_t people)
{
    if (has_sync_points(scenario.shared)) {
        std::vector<HistoryRow> rows = plain::simulate_together(scenario, spec).people;
        std::erase_if(rows, [&](const HistoryRow& row) { return row.person >= people; });
        return rows;
    }
    const Luck luck{spec.seed, spec.sample, 0};
    const std::vector<double> entries = plain::entries(scenario, luck, people);
    std::vector<HistoryRow> rows;
    for (std::uint64_t person = 0; person < entries.size(); ++person) {
        plain::Life life(scenario, luck, person);
        life.start(entries[person]);
        life.live_until(scenario.time.horizon);
        rows.insert(rows.end(), life.rows().begin(), life.rows().end());
    }
    return rows;
}

std::vector<Sighting> observe_plainly(const Scenario& scenario, const RunSpec& spec, std::uint64_t people,
                                      std::span<const double> moments)
{
    std::vector<Sighting> sightings;
    for (std::uint64_t person = 0; person < people; ++person) {
        plain::Life life(scenario, {spec.seed, spec.sample, 0}, person);
        life.watch(moments, sightings);
        life.start(0.0);
        life.live_until(scenario.time.horizon);
        life.look_ahead();
    }
    return sightings;
}

}  // namespace txpath
