// oracle_queues_test.cpp -- queues against the theory of queues: exactly as sync points make them, and close
// to what they are without.
//
// Each stay lasts, for whoever is next, until the sync point at or after its end, and each grant waits for
// one: "What sync_every does" in sim/README.md. So the chains of queue_theory.hpp hold exactly, and the
// classical formulas within the bound that is given there.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>

#include "support/one_queue.hpp"
#include "support/oracle.hpp"
#include "support/queue_theory.hpp"
#include "support/read_csv.hpp"
#include "support/sample.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

const std::string clinic_file = std::string(TXPATH_SOURCE) + "/tests/data/examples/clinic_queue.yaml";

/// Report times of an experiment, by number.
struct Window {
    std::size_t from, to;
};

double days(const Experiment& experiment, Window window)
{
    const auto& reports = experiment.scenario.time.reports;
    return reports[window.to] - reports[window.from];
}

/// Mean number in a state over the window, by replicate.
Sample mean_in(const Experiment& experiment, std::string_view state, Window window)
{
    const std::size_t column = state_named(experiment.scenario, state).index();
    const double ticks = days(experiment, window) * ticks_per_day;
    return over_replicates(experiment, [&](const ReplicateResult& result) {
        double sum = 0.0;
        for (std::size_t time = window.from + 1; time <= window.to; ++time)
            for (std::size_t cell = 0; cell < result.tally.cells; ++cell)
                sum += static_cast<double>(
                           result.tally.person_ticks.at(time * result.tally.cells + cell, column)) /
                       static_cast<double>(result.weight_unit);
        return sum / ticks;
    });
}

/// Waits of those granted in the window, days; the tallies have one cell and one pool.
std::vector<double> waits_in(const ReplicateResult& result, Window window)
{
    std::vector<double> waits;
    for (std::size_t time = window.from + 1; time <= window.to; ++time)
        for (const std::uint32_t wait : result.resources.waits[time]) waits.push_back(wait * wait_unit);
    return waits;
}

Sample mean_wait_in(const Experiment& experiment, Window window)
{
    return over_replicates(experiment, [&](const ReplicateResult& result) {
        const std::vector<double> waits = waits_in(result, window);
        return std::accumulate(waits.begin(), waits.end(), 0.0) / static_cast<double>(waits.size());
    });
}

/// Share of those granted who were not granted at their first sync point.
Sample waited_in(const Experiment& experiment, Window window)
{
    const double sync_every = experiment.scenario.time.sync_every;
    return over_replicates(experiment, [&](const ReplicateResult& result) {
        const std::vector<double> waits = waits_in(result, window);
        const auto longer = std::ranges::count_if(waits, [&](double wait) { return wait > sync_every; });
        return static_cast<double>(longer) / static_cast<double>(waits.size());
    });
}

Sample count_in(const Experiment& experiment, Counts ResourceTally::*table, Window window)
{
    return over_replicates(experiment, [&](const ReplicateResult& result) {
        double sum = 0.0;
        for (std::size_t time = window.from + 1; time <= window.to; ++time)
            sum += static_cast<double>((result.resources.*table).at(time, 0)) /
                   static_cast<double>(result.weight_unit);
        return sum;
    });
}

double expected_answer(const std::string& measure)
{
    std::ostringstream text;
    text << std::ifstream(std::string(TXPATH_SOURCE) + "/tests/data/examples/expected.csv").rdbuf();
    for (const auto& row : test::read_csv(text.str()))
        if (row[0] == "clinic_queue" && row[1] == measure) return std::stod(row[3]);
    throw std::logic_error("no answer for " + measure);
}

/// The example against its chain exactly, and against Erlang's formulas within the bound.
void check_clinic(const std::vector<Override>& overrides)
{
    const Experiment found = run_file(clinic_file, overrides);
    const double stay = 7.0, arrivals = 18.0 / 7.0, sync_every = 1.0 / 12.0;
    const MarkovQueue queue{20, arrivals, 1.0 / stay, 0.0};
    const QueueMeans exact = at_syncs(queue, sync_every, 4383, 5 * 4383);
    const Window window{1, 5};  // years
    // those who wait at the ends of the window differ in number from its beginning: at most the long run's
    const double ends =
        arrivals * erlang_c(20, 18.0) / std::pow(20 / stay - arrivals, 2) / (arrivals * days(found, window));

    const Sample waited = waited_in(found, window), wait = mean_wait_in(found, window),
                 waiting = mean_in(found, "care.waiting", window),
                 treated = mean_in(found, "care.treated", window);
    check_near(waited.mean, 1.0 - exact.at_once / exact.granted, waited.standard_error);
    check_near(waiting.mean, exact.queue, waiting.standard_error);
    check_near(treated.mean, exact.in_use, treated.standard_error);
    check_within(wait, exact.queue / arrivals, ends);

    const double bound =
        mean_wait(20, arrivals, stay + sync_every) + sync_every - mean_wait(20, arrivals, stay);
    check_within(wait, expected_answer("mean wait (days)"), bound + ends);
    check_within(waiting, expected_answer("mean queue length"), arrivals * bound + arrivals * ends);
    check_within(treated, expected_answer("mean places in use"), 0.05);  // 6 % of the way of e^-2.7 is left
    check_within(waited, expected_answer("probability of waiting"),
                 erlang_c(20, arrivals * (stay + sync_every)) - erlang_c(20, 18.0) + sync_every / stay);
    std::cout << fmt::format(
        "clinic_queue: waited {:.4f} +- {:.4f}, wait {:.4f} +- {:.4f}, queue {:.4f} +- {:.4f} (exactly "
        "{:.4f}), "
        "in use {:.4f} +- {:.4f} (exactly {:.4f})\n",
        waited.mean, waited.standard_error, wait.mean, wait.standard_error, waiting.mean,
        waiting.standard_error, exact.queue, treated.mean, treated.standard_error, exact.in_use);
}

/// Moments of stays that last to the next whole multiple of `sync_every`.
struct Moments {
    double mean = 0.0, square = 0.0;
};
template <class Survival>
Moments rounded_up(Survival survival, double sync_every)
{
    Moments found;
    for (int k = 0; k < 100000 && survival(k * sync_every) > 1e-16; ++k) {
        found.mean += survival(k * sync_every) * sync_every;
        found.square += survival(k * sync_every) * (2 * k + 1) * sync_every * sync_every;
    }
    return found;
}

/// Pollaczek and Khinchine: mean wait before one place.
double mean_wait(double arrivals, const Moments& stay)
{
    return arrivals * stay.square / (2.0 * (1.0 - arrivals * stay.mean));
}

/// Of M/D/c: the number of people a stay later is those not in places now and those who came meanwhile.
double mean_people_before_sure_stays(int places, double arrivals_in_a_stay)
{
    constexpr std::size_t most = 300;
    std::vector<double> come{std::exp(-arrivals_in_a_stay)}, now(most, 0.0);
    while (come.size() < 100)
        come.push_back(come.back() * arrivals_in_a_stay / static_cast<double>(come.size()));
    now[0] = 1.0;
    for (int stays = 0; stays < 2000; ++stays) {
        std::vector<double> next(most, 0.0);
        for (std::size_t n = 0; n < most; ++n)
            for (std::size_t k = 0; k < come.size(); ++k) {
                const std::size_t left =
                    n > static_cast<std::size_t>(places) ? n - static_cast<std::size_t>(places) : 0;
                if (left + k < most) next[left + k] += now[n] * come[k];
            }
        now = std::move(next);
    }
    double mean = 0.0;
    for (std::size_t n = 0; n < most; ++n) mean += static_cast<double>(n) * now[n];
    return mean;
}

}  // namespace

TEST_CASE("the chain of a queue at sync points comes down to Erlang's formulas", "[oracle][queues]")
{
    CHECK(erlang_c(20, 18.0) == Approx(expected_answer("probability of waiting")).epsilon(1e-12));
    CHECK(mean_wait(20, 18.0 / 7.0, 7.0) == Approx(expected_answer("mean wait (days)")).epsilon(1e-12));
    for (const double give_up : {0.0, 0.4}) {
        const MarkovQueue queue{3, 2.0, 0.9, give_up};
        const QueueMeans exact = in_the_long_run(queue);
        double before = 1.0;
        for (const double sync_every : {0.2, 0.1, 0.05}) {
            const int syncs = static_cast<int>(100.0 / sync_every);
            const QueueMeans found = at_syncs(queue, sync_every, syncs, 2 * syncs);
            const double off = found.queue - exact.queue;
            INFO("give up " << give_up << ", sync every " << sync_every << ", off " << off);
            CHECK(off > 0.0);
            if (before < 1.0) CHECK(off == Approx(before / 2.0).epsilon(0.08));  // of the first order
            before = off;
        }
    }
}

TEST_CASE("a clinic with 20 places keeps people waiting as Erlang says", "[oracle][queues][examples]")
{
    check_clinic({{"run.replicates", "6"}});
}

TEST_CASE("a clinic with 20 places keeps people waiting as Erlang says, over 40 replicates",
          "[oracle][queues][examples][.slow]")
{
    check_clinic({});
}

TEST_CASE("people who give up thin the queue as Erlang A says", "[oracle][queues]")
{
    // busier than the places can serve: only giving up keeps the queue short
    const Clinic clinic{
        .places = 3, .arrivals = 2.0, .sync_every = 0.25, .stay = "mean: 2 days", .give_up = "mean: 4 days"};
    const Experiment found = run_clinic(clinic);
    const MarkovQueue queue{3, 2.0, 0.5, 0.25};
    const QueueMeans exact = at_syncs(queue, 0.25, 400, 3600);
    const Window window{1, 9};
    const Sample waiting = mean_in(found, "care.waiting", window),
                 treated = mean_in(found, "care.treated", window), waited = waited_in(found, window),
                 granted = count_in(found, &ResourceTally::granted, window),
                 gave_up = count_in(found, &ResourceTally::gave_up, window);
    check_near(waiting.mean, exact.queue, waiting.standard_error);
    check_near(treated.mean, exact.in_use, treated.standard_error);
    check_near(waited.mean, 1.0 - exact.at_once / exact.granted, waited.standard_error);
    check_near(granted.mean, exact.granted, granted.standard_error);
    check_near(gave_up.mean, exact.gave_up, gave_up.standard_error);

    const QueueMeans limit = in_the_long_run(queue);
    const double slower = in_the_long_run({3, 2.0, 1.0 / 2.25, 0.25}).queue - limit.queue + 2.0 * 0.25;
    check_within(waiting, limit.queue, slower);
    // places stand empty for less than sync_every after each stay
    check_within(treated, limit.in_use, limit.in_use * 0.25 / 2.0);
}

TEST_CASE("before one place people wait as Pollaczek and Khinchine say of stays that last to sync points",
          "[oracle][queues]")
{
    const Window window{1, 10};
    SECTION("stays of two exponential steps")
    {
        const Clinic clinic{.arrivals = 0.7,
                            .sync_every = 0.25,
                            .horizon = 4000.0,
                            .stay = "gamma: {shape: 2, scale: 0.5 days}"};
        const auto survival = [](double t) { return std::exp(-2.0 * t) * (1.0 + 2.0 * t); };
        const Sample wait = mean_wait_in(run_clinic(clinic), window);
        check_near(wait.mean, mean_wait(0.7, rounded_up(survival, 0.25)) + 0.25 / 2.0, wait.standard_error);
        const double without = mean_wait(0.7, Moments{1.0, 1.5});
        const double bound = mean_wait(0.7, Moments{1.25, 1.5 + 0.5 + 0.0625}) + 0.25 - without;
        check_within(wait, without, bound);
    }
    SECTION("exponential stays: M/M/1")
    {
        const Clinic clinic{.arrivals = 0.6, .sync_every = 0.5, .horizon = 4000.0, .stay = "mean: 1 day"};
        const auto survival = [](double t) { return std::exp(-t); };
        const Sample wait = mean_wait_in(run_clinic(clinic), window);
        check_near(wait.mean, mean_wait(0.6, rounded_up(survival, 0.5)) + 0.25, wait.standard_error);
    }
    SECTION("stays that all last a day: M/D/1")
    {
        const Clinic clinic{.arrivals = 0.7, .sync_every = 0.25, .horizon = 4000.0, .stay = "after: 1 day"};
        const Sample wait = mean_wait_in(run_clinic(clinic), window);
        check_near(wait.mean, 0.7 / (2.0 * 0.3) + 0.25 / 2.0, wait.standard_error);
    }
}

TEST_CASE("before several places with stays of one length people wait as in M/D/c and half of sync_every",
          "[oracle][queues]")
{
    const Clinic clinic{
        .places = 4, .arrivals = 3.4, .sync_every = 0.25, .horizon = 2000.0, .stay = "after: 1 day"};
    const Experiment found = run_clinic(clinic);
    const Window window{1, 10};
    const double people = mean_people_before_sure_stays(4, 3.4);
    const double one = mean_people_before_sure_stays(1, 0.7);
    CHECK(one == Approx(0.7 + 0.49 / 0.6).epsilon(1e-9));  // M/D/1
    const Sample wait = mean_wait_in(found, window), treated = mean_in(found, "care.treated", window);
    check_near(wait.mean, (people - 3.4) / 3.4 + 0.25 / 2.0, wait.standard_error);
    check_near(treated.mean, 3.4, treated.standard_error);
}

TEST_CASE("those who go first wait as Cobham says, and so do the others", "[oracle][queues]")
{
    const Clinic clinic{.places = 3,
                        .arrivals = 2.4,
                        .sync_every = 0.25,
                        .horizon = 2000.0,
                        .stay = "mean: 1 day",
                        .people = ", attributes: {urgency: {categories: {later: 0.6, urgent: 0.4}}}",
                        .order = "order: {by: urgency, first: [urgent]}"};
    const std::string text = text_of(clinic);
    Experiment found =
        run_text(std::string(text).replace(text.find("outputs: {"), 10, "outputs: {by: [urgency], "));
    const TwoKinds queue{3, 0.96, 1.44, 1.0};
    const QueueOfTwo exact = at_syncs(queue, 0.25, 1600, 1640), limit = mean_waits(queue);
    REQUIRE(found.results.replicates[0].tally.cells == 2);  // by name: later, urgent
    const std::size_t waiting = state_named(found.scenario, "care.waiting").index();
    const auto mean_queue = [&](std::size_t cell) {
        return over_replicates(found, [&](const ReplicateResult& result) {
            double ticks = 0.0;
            for (std::size_t time = 2; time <= 10; ++time)
                ticks += static_cast<double>(result.tally.person_ticks.at(time * 2 + cell, waiting));
            return ticks / static_cast<double>(result.weight_unit) / ticks_per_day / 1800.0;
        });
    };
    const Sample later = mean_queue(0), urgent = mean_queue(1);
    check_near(urgent.mean, exact.first, urgent.standard_error);
    check_near(later.mean, exact.second, later.standard_error);
    // the bound: stays longer by sync_every and grants later by it
    const QueueOfTwo slower = mean_waits({3, 0.96, 1.44, 1.0 / 1.25});
    check_within(urgent, 0.96 * limit.first, 0.96 * (slower.first - limit.first + 0.25));
    check_within(later, 1.44 * limit.second, 1.44 * (slower.second - limit.second + 0.25));
}
