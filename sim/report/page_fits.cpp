// page_fits.cpp -- the page of a validation: the model beside what was measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

/// One endpoint of one trial.
struct Endpoint {
    std::map<std::string, double> numbers;
    std::string unit, use, verdict, source;

    [[nodiscard]] double at(const std::string& name) const
    {
        const auto found = numbers.find(name);
        return found == numbers.end() ? MeanOverLuck::missing : found->second;
    }
};

using Endpoints = std::map<std::string, Endpoint>;

/// Two bars: what was published and what the model gives; numbers of one unit on one axis.
void add_bars(const std::string& name, const Endpoint& endpoint, PageFigure& figure)
{
    figure.rows.push_back({spoken(name), "published", cell_of(endpoint.at("published")),
                           cell_of(endpoint.at("published_low")), cell_of(endpoint.at("published_high"))});
    figure.rows.push_back({spoken(name), "simulated", cell_of(endpoint.at("simulated")),
                           cell_of(endpoint.at("predicted_low")), cell_of(endpoint.at("predicted_high"))});
}

void add_trial(const std::string& trial, const Endpoints& endpoints, PageContent& page)
{
    PageSection section{"trial_" + trial, spoken(trial), ""};
    std::map<std::string, PageFigure> by_unit;
    std::size_t targets = 0, passed = 0;
    std::string missed;
    for (const auto& [name, endpoint] : endpoints) {
        if (name.empty()) continue;
        add_bars(name, endpoint, by_unit[endpoint.unit]);
        if (endpoint.verdict.empty()) continue;
        ++targets;
        if (endpoint.verdict == "pass") ++passed;
        if (endpoint.verdict != "pass") missed += (missed.empty() ? "" : ", ") + spoken(name);
    }
    for (auto& [unit, figure] : by_unit) {
        figure.id = fmt::format("trial_{}_{}", trial, section.figures.size() + 1);
        figure.kind = "bars";
        figure.file = "validation.csv";
        figure.columns = bars_columns(unit == "1" ? "" : unit);
        figure.title = fmt::format("{}: {} of {} targets are met{}.", spoken(trial), passed, targets,
                                   missed.empty() ? "" : "; missed: " + missed);
        figure.caption =
            "Published with its 95 % interval; simulated: mean of trials of the same size, and where 95 % of "
            "them lie (luck of such small trials).";
        section.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(section));
    page.verdict.push_back({spoken(trial), missed.empty() ? Status::good : Status::bad,
                            missed.empty()
                                ? fmt::format("{} of {} targets met", passed, targets)
                                : fmt::format("{} of {} targets met; missed: {}", passed, targets, missed)});
}

}  // namespace

void add_validation(const PageContext& context, PageContent& page)
{
    std::map<std::string, Endpoints> by_trial;
    PageFigure table{
        "endpoints",
        "table",
        {},
        "Every number about every endpoint.",
        {text_column("trial", "Trial"), text_column("endpoint", "Endpoint"), text_column("use", "Use"),
         number_column("published", "Published", ""), number_column("low", "Low", ""),
         number_column("high", "High", ""), number_column("simulated", "Simulated", ""),
         number_column("mcse", "Monte Carlo error", ""), text_column("unit", "Unit"),
         text_column("verdict", "Verdict"), text_column("source", "Source")}};
    table.file = "validation.csv";
    context.folder.read("validation",
                        {"trial", "endpoint", "statistic", "value", "unit", "use", "verdict", "source"},
                        [&](const TableRow& row) {
                            Endpoint& endpoint = by_trial[std::string(row.text(0))][std::string(row.text(1))];
                            endpoint.numbers[std::string(row.text(2))] = row.number(3);
                            if (row.text(2) == "simulated" || endpoint.unit.empty())
                                endpoint.unit = row.text(4);
                            endpoint.use = row.text(5);
                            endpoint.verdict = row.text(6);
                            endpoint.source = row.text(7);
                        });
    std::size_t targets = 0, passed = 0;
    for (const auto& [trial, endpoints] : by_trial) {
        add_trial(trial, endpoints, page);
        for (const auto& [name, one] : endpoints) {
            if (name.empty()) continue;
            targets += one.verdict.empty() ? 0 : 1;
            passed += one.verdict == "pass" ? 1 : 0;
            table.rows.push_back({spoken(trial), spoken(name), one.use, cell_of(one.at("published")),
                                  cell_of(one.at("published_low")), cell_of(one.at("published_high")),
                                  cell_of(one.at("simulated")), cell_of(one.at("mcse")), one.unit,
                                  one.verdict, one.source});
        }
    }
    page.title = "Published trials on simulated people";
    page.question = "Does the model give what published trials found?";
    page.answer = fmt::format("{} of {} targets of {} are met.", passed, targets,
                              count_words(static_cast<double>(by_trial.size()), "trial"));
    table.title = page.answer;
    if (!page.sections.empty() && !page.sections.front().figures.empty())
        page.lead = page.sections.front().figures.front().id;
    add_section(page, {"endpoints", "All endpoints", "", {std::move(table)}});
    page.limits.emplace_back(
        "A target that is met shows that the model can give the result, not that it does so for the right "
        "reason.");
}

}  // namespace txpath::report
