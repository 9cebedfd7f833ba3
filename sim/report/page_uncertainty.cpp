// page_uncertainty.cpp -- the page of an analysis of uncertainty: how sure is the best strategy, what is
// worth learning. Its intervals are of parameters, and say so.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "report/human.hpp"
#include "report/page_decision.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_values = 12;
constexpr std::string_view parameters_only =
    "Samples are draws of what is not known (parameters); luck is in them too where the table of variances "
    "says so.";

struct Best {
    std::string strategy;
    double proportion = 0.0, evpi = MeanOverLuck::missing, error = MeanOverLuck::missing;
};

/// The willingness to pay in the table that is nearest to one that was asked for.
double nearest(const std::map<double, Best>& by_wtp, double wanted)
{
    double found = by_wtp.begin()->first;
    for (const auto& [wtp, best] : by_wtp)
        if (std::abs(wtp - wanted) < std::abs(found - wanted)) found = wtp;
    return found;
}

/// Of those the study names, else the middle of the table.
std::vector<double> decisive(const PageContext& context, const std::map<double, Best>& by_wtp)
{
    std::vector<double> found;
    if (by_wtp.empty()) return found;
    for (const double threshold : context.manifest().thresholds) found.push_back(nearest(by_wtp, threshold));
    if (found.empty())
        found.push_back(std::next(by_wtp.begin(), static_cast<std::ptrdiff_t>(by_wtp.size() / 2))->first);
    return found;
}

std::string plus_minus(double value, double error, std::string_view unit)
{
    return std::isfinite(error)
               ? fmt::format("{} {} (standard error {})", rounded(value), unit, rounded(error))
               : fmt::format("{} {}", rounded(value), unit);
}

PageFigure acceptability(const PageContext& context, const std::string& currency,
                         std::map<double, Best>& by_wtp)
{
    PageFigure figure{
        "acceptability",
        "acceptability",
        {},
        "Share of the samples in which a strategy has the highest net benefit (CEAC); the frontier (CEAF) "
        "follows the strategy that is best on average.",
        {number_column("wtp", "Willingness to pay for a QALY", currency), text_column("strategy", "Strategy"),
         number_column("proportion", "Share of samples in which it is best", "share"),
         number_column("is_on_frontier", "Best on average", "")}};
    figure.file = "ceac.csv";
    figure.thresholds = context.manifest().thresholds;
    context.folder.read(
        "ceac", {"grp", "WTP", "Strategy", "Proportion", "On_Frontier"}, [&](const TableRow& row) {
            if (row.text(0) != "all") return;
            figure.rows.push_back(
                {row.number(1), context.called(row.text(2)), cell_of(row.number(3)), cell_of(row.number(4))});
            if (row.text(4) == "1") by_wtp[row.number(1)] = {context.called(row.text(2)), row.number(3)};
        });
    return figure;
}

PageFigure information(const PageContext& context, const std::string& currency,
                       std::map<double, Best>& by_wtp)
{
    PageFigure figure{"evpi",
                      "lines",
                      {},
                      "Expected value of perfect information per person: what knowing everything would be "
                      "worth to the decision; band: 1.96 standard errors over samples.",
                      lines_columns("Willingness to pay for a QALY", currency, currency + " per person")};
    figure.file = "evpi.csv";
    figure.x = "WTP";
    constexpr double normal = 1.959963984540054;
    double most = -1.0, at = 0.0;
    context.folder.read("evpi", {"grp", "WTP", "EVPI", "error"}, [&](const TableRow& row) {
        if (row.text(0) != "all") return;
        const double value = row.number(2), error = row.number(3);
        figure.rows.push_back({row.number(1), "EVPI", cell_of(value),
                               cell_of(std::max(0.0, value - normal * error)),
                               cell_of(value + normal * error)});
        if (by_wtp.contains(row.number(1)))
            by_wtp[row.number(1)].evpi = value, by_wtp[row.number(1)].error = error;
        if (value > most) most = value, at = row.number(1);
    });
    figure.title = fmt::format("Perfect information is worth most, {} {} a person, at {} {} per QALY.",
                               rounded(most), currency, rounded(at), currency);
    return figure;
}

/// What is worth learning at each of the thresholds.
PageFigure learning(const PageContext& context, const std::string& currency,
                    const std::vector<double>& thresholds)
{
    PageFigure figure{
        "evppi",
        "bars",
        {},
        "Expected value of learning one value, or one group of values, exactly; by regression, "
        "with 95 % intervals from its standard error. Values that would change nothing are left "
        "out.",
        bars_columns(currency + " per person")};
    figure.file = "evppi.csv";
    figure.columns.push_back(text_column("threshold", "Willingness to pay"));
    figure.pick = {"threshold"};
    struct Row {
        double value, error;
        std::string name, kind;
    };
    std::map<double, std::vector<Row>> by_wtp;
    std::vector<std::pair<double, std::string>> told;
    context.folder.read("evppi", {"grp", "WTP", "kind", "name", "EVPPI", "error"}, [&](const TableRow& row) {
        if (row.text(0) == "all" && row.number(4) > 0.0 &&
            std::ranges::find(thresholds, row.number(1)) != thresholds.end())
            by_wtp[row.number(1)].push_back(
                {row.number(4), row.number(5), value_words(row.text(3)), std::string(row.text(2))});
    });
    constexpr double normal = 1.959963984540054;
    for (auto& [wtp, rows] : by_wtp) {
        std::ranges::stable_sort(rows, std::greater{}, &Row::value);
        rows.resize(std::min(rows.size(), most_values));
        const std::string at = threshold_words(wtp, currency);
        for (const Row& row : rows)
            figure.rows.push_back({row.name, row.kind == "group" ? "group of values" : "single value",
                                   row.value, cell_of(std::max(0.0, row.value - normal * row.error)),
                                   cell_of(row.value + normal * row.error), at});
        const Row& best = rows.front();
        told.emplace_back(wtp,
                          fmt::format("most worth learning is {}: {}{}", best.name,
                                      plus_minus(best.value, best.error, currency + " per person"),
                                      best.value > normal * best.error
                                          ? ""
                                          : ", which cannot be told apart from nothing with so few samples"));
    }
    figure.title = as_sentence(told_at(told, currency)) + ".";
    return figure;
}

void add_plane(const PageContext& context, const std::string& currency, PageSection& section)
{
    std::vector<PlanePoint> cloud;
    context.folder.read("ce_plane", {"grp_id", "strategy", "incremental_costs", "incremental_qalys"},
                        [&](const TableRow& row) {
                            if (row.text(0) == "1" && !row.is_missing(2) && !row.is_missing(3))
                                cloud.push_back({std::string(row.text(1)), row.number(3), row.number(2)});
                        });
    if (cloud.empty()) return;
    PageFigure figure = plane_figure(context, cloud, currency);
    figure.caption = fmt::format(
        "Difference from {} in cost and QALYs per person, discounted; a point is a sample of the parameters, "
        "both strategies on the same luck.",
        context.called(context.manifest().reference));
    figure.file = "ce_plane.csv";
    section.figures.push_back(std::move(figure));
}

void add_convergence(const PageContext& context, const std::string& currency,
                     const std::vector<double>& thresholds, PageContent& page)
{
    PageFigure figure{"convergence",
                      "lines",
                      {},
                      "Mean over the first so many samples, with 1.96 standard errors.",
                      lines_columns("Samples", "", currency + " per person")};
    figure.file = "convergence.csv";
    figure.columns.push_back(text_column("threshold", "Willingness to pay"));
    figure.columns.push_back(text_column("quantity", "Quantity"));
    figure.pick = {"quantity", "threshold"};
    figure.x = "samples";
    constexpr double normal = 1.959963984540054;
    double error = 0.0;
    context.folder.read(
        "convergence", {"samples", "quantity", "threshold", "strategy", "value", "error"},
        [&](const TableRow& row) {
            if (std::ranges::find(thresholds, row.number(2)) == thresholds.end()) return;
            const std::string series = row.text(3).empty() ? "EVPI" : context.called(row.text(3));
            const double value = row.number(4), half = normal * row.number(5);
            figure.rows.push_back(
                {row.number(0), series, cell_of(value), cell_of(value - half), cell_of(value + half),
                 threshold_words(row.number(2), currency),
                 row.text(3).empty() ? "value of perfect information" : "net benefit over the reference"});
            if (row.number(2) == thresholds.front()) error = row.number(5);
        });
    if (figure.rows.empty()) return;
    figure.title = fmt::format(
        "After {} samples the last of these means has a standard error of {} {} a person (at {} {} per "
        "QALY).",
        context.manifest().done, rounded(error), currency, rounded(thresholds.front()), currency);
    add_section(page, {"convergence", "Are there enough samples?", "", {std::move(figure)}});
}

void add_variance(const PageContext& context, PageSection& section)
{
    PageFigure figure{
        "variance",
        "table",
        {},
        "Variance over samples of each difference from the reference, of everybody: how much of it is luck, "
        "and how much is what is not known.",
        {text_column("strategy", "Strategy"), text_column("outcome", "Outcome"),
         number_column("threshold", "Threshold", ""), number_column("total", "Total variance", ""),
         number_column("luck", "Of it luck", ""), number_column("parameters", "Of it parameters", ""),
         number_column("luck_share", "Share of luck", "")}};
    figure.file = "variance.csv";
    double most = -1.0;
    context.folder.read(
        "variance", {"grp", "strategy", "outcome", "threshold", "total", "luck", "parameters", "luck_share"},
        [&](const TableRow& row) {
            if (row.text(0) != "all") return;
            figure.rows.push_back({context.called(row.text(1)), spoken(row.text(2)), cell_of(row.number(3)),
                                   cell_of(row.number(4)), cell_of(row.number(5)), cell_of(row.number(6)),
                                   cell_of(row.number(7))});
            if (row.number(7) > most) most = row.number(7);
        });
    if (figure.rows.empty()) return;
    figure.title = most < 0.0
                       ? "One replicate of a shared scenario does not tell luck from parameters."
                       : fmt::format("Luck makes up at most {} of the spread; the rest is what is not known.",
                                     percent_words(std::min(1.0, most)));
    section.figures.push_back(std::move(figure));
}

void add_refused(const PageContext& context, PageContent& page)
{
    std::size_t refused = 0;
    context.folder.read("refused", {"sample"}, [&](const TableRow&) { ++refused; });
    if (refused > 0)
        page.verdict.push_back(
            {"Draws", Status::caution,
             fmt::format("the model refused {} draws; the results are those of the others (refused.csv)",
                         refused)});
}

}  // namespace

void add_uncertainty(const PageContext& context, PageContent& page)
{
    const std::string currency = currency_of(context);
    std::map<double, Best> by_wtp;
    PageFigure curves = acceptability(context, currency, by_wtp);
    PageFigure value = information(context, currency, by_wtp);
    page.question = "Which strategy is best, how sure is that, and what is worth learning?";
    const std::vector<double> thresholds = decisive(context, by_wtp);
    for (const double wtp : thresholds) {
        const Best& best = by_wtp.at(wtp);
        page.answer += fmt::format(
            "{}At {} {} per QALY, {} is best on average and in {} of the samples; perfect information (EVPI) "
            "would be worth "
            "{}.",
            page.answer.empty() ? "" : " ", rounded(wtp), currency, best.strategy,
            percent_words(best.proportion), plus_minus(best.evpi, best.error, currency + " a person"));
    }
    if (thresholds.empty()) {
        page.answer = "The folder has no curve of acceptability.";
        return;
    }
    const Best& first = by_wtp.at(thresholds.front());
    curves.title = fmt::format("{} is best in {} of the samples at {} {} per QALY.", first.strategy,
                               percent_words(first.proportion), rounded(thresholds.front()), currency);
    page.lead = curves.id;
    PageSection decision{"decision", "How sure is the decision?", std::string(parameters_only)};
    decision.figures.push_back(std::move(curves));
    add_plane(context, currency, decision);
    add_icers(context, currency, "means over samples", decision);
    add_section(page, std::move(decision));
    PageSection worth{"learning", "What is worth learning?", std::string(parameters_only)};
    worth.figures.push_back(std::move(value));
    if (PageFigure bars = learning(context, currency, thresholds); !bars.rows.empty())
        worth.figures.push_back(std::move(bars));
    add_variance(context, worth);
    add_section(page, std::move(worth));
    add_convergence(context, currency, thresholds, page);
    add_refused(context, page);
    page.limits.emplace_back(parameters_only);
}

}  // namespace txpath::report
