// page_groups.cpp -- measures by stratum: how groups of people differ over time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "report/page_courses.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_measures = 12, most_times = 31;
constexpr double hundred = 100.0;
constexpr std::string_view entered = "people.entered";

using ByReplicate = std::map<double, double>;
using ByTime = std::map<double, ByReplicate>;

/// One group of people: of an attribute, one category.
struct Group {
    std::string by, name;
    std::map<std::string, ByTime, std::less<>> of;  ///< by measure
};

/// One measure of one group at each time, for each person who entered.
struct GroupCourse {
    const Group* group = nullptr;
    std::map<double, std::vector<double>> at;
};

/// All groups of one attribute.
struct Split {
    const Course* measure = nullptr;
    std::string by;
    std::vector<GroupCourse> groups;
    const GroupCourse *most = nullptr, *least = nullptr;  ///< at the end
    MeanOverLuck gap;

    [[nodiscard]] double clearness() const
    {
        return gap.error > 0.0 ? std::abs(gap.mean) / gap.error : std::abs(gap.mean);
    }
};

bool is_one_attribute(std::string_view stratum)
{
    return stratum.find('=') != std::string_view::npos && stratum.find(';') == std::string_view::npos;
}

/// Each replicate if there is a table of them, else the mean as if it were the only one.
std::map<std::string, Group, std::less<>> read_groups(const FinishedFolder& folder,
                                                      const std::vector<const Course*>& wanted)
{
    std::map<std::string, Group, std::less<>> groups;
    const auto take = [&](const TableRow& row) {
        const std::string_view stratum = row.text(0), measure = row.text(1);
        if (!is_one_attribute(stratum)) return;
        if (measure != entered &&
            std::ranges::none_of(wanted, [&](const Course* one) { return one->measure == measure; }))
            return;
        auto group = groups.find(stratum);
        if (group == groups.end()) {
            const std::size_t equals = stratum.find('=');
            group =
                groups
                    .emplace(stratum,
                             Group{spoken(stratum.substr(0, equals)), spoken(stratum.substr(equals + 1)), {}})
                    .first;
        }
        const double value = row.number(4);
        group->second.of.try_emplace(std::string(measure)).first->second[row.number(2)][row.number(3)] =
            std::isfinite(value) ? value : 0.0;
    };
    if (folder.has("timeseries"))
        folder.read("timeseries", {"stratum", "measure", "time", "replicate", "value"}, take);
    else
        folder.read("timeseries_summary", {"stratum", "measure", "time", "n", "mean"}, take);
    return groups;
}

/// People at the time, or events so far, of each person of the group who entered.
GroupCourse course_of(const Group& group, const Course& measure)
{
    GroupCourse course{&group, {}};
    const auto values = group.of.find(measure.measure), people = group.of.find(entered);
    if (values == group.of.end() || people == group.of.end()) return course;
    ByReplicate so_far;
    for (const auto& [time, by_replicate] : values->second)
        for (const auto& [replicate, value] : by_replicate) {
            double& sum = so_far[replicate];
            sum = measure.is_event ? sum + value : value;
            const auto all = people->second.find(time);
            if (all == people->second.end()) continue;
            const auto size = all->second.find(replicate);
            if (size != all->second.end() && size->second > 0.0)
                course.at[time].push_back(sum / size->second);
        }
    return course;
}

MeanOverLuck end_of(const GroupCourse& course)
{
    return over_replicates(course.at.rbegin()->second);
}

/// The groups that are furthest apart at the end, and by how much within a replicate.
void find_gap(Split& split)
{
    const auto by_end = [](const GroupCourse& one) { return end_of(one).mean; };
    split.most = &*std::ranges::max_element(split.groups, {}, by_end);
    split.least = &*std::ranges::min_element(split.groups, {}, by_end);
    if (split.least == split.most) split.least = &split.groups.back();
    const auto &high = split.most->at.rbegin()->second, &low = split.least->at.rbegin()->second;
    std::vector<double> gaps;
    for (std::size_t k = 0; k < std::min(high.size(), low.size()); ++k) gaps.push_back(high[k] - low[k]);
    split.gap = over_replicates(gaps);
}

std::vector<Split> splits_of(const std::map<std::string, Group, std::less<>>& groups,
                             const std::vector<const Course*>& measures)
{
    std::vector<Split> splits;
    for (const Course* measure : measures) {
        std::map<std::string, Split> by_attribute;
        for (const auto& [stratum, group] : groups) {
            GroupCourse course = course_of(group, *measure);
            if (course.at.empty()) continue;
            Split& split = by_attribute[group.by];
            split.measure = measure;
            split.by = group.by;
            split.groups.push_back(std::move(course));
        }
        for (auto& [by, split] : by_attribute)
            if (split.groups.size() > 1) splits.push_back(std::move(split));
    }
    for (Split& split : splits) find_gap(split);
    std::ranges::stable_sort(splits, std::greater{}, &Split::clearness);
    return splits;
}

std::string end_words(const GroupCourse& course, std::string_view unit)
{
    MeanOverLuck end = end_of(course);
    for (double* number : {&end.mean, &end.low, &end.high}) *number *= hundred;
    return fmt::format("{} {}", course.group->name, with_interval(end, unit));
}

std::string finding(const Split& split)
{
    const std::string_view unit = split.measure->is_event ? "per 100 people" : "%";
    const std::string ends =
        fmt::format("{}, {}", end_words(*split.most, unit), end_words(*split.least, unit));
    const std::string what = spoken(split.measure->measure);
    if (!is_beyond_luck(split.gap))
        return fmt::format("Groups cannot be told apart; widest is the gap in {} by {}: {}.", what, split.by,
                           ends);
    return fmt::format("Groups differ most clearly in {} by {}: {}.", what, split.by, ends);
}

/// Times of which only so many are shown: the last one always.
bool is_shown(std::size_t place, std::size_t all)
{
    const std::size_t step = 1 + (all - 1) / most_times;
    return (all - 1 - place) % step == 0;
}

PageFigure figure_of(const std::vector<Split>& splits, bool are_events)
{
    PageFigure figure{are_events ? "groups_events" : "groups_people", "lines", finding(splits.front()),
                      fmt::format("{}, mean over replicates with its 95 % interval (luck). Groups that "
                                  "combine attributes are in the table of the folder.",
                                  are_events ? "Events so far for each 100 people of the group who entered"
                                             : "Share of the people of the group who entered so far"),
                      lines_columns("Time", "years", are_events ? "per 100 people" : "share")};
    figure.columns[1].label = "Group";
    figure.columns.push_back(text_column("measure", "Measure"));
    figure.columns.push_back(text_column("by", "Groups by"));
    figure.pick = {"measure", "by"};
    figure.x = "years";
    figure.file = "timeseries.csv";
    const double scale = are_events ? hundred : 1.0;
    for (const Split& split : splits)
        for (const GroupCourse& course : split.groups) {
            std::size_t place = 0;
            for (const auto& [time, values] : course.at) {
                if (!is_shown(place++, course.at.size())) continue;
                const MeanOverLuck mean = over_replicates(values);
                figure.rows.push_back({time, course.group->name, cell_of(scale * mean.mean),
                                       cell_of(scale * mean.low), cell_of(scale * mean.high),
                                       spoken(split.measure->measure), split.by});
            }
        }
    return figure;
}

}  // namespace

void add_groups(const PageContext& context, const std::vector<const Course*>& found, PageContent& page)
{
    std::vector<const Course*> people, events;
    for (const Course* course : found) {
        auto& kind = course->is_event ? events : people;
        if (course->peak() > 0.0 && kind.size() < most_measures) kind.push_back(course);
    }
    std::vector<const Course*> wanted = people;
    wanted.insert(wanted.end(), events.begin(), events.end());
    const auto groups = read_groups(context.folder, wanted);
    PageSection section{"groups", "Who fares how",
                        "The same measures for groups of people, each against its own number of people. "
                        "Choose a measure and an attribute above the drawing."};
    for (const auto& [measures, are_events] : {std::pair{&people, false}, std::pair{&events, true}})
        if (const std::vector<Split> splits = splits_of(groups, *measures); !splits.empty())
            section.figures.push_back(figure_of(splits, are_events));
    add_section(page, std::move(section));
}

}  // namespace txpath::report
