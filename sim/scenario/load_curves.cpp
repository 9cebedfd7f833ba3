// load_curves.cpp -- hazards from published tables: survival curves and life tables.
//
// Owns      load_survival and load_life_table.
// Promises  a curve never rises and never reaches 0; a life table has a rate for everybody.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/elementary.hpp"
#include "scenario/sections.hpp"
#include "scenario/sheet.hpp"

namespace txpath {

namespace {

/// The column of times and the days its bare numbers count; 0: each cell carries its own unit.
struct TimeColumn {
    std::size_t column = 0;
    double unit_days = 0.0;
};

std::optional<TimeColumn> time_column(Loading& loading, const Sheet& sheet)
{
    constexpr std::array<std::pair<std::string_view, double>, 5> titles = {{{"time", 0.0},
                                                                            {"time_days", 1.0},
                                                                            {"time_weeks", days_per_week},
                                                                            {"time_months", days_per_month},
                                                                            {"time_years", days_per_year}}};
    for (const auto& [title, days] : titles)
        if (const auto column = sheet.column(title)) return TimeColumn{*column, days};
    report(loading.found, sheet.titles.front().at, fmt::format("'{}' has no column 'time'", sheet.name))
        .help = "allowed: time (cells with units), time_days, time_weeks, time_months, time_years";
    return std::nullopt;
}

/// False, with a report, if the sheet has a column that is not among `known`.
bool check_columns(Loading& loading, const Sheet& sheet, const std::vector<std::string_view>& known)
{
    bool is_good = true;
    for (std::size_t i = 0; i < sheet.header.size(); ++i) {
        if (std::find(known.begin(), known.end(), sheet.header[i]) != known.end()) continue;
        std::vector<Candidate> candidates;
        candidates.reserve(known.size());
        for (const std::string_view name : known) candidates.push_back({name, 0});
        suggest(report(loading.found, sheet.titles[i].at,
                       fmt::format("'{}' has a column '{}' that means nothing here", sheet.name,
                                   sheet.header[i])),
                sheet.header[i], "columns", candidates);
        is_good = false;
    }
    return is_good;
}

struct Point {
    double day = 0.0, survival = 1.0;
};

/// The next point of a curve, if it comes later and not higher than the last one.
std::optional<Point> read_point(Loading& loading, const std::vector<Node>& row, const TimeColumn& time,
                                std::size_t survival_column, const Point& last, bool is_first)
{
    const Node& time_cell = row[time.column];
    const Node& cell = row[survival_column];
    const auto day = time.unit_days > 0.0
                         ? read_cell_in(loading, time_cell, "time", time.unit_days)
                         : read_cell(loading, time_cell, "time", wanted_by(Dimension::duration));
    const auto survival = read_cell(loading, cell, "survival", wanted_by(Dimension::probability));
    if (!day || !survival) return std::nullopt;
    if (is_first && *day == 0.0 && *survival != 1.0) {
        report(loading.found, cell.at,
               fmt::format("the curve starts at {}, but at time 0 everybody is left", cell.text));
        return std::nullopt;
    }
    if (!(*day > last.day) && !(is_first && *day == 0.0)) {
        report(loading.found, time_cell.at,
               fmt::format("time '{}' does not come after the one above", time_cell.text));
        return std::nullopt;
    }
    if (*survival > last.survival) {
        report(loading.found, cell.at,
               fmt::format("survival rises from {} to {}", shortest(last.survival), cell.text));
        return std::nullopt;
    }
    if (*survival == 0.0) {
        report(loading.found, cell.at, "survival reaches 0, so the hazard would be infinite").advice =
            "end the curve with the last value above 0";
        return std::nullopt;
    }
    return Point{*day, *survival};
}

/// What a life table's columns are.
struct LifeColumns {
    std::size_t age = 0, rate = 0;
    std::vector<std::size_t> by;
};

std::optional<LifeColumns> life_columns(Loading& loading, const Sheet& sheet, LifeTable& table)
{
    std::vector<std::string_view> known = {"age", "rate"};
    const auto& attributes = loading.scenario.people.attributes;
    for (const Attribute& attribute : attributes)
        if (attribute.is_categorical) known.push_back(attribute.name);
    if (!check_columns(loading, sheet, known)) return std::nullopt;
    LifeColumns columns;
    for (const std::string_view title : {"age", "rate"}) {
        const auto column = sheet.column(title);
        if (!column) {
            report(loading.found, sheet.titles.front().at,
                   fmt::format("'{}' has no column '{}'", sheet.name, title));
            return std::nullopt;
        }
        (title == "age" ? columns.age : columns.rate) = *column;
    }
    for (std::size_t i = 0; i < sheet.header.size(); ++i) {
        if (i == columns.age || i == columns.rate) continue;
        columns.by.push_back(i);
        table.by.emplace_back(loading.names.find(sheet.header[i])->index);
    }
    return columns;
}

/// Hazards by cell of the attributes, then by age.
using Bands = std::map<std::size_t, std::map<double, double>>;

void read_life_row(Loading& loading, const Sheet& sheet, const std::vector<Node>& row,
                   const LifeColumns& columns, const LifeTable& table, Bands& bands)
{
    std::size_t cell = 0;
    for (std::size_t i = 0; i < columns.by.size(); ++i) {
        const Node& word = row[columns.by[i]];
        const auto category = find_category(loading, table.by[i], {word.text, word.at});
        if (!category) return;
        cell = cell * loading.scenario.people.attributes[table.by[i]].categories.size() + category->index();
    }
    const auto age = read_cell_in(loading, row[columns.age], "age", days_per_year);
    const Wanted yearly{Dimension::pure, 0.0, std::nullopt, std::nullopt};
    const auto rate = read_cell(loading, row[columns.rate], "rate", yearly);
    if (!age || !rate) return;
    if (!bands[cell].emplace(*age, *rate / days_per_year).second)
        report(loading.found, row[columns.age].at,
               fmt::format("'{}' has two rates for age {} of the same people", sheet.name,
                           row[columns.age].text));
}

/// `sex = female, coverage = none`
std::string cell_in_words(const Scenario& scenario, const LifeTable& table, std::size_t cell)
{
    std::string text;
    for (std::size_t i = table.by.size(); i-- > 0;) {
        const Attribute& attribute = scenario.people.attributes[table.by[i]];
        const std::size_t category = cell % attribute.categories.size();
        cell /= attribute.categories.size();
        text = fmt::format("{} = {}{}{}", attribute.name, attribute.categories[category],
                           text.empty() ? "" : ", ", text);
    }
    return text.empty() ? "everybody" : text;
}

/// Every cell must have every age band, and the first one must start at 0.
bool fill_table(Loading& loading, const Node& node, const Sheet& sheet, const Bands& bands, LifeTable& table)
{
    std::map<double, bool> ages;
    for (const auto& [cell, by_age] : bands)
        for (const auto& [age, rate] : by_age) ages[age] = true;
    for (const auto& [age, is_there] : ages) table.ages.push_back(age);
    const auto refuse = [&](const std::string& what) {
        report(loading.found, node.at, fmt::format("'{}' has no rate for {}", sheet.name, what));
        return false;
    };
    if (table.ages.empty() || table.ages.front() > 0.0) return refuse("age 0");
    std::size_t cells = 1;
    for (const AttributeId by : table.by) cells *= loading.scenario.people.attributes[by].categories.size();
    for (std::size_t cell = 0; cell < cells; ++cell) {
        std::vector<double> hazards;
        const auto found = bands.find(cell);
        for (const double age : table.ages) {
            const bool is_there = found != bands.end() && found->second.contains(age);
            if (!is_there)
                return refuse(fmt::format("{} at age {}", cell_in_words(loading.scenario, table, cell),
                                          shortest(age / days_per_year)));
            hazards.push_back(found->second.at(age));
        }
        table.hazards.push_back(std::move(hazards));
    }
    return true;
}

}  // namespace

std::optional<HazardCurve> load_survival(Loading& loading, const Node& node)
{
    const auto sheet = open_sheet(loading, node);
    if (!sheet) return std::nullopt;
    const std::vector<std::string_view> known = {"time",        "time_days",  "time_weeks",
                                                 "time_months", "time_years", "survival"};
    if (!check_columns(loading, *sheet, known)) return std::nullopt;
    const auto time = time_column(loading, *sheet);
    if (!time) return std::nullopt;
    const auto survival_column = sheet->column("survival");
    if (!survival_column) {
        report(loading.found, sheet->titles.front().at,
               fmt::format("'{}' has no column 'survival'", sheet->name));
        return std::nullopt;
    }
    HazardCurve curve;
    curve.file = sheet->name;
    Point last;
    for (const auto& row : sheet->rows) {
        const auto point =
            read_point(loading, row, *time, *survival_column, last, &row == &sheet->rows.front());
        if (!point) return std::nullopt;
        if (point->day == 0.0) continue;
        curve.knots.push_back(last.day);
        curve.hazards.push_back(
            certain(-portable::log(point->survival / last.survival) / (point->day - last.day)));
        last = *point;
    }
    if (!curve.knots.empty()) return curve;
    report(loading.found, node.at, fmt::format("'{}' has no point after time 0", sheet->name));
    return std::nullopt;
}

std::optional<LifeTable> load_life_table(Loading& loading, const Node& node)
{
    if (!has_age(loading.scenario) && loading.names.is_complete) {
        report(loading.found, node.at, "a life table needs an attribute that ages").advice =
            "add an attribute with 'ages: true'";
        return std::nullopt;
    }
    const auto sheet = open_sheet(loading, node);
    if (!sheet) return std::nullopt;
    const auto before = loading.found.error_count();
    LifeTable table;
    table.file = sheet->name;
    const auto columns = life_columns(loading, *sheet, table);
    if (!columns) return std::nullopt;
    Bands bands;
    for (const auto& row : sheet->rows) read_life_row(loading, *sheet, row, *columns, table, bands);
    if (loading.found.error_count() > before || !fill_table(loading, node, *sheet, bands, table))
        return std::nullopt;
    return table;
}

}  // namespace txpath
