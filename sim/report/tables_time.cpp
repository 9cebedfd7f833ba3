// tables_time.cpp -- what happens over time: timeseries, timeseries_summary, stateprobs.
#include <algorithm>
#include <cmath>

#include "base/stats.hpp"
#include "report/measures.hpp"
#include "report/tables.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

double years_at(const Scenario& scenario, std::size_t time)
{
    return scenario.time.reports[time] / days_per_year;
}

/// Mean over replicates, skipping those where nobody was present.
void write_spread(std::vector<double>& sample, CsvWriter& out)
{
    std::erase_if(sample, [](double value) { return !std::isfinite(value); });
    std::ranges::sort(sample);
    RunningStats stats;
    for (const double value : sample) stats.add(value);

    out.integer("n", sample.size());
    if (sample.empty()) {
        for (const auto column : {"mean", "sd", "mcse", "q05", "q25", "q50", "q75", "q95"})
            out.missing(column);
        return;
    }
    out.number("mean", stats.mean());
    if (sample.size() < 2)
        out.missing("sd").missing("mcse");
    else
        out.number("sd", stats.standard_deviation()).number("mcse", stats.standard_error());
    out.number("q05", quantile_of_sorted(sample, 0.05)).number("q25", quantile_of_sorted(sample, 0.25));
    out.number("q50", quantile_of_sorted(sample, 0.50)).number("q75", quantile_of_sorted(sample, 0.75));
    out.number("q95", quantile_of_sorted(sample, 0.95));
}

struct People {
    double count = 0.0;    ///< in the state, real scale, summed over replicates
    double entered = 0.0;  ///< so far, the same
};

People people_in(const RunReport& report, const Stratum& stratum, std::size_t state, std::size_t time)
{
    People people;
    for (const ReplicateResult& replicate : report.results.replicates) {
        const double scale = real_scale(report.scenario, replicate);
        for (const std::size_t cell : stratum.cells) {
            const std::size_t row = time * replicate.tally.cells + cell;
            people.count += scale * static_cast<double>(replicate.tally.occupancy.at(row, state));
            people.entered += scale * static_cast<double>(replicate.tally.entered.at(row, 0));
        }
    }
    return people;
}

}  // namespace

void write_timeseries(const RunReport& report, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    const std::vector<Stratum> groups = strata_by_name(scenario);
    for (const ReplicateResult& replicate : report.results.replicates)
        for (const Stratum& stratum : groups) {
            const std::vector<Series> series = series_of(scenario, stratum);
            const std::vector<double> grid = values(scenario, series, replicate, stratum);
            for (std::size_t place = 0; place < grid.size(); ++place) {
                const Series& measure = series[place % series.size()];
                out.text("scenario", scenario.name);
                out.integer("sample", replicate.sample + 1).integer("replicate", replicate.replicate + 1);
                out.text("stratum", stratum.name).number("time", years_at(scenario, place / series.size()));
                out.text("measure", measure.name).number("value", grid[place]).text("unit", measure.unit);
                out.end_row();
            }
        }
}

void write_timeseries_summary(const RunReport& report, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    const auto& replicates = report.results.replicates;
    if (replicates.empty()) return;
    for (const Stratum& stratum : strata_by_name(scenario)) {
        const std::vector<Series> series = series_of(scenario, stratum);
        std::vector<std::vector<double>> grids;
        grids.reserve(replicates.size());
        for (const ReplicateResult& replicate : replicates)
            grids.push_back(values(scenario, series, replicate, stratum));

        std::vector<double> sample;
        for (std::size_t place = 0; place < grids[0].size(); ++place) {
            sample.clear();
            for (const auto& grid : grids) sample.push_back(grid[place]);
            out.text("scenario", scenario.name).text("stratum", stratum.name);
            out.number("time", years_at(scenario, place / series.size()));
            out.text("measure", series[place % series.size()].name);
            write_spread(sample, out);
            out.end_row();
        }
    }
}

void write_stateprobs(const RunReport& report, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    const auto& replicates = report.results.replicates;
    if (replicates.empty()) return;
    const std::vector<Stratum> groups = strata(scenario);
    for (std::size_t group = 0; group < groups.size(); ++group)
        for (std::size_t s = 0; s < scenario.states.size(); ++s) {
            const std::string state = qualified_name(scenario, StateId{s});
            for (std::size_t time = 0; time < replicates[0].tally.times; ++time) {
                const People people = people_in(report, groups[group], s, time);
                out.integer("sample", sample_of(report.results) + 1);
                out.integer("strategy_id", 1).text("strategy", scenario.name);
                out.integer("grp_id", group + 1).text("grp", groups[group].name);
                out.integer("state_id", s + 1).text("state", state).number("t", years_at(scenario, time));
                out.number("count", people.count / static_cast<double>(replicates.size()));
                out.number("prob",
                           people.count / people.entered);  // 0 / 0, when nobody entered, is an empty cell
                out.end_row();
            }
        }
}

}  // namespace txpath::report
