// tables_time.cpp -- what happens over time: timeseries, timeseries_summary, stateprobs.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/column_store.hpp"
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

/// The strata of a scenario by name, each with its series.
struct Grids {
    struct One {
        Stratum stratum;
        std::vector<Series> series;
    };
    explicit Grids(const Scenario& of) : scenario(of)
    {
        for (Stratum& stratum : strata_by_name(scenario)) {
            std::vector<Series> series = series_of(scenario, stratum);
            all.push_back({std::move(stratum), std::move(series)});
        }
    }
    const Scenario& scenario;
    std::vector<One> all;
};

class Timeseries final : public TableMaker {
public:
    explicit Timeseries(const TableTask& task) : grids_(task.report.scenario), out_(task.out) {}

    void add(const ReplicateResult& replicate) override
    {
        const Scenario& scenario = grids_.scenario;
        for (const auto& [stratum, series] : grids_.all) {
            const std::vector<double> grid = values(scenario, series, replicate, stratum);
            for (std::size_t place = 0; place < grid.size(); ++place) {
                const Series& measure = series[place % series.size()];
                out_.text("scenario", scenario.name);
                out_.integer("sample", replicate.sample + 1).integer("replicate", replicate.replicate + 1);
                out_.text("stratum", stratum.name).number("time", years_at(scenario, place / series.size()));
                out_.text("measure", measure.name).number("value", grid[place]).text("unit", measure.unit);
                out_.end_row();
            }
        }
    }

private:
    Grids grids_;
    CsvWriter& out_;
};

/// Quantiles need all values of a cell: a row of the store for each replicate, a column for each cell.
class TimeseriesSummary final : public TableMaker {
public:
    explicit TimeseriesSummary(const TableTask& task)
        : grids_(task.report.scenario), out_(task.out), scratch_(task.scratch)
    {
    }

    void add(const ReplicateResult& replicate) override
    {
        row_.clear();
        times_ = replicate.tally.times;
        for (const auto& [stratum, series] : grids_.all) {
            const std::vector<double> grid = values(grids_.scenario, series, replicate, stratum);
            row_.insert(row_.end(), grid.begin(), grid.end());
        }
        if (!store_) store_ = std::make_unique<ColumnStore>(row_.size(), ColumnStore::usual_budget, scratch_);
        store_->add_row(row_);
    }

    void finish() override
    {
        if (!store_) return;
        auto grid = grids_.all.begin();
        std::size_t first = 0;
        std::vector<double> sample;
        store_->visit([&](std::size_t column, std::span<const double> found) {
            while (column - first == times_ * grid->series.size()) first = column, ++grid;
            const std::size_t place = column - first, width = grid->series.size();
            out_.text("scenario", grids_.scenario.name).text("stratum", grid->stratum.name);
            out_.number("time", years_at(grids_.scenario, place / width));
            out_.text("measure", grid->series[place % width].name);
            sample.assign(found.begin(), found.end());
            write_spread(sample, out_);
            out_.end_row();
        });
    }

private:
    Grids grids_;
    CsvWriter& out_;
    const std::string& scratch_;
    std::unique_ptr<ColumnStore> store_;
    std::vector<double> row_;
    std::size_t times_ = 0;
};

class Stateprobs final : public TableMaker {
public:
    explicit Stateprobs(const TableTask& task)
        : report_(task.report), scenario_(task.report.scenario), out_(task.out), groups_(strata(scenario_))
    {
    }

    void add(const ReplicateResult& replicate) override
    {
        if (!sample_) begin(replicate);
        const double scale = real_scale(scenario_, replicate);
        for (std::size_t group = 0; group < groups_.size(); ++group)
            for (std::size_t time = 0; time < times_; ++time)
                for (const std::size_t cell : groups_[group].cells)
                    add_cell(replicate.tally, scale, time * replicate.tally.cells + cell,
                             group * times_ + time);
    }

    void finish() override
    {
        if (!sample_) return;
        for (std::size_t group = 0; group < groups_.size(); ++group)
            for (std::size_t s = 0; s < scenario_.states.size(); ++s)
                for (std::size_t time = 0; time < times_; ++time) write_row(group, s, time);
    }

private:
    void begin(const ReplicateResult& replicate)
    {
        sample_ = replicate.sample + 1;
        times_ = replicate.tally.times;
        entered_.assign(groups_.size() * times_, 0.0);
        in_state_.assign(entered_.size() * scenario_.states.size(), 0.0);
    }

    void add_cell(const Tally& tally, double scale, std::size_t row, std::size_t place)
    {
        const std::size_t states = scenario_.states.size();
        for (std::size_t state = 0; state < states; ++state)
            in_state_[place * states + state] += scale * static_cast<double>(tally.occupancy.at(row, state));
        entered_[place] += scale * static_cast<double>(tally.entered.at(row, 0));
    }

    void write_row(std::size_t group, std::size_t s, std::size_t time)
    {
        const std::size_t place = group * times_ + time;
        const double count = in_state_[place * scenario_.states.size() + s];
        out_.integer("sample", *sample_);
        out_.integer("strategy_id", 1).text("strategy", scenario_.name);
        out_.integer("grp_id", group + 1).text("grp", groups_[group].name);
        out_.integer("state_id", s + 1).text("state", qualified_name(scenario_, StateId{s}));
        out_.number("t", years_at(scenario_, time));
        out_.number("count", count / static_cast<double>(report_.replicates.size()));
        out_.number("prob", count / entered_[place]);  // 0 / 0, when nobody entered, is an empty cell
        out_.end_row();
    }

    const RunReport& report_;
    const Scenario& scenario_;
    CsvWriter& out_;
    std::vector<Stratum> groups_;
    std::optional<std::uint32_t> sample_;
    std::size_t times_ = 0;
    // people on the real scale, summed over replicates
    std::vector<double> in_state_;  // [(group, time), state]
    std::vector<double> entered_;   // [group, time]: so far
};

}  // namespace

Maker make_timeseries(const TableTask& task)
{
    return std::make_unique<Timeseries>(task);
}

Maker make_timeseries_summary(const TableTask& task)
{
    return std::make_unique<TimeseriesSummary>(task);
}

Maker make_stateprobs(const TableTask& task)
{
    return std::make_unique<Stateprobs>(task);
}

}  // namespace txpath::report
