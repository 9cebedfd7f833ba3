#include "report/sensitivity_tables.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace txpath::report {
namespace {

/// Places in the order of names, as text keys are sorted.
template <class Name>
std::vector<std::size_t> by_name(std::size_t count, Name name)
{
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::stable_sort(places, {}, name);
    return places;
}

std::vector<std::size_t> strategies_by_name(const SensitivityReport& report)
{
    return by_name(report.study.strategies.size(),
                   [&](std::size_t at) -> const std::string& { return report.study.strategies[at].name; });
}

std::vector<std::size_t> strata_by_name(const SensitivityReport& report)
{
    return by_name(report.analysis.strata.size(),
                   [&](std::size_t at) -> const std::string& { return report.analysis.strata[at].name; });
}

const std::string& name_of(const SensitivityReport& report, std::size_t strategy)
{
    return report.study.strategies[strategy].name;
}

// dsa.csv

/// One strategy at one setting of one value.
struct DsaPlace {
    const SweptValue& value;
    std::string_view group, strategy, setting;
    double number;
};

void write_outcome(const DsaPlace& place, std::string_view outcome, std::optional<double> threshold,
                   const WithError& figure, CsvWriter& out)
{
    out.text("grp", place.group).text("parameter", place.value.path).text("strategy", place.strategy);
    out.number("param_val", place.number / place.value.unit_size).text("outcome", outcome);
    if (threshold)
        out.number("threshold", *threshold);
    else
        out.missing("threshold");
    out.text("setting", place.setting);
    out.number("outcome_val", figure.value).number("outcome_mcse", figure.error);
    out.text("unit", place.value.unit).end_row();
}

void write_figure(const SensitivityReport& report, const DsaPlace& place, const SweptFigure& figure,
                  CsvWriter& out)
{
    const auto& thresholds = report.study.thresholds;
    write_outcome(place, "costs", {}, figure.costs, out);
    write_outcome(place, "incremental_costs", {}, figure.incremental_costs, out);
    for (std::size_t k = 0; k < thresholds.size(); ++k)
        write_outcome(place, "incremental_net_benefit", thresholds[k], figure.incremental_net_benefit[k],
                      out);
    write_outcome(place, "incremental_qalys", {}, figure.incremental_qalys, out);
    for (std::size_t k = 0; k < thresholds.size(); ++k)
        write_outcome(place, "net_benefit", thresholds[k], figure.net_benefit[k], out);
    write_outcome(place, "qalys", {}, figure.qalys, out);
}

void write_dsa(const SensitivityReport& report, CsvWriter& out)
{
    const SensitivityAnalysis& analysis = report.analysis;
    const auto values = by_name(report.plan.one_way.size(), [&](std::size_t at) -> const std::string& {
        return report.plan.one_way[at].path;
    });
    struct Spot {
        double number;
        std::string_view setting;
        const SweptPoint* point;
    };
    for (const std::size_t stratum : strata_by_name(report))
        for (const std::size_t at : values) {
            const SweptValue& value = report.plan.one_way[at];
            std::array spots{Spot{value.low, "low", &analysis.one_way[at].low},
                             Spot{value.base, "base", &analysis.base},
                             Spot{value.high, "high", &analysis.one_way[at].high}};
            std::ranges::stable_sort(spots, {}, &Spot::number);  // a base may lie outside
            for (const std::size_t strategy : strategies_by_name(report))
                for (const Spot& spot : spots)
                    if (!spot.point->figures.empty())
                        write_figure(report,
                                     {value, analysis.strata[stratum].name, name_of(report, strategy),
                                      spot.setting, spot.number},
                                     spot.point->figures[stratum][strategy], out);
        }
}

// tornado.csv

void write_bar(const SensitivityReport& report, const TornadoBar& bar, std::size_t rank, CsvWriter& out)
{
    const SweptValue& value = report.plan.one_way[bar.value];
    const SweptPoint& base = report.analysis.base;
    out.text("grp", report.analysis.strata[bar.stratum].name).text("strategy", name_of(report, bar.strategy));
    out.number("threshold", report.study.thresholds[bar.threshold]).integer("rank", rank);
    out.text("parameter", value.path);
    out.number("param_low", value.low / value.unit_size).number("param_high", value.high / value.unit_size);
    out.text("unit", value.unit);
    out.number("base", base.figures[bar.stratum][bar.strategy].incremental_net_benefit[bar.threshold].value);
    out.number("at_low", bar.net_benefit[0]).number("at_high", bar.net_benefit[1]);
    out.number("change_low_mcse", bar.change[0].error).number("change_high_mcse", bar.change[1].error);
    out.number("range", bar.range.value).number("range_mcse", bar.range.error);
    out.text("certainty", word_for(bar.is_beyond));
    const auto best = [&](std::string_view column, std::size_t end) {
        out.text(column, bar.is_answered[end] ? std::string_view(name_of(report, bar.best[end])) : "");
    };
    best("best_low", 0);
    out.text("best_base", name_of(report, base.best[bar.stratum][bar.threshold]));
    best("best_high", 1);
    out.end_row();
}

void write_tornado(const SensitivityReport& report, CsvWriter& out)
{
    const auto& bars = report.analysis.tornado;
    for (const std::size_t stratum : strata_by_name(report))
        for (const std::size_t strategy : strategies_by_name(report)) {
            std::vector<std::size_t> ranks(report.study.thresholds.size(), 0);
            for (const TornadoBar& bar : bars)
                if (bar.stratum == stratum && bar.strategy == strategy)
                    write_bar(report, bar, ++ranks[bar.threshold], out);
        }
}

// two_way.csv

void write_grid(const SensitivityReport& report, std::size_t at, CsvWriter& out)
{
    const PlannedGrid& plan = report.plan.two_way[at];
    const GridResult& grid = report.analysis.two_way[at];
    for (std::size_t k = 0; k < report.study.thresholds.size(); ++k)
        for (std::size_t place = 0; place < grid.points.size(); ++place) {
            const SweptPoint& point = grid.points[place];
            if (point.figures.empty()) continue;
            for (const std::size_t strategy : strategies_by_name(report)) {
                const WithError& figure = point.figures[0][strategy].incremental_net_benefit[k];
                out.text("parameter_1", plan.first.path).text("parameter_2", plan.second.path);
                out.number("threshold", report.study.thresholds[k]);
                out.number("param_val_1", grid.first[place / grid.second.size()] / plan.first.unit_size);
                out.number("param_val_2", grid.second[place % grid.second.size()] / plan.second.unit_size);
                out.text("strategy", name_of(report, strategy));
                out.number("incremental_net_benefit", figure.value).number("mcse", figure.error);
                out.flag("best", point.best[0][k] == strategy);
                out.text("unit_1", plan.first.unit).text("unit_2", plan.second.unit).end_row();
            }
        }
}

void write_two_way(const SensitivityReport& report, CsvWriter& out)
{
    const auto order = by_name(report.plan.two_way.size(), [&](std::size_t at) {
        return std::pair(report.plan.two_way[at].first.path, report.plan.two_way[at].second.path);
    });
    for (const std::size_t at : order) write_grid(report, at, out);
}

// thresholds.csv

void write_search_keys(const SensitivityReport& report, const SearchResult& result, std::size_t crossing,
                       CsvWriter& out)
{
    const PlannedSearch& plan = report.plan.searches[result.search];
    out.text("parameter", plan.over.path);
    out.text("first", name_of(report, plan.first)).text("second", name_of(report, plan.second));
    out.number("threshold", report.study.thresholds[result.threshold]).integer("crossing", crossing);
}

void write_search_end(const SweptValue& value, CsvWriter& out)
{
    out.number("searched_low", value.low / value.unit_size);
    out.number("searched_high", value.high / value.unit_size).text("unit", value.unit).end_row();
}

void write_no_crossing(const SensitivityReport& report, const SearchResult& result, CsvWriter& out)
{
    const SweptValue& value = report.plan.searches[result.search].over;
    write_search_keys(report, result, 0, out);
    out.text("result", result.is_equal_throughout ? "equal" : "none");
    if (result.is_equal_throughout || result.tried.empty())
        out.missing("param_val");
    else
        out.number("param_val", result.nearest_at / value.unit_size);
    out.missing("param_val_mcse").missing("tolerance");
    const std::string_view better = result.better ? std::string_view(name_of(report, *result.better)) : "";
    out.text("better_below", better).text("better_above", better);
    out.text("certainty", word_for(beyond(result.nearest)));
    out.number("difference", result.nearest.value).number("difference_mcse", result.nearest.error);
    write_search_end(value, out);
}

void write_thresholds(const SensitivityReport& report, CsvWriter& out)
{
    const auto& searches = report.analysis.searches;
    const auto order = by_name(searches.size(), [&](std::size_t at) {
        const PlannedSearch& plan = report.plan.searches[searches[at].search];
        return std::tuple(plan.over.path, name_of(report, plan.first), name_of(report, plan.second));
    });
    for (const std::size_t at : order) {
        const SearchResult& result = searches[at];
        const SweptValue& value = report.plan.searches[result.search].over;
        if (result.crossings.empty()) write_no_crossing(report, result, out);
        for (std::size_t k = 0; k < result.crossings.size(); ++k) {
            const Crossing& crossing = result.crossings[k];
            write_search_keys(report, result, k + 1, out);
            out.text("result", "crossing").number("param_val", crossing.at / value.unit_size);
            out.number("param_val_mcse", crossing.error / value.unit_size);
            out.number("tolerance", crossing.tolerance / value.unit_size);
            out.text("better_below", name_of(report, crossing.below));
            out.text("better_above", name_of(report, crossing.above));
            out.text("certainty", word_for(crossing.is_beyond));
            out.missing("difference").missing("difference_mcse");
            write_search_end(value, out);
        }
    }
}

// sobol_indices.csv, left_out.csv

void write_indices(const SensitivityReport& report, CsvWriter& out)
{
    const auto& results = report.analysis.global;
    const auto& sets = report.plan.global->sets;
    const auto order = by_name(results.size(), [&](std::size_t at) {
        return std::pair(word_for(results[at].outcome), name_of(report, results[at].strategy));
    });
    const auto names =
        by_name(sets.size(), [&](std::size_t at) -> const std::string& { return sets[at].name; });
    for (const std::size_t at : order)
        for (const std::size_t set : names) {
            const GlobalResult& result = results[at];
            const SobolIndex& index = result.indices[set];
            out.text("outcome", word_for(result.outcome)).text("strategy", name_of(report, result.strategy));
            if (result.outcome == SweptOutcome::net_benefit)
                out.number("threshold", report.study.thresholds[result.threshold]);
            else
                out.missing("threshold");
            out.text("parameter", sets[set].name);
            out.number("first_order", index.first_order).number("first_order_error", index.first_order_error);
            out.number("total", index.total).number("total_error", index.total_error);
            out.integer("rows", report.analysis.global_rows).end_row();
        }
}

void write_left_out(const SensitivityReport& report, CsvWriter& out)
{
    for (const LeftOut& one : report.analysis.left_out)
        out.text("part", one.what).text("setting", one.values).text("reason", one.reason).end_row();
}

}  // namespace

std::vector<Table> tables_of(const SensitivityReport& report)
{
    std::vector<Table> tables(sensitivity_tables.begin(), sensitivity_tables.end());
    const auto leave = [&](Table table, bool is_empty) {
        if (is_empty) std::erase(tables, table);
    };
    leave(Table::left_out, report.analysis.left_out.empty());
    leave(Table::sobol_indices, report.analysis.global.empty());
    leave(Table::thresholds, report.analysis.searches.empty());
    leave(Table::two_way, report.analysis.two_way.empty());
    return tables;
}

void write_sensitivity_table(Table table, const SensitivityReport& report, CsvWriter& out)
{
    if (table == Table::dsa) write_dsa(report, out);
    if (table == Table::tornado) write_tornado(report, out);
    if (table == Table::two_way) write_two_way(report, out);
    if (table == Table::thresholds) write_thresholds(report, out);
    if (table == Table::sobol_indices) write_indices(report, out);
    if (table == Table::left_out) write_left_out(report, out);
}

}  // namespace txpath::report
