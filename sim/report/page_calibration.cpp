// page_calibration.cpp -- the page of a calibration: which values fit, and how far the targets are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

constexpr double too_far = 2.0;  // standard deviations
constexpr std::size_t most_shares = 12;

/// One target of a fit.
struct FitTarget {
    std::string name, source;
    bool is_share = false;
    double published = 0.0, simulated = 0.0, error = 0.0, residual = 0.0, people = 0.0;
};

/// `star_d.remission` -> `star d: remission`
std::string target_words(std::string_view name)
{
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return spoken(name);
    return spoken(name.substr(0, dot)) + ": " + spoken(name.substr(dot + 1));
}

std::vector<FitTarget> read_targets(const PageContext& context)
{
    std::vector<FitTarget> targets;
    context.folder.read(
        "fit_targets",
        {"target", "likelihood", "published", "simulated", "mcse", "residual", "people", "source"},
        [&](const TableRow& row) {
            targets.push_back({target_words(row.text(0)), std::string(row.text(7)), row.text(1) == "binomial",
                               row.number(2), row.number(3), row.number(4), row.number(5), row.number(6)});
        });
    std::ranges::stable_sort(targets, std::greater{},
                             [](const FitTarget& one) { return std::abs(one.residual); });
    return targets;
}

std::string misfit_words(const std::vector<FitTarget>& targets)
{
    const auto near = std::ranges::count_if(
        targets, [](const FitTarget& one) { return !(std::abs(one.residual) > too_far); });
    const FitTarget& worst = targets.front();
    return fmt::format("{} of {} lie within {} standard deviations; furthest is {}, {} away", near,
                       count_words(static_cast<double>(targets.size()), "target"), rounded(too_far),
                       worst.name, rounded(std::abs(worst.residual)));
}

PageFigure residuals_of(const std::vector<FitTarget>& targets)
{
    PageFigure figure{"residuals", "bars", misfit_words(targets) + ".",
                      "Published less simulated at the best fit, in standard deviations, on the scale of the "
                      "likelihood; the furthest first.",
                      bars_columns("standard deviations")};
    figure.file = "fit_targets.csv";
    for (const FitTarget& one : targets)
        figure.rows.push_back({one.name, "residual", cell_of(one.residual), Cell{}, Cell{}});
    return figure;
}

PageFigure targets_of(const std::vector<FitTarget>& targets)
{
    PageFigure figure{
        "targets",
        "table",
        {},
        "Each target at the best fit, in its own unit, the furthest first.",
        {text_column("target", "Target"), number_column("published", "Published", ""),
         number_column("simulated", "Simulated", ""), number_column("mcse", "Monte Carlo error", ""),
         number_column("residual", "Residual", "standard deviations"),
         number_column("people", "Simulated people", ""), text_column("source", "Source")}};
    figure.file = "fit_targets.csv";
    figure.title = fmt::format("{} of {} targets are shares of people.",
                               std::ranges::count_if(targets, &FitTarget::is_share), targets.size());
    for (const FitTarget& one : targets)
        figure.rows.push_back({one.name, cell_of(one.published), cell_of(one.simulated), cell_of(one.error),
                               cell_of(one.residual), cell_of(one.people), one.source});
    return figure;
}

/// Shares of people, published and simulated, on one axis.
PageFigure shares_of(const std::vector<FitTarget>& targets)
{
    PageFigure figure{"shares",
                      "bars",
                      {},
                      "Shares of people at the best fit, of the targets that are furthest; the interval of "
                      "the simulated ones is 1.96 Monte Carlo "
                      "errors. All targets are in the table.",
                      bars_columns("share")};
    figure.file = "fit_targets.csv";
    double widest = 0.0;
    for (const FitTarget& one : targets) {
        if (!one.is_share || figure.rows.size() == 2 * most_shares) continue;
        constexpr double normal = 1.959963984540054;
        const double half = normal * one.error;
        figure.rows.push_back({one.name, "published", cell_of(one.published), Cell{}, Cell{}});
        figure.rows.push_back({one.name, "simulated", cell_of(one.simulated), cell_of(one.simulated - half),
                               cell_of(one.simulated + half)});
        if (std::abs(one.published - one.simulated) < widest) continue;
        widest = std::abs(one.published - one.simulated);
        figure.title = fmt::format("Of the shares shown, {} differs most: {} published, {} simulated.",
                                   one.name, percent_words(one.published), percent_words(one.simulated));
    }
    return figure;
}

}  // namespace

void add_calibration(const PageContext& context, PageContent& page)
{
    PageFigure fitted{"fitted",
                      "table",
                      {},
                      "Fitted values with their 95 % intervals; empty: the targets do not tell.",
                      {text_column("value", "Value"), text_column("unit", "Unit"),
                       number_column("estimate", "Estimate", ""), number_column("low", "Low", ""),
                       number_column("high", "High", ""), number_column("start", "Start", ""),
                       text_column("bound", "At a bound")}};
    fitted.file = "fit.csv";
    std::size_t unknown = 0, at_bound = 0;
    std::string estimates;
    constexpr std::size_t most_told = 6;
    context.folder.read(
        "fit", {"value", "unit", "estimate", "ci_low", "ci_high", "start", "at_bound"},
        [&](const TableRow& row) {
            fitted.rows.push_back({value_words(row.text(0)), std::string(row.text(1)), cell_of(row.number(2)),
                                   cell_of(row.number(3)), cell_of(row.number(4)), cell_of(row.number(5)),
                                   row.text(6) == "1" ? "yes" : ""});
            unknown += row.is_missing(3) ? 1 : 0;
            at_bound += row.text(6) == "1" ? 1 : 0;
            if (fitted.rows.size() > most_told) return;
            estimates +=
                fmt::format("{}{} {}", estimates.empty() ? "" : "; ", value_words(row.text(0)),
                            with_interval({row.number(2), 0.0, row.number(3), row.number(4)}, row.text(1)));
        });
    const std::vector<FitTarget> targets = read_targets(context);
    const std::string misfit = targets.empty() ? "no targets" : misfit_words(targets);
    page.question = "Which values fit the targets, and how well are they known?";
    page.answer = fmt::format("{}. {}.", as_sentence(estimates.empty() ? "no value was fitted" : estimates),
                              as_sentence(misfit));
    const bool is_far = !targets.empty() && std::abs(targets.front().residual) > too_far;
    page.verdict.push_back({"Targets", is_far ? Status::bad : Status::good, misfit});
    const std::string known =
        unknown + at_bound == 0
            ? fmt::format("all {} values are told by the targets, none stands at a bound", fitted.rows.size())
            : fmt::format("of {} values {} are not told by the targets, {} at a bound", fitted.rows.size(),
                          unknown, at_bound);
    page.verdict.push_back({"Values", unknown + at_bound > 0 ? Status::caution : Status::good, known});
    fitted.title = as_sentence(known) + ".";
    PageSection section{"fit", "The fit", ""};
    if (!targets.empty()) {
        section.figures.push_back(residuals_of(targets));
        page.lead = section.figures.front().id;
    }
    if (!fitted.rows.empty()) section.figures.push_back(std::move(fitted));
    if (PageFigure shares = shares_of(targets); !shares.rows.empty())
        section.figures.push_back(std::move(shares));
    if (!targets.empty()) section.figures.push_back(targets_of(targets));
    add_section(page, std::move(section));
    page.limits.emplace_back(
        "Values that fit the targets need not be the true ones: others may fit as well, and what the model "
        "leaves out is in them too.");
}

}  // namespace txpath::report
