// oracle_lines_test.cpp -- when each person of a line is granted, worked out person by person.
//
// The stays are those of the run itself; when each comes and is granted follows from them without chance.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/one_queue.hpp"
#include "support/queue_theory.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// What the histories say of those who were granted: when they came, when they were granted, how long they
/// stayed; those who had not gone by the end are left out, and everybody after the first of them.
struct Told {
    std::vector<Guest> guests;
    std::vector<double> granted;
};

Told told_by(const Experiment& experiment)
{
    const StateId waiting = state_named(experiment.scenario, "care.waiting"),
                  treated = state_named(experiment.scenario, "care.treated");
    struct Visit {
        double arrival = -1.0, granted = -1.0, gone = -1.0;
    };
    std::vector<Visit> visits;
    for (const HistoryRow& row : experiment.results.replicates.front().histories) {
        visits.resize(std::max<std::size_t>(visits.size(), row.person + 1));
        Visit& visit = visits[row.person];
        if (row.to == waiting) visit.arrival = row.stop;
        if (row.to == treated) visit.granted = row.stop;
        if (row.from == treated) visit.gone = row.stop;
    }
    std::ranges::sort(visits, {}, &Visit::arrival);
    Told told;
    for (const Visit& visit : visits) {
        if (visit.gone < 0.0) break;
        told.guests.push_back({visit.arrival, visit.gone - visit.granted});
        told.granted.push_back(visit.granted);
    }
    return told;
}

double mean_of(const std::vector<double>& numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

}  // namespace

TEST_CASE("everybody is granted when the line, with stays up to sync points, says so", "[oracle][queues]")
{
    for (const std::string stay :
         {"mean: 2 days", "weibull: {shape: 0.7, scale: 2 days}", "after: 1.7 days"}) {
        const Clinic clinic{.places = 3,
                            .arrivals = 1.2,
                            .sync_every = 0.375,
                            .horizon = 1500.0,
                            .stay = stay,
                            .replicates = 1,
                            .histories = 1000000};
        const Told told = told_by(run_clinic(clinic));
        REQUIRE(told.guests.size() > 1500);
        INFO(stay);
        const std::vector<double> expected = grants_at_syncs(told.guests, 3, clinic.sync_every);
        CHECK(told.granted == expected);
    }
}

TEST_CASE("halving sync_every makes nobody wait longer, and all less than the bound", "[oracle][queues]")
{
    Clinic clinic{.places = 3,
                  .arrivals = 1.2,
                  .sync_every = 1.0,
                  .horizon = 1500.0,
                  .stay = "mean: 2 days",
                  .replicates = 1,
                  .histories = 1000000};
    const Told coarse = told_by(run_clinic(clinic));
    const std::vector<double> at_once = grants(coarse.guests, 3);
    double before = 0.0, moved_before = 0.0;
    std::vector<double> granted_before;
    for (const double sync_every : {1.0, 0.5, 0.25, 0.125}) {
        clinic.sync_every = sync_every;
        const Told told = told_by(run_clinic(clinic));
        const std::size_t all = std::min({told.granted.size(), at_once.size()});
        std::vector<Guest> longer(told.guests.begin(),
                                  told.guests.begin() + static_cast<std::ptrdiff_t>(all));
        for (Guest& guest : longer) guest.stay += sync_every;
        const std::vector<double> latest = grants(longer, 3);
        std::vector<double> late;
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < all; ++i) {
            late.push_back(told.granted[i] - at_once[i]);
            wrong += late[i] < -1e-9 || told.granted[i] > latest[i] + sync_every + 1e-9 ? 1 : 0;
            if (i < granted_before.size()) wrong += told.granted[i] > granted_before[i] + 1e-9 ? 1 : 0;
        }
        INFO("sync every " << sync_every << ", late by " << mean_of(late) << " on average");
        CHECK(wrong == 0);
        if (before > 0.0) {
            const double moved = before - mean_of(late);
            CHECK(moved > 0.0);
            if (moved_before > 0.0) CHECK(moved < 0.75 * moved_before);  // it converges
            moved_before = moved;
        }
        before = mean_of(late);
        granted_before = told.granted;
    }
    CHECK(before < 0.125 * 3.0);
}
