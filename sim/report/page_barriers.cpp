// page_barriers.cpp -- the page of an analysis of barriers: which holds back what, and how they act together.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_measures = 6, most_parts_by_group = 5;
constexpr std::string_view paired =
    "On the same luck in all runs; intervals (95 %) show luck, not parameters.";

struct Part {
    MeanOverLuck value, difference;
};

/// One measure of everybody, by kind and barrier.
struct Held {
    std::string name, unit;
    std::map<std::string, std::map<std::string, Part>> of;

    [[nodiscard]] const Part* find(const std::string& kind, const std::string& barrier) const
    {
        const auto parts = of.find(kind);
        if (parts == of.end()) return nullptr;
        const auto part = parts->second.find(barrier);
        return part == parts->second.end() ? nullptr : &part->second;
    }
    [[nodiscard]] double standing_out() const
    {
        const Part* all = find("all_removed", "");
        return all != nullptr && all->difference.error > 0.0
                   ? std::abs(all->difference.mean) / all->difference.error
                   : 0.0;
    }
    /// Shapley shares, which add up; else the removals alone, which do not.
    [[nodiscard]] std::string parts() const { return of.contains("shapley") ? "shapley" : "alone_removed"; }
};

/// What is held of one measure in each group of people.
struct GroupHeld {
    std::string by, name;
    Held held;
};

/// Groups by one attribute of the measures of `order`, in its order.
std::vector<GroupHeld> read_groups(const PageContext& context, const std::vector<Held>& order)
{
    std::map<std::pair<std::size_t, std::string>, GroupHeld> found;
    context.folder.read(
        "barriers",
        {"stratum", "measure", "barrier", "kind", "difference", "difference_mcse", "low", "high", "unit"},
        [&](const TableRow& row) {
            const std::string_view stratum = row.text(0);
            const std::size_t equals = stratum.find('=');
            if (equals == std::string_view::npos || stratum.find(';') != std::string_view::npos) return;
            const auto measure =
                std::ranges::find_if(order, [&](const Held& one) { return one.name == row.text(1); });
            const auto place = static_cast<std::size_t>(measure - order.begin());
            if (place >= most_measures) return;
            GroupHeld& group = found[{place, std::string(stratum)}];
            group.by = spoken(stratum.substr(0, equals));
            group.name = spoken(stratum.substr(equals + 1));
            group.held.name = row.text(1);
            group.held.unit = row.text(8);
            group.held.of[std::string(row.text(3))][std::string(row.text(2))] = {
                {}, {row.number(4), row.number(5), row.number(6), row.number(7)}};
        });
    std::vector<GroupHeld> groups;
    for (auto& [key, group] : found) groups.push_back(std::move(group));
    return groups;
}

std::vector<Held> read_held(const PageContext& context)
{
    std::map<std::string, Held> found;
    const double n = static_cast<double>(context.manifest().replicates);
    context.folder.read("barriers",
                        {"stratum", "measure", "barrier", "kind", "value", "value_mcse", "difference",
                         "difference_mcse", "low", "high", "unit"},
                        [&](const TableRow& row) {
                            if (row.text(0) != "all" || row.text(1).ends_with(".total")) return;
                            Held& held = found[std::string(row.text(1))];
                            held.name = row.text(1);
                            held.unit = row.text(10);
                            held.of[std::string(row.text(3))][std::string(row.text(2))] = {
                                over_replicates(row.number(4), row.number(5), n),
                                {row.number(6), row.number(7), row.number(8), row.number(9)}};
                        });
    std::vector<Held> order;
    for (auto& [name, held] : found) order.push_back(std::move(held));
    std::ranges::stable_sort(order, std::greater{}, &Held::standing_out);
    std::ranges::stable_partition(
        order, [&](const Held& held) { return shares_a_word(context.title(), held.name); });
    return order;
}

/// Barriers by the size of what they hold back.
std::vector<std::pair<std::string, Part>> by_size(const Held& held)
{
    std::vector<std::pair<std::string, Part>> parts;
    const auto found = held.of.find(held.parts());
    if (found == held.of.end()) return parts;
    for (const auto& [barrier, part] : found->second) parts.emplace_back(barrier, part);
    std::ranges::stable_sort(parts, std::greater{},
                             [](const auto& one) { return std::abs(one.second.difference.mean); });
    return parts;
}

std::string finding(const PageContext& context, const Held& held)
{
    const Part* all = held.find("all_removed", "");
    const auto parts = by_size(held);
    if (all == nullptr || parts.empty()) return spoken(held.name) + ": no figure";
    if (!is_beyond_luck(all->difference))
        return fmt::format("{}: what all barriers hold back cannot be told apart from nothing: {}",
                           spoken(held.name), change_words(all->difference, held.unit));
    const auto& [barrier, part] = parts.front();
    const std::string most =
        fmt::format("{}, {}", context.called(barrier), change_words(part.difference, held.unit));
    std::string text = fmt::format("{}: without any barrier {}; most is held back by {}", spoken(held.name),
                                   change_words(all->difference, held.unit), most);
    if (held.parts() == "shapley" && is_beyond_luck(part.difference))
        text += fmt::format(", {} of it", percent_words(part.difference.mean / all->difference.mean));
    return text;
}

PageFigure waterfall(const PageContext& context, const Held& held)
{
    PageFigure figure{"held_" + held.name,
                      "waterfall",
                      finding(context, held) + ".",
                      {},
                      {text_column("name", "Name"), number_column("value", "Value", held.unit),
                       number_column("low", "Low", held.unit), number_column("high", "High", held.unit),
                       text_column("role", "Role")}};
    figure.file = "barriers.csv";
    const Part *start = held.find("as_is", ""), *end = held.find("all_removed", "");
    const auto row = [&](std::string name, const MeanOverLuck& mean, std::string role) {
        figure.rows.push_back(
            {std::move(name), cell_of(mean.mean), cell_of(mean.low), cell_of(mean.high), std::move(role)});
    };
    if (start != nullptr) row("as it is", start->value, "start");
    for (const auto& [barrier, part] : by_size(held))
        row("without " + context.called(barrier), part.difference, "part");
    const Part* together = held.find("interaction", "");
    if (held.parts() != "shapley" && together != nullptr)
        row("acting together", together->difference, "part");
    if (end != nullptr) row("without any barrier", end->value, "end");
    figure.caption = held.parts() == "shapley"
                         ? "A part is a barrier's Shapley share: what its removal changes on average over "
                           "the orders of removal, so that parts add up. "
                         : "A part is what removing the barrier alone changes; acting together: what "
                           "removing all changes beyond their sum. ";
    figure.caption += paired;
    return figure;
}

PageFigure first_and_last(const PageContext& context, const Held& held)
{
    PageFigure figure{
        "ends_" + held.name,
        "bars",
        {},
        std::string(
            "What the removal of one barrier changes if it goes alone, and if it goes after all others. ") +
            std::string(paired),
        bars_columns(held.unit)};
    figure.file = "barriers.csv";
    for (const auto& [barrier, part] : by_size(held))
        for (const auto& [kind, series] :
             {std::pair{"alone_removed", "removed alone"}, std::pair{"alone_kept", "removed last"}})
            if (const Part* one = held.find(kind, barrier))
                figure.rows.push_back({context.called(barrier), series, cell_of(one->difference.mean),
                                       cell_of(one->difference.low), cell_of(one->difference.high)});
    const Part* together = held.find("interaction", "");
    figure.title = spoken(held.name) + ": ";
    if (together == nullptr || is_nothing(together->difference))
        figure.title += "removing all changes what the removals one by one add up to.";
    else if (!is_beyond_luck(together->difference))
        figure.title += fmt::format(
            "whether barriers hide one another cannot be told: removing all differs from the sum of single "
            "removals by {}.",
            change_words(together->difference, held.unit));
    else
        figure.title += fmt::format("removing all changes {} beyond the sum of single removals.",
                                    change_words(together->difference, held.unit));
    return figure;
}

/// Of each group: what all barriers together hold back, and the largest of them.
PageFigure by_group(const PageContext& context, const std::vector<Held>& order,
                    const std::vector<GroupHeld>& groups)
{
    PageFigure figure{
        "groups",
        "bars",
        {},
        "What removing all barriers changes in each group, and the parts of the largest barriers, "
        "of all people of the group: groups differ in size. ",
        bars_columns("see the measure")};
    figure.caption += paired;
    figure.file = "barriers.csv";
    figure.columns.push_back(text_column("measure", "Measure"));
    figure.columns.push_back(text_column("by", "Groups by"));
    figure.pick = {"measure", "by"};
    const Part* most = nullptr;
    const GroupHeld* where = nullptr;
    for (const GroupHeld& group : groups) {
        const auto of_all =
            std::ranges::find_if(order, [&](const Held& one) { return one.name == group.held.name; });
        const std::string measure = spoken(group.held.name) + ", " + group.held.unit;
        const auto add = [&](const std::string& name, const Part* part) {
            if (part != nullptr)
                figure.rows.push_back({name, group.name, cell_of(part->difference.mean),
                                       cell_of(part->difference.low), cell_of(part->difference.high), measure,
                                       group.by});
        };
        const Part* all = group.held.find("all_removed", "");
        add("without any barrier", all);
        std::size_t shown = 0;
        for (const auto& [barrier, part] : by_size(*of_all))
            if (shown++ < most_parts_by_group)
                add("without " + context.called(barrier), group.held.find(group.held.parts(), barrier));
        if (all == nullptr || group.held.name != order.front().name || !is_beyond_luck(all->difference))
            continue;
        if (most != nullptr && std::abs(all->difference.mean) <= std::abs(most->difference.mean)) continue;
        most = all;
        where = &group;
    }
    figure.title =
        where == nullptr
            ? fmt::format("{}: in no single group can what barriers hold back be told apart from nothing.",
                          spoken(order.front().name))
            : fmt::format("{}: barriers hold back most in the group {} {}, {}.", spoken(order.front().name),
                          where->by, where->name, change_words(most->difference, where->held.unit));
    return figure;
}

}  // namespace

void add_barriers(const PageContext& context, PageContent& page)
{
    const std::vector<Held> order = read_held(context);
    page.question = "What does each barrier hold back, and which removal would give most?";
    PageSection section{"held", "What barriers hold back", std::string(paired)};
    PageSection ends{"ends", "Alone, or after all others", std::string(paired)};
    for (std::size_t k = 0; k < std::min(order.size(), most_measures); ++k) {
        if (order[k].standing_out() == 0.0 && k > 0) continue;
        section.figures.push_back(waterfall(context, order[k]));
        ends.figures.push_back(first_and_last(context, order[k]));
    }
    if (!section.figures.empty()) page.lead = section.figures.front().id;
    page.answer = order.empty()
                      ? "The table of barriers is empty."
                      : finding(context, order.front()) + ". Luck only; parameters stand at their base case.";
    section.text += fmt::format(
        " Measures that the title names come first, then those that stand out most; all {} and all strata "
        "are in barriers.csv.",
        order.size());
    add_section(page, std::move(section));
    add_section(page, std::move(ends));
    PageSection strata{"groups", "Whom they hold back",
                       "Choose a measure and an attribute above the drawing."};
    if (const std::vector<GroupHeld> groups = read_groups(context, order); !groups.empty())
        strata.figures.push_back(by_group(context, order, groups));
    add_section(page, std::move(strata));
    PageFigure list{
        "list",
        "table",
        fmt::format("{} barriers were removed, alone and with others.", context.manifest().barriers.size()),
        "What each barrier is.",
        {text_column("name", "Barrier"), text_column("title", "What it is")}};
    for (const Named& one : context.manifest().barriers) list.rows.push_back({spoken(one.name), one.label});
    list.file = "barriers.csv";
    add_section(page, {"list", "The barriers", "", {std::move(list)}});
    std::size_t clear = 0, all = 0;
    for (const Held& held : order)
        for (const auto& [barrier, part] : by_size(held))
            if (!is_nothing(part.difference)) ++all, clear += is_beyond_luck(part.difference) ? 1 : 0;
    page.verdict.push_back(
        {"Monte Carlo error", 2 * clear < all ? Status::caution : Status::good,
         fmt::format("{} of {} effects of single barriers can be told apart from luck (95 %)", clear, all)});
    if (auto drawn = pathways(context)) add_section(page, std::move(*drawn));
    page.limits.emplace_back(luck_only);
}

}  // namespace txpath::report
