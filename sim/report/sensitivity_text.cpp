// sensitivity_text.cpp -- which values move a decision, in some lines for a terminal.
//
// Promises  what may be luck is called luck.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/human.hpp"
#include "txpath/sensitivity_report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr std::size_t bar_width = 40;
constexpr std::size_t bars_shown = 12;
constexpr std::size_t left_out_shown = 5;

struct Palette {
    std::string_view strong, faint, warning, off;
};

Palette palette(const TextStyle& style)
{
    if (!style.is_coloured) return {};
    return {"\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"};
}

std::string plus_minus(double error, const TextStyle& style)
{
    return std::isfinite(error) ? fmt::format(" {} {}", style.is_ascii ? "+-" : "±", rounded(error)) : "";
}

std::string currency_of(const DecisionStudy& study)
{
    return study.strategies[study.reference].scenario.economics.currency;
}

std::string per_qaly(const DecisionStudy& study, std::size_t threshold)
{
    const std::string currency = currency_of(study);
    return fmt::format("{}{}{} per QALY", rounded(study.thresholds[threshold]), currency.empty() ? "" : " ",
                       currency);
}

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

/// In the value's unit: four digits, as ends and crossings may lie close.
std::string number_of(const SweptValue& value, double number)
{
    const double shown = number / value.unit_size;
    return std::abs(shown) >= 1000.0 ? rounded(shown) : fmt::format("{:.4g}", shown);
}

std::string spoken(const SweptValue& value, double number)
{
    const std::string& unit = value.unit;
    const std::string gap = unit.empty() ? "" : " ";
    return number_of(value, number) + gap + unit;
}

std::string spoken_range(const SweptValue& value)
{
    return number_of(value, value.low) + " to " + spoken(value, value.high);
}

std::string_view name_of(const SensitivityReport& report, std::size_t strategy)
{
    return report.study.strategies[strategy].name;
}

std::string opening(const SensitivityReport& report)
{
    const DecisionStudy& study = report.study;
    const Scenario& scenario = study.strategies[study.reference].scenario;
    std::string text = fmt::format(
        "{} strategies; {} changed one at a time; {} simulated people for each figure, all on the same luck, "
        "over "
        "{}; {} of a strategy, seed {}.\n",
        study.strategies.size(), plural(report.plan.one_way.size(), "value"), rounded(report.analysis.people),
        span_of_days(scenario.time.horizon), plural(report.analysis.runs, "run"), report.facts.seed);
    for (const Strategy& strategy : study.strategies)
        if (!strategy.label.empty() && strategy.label != strategy.name)
            text += fmt::format("  {}: {}\n", strategy.name, strategy.label);
    return text;
}

// The tornado.

/// Where a number stands between two others, in characters.
std::size_t place_of(double number, double least, double most)
{
    if (!(most > least)) return 0;
    const double share = (number - least) / (most - least);
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(bar_width)));
}

std::string drawn(const TornadoBar& bar, double base, double least, double most, bool is_ascii)
{
    double from = base, to = base;
    for (const double end : bar.net_benefit)
        if (std::isfinite(end)) from = std::min(from, end), to = std::max(to, end);
    const std::size_t begin = place_of(from, least, most), end = place_of(to, least, most),
                      middle = place_of(base, least, most);
    const bool is_luck = bar.is_beyond == Beyond::nothing;
    const std::string_view block = is_ascii ? (is_luck ? ":" : "#") : (is_luck ? "░" : "█");
    std::string text;
    for (std::size_t at = 0; at <= bar_width; ++at) {
        if (at == middle)
            text += is_ascii ? "|" : "│";
        else
            text += at >= begin && at <= end ? block : " ";
    }
    return text;
}

struct TornadoRow {
    std::string name, range, bar, numbers;
};

std::string laid_out(const std::vector<TornadoRow>& rows)
{
    std::size_t name = 0, range = 0;
    for (const TornadoRow& row : rows) {
        name = std::max(name, character_count(row.name));
        range = std::max(range, character_count(row.range));
    }
    std::string text;
    for (const TornadoRow& row : rows)
        text += fmt::format("  {}{}  {}{}  {}  {}\n", row.name,
                            std::string(name - character_count(row.name), ' '), row.range,
                            std::string(range - character_count(row.range), ' '), row.bar, row.numbers);
    return text;
}

std::string ends_of(const TornadoBar& bar, const TextStyle& style)
{
    std::string text = fmt::format("{} to {}", rounded(bar.net_benefit[0]), rounded(bar.net_benefit[1]));
    if (bar.is_beyond == Beyond::nothing)
        text += fmt::format(" (luck:{})", plus_minus(bar.range.error, style));
    return text;
}

/// Of everybody, at the threshold in the middle of those that are spoken of.
std::string tornado_of(const SensitivityReport& report, std::size_t strategy, const TextStyle& style)
{
    const std::size_t threshold = report.study.thresholds.size() / 2;
    const double base = report.analysis.base.figures[0][strategy].incremental_net_benefit[threshold].value;
    std::vector<const TornadoBar*> bars;
    for (const TornadoBar& bar : report.analysis.tornado)
        if (bar.stratum == 0 && bar.strategy == strategy && bar.threshold == threshold) bars.push_back(&bar);
    double least = base, most = base;
    for (const TornadoBar* bar : bars)
        for (const double end : bar->net_benefit)
            if (std::isfinite(end)) least = std::min(least, end), most = std::max(most, end);
    std::vector<TornadoRow> rows;
    std::size_t unmoved = 0, more = 0;
    for (const TornadoBar* bar : bars) {
        if (bar->is_beyond == Beyond::zero)
            ++unmoved;
        else if (rows.size() == bars_shown)
            ++more;
        else
            rows.push_back({report.plan.one_way[bar->value].path,
                            spoken_range(report.plan.one_way[bar->value]),
                            drawn(*bar, base, least, most, style.is_ascii), ends_of(*bar, style)});
    }
    const std::string currency = currency_of(report.study);
    std::string text =
        fmt::format("\nNet benefit of {} beyond {} at {}, {}per person; {} at the base:\n",
                    name_of(report, strategy), name_of(report, report.study.reference),
                    per_qaly(report.study, threshold), currency.empty() ? "" : currency + " ", rounded(base));
    text += laid_out(rows);
    if (more > 0) text += fmt::format("  {} with shorter bars: tornado.csv\n", plural(more, "more value"));
    if (unmoved > 0)
        text += fmt::format("  {} it not at all\n",
                            unmoved == 1 ? "1 value changes" : plural(unmoved, "value") + " change");
    return text;
}

std::string changes_at(const SensitivityReport& report, std::size_t threshold, const TextStyle& style)
{
    std::string text = fmt::format("  at {}: {}", per_qaly(report.study, threshold),
                                   name_of(report, report.analysis.base.best[0][threshold]));
    std::size_t count = 0;
    for (const DecisionChange& change : report.analysis.changes) {
        if (change.threshold != threshold) continue;
        const SweptValue& value = report.plan.one_way[change.value];
        text += fmt::format("\n    but {} if {} is {}: better by {}{}{}", name_of(report, change.to),
                            value.path, spoken(value, change.end == RangeEnd::low ? value.low : value.high),
                            rounded(change.margin.value), plus_minus(change.margin.error, style),
                            beyond(change.margin) == Beyond::nothing ? ", which may be luck" : "");
        ++count;
    }
    if (count == 0 && !report.plan.one_way.empty()) text += "; no value changes that within its range";
    return text + '\n';
}

std::string grid_line(const SensitivityReport& report, std::size_t at)
{
    const PlannedGrid& plan = report.plan.two_way[at];
    const GridResult& grid = report.analysis.two_way[at];
    std::string text = fmt::format("\n{} ({}) and {} ({}) together, {} x {} places:\n", plan.first.path,
                                   spoken_range(plan.first), plan.second.path, spoken_range(plan.second),
                                   grid.first.size(), grid.second.size());
    for (std::size_t k = 0; k < report.study.thresholds.size(); ++k) {
        std::vector<std::size_t> wins(report.study.strategies.size(), 0);
        std::size_t answered = 0;
        for (const SweptPoint& point : grid.points) {
            if (point.best.empty()) continue;
            ++answered;
            ++wins[point.best[0][k]];
        }
        text += fmt::format("  at {}:", per_qaly(report.study, k));
        for (std::size_t strategy = 0; strategy < wins.size(); ++strategy)
            if (wins[strategy] > 0)
                text += fmt::format(" {} is best at {} of {};", name_of(report, strategy), wins[strategy],
                                    answered);
        text.back() = '\n';
    }
    return text;
}

std::string global_lines(const SensitivityReport& report, const TextStyle& style)
{
    if (!report.plan.global) return {};
    if (report.analysis.global.empty())
        return "\nThe model refused so many rows of the global design that nothing is said of it.\n";
    const std::size_t threshold = report.study.thresholds.size() / 2;
    std::string text;
    for (const GlobalResult& result : report.analysis.global) {
        if (result.outcome != SweptOutcome::net_benefit || result.threshold != threshold) continue;
        text +=
            fmt::format("\nAll values at once, {} rows: of the variance of {}'s net benefit beyond {} at {}",
                        report.analysis.global_rows, name_of(report, result.strategy),
                        name_of(report, report.study.reference), per_qaly(report.study, threshold));
        std::vector<std::size_t> order(result.indices.size());
        for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
            return result.indices[a].total > result.indices[b].total;
        });
        if (!std::isfinite(result.indices[0].total)) {
            text += ": nothing, it does not vary\n";
            continue;
        }
        text += '\n';
        for (std::size_t k = 0; k < std::min<std::size_t>(5, order.size()); ++k) {
            const SobolIndex& index = result.indices[order[k]];
            text += fmt::format("  {}: {:.2f}{} alone, {:.2f}{} with others\n",
                                report.plan.global->sets[order[k]].name, index.first_order,
                                plus_minus(index.first_order_error, style), index.total,
                                plus_minus(index.total_error, style));
        }
    }
    return text;
}

std::string left_out_lines(const SensitivityReport& report, const Palette& paint)
{
    std::string text;
    const auto& all = report.analysis.left_out;
    for (std::size_t k = 0; k < std::min(left_out_shown, all.size()); ++k)
        text += fmt::format("{}warning:{} {} (of {}) is left out: {}\n", paint.warning, paint.off,
                            all[k].values, all[k].what, all[k].reason);
    if (all.size() > left_out_shown)
        text += fmt::format("{}warning:{} {} left out: left_out.csv\n", paint.warning, paint.off,
                            plural(all.size() - left_out_shown, "more setting"));
    return text;
}

std::string crossing_text(const SensitivityReport& report, const SearchResult& result,
                          const Crossing& crossing, const TextStyle& style)
{
    const SweptValue& value = report.plan.searches[result.search].over;
    std::string text = fmt::format("{}{}: {} is better below, {} above", spoken(value, crossing.at),
                                   plus_minus(crossing.error / value.unit_size, style),
                                   name_of(report, crossing.below), name_of(report, crossing.above));
    if (crossing.is_beyond == Beyond::nothing) text += " (within luck)";
    return text;
}

}  // namespace
}  // namespace report

std::string crossing_sentence(const SensitivityReport& report, const SearchResult& result,
                              const TextStyle& style)
{
    using namespace txpath::report;
    const PlannedSearch& plan = report.plan.searches[result.search];
    const std::string where = fmt::format("At {}, {} and {} ", per_qaly(report.study, result.threshold),
                                          name_of(report, plan.first), name_of(report, plan.second));
    const std::string range = fmt::format("from {}", spoken_range(plan.over));
    if (result.tried.empty())
        return where + fmt::format("cannot be compared: the model refuses every number {}.", range);
    if (result.is_equal_throughout)
        return where + fmt::format("are equally good wherever {} was tried, {}.", plan.over.path, range);
    if (result.crossings.empty() && result.better)
        return where +
               fmt::format(
                   "are nowhere equally good: {} is better wherever {} was tried, {}; nearest at {} by "
                   "{}{}{}.",
                   name_of(report, *result.better), plan.over.path, range,
                   spoken(plan.over, result.nearest_at), rounded(std::abs(result.nearest.value)),
                   plus_minus(result.nearest.error, style),
                   beyond(result.nearest) == Beyond::nothing ? ", which may be luck" : "");
    if (result.crossings.empty())
        return where + fmt::format("change places {}, but where could not be found.", range);
    if (result.crossings.size() == 1)
        return where + fmt::format("are equally good at {} = {}.", plan.over.path,
                                   crossing_text(report, result, result.crossings.front(), style));
    std::string text =
        where + fmt::format("are equally good at {} places of {}:", result.crossings.size(), plan.over.path);
    for (const Crossing& crossing : result.crossings)
        text += "\n    " + crossing_text(report, result, crossing, style);
    return text;
}

std::string sensitivity_text(const SensitivityReport& report, const TextStyle& style)
{
    using namespace txpath::report;
    const Palette paint = palette(style);
    const DecisionStudy& study = report.study;
    const SensitivityAnalysis& analysis = report.analysis;
    std::string text =
        fmt::format("{}{}{}\n", paint.strong, study.title.empty() ? study.name : study.title, paint.off);
    text += opening(report);
    if (!analysis.one_way.empty()) {
        for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy)
            if (strategy != study.reference) text += tornado_of(report, strategy, style);
    }
    text += study.perspective.empty()
                ? "\nBest with all values at their base:\n"
                : fmt::format("\nBest with all values at their base, as {} pays:\n", study.perspective);
    for (std::size_t k = 0; k < study.thresholds.size(); ++k) text += changes_at(report, k, style);
    for (std::size_t at = 0; at < analysis.two_way.size(); ++at) text += grid_line(report, at);
    if (!analysis.searches.empty()) text += '\n';
    for (const SearchResult& result : analysis.searches)
        text += crossing_sentence(report, result, style) + '\n';
    text += global_lines(report, style);
    const bool has_errors = std::isfinite(analysis.base.figures[0][study.reference].costs.error);
    text += fmt::format(
        "{}\n{}{}\n", paint.faint,
        has_errors ? fmt::format("{} is a Monte Carlo standard error on the common luck; bars of {} "
                                 "are within it.",
                                 style.is_ascii ? "+-" : "±", style.is_ascii ? ":" : "░")
                   : "One replicate gives no Monte Carlo errors here, so small differences may be luck; "
                     "--replicates 10 would tell.",
        paint.off);
    text += left_out_lines(report, paint);
    for (const std::string& warning : report.facts.warnings)
        text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, warning);
    return text;
}

}  // namespace txpath
