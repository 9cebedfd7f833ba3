// page_sensitivity.cpp -- the page of an analysis of sensitivity: which values the decision hangs on.
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

constexpr std::size_t most_bars = 25, most_indices = 12;

std::string bar_words(std::string_view parameter, double range, std::string_view certainty,
                      const std::string& currency)
{
    const std::string size =
        fmt::format("{} moves it most, by {} {} a person", value_words(parameter), rounded(range), currency);
    if (certainty == "luck") return size + ", which luck alone could do";
    if (certainty == "none") return "no value moves it";
    return certainty == "unknown" ? size + " (errors are not known)" : size;
}

/// A drawing for each strategy at the first threshold.
void add_tornado(const PageContext& context, const std::string& currency, PageContent& page)
{
    std::map<std::string, PageFigure> by_strategy;
    std::map<std::string, std::string> certainty;
    double threshold = MeanOverLuck::missing;
    context.folder.read(
        "tornado",
        {"grp", "strategy", "threshold", "rank", "parameter", "param_low", "param_high", "at_low", "at_high",
         "base", "range", "certainty"},
        [&](const TableRow& row) {
            if (row.text(0) != "all") return;
            if (std::isnan(threshold)) threshold = row.number(2);
            if (row.number(2) != threshold || row.number(3) > most_bars) return;
            PageFigure& figure = by_strategy[std::string(row.text(1))];
            if (figure.rows.empty())
                figure.title = fmt::format("{}: {}.", context.called(row.text(1)),
                                           bar_words(row.text(4), row.number(10), row.text(11), currency));
            figure.rows.push_back({value_words(row.text(4)), cell_of(row.number(5)), cell_of(row.number(6)),
                                   cell_of(row.number(7)), cell_of(row.number(8)), cell_of(row.number(9))});
        });
    PageSection section{
        "tornado", "Which values move the decision?",
        "One value at a time from one end of its range to the other, all others at their base case."};
    const std::string each = currency + " per person";
    for (auto& [strategy, figure] : by_strategy) {
        figure.id = "tornado_" + strategy;
        figure.kind = "tornado";
        figure.file = "tornado.csv";
        figure.caption =
            fmt::format("Net benefit of {} less that of {}, at {} {} per QALY, on the same luck throughout.",
                        context.called(strategy), context.called(context.manifest().reference),
                        rounded(threshold), currency);
        figure.columns = {text_column("name", "Value"),
                          number_column("low", "Lower end", "of the value"),
                          number_column("high", "Upper end", "of the value"),
                          number_column("at_low", "Net benefit at the lower end", each),
                          number_column("at_high", "At the upper end", each),
                          number_column("base", "At the base case", each)};
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
    if (row.text(4) != "crossing")
        return fmt::format("{} over {}: {}", pair, value_words(row.text(0)),
                           row.text(4) == "equal" ? "equally good wherever it was tried"
                                                  : "the same one is better wherever it was tried");
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
    context.folder.read("thresholds",
                        {"parameter", "first", "second", "threshold", "result", "param_val", "better_below",
                         "better_above", "certainty", "unit"},
                        [&](const TableRow& row) {
                            if (figure.rows.empty()) figure.title = crossing_words(context, row) + ".";
                            figure.rows.push_back({value_words(row.text(0)), context.called(row.text(1)),
                                                   context.called(row.text(2)), cell_of(row.number(3)),
                                                   std::string(row.text(4)), cell_of(row.number(5)),
                                                   context.called(row.text(6)), context.called(row.text(7)),
                                                   spoken(row.text(8)), std::string(row.text(9))});
                        });
    add_section(page, {"thresholds", "From where on does it change?", ""}, std::move(figure));
}

void add_two_way(const PageContext& context, const std::string& currency, PageContent& page)
{
    std::map<std::pair<std::string, std::string>, PageFigure> by_pair;
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> best;
    context.folder.read(
        "two_way",
        {"parameter_1", "parameter_2", "threshold", "param_val_1", "param_val_2", "strategy",
         "incremental_net_benefit", "mcse", "best"},
        [&](const TableRow& row) {
            const std::pair key{std::string(row.text(0)), std::string(row.text(1))};
            PageFigure& figure = by_pair[key];
            figure.rows.push_back({cell_of(row.number(2)), cell_of(row.number(3)), cell_of(row.number(4)),
                                   context.called(row.text(5)), cell_of(row.number(6)),
                                   cell_of(row.number(7)), row.text(8) == "1" ? "best" : ""});
            if (row.text(8) == "1") ++best[key][context.called(row.text(5))];
        });
    PageSection section{"two_way", "Two values at once", ""};
    for (auto& [key, figure] : by_pair) {
        figure.id = fmt::format("two_way{}", section.figures.size() + 1);
        figure.kind = "table";
        figure.file = "two_way.csv";
        figure.columns = {
            number_column("threshold", "Willingness to pay", currency),
            number_column("first", value_words(key.first), ""),
            number_column("second", value_words(key.second), ""),
            text_column("strategy", "Strategy"),
            number_column("benefit", "Net benefit over the reference", currency + " per person"),
            number_column("mcse", "Monte Carlo error", currency + " per person"),
            text_column("best", "Best here")};
        for (const auto& [strategy, places] : best[key])
            figure.title += fmt::format("{}{} is best at {} of the grid", figure.title.empty() ? "" : ", ",
                                        strategy, count_words(static_cast<double>(places), "place"));
        figure.title += ".";
        figure.caption = fmt::format("{} by {}.", value_words(key.first), value_words(key.second));
        section.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(section));
}

void add_indices(const PageContext& context, PageContent& page)
{
    struct Row {
        double total, first, error, total_error;
        std::string name;
    };
    std::map<std::string, std::vector<Row>> by_strategy;
    context.folder.read(
        "sobol_indices",
        {"outcome", "strategy", "parameter", "first_order", "first_order_error", "total", "total_error"},
        [&](const TableRow& row) {
            if (row.text(0) != "net_benefit" || row.is_missing(5)) return;
            by_strategy[std::string(row.text(1))].push_back(
                {row.number(5), row.number(3), row.number(4), row.number(6), value_words(row.text(2))});
        });
    PageSection section{
        "indices", "All values at once",
        "Shares of the variance that values explain (Sobol indices); bars hold 1.96 standard errors."};
    constexpr double normal = 1.959963984540054;
    for (auto& [strategy, rows] : by_strategy) {
        std::ranges::stable_sort(rows, std::greater{}, &Row::total);
        PageFigure figure{"indices_" + strategy,
                          "bars",
                          {},
                          "Alone: what the value explains by itself; with others: with all its interactions.",
                          bars_columns("share of the variance")};
        figure.file = "sobol_indices.csv";
        figure.title =
            fmt::format("{}: {} explains {} of the variance, with all its interactions.",
                        context.called(strategy), rows.front().name, percent_words(rows.front().total));
        for (std::size_t k = 0; k < std::min(rows.size(), most_indices); ++k) {
            const Row& row = rows[k];
            figure.rows.push_back({row.name, "alone", cell_of(row.first),
                                   cell_of(row.first - normal * row.error),
                                   cell_of(row.first + normal * row.error)});
            figure.rows.push_back({row.name, "with others", cell_of(row.total),
                                   cell_of(row.total - normal * row.total_error),
                                   cell_of(row.total + normal * row.total_error)});
        }
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
    add_indices(context, page);
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
