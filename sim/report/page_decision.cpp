#include "report/page_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/stats.hpp"
#include "report/human.hpp"
#include "report/odd_words.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_points = 2000;

std::string dominance_words(std::string_view status)
{
    if (status == "ND") return "on the frontier";
    return status == "ED" ? "extendedly dominated" : "dominated";
}

std::string_view quadrant_words(const PlanePoint& point)
{
    if (point.cost == 0.0 && point.effect == 0.0) return "without any difference";
    if (point.cost > 0.0) return point.effect > 0.0 ? "dearer and better" : "dearer and no better";
    return point.effect >= 0.0 ? "no dearer and no worse" : "cheaper and worse";
}

}  // namespace

std::string currency_of(const PageContext& context)
{
    if (!context.currency().empty()) return context.currency();
    constexpr std::string_view each = " per person";
    std::string found;
    context.folder.read("data_dictionary", {"unit"}, [&](const TableRow& row) {
        const std::string_view unit = row.text(0);
        if (found.empty() && unit.ends_with(each) && !unit.starts_with("QALY") && !unit.starts_with("see") &&
            unit.find(" or ") == std::string_view::npos)
            found = unit.substr(0, unit.size() - each.size());
    });
    return found.empty() ? "currency" : found;
}

std::string threshold_words(double wtp, const std::string& currency)
{
    return fmt::format("{} {} per QALY", rounded(wtp), currency);
}

std::string told_at(const std::vector<std::pair<double, std::string>>& by_threshold,
                    const std::string& currency)
{
    std::vector<std::pair<std::string, std::vector<std::string>>> told;
    for (const auto& [threshold, text] : by_threshold) {
        if (told.empty() || told.back().first != text) told.push_back({text, {}});
        told.back().second.push_back(rounded(threshold));
    }
    std::string all;
    for (const auto& [text, thresholds] : told)
        all += fmt::format("{}at {} {} per QALY {}", all.empty() ? "" : "; ", listed(thresholds, "and"),
                           currency, text);
    return all;
}

PageFigure plane_figure(const PageContext& context, const std::vector<PlanePoint>& cloud,
                        const std::string& currency)
{
    PageFigure figure{
        "plane",
        "plane",
        {},
        {},
        {text_column("strategy", "Strategy"), number_column("effect", "More QALYs", "QALYs per person"),
         number_column("cost", "More costs", currency + " per person")}};
    figure.thresholds = context.manifest().thresholds;
    std::map<std::string, std::pair<RunningStats, RunningStats>> sums;
    std::map<std::string, std::map<std::string_view, std::size_t>> quadrants;
    const std::size_t step = 1 + (cloud.size() - 1) / most_points;
    for (std::size_t k = 0; k < cloud.size(); ++k) {
        const PlanePoint& point = cloud[k];
        const std::string name = context.called(point.strategy);
        sums[name].first.add(point.effect);
        sums[name].second.add(point.cost);
        ++quadrants[name][quadrant_words(point)];
        if (k % step == 0) figure.rows.push_back({name, cell_of(point.effect), cell_of(point.cost)});
    }
    for (const auto& [name, sum] : sums) {
        const auto most =
            std::ranges::max_element(quadrants[name], {}, [](const auto& one) { return one.second; });
        const ReadableUnit health = readable_unit("QALYs a person", sum.first.mean());
        figure.title += fmt::format(
            "{}{}: {} {} and {} {} a person on average; {} in {} of the points",
            figure.title.empty() ? "" : "; ", name, with_sign(health.scale * sum.first.mean()), health.unit,
            with_sign(sum.second.mean()), currency, most->first,
            percent_words(static_cast<double>(most->second) / static_cast<double>(sum.first.count())));
    }
    figure.title += ".";
    return figure;
}

void add_icers(const PageContext& context, const std::string& currency, std::string_view doubt,
               PageSection& section)
{
    const std::string each = currency + " per person", per_qaly = currency + " per QALY";
    PageFigure figure{
        "icers",
        "table",
        {},
        "The frontier by rising cost; each strategy on it against the one before it. Dominated: another "
        "costs no more and gives no less; extendedly: a mix of two others is better.",
        {text_column("strategy", "Strategy"), number_column("cost", "Cost", each),
         number_column("effect", "QALYs", "per person"), number_column("more_cost", "More cost", each),
         number_column("more_effect", "More QALYs", "per person"), number_column("icer", "ICER", per_qaly),
         text_column("status", "Status")}};
    figure.file = "icers.csv";
    context.folder.read(
        "icers", {"grp", "Strategy", "Cost", "Effect", "Inc_Cost", "Inc_Effect", "ICER", "Status"},
        [&](const TableRow& row) {
            if (row.text(0) != "all") return;
            figure.rows.push_back({context.called(row.text(1)), cell_of(row.number(2)),
                                   cell_of(row.number(3)), cell_of(row.number(4)), cell_of(row.number(5)),
                                   cell_of(row.number(6)), dominance_words(row.text(7))});
            if (row.is_missing(6)) return;
            figure.title +=
                fmt::format("{}{} costs {} {} for each QALY more", figure.title.empty() ? "" : "; ",
                            context.called(row.text(1)), rounded(row.number(6)), currency);
        });
    if (figure.rows.empty()) return;
    if (figure.title.empty())
        figure.title = fmt::format("Only {} is on the frontier: the others cost no less and give no more",
                                   std::get<std::string>(figure.rows.front().front()));
    figure.title += fmt::format(" ({}).", doubt);
    section.figures.push_back(std::move(figure));
}

}  // namespace txpath::report
