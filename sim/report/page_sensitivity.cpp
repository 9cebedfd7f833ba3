// page_sensitivity.cpp -- the page of an analysis of sensitivity: which values the decision hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/human.hpp"
#include "report/page_decision.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_bars = 25, most_indices = 12, most_crossings = 4;

std::string bar_words(std::string_view parameter, double range, std::string_view certainty,
                      const std::string& currency)
{
    const std::string size =
        fmt::format("{} moves it most, by {} {} a person", value_words(parameter), rounded(range), currency);
    if (certainty == "luck") return size + ", which luck alone could do";
    if (certainty == "none") return "no value moves it";
    return certainty == "unknown" ? size + " (errors are not known)" : size;
}

/// A drawing for each strategy, of which the reader chooses the threshold.
void add_tornado(const PageContext& context, const std::string& currency, PageContent& page)
{
    std::map<std::string, PageFigure> by_strategy;
    std::map<std::string, std::vector<std::pair<double, std::string>>> told;
    context.folder.read("tornado",
                        {"grp", "strategy", "threshold", "rank", "parameter", "param_low", "param_high",
                         "at_low", "at_high", "base", "range", "certainty"},
                        [&](const TableRow& row) {
                            if (row.text(0) != "all") return;
                            if (row.number(3) > most_bars) return;
                            PageFigure& figure = by_strategy[std::string(row.text(1))];
                            const std::string at = threshold_words(row.number(2), currency);
                            if (row.number(3) == 1.0)
                                told[std::string(row.text(1))].emplace_back(
                                    row.number(2),
                                    bar_words(row.text(4), row.number(10), row.text(11), currency));
                            figure.rows.push_back({value_words(row.text(4)), cell_of(row.number(5)),
                                                   cell_of(row.number(6)), cell_of(row.number(7)),
                                                   cell_of(row.number(8)), cell_of(row.number(9)), at});
                        });
    PageSection section{
        "tornado", "Which values move the decision?",
        "One value at a time from one end of its range to the other, all others at their base case."};
    const std::string each = currency + " per person";
    for (auto& [strategy, figure] : by_strategy) {
        figure.id = "tornado_" + strategy;
        figure.kind = "tornado";
        figure.file = "tornado.csv";
        figure.caption = fmt::format(
            "Net benefit of {} less that of {}, at the chosen willingness to pay, on the same luck "
            "throughout.",
            context.called(strategy), context.called(context.manifest().reference));
        figure.title = fmt::format("{}: {}.", context.called(strategy), told_at(told[strategy], currency));
        figure.columns = {text_column("name", "Value"),
                          number_column("low", "Lower end", "of the value"),
                          number_column("high", "Upper end", "of the value"),
                          number_column("at_low", "Net benefit at the lower end", each),
                          number_column("at_high", "At the upper end", each),
                          number_column("base", "At the base case", each),
                          text_column("threshold", "Willingness to pay")};
        figure.pick = {"threshold"};
        page.answer += fmt::format("{}{}", page.answer.empty() ? "" : " ", figure.title);
        if (page.lead.empty()) page.lead = figure.id;
        section.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(section));
}

std::string crossing_words(const PageContext& context, const TableRow& row)
{
    const std::string pair = fmt::format("{} and {} at {} per QALY", context.called(row.text(1)),
                                         context.called(row.text(2)), rounded(row.number(3)));
    if (row.text(4) == "equal")
        return fmt::format("{} over {}: equally good wherever it was tried", pair, value_words(row.text(0)));
    if (row.text(4) != "crossing")
        return fmt::format("{} over {}: {} is better wherever it was tried", pair, value_words(row.text(0)),
                           context.called(row.text(6)));
    return fmt::format("{} are equally good where {} is {} {}{}", pair, value_words(row.text(0)),
                       rounded(row.number(5)), row.text(9),
                       row.text(8) == "luck" ? ", but luck alone could do that" : "");
}

void add_thresholds(const PageContext& context, PageContent& page)
{
    PageFigure figure{
        "thresholds",
        "table",
        {},
        "Where a value makes two strategies equally good.",
        {text_column("parameter", "Value"), text_column("first", "One strategy"),
         text_column("second", "The other"), number_column("threshold", "Willingness to pay", ""),
         text_column("result", "Result"), number_column("at", "Where", ""),
         text_column("below", "Better below"), text_column("above", "Better above"),
         text_column("certainty", "Certainty"), text_column("unit", "Unit")}};
    figure.file = "thresholds.csv";
    context.folder.read(
        "thresholds",
        {"parameter", "first", "second", "threshold", "result", "param_val", "better_below", "better_above",
         "certainty", "unit"},
        [&](const TableRow& row) {
            if (figure.rows.size() < most_crossings)
                figure.title += (figure.title.empty() ? "" : "; ") + crossing_words(context, row);
            figure.rows.push_back(
                {value_words(row.text(0)), context.called(row.text(1)), context.called(row.text(2)),
                 cell_of(row.number(3)), std::string(row.text(4)),
                 row.text(4) == "crossing" ? cell_of(row.number(5)) : Cell{}, context.called(row.text(6)),
                 context.called(row.text(7)), spoken(row.text(8)), std::string(row.text(9))});
        });
    figure.title += figure.rows.size() > most_crossings ? "; and others, in the table." : ".";
    add_section(page, {"thresholds", "From where on does it change?", ""}, std::move(figure));
}

/// Which strategy is best at each place of a grid of two values, by threshold.
using Grid = std::map<double, std::map<double, std::map<double, std::string>>>;

/// A row for each of the first value's places, a column for each of the second's.
PageFigure grid_figure(const std::string& first, const std::string& second, const Grid& grid,
                       const std::string& currency)
{
    PageFigure figure{"",
                      "table",
                      {},
                      fmt::format("The best strategy where {} (rows) and {} (columns) have these values, all "
                                  "others at their base case; net benefits are in the table of the folder.",
                                  first, second),
                      {text_column("threshold", "Willingness to pay"), number_column("first", first, "")}};
    figure.file = "two_way.csv";
    figure.pick = {"threshold"};
    std::set<double> places;
    for (const auto& [threshold, rows] : grid)
        for (const auto& [value, cells] : rows)
            for (const auto& [place, strategy] : cells) places.insert(place);
    for (const double place : places)
        figure.columns.push_back(text_column(fmt::format("at_{}", figure.columns.size() - 1),
                                             fmt::format("{} {}", second, rounded(place))));
    std::vector<std::pair<double, std::string>> told;
    for (const auto& [threshold, rows] : grid) {
        std::map<std::string, std::size_t> best;
        std::size_t all = 0;
        for (const auto& [value, cells] : rows) {
            std::vector<Cell> row{threshold_words(threshold, currency), value};
            for (const double place : places) {
                const auto cell = cells.find(place);
                row.push_back(cell == cells.end() ? Cell{} : Cell{cell->second});
                if (cell != cells.end()) ++best[cell->second], ++all;
            }
            figure.rows.push_back(std::move(row));
        }
        std::string text;
        for (const auto& [strategy, count] : best)
            text += fmt::format("{}{} at {} of {}", text.empty() ? "" : ", ", strategy, count,
                                count_words(static_cast<double>(all), "place"));
        told.emplace_back(threshold, "best is " + text);
    }
    figure.title = as_sentence(told_at(told, currency)) + ".";
    return figure;
}

void add_two_way(const PageContext& context, const std::string& currency, PageContent& page)
{
    std::map<std::pair<std::string, std::string>, Grid> by_pair;
    context.folder.read(
        "two_way",
        {"parameter_1", "parameter_2", "threshold", "param_val_1", "param_val_2", "strategy", "best"},
        [&](const TableRow& row) {
            if (row.text(6) == "1")
                by_pair[{std::string(row.text(0)), std::string(row.text(1))}][row.number(2)][row.number(3)]
                       [row.number(4)] = context.called(row.text(5));
        });
    PageSection section{"two_way", "Two values at once", ""};
    for (const auto& [pair, grid] : by_pair) {
        section.figures.push_back(
            grid_figure(value_words(pair.first), value_words(pair.second), grid, currency));
        section.figures.back().id = fmt::format("two_way{}", section.figures.size());
    }
    add_section(page, std::move(section));
}

void add_indices(const PageContext& context, const std::string& currency, PageContent& page)
{
    struct Row {
        double total, first, error, total_error;
        std::string name;
    };
    std::map<std::string, std::map<double, std::vector<Row>>> by_strategy;
    context.folder.read(
        "sobol_indices",
        {"outcome", "strategy", "parameter", "first_order", "first_order_error", "total", "total_error",
         "threshold"},
        [&](const TableRow& row) {
            if (row.text(0) != "net_benefit" || row.is_missing(5)) return;
            by_strategy[std::string(row.text(1))][row.number(7)].push_back(
                {row.number(5), row.number(3), row.number(4), row.number(6), value_words(row.text(2))});
        });
    PageSection section{
        "indices", "All values at once",
        "Shares of the variance that values explain (Sobol indices); bars hold 1.96 standard errors."};
    constexpr double normal = 1.959963984540054;
    for (auto& [strategy, by_threshold] : by_strategy) {
        PageFigure figure{"indices_" + strategy,
                          "bars",
                          {},
                          "Alone: what the value explains by itself; with others: with all its interactions.",
                          bars_columns("share")};
        figure.file = "sobol_indices.csv";
        figure.columns[2].label = "Share of the variance";
        figure.columns.push_back(text_column("threshold", "Willingness to pay"));
        figure.pick = {"threshold"};
        std::vector<std::pair<double, std::string>> told;
        for (auto& [threshold, rows] : by_threshold) {
            std::ranges::stable_sort(rows, std::greater{}, &Row::total);
            const std::string at = threshold_words(threshold, currency);
            told.emplace_back(threshold,
                              fmt::format("{} explains {} of the variance, with all its interactions",
                                          rows.front().name, percent_words(rows.front().total)));
            for (std::size_t k = 0; k < std::min(rows.size(), most_indices); ++k) {
                const Row& row = rows[k];
                const auto add = [&](std::string_view series, double share, double error) {
                    figure.rows.push_back({row.name, std::string(series), cell_of(share),
                                           cell_of(share - normal * error), cell_of(share + normal * error),
                                           at});
                };
                add("alone", row.first, row.error);
                add("with others", row.total, row.total_error);
            }
        }
        figure.title = fmt::format("{}: {}.", context.called(strategy), told_at(told, currency));
        section.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(section));
}

}  // namespace

void add_sensitivity(const PageContext& context, PageContent& page)
{
    const std::string currency = currency_of(context);
    page.question = "Which values does the decision hang on, and from where on does it change?";
    add_tornado(context, currency, page);
    add_thresholds(context, page);
    add_two_way(context, currency, page);
    add_indices(context, currency, page);
    if (page.answer.empty())
        page.answer = "No value was changed one at a time; the tables of the folder have the rest.";
    PageFigure refused{
        "left_out",
        "table",
        {},
        "What was asked and could not be answered.",
        {text_column("part", "Part"), text_column("setting", "Setting"), text_column("reason", "Why")}};
    refused.file = "left_out.csv";
    context.folder.read("left_out", {"part", "setting", "reason"}, [&](const TableRow& row) {
        refused.rows.push_back({spoken(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
    });
    page.verdict.push_back(
        {"Questions answered", refused.rows.empty() ? Status::good : Status::caution,
         refused.rows.empty()
             ? "all"
             : fmt::format("{} could not be answered, listed in the report", refused.rows.size())});
    refused.title = fmt::format("{} could not be answered.",
                                count_words(static_cast<double>(refused.rows.size()), "question"));
    add_section(page, {"left_out", "Without an answer", ""}, std::move(refused));
    page.limits.emplace_back("Ranges say how far a value was moved, not how likely it is to be there.");
}

}  // namespace txpath::report
