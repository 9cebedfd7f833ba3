#include "report/uncertainty_tables.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

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

std::vector<std::size_t> strategies_by_name(const DecisionStudy& study)
{
    return by_name(study.strategies.size(),
                   [&](std::size_t at) -> const std::string& { return study.strategies[at].name; });
}

/// Those about which something is known.
std::vector<std::size_t> strata_by_name(const UncertaintyReport& report)
{
    auto places = by_name(report.sample.strata.size(), [&](std::size_t at) -> const std::string& {
        return report.sample.strata[at].name;
    });
    std::erase_if(places, [&](std::size_t at) { return report.analysis.strata[at].strategies.empty(); });
    return places;
}

void number_or_missing(std::string_view column, std::optional<double> value, CsvWriter& out)
{
    if (value)
        out.number(column, *value);
    else
        out.missing(column);
}

/// `sample` to `grp` of ce and ce_plane.
void write_place(const UncertaintyReport& report, std::size_t place, std::size_t strategy,
                 std::size_t stratum, CsvWriter& out)
{
    out.integer("sample", report.sample.samples[place] + 1).integer("strategy_id", strategy + 1);
    out.text("strategy", report.study.strategies[strategy].name);
    out.integer("grp_id", stratum + 1).text("grp", report.sample.strata[stratum].name);
}

void write_ce(const UncertaintyReport& report, CsvWriter& out)
{
    for (std::size_t place = 0; place < report.sample.count(); ++place)
        for (std::size_t strategy = 0; strategy < report.sample.strategies; ++strategy)
            for (std::size_t stratum = 0; stratum < report.sample.strata.size(); ++stratum) {
                const SampledFigure& figure = report.sample.figure(place, strategy, stratum);
                write_place(report, place, strategy, stratum, out);
                out.number("costs", figure.cost).number("qalys", figure.qalys);
                out.number("costs_mcse", figure.cost_error);
                out.number("qalys_mcse", figure.qalys_error);
                out.integer("n_replicates", report.study.uncertainty.replicates).end_row();
            }
}

void write_ce_plane(const UncertaintyReport& report, CsvWriter& out)
{
    for (std::size_t place = 0; place < report.sample.count(); ++place)
        for (std::size_t strategy = 0; strategy < report.sample.strategies; ++strategy) {
            if (strategy == report.study.reference) continue;
            for (std::size_t stratum = 0; stratum < report.sample.strata.size(); ++stratum) {
                const SampledFigure& figure = report.sample.figure(place, strategy, stratum);
                write_place(report, place, strategy, stratum, out);
                out.number("incremental_costs", figure.incremental_cost);
                out.number("incremental_qalys", figure.incremental_qalys);
                out.number("incremental_costs_mcse", figure.incremental_cost_error);
                out.number("incremental_qalys_mcse", figure.incremental_qalys_error);
                out.end_row();
            }
        }
}

void write_ceac(const UncertaintyReport& report, CsvWriter& out)
{
    const auto strategies = strategies_by_name(report.study);
    for (const std::size_t stratum : strata_by_name(report))
        for (const Acceptability& at : report.analysis.strata[stratum].grid)
            for (const std::size_t strategy : strategies) {
                out.text("grp", report.sample.strata[stratum].name).number("WTP", at.threshold);
                out.text("Strategy", report.study.strategies[strategy].name);
                out.number("Proportion", at.proportion[strategy]).flag("On_Frontier", strategy == at.best);
                out.end_row();
            }
}

void write_expected_loss(const UncertaintyReport& report, CsvWriter& out)
{
    const auto strategies = strategies_by_name(report.study);
    for (const std::size_t stratum : strata_by_name(report))
        for (const Acceptability& at : report.analysis.strata[stratum].grid)
            for (const std::size_t strategy : strategies) {
                out.text("grp", report.sample.strata[stratum].name).number("WTP", at.threshold);
                out.text("Strategy", report.study.strategies[strategy].name);
                out.number("Expected_Loss", at.expected_loss[strategy]);
                out.flag("On_Frontier", strategy == at.best).end_row();
            }
}

void write_evpi(const UncertaintyReport& report, CsvWriter& out)
{
    for (const std::size_t stratum : strata_by_name(report)) {
        const StratumUncertainty& found = report.analysis.strata[stratum];
        for (std::size_t k = 0; k < found.grid.size(); ++k) {
            const PerfectInformation& information = found.grid_information[k];
            out.text("grp", report.sample.strata[stratum].name).number("WTP", found.grid[k].threshold);
            out.number("EVPI", information.value).number("error", information.error);
            number_or_missing("population_evpi", information.population, out);
            out.end_row();
        }
    }
}

std::string_view word_for(Smoother smoother) noexcept
{
    switch (smoother) {
        case Smoother::constant:
            return "constant";
        case Smoother::too_few:
            return "too_few";
        case Smoother::spline:
            return "spline";
        case Smoother::gaussian_process:
            return "gaussian_process";
        case Smoother::round_gaussian_process:
            break;
    }
    return "round_gaussian_process";
}

struct LearningRow {
    double threshold;
    const Learning* learning;
    const PartialInformation* information;
};

void write_evppi(const UncertaintyReport& report, CsvWriter& out)
{
    const UncertaintyAnalysis& analysis = report.analysis;
    std::vector<LearningRow> rows;
    for (const Learning& one : analysis.learning) {
        for (std::size_t k = 0; k < one.grid.size(); ++k)
            rows.push_back({analysis.grid[k], &one, &one.grid[k]});
        for (std::size_t k = 0; k < one.spoken.size(); ++k) {
            const double threshold = report.study.thresholds[k];
            const bool is_on_grid = !one.grid.empty() && std::ranges::count(analysis.grid, threshold) > 0;
            if (!is_on_grid) rows.push_back({threshold, &one, &one.spoken[k]});
        }
    }
    std::ranges::stable_sort(rows, [](const LearningRow& a, const LearningRow& b) {
        return std::tuple(a.threshold, !a.learning->is_group, std::string_view(a.learning->name)) <
               std::tuple(b.threshold, !b.learning->is_group, std::string_view(b.learning->name));
    });
    for (const auto& [threshold, learning, information] : rows) {
        out.text("grp", report.sample.strata.front().name).number("WTP", threshold);
        out.text("kind", learning->is_group ? "group" : "value").text("name", learning->name);
        out.number("EVPPI", information->value).number("error", information->error);
        number_or_missing("population_evppi",
                          analysis.affected_people
                              ? std::optional(*analysis.affected_people * information->value)
                              : std::nullopt,
                          out);
        out.text("smoother", word_for(information->smoother)).end_row();
    }
}

std::string_view word_for(Dominance status) noexcept
{
    if (status == Dominance::not_dominated) return "ND";
    return status == Dominance::extended ? "ED" : "D";
}

void write_icers(const UncertaintyReport& report, CsvWriter& out)
{
    for (const std::size_t stratum : strata_by_name(report)) {
        for (const IcerRow& row : report.analysis.strata[stratum].icers) {
            out.text("grp", report.sample.strata[stratum].name);
            out.text("Strategy", report.study.strategies[row.strategy].name);
            out.number("Cost", row.cost).number("Effect", row.effect);
            number_or_missing("Inc_Cost", row.incremental_cost, out);
            number_or_missing("Inc_Effect", row.incremental_effect, out);
            number_or_missing("ICER", row.icer, out);
            out.text("Status", word_for(row.status)).end_row();
        }
    }
}

void threshold_cell(const DecisionStudy& study, const DifferenceOf& difference, CsvWriter& out)
{
    if (difference.what == Difference::net_benefit)
        out.number("threshold", study.thresholds[difference.threshold]);
    else
        out.missing("threshold");
}

void write_variance(const UncertaintyReport& report, CsvWriter& out)
{
    const auto name = [&](const SplitDifference& one) -> std::string_view {
        return report.study.strategies[one.difference.strategy].name;
    };
    std::vector<const SplitDifference*> rows;
    for (const SplitDifference& one : report.analysis.variance) rows.push_back(&one);
    std::ranges::stable_sort(rows, [&](const SplitDifference* a, const SplitDifference* b) {
        const auto key = [&](const SplitDifference* one) {
            return std::tuple(std::string_view(report.sample.strata[one->stratum].name), name(*one),
                              txpath::word_for(one->difference.what), one->difference.threshold);
        };
        return key(a) < key(b);
    });
    for (const SplitDifference* row : rows) {
        const VarianceSplit& split = row->split;
        out.text("grp", report.sample.strata[row->stratum].name).text("strategy", name(*row));
        out.text("outcome", txpath::word_for(row->difference.what));
        threshold_cell(report.study, row->difference, out);
        out.number("total", split.total).number("luck", split.luck).number("parameters", split.parameters);
        number_or_missing("luck_share",
                          split.total > 0.0 ? std::optional(split.luck / split.total) : std::nullopt, out);
        out.number("people", report.sample.people[row->stratum]).number("best_people", split.best_people);
        out.end_row();
    }
}

void write_convergence(const UncertaintyReport& report, CsvWriter& out)
{
    const auto name = [&](const Settling* one) -> std::string_view {
        return one->strategy ? report.study.strategies[*one->strategy].name : std::string_view{};
    };
    std::vector<const Settling*> rows;
    for (const Settling& one : report.analysis.convergence) rows.push_back(&one);
    std::ranges::stable_sort(rows, [&](const Settling* a, const Settling* b) {
        return std::tuple(a->samples, a->strategy.has_value(), a->threshold, name(a)) <
               std::tuple(b->samples, b->strategy.has_value(), b->threshold, name(b));
    });
    for (const Settling* row : rows) {
        out.integer("samples", row->samples);
        out.text("quantity", row->strategy ? "incremental_net_benefit" : "evpi");
        out.number("threshold", report.study.thresholds[row->threshold]).text("strategy", name(row));
        out.number("value", row->value).number("error", row->error).end_row();
    }
}

void write_global(const UncertaintyReport& report, CsvWriter& out)
{
    const auto name = [&](const ExplainedDifference* one) -> std::string_view {
        return report.study.strategies[one->difference.strategy].name;
    };
    std::vector<const ExplainedDifference*> rows;
    for (const ExplainedDifference& one : report.analysis.explained) rows.push_back(&one);
    std::ranges::stable_sort(rows, [&](const auto* a, const auto* b) {
        return std::tuple(txpath::word_for(a->difference.what), name(a), a->difference.threshold) <
               std::tuple(txpath::word_for(b->difference.what), name(b), b->difference.threshold);
    });
    for (const ExplainedDifference* row : rows)
        for (std::size_t value = 0; value < row->shares.size(); ++value) {
            out.text("outcome", txpath::word_for(row->difference.what)).text("strategy", name(row));
            threshold_cell(report.study, row->difference, out);
            out.text("value", report.sample.values[value].path);
            out.number("first_order", row->shares[value].first_order);
            out.number("error", row->shares[value].error);
            out.number("rank_correlation", row->shares[value].rank_correlation).end_row();
        }
}

void write_refused(const UncertaintySample& sample, CsvWriter& out)
{
    for (const RefusedSample& one : sample.refused)
        out.integer("sample", one.sample + 1).text("reason", one.reason).end_row();
}

}  // namespace

void write_uncertainty_table(Table table, const UncertaintyReport& report, CsvWriter& out)
{
    switch (table) {
        case Table::ce:
            return write_ce(report, out);
        case Table::ce_plane:
            return write_ce_plane(report, out);
        case Table::ceac:
            return write_ceac(report, out);
        case Table::convergence:
            return write_convergence(report, out);
        case Table::evpi:
            return write_evpi(report, out);
        case Table::evppi:
            return write_evppi(report, out);
        case Table::expected_loss:
            return write_expected_loss(report, out);
        case Table::global:
            return write_global(report, out);
        case Table::icers:
            return write_icers(report, out);
        case Table::refused:
            return write_refused(report.sample, out);
        case Table::variance:
            return write_variance(report, out);
        default:
            assert(false);
    }
}

std::vector<Column> columns_of_params(const UncertaintySample& sample)
{
    std::vector<Column> columns(columns_of(Table::params).begin(), columns_of(Table::params).end());
    for (const VariedValue& value : sample.values)
        columns.push_back({Table::params, value.column, CellType::number, value.unit, false, "", value.path});
    return columns;
}

void write_params(const UncertaintySample& sample, CsvWriter& out)
{
    for (std::size_t place = 0; place < sample.count(); ++place) {
        out.integer("sample", sample.samples[place] + 1);
        for (std::size_t value = 0; value < sample.values.size(); ++value)
            out.number(sample.values[value].column, sample.drawn[value][place]);
        out.end_row();
    }
}

}  // namespace txpath::report
