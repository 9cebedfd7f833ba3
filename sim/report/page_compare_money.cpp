// page_compare_money.cpp -- the parts of a comparison's page about money, and the words of differences.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include "report/human.hpp"
#include "report/odd_words.hpp"
#include "report/page_compare.hpp"
#include "report/page_decision.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_strata = 40, most_thresholds = 4;

/// Paired cost and QALYs per person of each replicate.
std::optional<PageFigure> plane_of(const PageContext& context, const std::string& currency)
{
    std::map<std::pair<std::string, double>, std::pair<double, double>> points;
    context.folder.read("compare_replicates", {"strategy", "replicate", "stratum", "measure", "difference"},
                        [&](const TableRow& row) {
                            if (row.text(2) != "all" || row.is_missing(4)) return;
                            auto& point = points[{std::string(row.text(0)), row.number(1)}];
                            if (row.text(3) == "qalys.per_person") point.first = row.number(4);
                            if (row.text(3) == "costs.per_person") point.second = row.number(4);
                        });
    std::vector<PlanePoint> cloud;
    for (const auto& [key, point] : points) cloud.push_back({key.first, point.first, point.second});
    if (cloud.empty()) return std::nullopt;
    PageFigure figure = plane_figure(context, cloud, currency);
    figure.caption =
        "Difference from the reference in cost and QALYs per person, discounted; a point is a replicate, so "
        "the cloud shows luck, not parameters.";
    figure.file = "compare_replicates.csv";
    return figure;
}

/// A strategy and its net benefit over the reference.
using Gain = std::pair<std::string, MeanOverLuck>;

std::string best_words(const PageContext& context, const Gain& best)
{
    const std::string reference = context.called(context.manifest().reference);
    const auto& [who, gain] = best;
    if (!(gain.mean > 0.0))
        return fmt::format("{} has the highest mean net benefit{}", reference,
                           is_beyond_luck(gain) ? "" : ", though luck alone could make it so");
    return fmt::format("{} has the highest mean net benefit, {} that of {}", who,
                       is_beyond_luck(gain) ? "clearly above" : "which luck alone could have put above",
                       reference);
}

/// Net benefit of each strategy by threshold; the finding is at each if they are few, else half way.
std::optional<PageFigure> net_benefit_of(const PageContext& context, const std::string& currency)
{
    PageFigure figure{
        "net_benefit",
        "lines",
        {},
        fmt::format(
            "Net monetary benefit per person less that of {}, by willingness to pay for a QALY, with its "
            "95 % interval. {}",
            context.called(context.manifest().reference), paired),
        lines_columns("Willingness to pay for a QALY", currency, currency + " per person")};
    figure.file = "net_benefit.csv";
    figure.x = "wtp";
    std::map<double, Changes> at;
    std::map<double, Gain> best;
    context.folder.read("net_benefit",
                        {"strategy", "stratum", "wtp", "nmb_difference", "mcse", "low", "high"},
                        [&](const TableRow& row) {
                            if (row.text(1) != "all" || row.is_missing(3)) return;
                            const MeanOverLuck gain = luck_of(row, 3);
                            const std::string who = context.called(row.text(0));
                            figure.rows.push_back({row.number(2), who, cell_of(gain.mean), cell_of(gain.low),
                                                   cell_of(gain.high)});
                            at[row.number(2)].add(who, gain, currency);
                            const auto [place, is_new] = best.try_emplace(row.number(2), who, gain);
                            if (!is_new && gain.mean > place->second.second.mean) place->second = {who, gain};
                        });
    if (at.empty()) return std::nullopt;
    if (at.size() > most_thresholds) {
        const auto middle = std::next(at.begin(), static_cast<std::ptrdiff_t>(at.size() / 2));
        figure.title = fmt::format("Net benefit per person at {}. {}",
                                   threshold_words(middle->first, currency), middle->second.text());
        return figure;
    }
    std::vector<std::pair<double, std::string>> told;
    for (const auto& [wtp, highest] : best) told.emplace_back(wtp, best_words(context, highest));
    figure.title = as_sentence(told_at(told, currency)) + ".";
    return figure;
}

}  // namespace

double Measure::standing_out() const
{
    double most = 0.0;
    for (const auto& [strategy, change] : of)
        if (change.difference.error > 0.0)
            most = std::max(most, std::abs(change.difference.mean) / change.difference.error);
    return most;
}

bool Measure::is_moved() const
{
    return std::ranges::any_of(of, [](const auto& one) { return !is_nothing(one.second.difference); });
}

MeanOverLuck scaled(const MeanOverLuck& one, double scale)
{
    return {one.mean * scale, one.error * scale, one.low * scale, one.high * scale};
}

MeanOverLuck luck_of(const TableRow& row, std::size_t mean)
{
    return {row.number(mean), row.number(mean + 1), row.number(mean + 2), row.number(mean + 3)};
}

const Measure* find_measure(const Compared& found, const std::string& name)
{
    const auto measure = found.measures.find(name);
    return measure == found.measures.end() ? nullptr : &measure->second;
}

void Changes::add(const std::string& who, const MeanOverLuck& change, std::string_view unit)
{
    if (is_nothing(change))
        same_.push_back(who);
    else if (is_beyond_luck(change))
        clear_.push_back(fmt::format("{}: {}", who, change_words(change, unit)));
    else
        unclear_.push_back(who);
}
std::string Changes::text() const
{
    std::vector<std::string> parts = clear_;
    if (!unclear_.empty()) parts.push_back(listed(unclear_, "and") + ": cannot be told apart from no change");
    if (!same_.empty()) parts.push_back(listed(same_, "and") + ": no change");
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text + ".";
}

PageFigure bars_of(const PageContext& context, const Measure& measure)
{
    Changes changes;
    PageFigure figure{"change_" + measure.name, "bars", {}, {}};
    figure.file = "compare.csv";
    double reference = MeanOverLuck::missing;
    double largest = 0.0;
    for (const auto& [strategy, change] : measure.of)
        largest = std::max(largest, std::abs(change.difference.mean));
    const ReadableUnit shown = readable_unit(measure.unit, largest);
    figure.columns = bars_columns(shown.unit);
    for (const Named& one : context.manifest().strategies) {
        const auto change = measure.of.find(one.name);
        if (change == measure.of.end()) continue;
        const MeanOverLuck difference = scaled(change->second.difference, shown.scale);
        reference = change->second.reference;
        figure.rows.push_back({context.called(one.name), "change", cell_of(difference.mean),
                               cell_of(difference.low), cell_of(difference.high)});
        changes.add(context.called(one.name), difference, shown.unit);
    }
    figure.title = fmt::format("{}. {}", spoken(measure.name), changes.text());
    figure.caption =
        fmt::format("Change against {}, which has {} {}, over the whole horizon. {}",
                    context.called(context.manifest().reference), rounded(reference), measure.unit, paired);
    return figure;
}

void add_money(const PageContext& context, const Compared& found, PageContent& page)
{
    const std::string currency = currency_of(context);
    PageSection section{"money", "Is it worth it?", "Discounted, per person, of the study's perspective."};
    for (const std::string name : {"costs.per_person", "qalys.per_person", "life_years.per_person"})
        if (const Measure* measure = find_measure(found, name); measure != nullptr && measure->is_moved())
            section.figures.push_back(bars_of(context, *measure));
    if (auto plane = plane_of(context, currency); plane && find_measure(found, "costs.per_person") != nullptr)
        section.figures.push_back(std::move(*plane));
    if (auto benefit = net_benefit_of(context, currency)) section.figures.push_back(std::move(*benefit));
    bool is_clear = true;
    for (const std::string name : {"costs.per_person", "qalys.per_person"})
        if (const Measure* measure = find_measure(found, name))
            for (const auto& [strategy, change] : measure->of)
                is_clear = is_clear && is_beyond_luck(change.difference);
    add_icers(
        context, currency,
        is_clear ? "means over replicates" : "means; luck alone could do some of the differences behind them",
        section);
    add_section(page, std::move(section));
}

void add_budget(const PageContext& context, PageContent& page)
{
    const std::string currency = currency_of(context);
    PageFigure figure{"budget",
                      "bars",
                      {},
                      fmt::format("Undiscounted, of all people, each year against {}. {}",
                                  context.called(context.manifest().reference), paired),
                      bars_columns(currency)};
    figure.file = "budget.csv";
    struct Year {
        Changes changes;
        double size = 0.0;
    };
    std::map<double, Year> by_year;
    const std::string& perspective = context.manifest().perspective;
    context.folder.read(
        "budget", {"strategy", "perspective", "year", "difference", "mcse", "low", "high"},
        [&](const TableRow& row) {
            if (row.text(1) != perspective || row.is_missing(3)) return;
            const MeanOverLuck change = luck_of(row, 3);
            figure.rows.push_back({fmt::format("year {}", row.text(2)), context.called(row.text(0)),
                                   cell_of(change.mean), cell_of(change.low), cell_of(change.high)});
            Year& year = by_year[row.number(2)];
            year.changes.add(context.called(row.text(0)), change, currency);
            year.size += std::abs(change.mean);
        });
    const auto most = std::ranges::max_element(by_year, {}, [](const auto& one) { return one.second.size; });
    if (most != by_year.end())
        figure.title = fmt::format("Budget in year {}, in which it changes most. {}", rounded(most->first),
                                   most->second.changes.text());
    add_section(page, {"budget", "What it costs the payer each year", ""}, std::move(figure));
}

void add_equity(const PageContext& context, PageContent& page)
{
    PageFigure figure{"equity",
                      "bars",
                      {},
                      fmt::format("QALYs per 1,000 people of each group against {}. {}",
                                  context.called(context.manifest().reference), paired),
                      bars_columns("QALYs per 1,000 people")};
    figure.file = "equity.csv";
    const std::string* most = nullptr;
    std::string name_of_most;
    double best = 0.0;
    context.folder.read(
        "equity", {"strategy", "stratum", "measure", "difference", "mcse", "low", "high"},
        [&](const TableRow& row) {
            if (row.text(2) != "qalys" || row.text(1).find(';') != std::string_view::npos ||
                figure.rows.size() >= most_strata)
                return;
            const MeanOverLuck change = luck_of(row, 3);
            const std::string group = group_words(row.text(1));
            constexpr double many = 1000.0;
            const MeanOverLuck shown = scaled(change, many);
            figure.rows.push_back({group, context.called(row.text(0)), cell_of(shown.mean),
                                   cell_of(shown.low), cell_of(shown.high)});
            if (group == "everybody" || !is_beyond_luck(change) || std::abs(change.mean) <= best) return;
            best = std::abs(change.mean);
            name_of_most = fmt::format("{} under {}: {}", group, context.called(row.text(0)),
                                       change_words(change, "QALYs a person"));
            most = &name_of_most;
        });
    figure.title = most == nullptr ? "No group's change in QALYs can be told apart from luck."
                                   : "The group with the largest clear change is " + *most + ".";
    PageSection section{"equity", "Who gains", ""};
    if (figure.rows.size() > context.manifest().strategies.size())
        section.figures.push_back(std::move(figure));
    add_section(page, std::move(section));
}

}  // namespace txpath::report
